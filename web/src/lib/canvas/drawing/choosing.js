/**
 * What a person selects by Svelte Flow's own hand, brought into the store. It knows of no card but those it was handed.
 *
 * @import { Stage } from './stage.svelte.js'
 */

import { isBoundary } from './flow.js';

/**
 * @param {Stage} stage
 * @param {string[]} ids
 * @param {string[]} wires
 */
export function choose(stage, ids, wires) {
  const now = stage.store.selection.get();
  const chosen = new Set(ids.filter((id) => !isBoundary(id)));
  if (stage.nodes.some((node) => now.has(node.id) !== chosen.has(node.id))) {
    const others = stage.more ? [...now].filter((id) => !stage.isElement(id)) : [];
    stage.store.select([...others, ...chosen]);
  }
  const before = stage.selectedWires.get();
  const picked = new Set(wires);
  if (stage.edges.some((edge) => before.has(edge.id) !== picked.has(edge.id))) stage.selectedWires.set(picked);
}

/** Nothing is selected any more. @param {Stage} stage */
export function clear({ store, selectedWires }) {
  if (store.selection.get().size) store.select([]);
  if (selectedWires.get().size) selectedWires.set(new Set());
}
