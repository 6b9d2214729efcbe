/**
 * Levels as views of one graph: the way to a level, and what kind of level it is.
 *
 * @import { Graph } from '#lib/graph/model.js'
 * @import { NodeType } from '#lib/net/api.js'
 */

/**
 * Ids from the film down to `level`, `level` last; empty for the film, and for a level that is gone.
 * @param {Graph} graph
 * @param {string | null} level
 */
export function pathTo(graph, level) {
  /** @type {string[]} */
  const path = [];
  for (let id = level; id !== null; id = graph.node(id)?.parent_id ?? null) {
    if (!graph.node(id) || path.includes(id)) return [];
    path.unshift(id);
  }
  return path;
}

/**
 * The kind of level that `level` is.
 * @param {Graph} graph
 * @param {string | null} level
 * @param {(kind: string) => NodeType | undefined} typeOf
 * @returns {string}
 */
export function kindOfLevel(graph, level, typeOf) {
  const container = level === null ? undefined : graph.node(level);
  return container ? (typeOf(container.type)?.container ?? 'scene') : 'project';
}
