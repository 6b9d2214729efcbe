/**
 * What is stale: nodes whose active take was made before something it is made of has changed, as the server tells it.
 *
 * Reading. `dirtyNodesStore` is the set of their ids; `inside` says how many stand in a container, at any depth.
 */

import { ancestors } from '#lib/graph/model.js';

import { cell } from './engine/channels.js';
import { projectStore } from './projectStore.js';

/** Milliseconds after a change until what stands in what is counted anew. */
const PAUSE = 60;

/** @param {typeof projectStore} store */
function createDirtyNodesStore(store) {
  const dirty = cell(/** @type {ReadonlySet<string>} */ (new Set()));
  const inside = cell(/** @type {ReadonlyMap<string, number>} */ (new Map()));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function look() {
    timer = undefined;
    const ids = new Set();
    const counts = new Map();
    for (const [id, { state }] of store.states.get()) {
      if (state !== 'stale' || !store.graph.node(id)) continue;
      ids.add(id);
      for (const level of ancestors(store.graph, id)) counts.set(level, (counts.get(level) ?? 0) + 1);
    }
    if (ids.size || dirty.get().size) {
      dirty.set(ids);
      inside.set(counts);
    }
  }

  const soon = () => (timer ??= setTimeout(look, PAUSE));
  store.onState(soon);
  store.onChange(() => dirty.get().size && soon());
  return {
    subscribe: dirty.subscribe,
    get: dirty.get,
    /** @type {import('./engine/channels.js').Reading<ReadonlyMap<string, number>>} */
    inside: { subscribe: inside.subscribe, get: inside.get }
  };
}

export const dirtyNodesStore = createDirtyNodesStore(projectStore);
