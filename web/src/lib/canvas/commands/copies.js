/**
 * Parts of a film as records of their own, and the same again under new ids.
 *
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @typedef {{ nodes: NodeRecord[], edges: EdgeRecord[], incoming: EdgeRecord[] }} Part `nodes` outside in; `edges` join them; `incoming` arrive from outside at the outermost
 */

import { heldBy } from '#lib/graph/folds.js';
import { inOrder } from '#lib/graph/model.js';

const ARRIVALS = 'sequence_in';

/**
 * The nodes with everything inside them, each before what stands in it.
 * @param {Graph} graph
 * @param {Iterable<string>} ids
 */
export function deep(graph, ids) {
  const found = [...ids].flatMap((id) => graph.node(id) ?? []).sort(inOrder);
  // Appended to while it is walked: what stands inside comes behind its container.
  for (const node of found) {
    const inside = [...graph.children(node.id)].flatMap((id) => graph.node(id) ?? []);
    found.push(...inside.sort(inOrder));
  }
  return found;
}

/**
 * Whether a wire starts at its level's In, as the continuation of one that arrives outside.
 * @param {EdgeRecord} edge
 * @param {(id: string) => NodeRecord | undefined} nodeOf
 */
const continues = (edge, nodeOf) => nodeOf(edge.target)?.parent_id === edge.source && edge.source_handle !== ARRIVALS;

/**
 * Cards, with what the folded frames among them hold.
 * @param {Graph} graph
 * @param {Iterable<string>} ids
 */
function withFolded(graph, ids) {
  const all = new Set(ids);
  // Appended to while it is walked: a frame that is held comes with what it holds.
  for (const id of all) for (const held of heldBy(graph, graph.node(id))) all.add(held);
  return all;
}

/**
 * Nodes of one level with all that is in and between them.
 * @param {Graph} graph
 * @param {Iterable<string>} ids
 * @returns {Part}
 */
export function partOf(graph, ids) {
  const roots = withFolded(graph, ids);
  const nodes = deep(graph, roots);
  const within = new Set(nodes.map((node) => node.id));
  const wires = new Map(nodes.flatMap((node) => [...graph.wires(node.id)].flatMap((id) => (graph.edge(id) ? [[id, graph.edge(id)]] : []))));
  /** @type {Part} */
  const part = { nodes, edges: [], incoming: [] };
  for (const edge of /** @type {Iterable<EdgeRecord>} */ (wires.values())) {
    if (within.has(edge.source) && within.has(edge.target)) part.edges.push(edge);
    else if (roots.has(edge.target) && !within.has(edge.source)) part.incoming.push(edge);
  }
  return part;
}

/**
 * Wires with new ids, each after the one it continues; those whose arriving wire did not come along are left out.
 * @param {readonly EdgeRecord[]} edges
 * @param {(id: string) => string} nodeId the new id of a node
 * @param {(id: string) => NodeRecord | undefined} nodeOf by its old id
 * @param {() => string} newId
 * @param {Map<string, string>} [renamed] old wire → new wire, of those that stand already
 * @returns {EdgeRecord[]}
 */
export function rewired(edges, nodeId, nodeOf, newId, renamed = new Map()) {
  /** @type {EdgeRecord[]} */
  const done = [];
  let waiting = [...edges];
  for (let before = -1; waiting.length !== before;) {
    before = waiting.length;
    waiting = waiting.filter((edge) => {
      const inner = continues(edge, nodeOf);
      const handle = inner ? renamed.get(edge.source_handle) : edge.source_handle;
      if (handle === undefined) return true;
      const id = newId();
      renamed.set(edge.id, id);
      done.push({ ...edge, id, source: nodeId(edge.source), source_handle: handle, target: nodeId(edge.target) });
      return false;
    });
  }
  return done;
}
