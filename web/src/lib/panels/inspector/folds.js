/** Which groups of the inspector a person has folded, kept in this browser. */

import { kept } from '#lib/stores/engine/kept.js';

const folded = kept('canvas.inspector.folded', /** @type {string[]} */ (['server']));

export const folds = {
  subscribe: folded.subscribe,
  get: folded.get,
  /** @param {string} name */
  turn(name) {
    const now = folded.get();
    folded.set(now.includes(name) ? now.filter((kept) => kept !== name) : [...now, name]);
  }
};
