/** Nodes with edits that the server has not confirmed yet: what a closed tab would take along. */

import { cell } from './engine/channels.js';
import { same } from '#lib/graph/paths.js';

const dirty = cell(/** @type {ReadonlySet<string>} */ (new Set()));

export const dirtyNodesStore = {
  subscribe: dirty.subscribe,
  get: dirty.get,
  /** @param {ReadonlySet<string>} ids */
  set(ids) {
    if (!same([...dirty.get()], [...ids])) dirty.set(ids);
  }
};
