/**
 * The film as a list of scenes and shots.
 *
 * @import { Graph } from '#lib/graph/model.js'
 */

/** Kinds that stand in the tree. */
export const FILM = ['scene_group', 'shot'];

/**
 * How many scenes and shots a film has.
 * @param {Graph} graph
 */
export function totals(graph) {
  const sum = { scenes: 0, shots: 0 };
  for (const node of graph.nodes.values()) {
    if (node.type === 'scene_group') sum.scenes += 1;
    if (node.type === 'shot') sum.shots += 1;
  }
  return sum;
}

/**
 * Every scene or shot that is open in the tree: the level one is on, and all above it.
 * @param {Graph} graph
 * @param {string | null} level
 */
export function opened(graph, level) {
  const open = new Set();
  for (let id = level; id !== null && !open.has(id); id = graph.node(id)?.parent_id ?? null) open.add(id);
  return open;
}
