/** @import { ProjectStore } from '#lib/stores/projectStore.js' */

import { titleOf } from '#lib/nodes/parts/titles.js';

/** As many as may be asked for at once. */
const MOST = 5000;
const BUSY = new Set(['queued', 'generating']);

/** What in that scene waits or is made, itself included, at any depth. @param {ProjectStore} store @param {string} scene */
export function inside(store, scene) {
  const found = [];
  const open = [scene];
  for (let id = open.pop(); id !== undefined && found.length < MOST; id = open.pop()) {
    open.push(...store.graph.children(id));
    if (BUSY.has(store.runtime(id).get().state)) found.push(id);
  }
  return found;
}

/**
 * Titles of the scenes in which something waits or is made, by id.
 * @param {ProjectStore} store
 * @param {ReadonlyMap<string, { state: string }>} states
 */
export function busyScenes(store, states) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const above = (/** @type {string} */ id) => store.graph.node(store.graph.node(id)?.parent_id ?? '');
  for (const [id, { state }] of states) {
    if (!BUSY.has(state)) continue;
    for (let at = above(id); at && !found.has(at.id); at = above(at.id)) found.set(at.id, titleOf(at));
  }
  return new Map([...found].sort(([, one], [, other]) => one.localeCompare(other, undefined, { numeric: true })));
}
