/**
 * Commands that something beside the canvas asks for: the level that is looked at carries them out.
 */

import { cell } from '#lib/stores/engine/channels.js';

const wish = cell(/** @type {{ command: string, asset: string } | null} */ (null));

export const wishes = {
  subscribe: wish.subscribe,
  /** @param {string} command its id @param {string} asset what it is to be done with */
  put: (command, asset) => wish.set({ command, asset }),
  /** What is asked for, once. */
  take() {
    const found = wish.get();
    wish.set(null);
    return found;
  }
};
