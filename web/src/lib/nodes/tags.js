/**
 * What a shot is made with: its own wires, and what the scenes above hand down where it has none of its own.
 *
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Tag } from './cards.js'
 */

import { inRank } from '#lib/graph/model.js';

const TAGGED = ['environment', 'style', 'character', 'asset', 'pipeline'];
/** A place or style of its own replaces the scene's. */
const INHERITED = ['environment', 'style'];

/**
 * The node that really gives what a wire carries, followed out through In boundaries.
 * @param {Graph} graph
 * @param {EdgeRecord | undefined} edge
 * @returns {NodeRecord | undefined}
 */
export function giver(graph, edge) {
  const source = edge && graph.node(edge.source);
  if (!source || graph.node(edge.target)?.parent_id !== source.id) return source;
  return giver(graph, graph.edge(edge.source_handle));
}

/**
 * Who is wired to a node from its own level; once, whatever of it is wired.
 * @param {Graph} graph
 * @param {string} id
 */
function giversOf(graph, id) {
  const wires = [...graph.wires(id)].flatMap((wire) => graph.edge(wire) ?? []);
  const arriving = wires.filter((edge) => edge.target === id && graph.node(edge.source)?.parent_id !== id);
  const givers = arriving.sort(inRank).flatMap((edge) => giver(graph, edge) ?? []);
  return [...new Set(givers)].filter((node) => TAGGED.includes(node.type));
}

/**
 * The tags of a shot or a scene, its own first.
 * @param {Graph} graph
 * @param {string} id
 * @returns {Tag[]}
 */
export function tagsOf(graph, id) {
  const own = giversOf(graph, id);
  /** @param {NodeRecord} node @returns {Tag} */
  const tag = (node) => ({ id: node.id, type: node.type, text: String(node.data.name || 'Unnamed') });
  const tags = own.map(tag);
  const wanted = INHERITED.filter((type) => !own.some((node) => node.type === type));
  for (const type of wanted) {
    for (let at = graph.node(id)?.parent_id ?? null; at !== null; at = graph.node(at)?.parent_id ?? null) {
      const found = giversOf(graph, at).filter((node) => node.type === type);
      tags.push(...found.map((node) => ({ ...tag(node), inherited: true })));
      if (found.length) break;
    }
  }
  return tags;
}
