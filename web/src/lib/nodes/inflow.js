/**
 * What comes to a card's inputs, told anew when a wire, a take or an asset changes.
 *
 * @typedef {import('./arrivals.js').Clip & { edge: string }} Arriving
 */

import { assetLibraryStore } from '#lib/stores/assetLibraryStore.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { clipsAt } from './arrivals.js';

const LOOK = {
  takesOf: (/** @type {string} */ id) => projectStore.takes(id).get(),
  assetOf: (/** @type {string} */ id) => assetLibraryStore.asset(id).get()
};

/**
 * Readable of something about a node's inputs.
 * @template T
 * @param {string | null} level where the node stands
 * @param {() => T} read
 * @returns {{ subscribe: (run: (value: T) => void) => () => void }}
 */
function told(level, read) {
  return {
    subscribe(run) {
      let begun = false;
      const tell = () => begun && run(read());
      const ends = [projectStore.edges(level), projectStore.states, assetLibraryStore.assets].map((each) => each.subscribe(tell));
      begun = true;
      run(read());
      return () => ends.forEach((end) => end());
    }
  };
}

/**
 * Stills at an input, in the order of its wires.
 * @param {import('#lib/protocol/schema.js').NodeRecord} record
 * @param {string} handle
 */
export const clipsInto = ({ id, parent_id }, handle) => told(parent_id, () => clipsAt(projectStore.graph, id, handle, LOOK));

/**
 * The nodes that a node gives to.
 * @param {import('#lib/protocol/schema.js').NodeRecord} record
 */
export const takersOf = ({ id, parent_id }) =>
  told(parent_id, () =>
    [...projectStore.graph.wires(id)].sort().flatMap((wire) => {
      const edge = projectStore.graph.edge(wire);
      const node = edge?.source === id ? projectStore.graph.node(edge.target) : undefined;
      return node && edge ? [{ node, edge }] : [];
    })
  );
