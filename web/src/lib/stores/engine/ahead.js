/**
 * The graph as it will be after the operations of a step that is not submitted yet: what a wire is judged by.
 *
 * @import { EdgeRecord, NodeRecord, Operation } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 */

/**
 * @param {Graph} graph
 * @param {Operation[]} ops
 * @returns {Pick<Graph, 'node' | 'edge' | 'wires'>}
 */
export function ahead(graph, ops) {
  /** @type {Map<string, NodeRecord>} */
  const nodes = new Map();
  /** @type {Map<string, EdgeRecord | undefined>} */
  const edges = new Map();
  const node = (/** @type {string} */ id) => nodes.get(id) ?? graph.node(id);
  for (const op of ops) {
    if (op.op === 'node.add') nodes.set(op.node.id, op.node);
    if (op.op === 'edge.add') edges.set(op.edge.id, op.edge);
    if (op.op === 'edge.remove') edges.set(op.id, undefined);
    const moved = op.op === 'node.reparent' ? node(op.id) : undefined;
    if (op.op === 'node.reparent' && moved) nodes.set(op.id, { ...moved, parent_id: op.parent_id });
  }
  const edge = (/** @type {string} */ id) => (edges.has(id) ? edges.get(id) : graph.edge(id));
  return {
    node,
    edge,
    wires(id) {
      const added = [...edges].filter(([, found]) => found && (found.source === id || found.target === id)).map(([wire]) => wire);
      return new Set([...[...graph.wires(id)].filter((wire) => edge(wire)), ...added]);
    }
  };
}
