/**
 * The order of the wires that arrive at one input.
 *
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 */

import { inRank } from '#lib/graph/model.js';

/**
 * The wires of one input of a node, in their order.
 * @param {Graph} graph
 * @param {string} node
 * @param {string} handle
 * @returns {EdgeRecord[]}
 */
export function arriving(graph, node, handle) {
  const wires = [...graph.wires(node)].flatMap((id) => graph.edge(id) ?? []);
  return wires
    .filter((edge) => edge.target === node && edge.target_handle === handle && graph.node(edge.source)?.parent_id !== node)
    .sort(inRank);
}

/**
 * What to write so that the wire at `from` comes to stand at `to`: every wire gets a place, only those that change are named.
 * @param {Pick<EdgeRecord, 'id' | 'data'>[]} wires in their order
 * @param {number} from
 * @param {number} to
 * @returns {{ id: string, order: string }[]}
 */
export function moved(wires, from, to) {
  const next = wires.filter((_, index) => index !== from);
  next.splice(to, 0, wires[from]);
  return next
    .map(({ id, data }, index) => ({ id, order: place(index), before: data.order }))
    .flatMap(({ id, order, before }) => (order === before ? [] : [{ id, order }]));
}

/** @param {number} index */
const place = (index) => index.toString(36).padStart(3, '0');
