/**
 * Readables of single nodes, wires and levels of what is shown; only those touched by a change are told.
 *
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Reading } from './channels.js'
 * @import { Touched } from './ledger.js'
 */

import { inOrder, levelOf } from '#lib/graph/model.js';

import { Channels, cell } from './channels.js';

/** @param {() => Graph} shown */
export function createReadings(shown) {
  const nodes = /** @type {Channels<string>} */ (new Channels());
  const edges = /** @type {Channels<string>} */ (new Channels());
  const levels = /** @type {Channels<string | null>} */ (new Channels());
  const wirings = /** @type {Channels<string | null>} */ (new Channels());
  const settings = cell(/** @type {Record<string, any>} */ ({}));

  /** @param {string | null} level */
  function idsOf(level) {
    const graph = shown();
    const found = [...graph.children(level)].map((id) => /** @type {NodeRecord} */ (graph.node(id)));
    return found.sort(inOrder).map((node) => node.id);
  }

  /** @param {string | null} level */
  function wiresOf(level) {
    const graph = shown();
    const ids = new Set([...graph.children(level)].flatMap((id) => [...graph.wires(id)]));
    const found = [...ids].map((id) => /** @type {EdgeRecord} */ (graph.edge(id)));
    return found.filter((edge) => levelOf(graph, edge) === level);
  }

  return {
    settings: { subscribe: settings.subscribe, get: settings.get },
    /** @param {string} id @returns {Reading<NodeRecord | undefined>} */
    node: (id) => nodes.reading(id, () => shown().node(id)),
    /** @param {string} id @returns {Reading<EdgeRecord | undefined>} */
    edge: (id) => edges.reading(id, () => shown().edge(id)),
    /** Ids on a level, in their order. @param {string | null} parentId @returns {Reading<string[]>} */
    level: (parentId) => levels.reading(parentId, () => idsOf(parentId)),
    /** Wires drawn on a level, those to its In and Out included. @param {string | null} parentId @returns {Reading<EdgeRecord[]>} */
    edges: (parentId) => wirings.reading(parentId, () => wiresOf(parentId)),
    /** @param {Touched} touched */
    tell(touched) {
      if (touched.settings) settings.set(Object.fromEntries(shown().settings));
      nodes.tell(touched.nodes);
      edges.tell(touched.edges);
      levels.tell(touched.levels);
      wirings.tell(touched.wirings);
    }
  };
}
