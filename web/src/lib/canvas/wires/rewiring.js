/**
 * Changes of wires that are one step whatever they take: a node put on a wire, an end moved, a dot taken out.
 * What hangs on a wire behind a scene's In hangs on the wire that comes in its place.
 *
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @import { Wire } from '#lib/graph/sockets.js'
 */

import { sourceSocket, targetSocket, weighs } from '#lib/graph/sockets.js';
import { t } from '#lib/messages/index.js';

/**
 * Inner wires that hang on a wire, hung on another.
 * @param {ProjectStore} store
 * @param {string} before
 * @param {string | null} after null where it was refused
 */
function rehang(store, before, after) {
  const outer = store.graph.edge(before);
  if (!outer || !after) return;
  for (const id of store.graph.wires(outer.target)) {
    const inner = store.graph.edge(id);
    if (inner?.source === outer.target && inner.source_handle === before)
      rehang(store, id, store.connect({ ...inner, source_handle: after }));
  }
}

/**
 * Puts a node on a wire, within a step: the wire becomes two, its weight and its place stay at its end.
 * @param {ProjectStore} store
 * @param {EdgeRecord} edge
 * @param {string} node
 * @param {{ input: string, output: string }} pair sockets of the node
 */
export function splice(store, edge, node, { input, output }) {
  store.removeEdges([edge.id]);
  store.connect({ source: edge.source, source_handle: edge.source_handle, target: node, target_handle: input });
  rehang(store, edge.id, store.connect({ ...edge, source: node, source_handle: output }));
}

/**
 * Moves an end of a wire to another socket; it keeps its weight where it still leads to what is followed.
 * @param {ProjectStore} store
 * @param {EdgeRecord} edge
 * @param {Wire} wire
 */
export function rewire(store, edge, wire) {
  const { graph, rules } = store;
  const [from, to] = [sourceSocket(rules, graph, wire), targetSocket(rules, graph, wire)];
  const data = from && to && weighs(rules, from, to) && edge.data.weight !== undefined ? { weight: edge.data.weight } : {};
  store.step(t('wires.moved'), () => {
    store.removeEdges([edge.id]);
    rehang(store, edge.id, store.connect({ ...wire, data }));
  });
}

/**
 * Joins, within a step, what dots that are about to go led on: from what comes into them to all that they lead to.
 * @param {ProjectStore} store
 * @param {ReadonlySet<string>} going
 */
export function bridge(store, going) {
  const { graph } = store;
  for (const id of going) {
    if (graph.node(id)?.type !== 'reroute') continue;
    const wires = [...graph.wires(id)].flatMap((wire) => graph.edge(wire) ?? []);
    const into = origin(
      store,
      wires.find((edge) => edge.target === id),
      going
    );
    if (!into || going.has(into.source)) continue;
    for (const out of wires.filter((edge) => edge.source === id && !going.has(edge.target))) {
      store.removeEdges([out.id]);
      rehang(store, out.id, store.connect({ ...out, source: into.source, source_handle: into.source_handle }));
    }
  }
}

/**
 * The wire that stands before a row of dots which go.
 * @param {ProjectStore} store
 * @param {EdgeRecord | undefined} edge
 * @param {ReadonlySet<string>} going
 * @returns {EdgeRecord | undefined}
 */
function origin({ graph }, edge, going) {
  let found = edge;
  const seen = new Set();
  while (found && going.has(found.source) && graph.node(found.source)?.type === 'reroute' && !seen.has(found.id)) {
    seen.add(found.id);
    const dot = found.source;
    found = [...graph.wires(dot)].flatMap((wire) => graph.edge(wire) ?? []).find((each) => each.target === dot);
  }
  return found;
}
