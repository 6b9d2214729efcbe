/**
 * Containers that this person has open in place: their cards are shown on the level around them. Kept in this browser.
 */

import { kept } from './engine/kept.js';

const MOST = 200;
const ids = kept('canvas.opened', /** @type {string[]} */ ([]));

export const openedStore = {
  subscribe: ids.subscribe,
  get: ids.get,
  /** @param {string} id */
  toggle(id) {
    const others = ids.get().filter((one) => one !== id);
    ids.set(others.length < ids.get().length ? others : [id, ...others].slice(0, MOST));
  }
};
