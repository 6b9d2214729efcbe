/**
 * Commands that something beside the canvas asks for: the level that is looked at carries them out.
 *
 * @import { Context, Target } from './types.js'
 */

import { cell } from '#lib/stores/engine/channels.js';
import { commandOf, perform } from './registry.js';

const wish = cell(/** @type {{ command: string, asset: string } | null} */ (null));

export const wishes = {
  /** @param {string} command its id @param {string} asset what it is to be done with */
  put: (command, asset) => wish.set({ command, asset }),
  /** Does what is asked for on a level, until what comes out is called. @param {(target: Target) => Context} context */
  serve: (context) =>
    wish.subscribe((asked) => {
      const command = commandOf(asked?.command ?? '');
      if (!asked || !command) return;
      wish.set(null);
      perform(command, context({ kind: 'asset', id: asked.asset }));
    })
};
