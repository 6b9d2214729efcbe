/**
 * Levels as views of one graph: the way to a level, and its two boundaries.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 */

export const IN = 'in:';
export const OUT = 'out:';

/**
 * The end of a wire as the graph knows it: a boundary stands for its container.
 * @param {string} id
 */
export function owner(id) {
  if (id.startsWith(IN)) return id.slice(IN.length);
  return id.startsWith(OUT) ? id.slice(OUT.length) : id;
}

/**
 * The name of a node in words: "2 EXT. LIGHTHOUSE — DUSK", "SH010 Anna at the door", "Anna".
 * @param {NodeRecord} record
 * @param {string} [fallback]
 */
export function titleOf(record, fallback = record.type) {
  const { number, title, name } = record.data;
  return [number, title ?? name].filter(Boolean).join(' ') || fallback;
}

/**
 * The containers from the film down to `level`, `level` last.
 * @param {Graph} graph
 * @param {string | null} level
 */
export function pathTo(graph, level) {
  /** @type {NodeRecord[]} */
  const path = [];
  for (let node = level === null ? undefined : graph.node(level); node && !path.includes(node);) {
    path.unshift(node);
    node = node.parent_id === null ? undefined : graph.node(node.parent_id);
  }
  return path;
}
