/**
 * What comes to a node over its wires, and how it looks.
 *
 * @import { EdgeRecord, NodeRecord, TakeRecord, AssetRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @typedef {{ node: NodeRecord, edge: EdgeRecord }} Arrival
 * @typedef {{ takesOf: (id: string) => readonly TakeRecord[], assetOf: (id: string) => AssetRecord | undefined }} Look
 * @typedef {{ id: string, title: string, src: string | null, seconds: number | null }} Clip `src`: a still of it; null where nothing has been made yet
 */

import { inRank } from '#lib/graph/model.js';
import { posterOf } from './assets.js';
import { titleOf } from './parts/titles.js';
import { giver } from './tags.js';

/** Inputs whose picture stands for a node that makes none by itself, in order of preference. */
const FED_BY = ['from', 'from_video', 'layers', 'video', 'images', 'image', 'in', 'input'];
const DEEPEST = 16;

/**
 * Who gives to an input, in the order of the wires; with no `handle`, to any.
 * @param {Graph} graph
 * @param {string} id
 * @param {string} [handle]
 * @returns {Arrival[]}
 */
export function arriving(graph, id, handle) {
  const wires = [...graph.wires(id)].flatMap((wire) => graph.edge(wire) ?? []);
  return wires.sort(inRank).flatMap((edge) => {
    if (edge.target !== id || (handle !== undefined && edge.target_handle !== handle)) return [];
    // A wire that ends at Out comes from inside.
    if (graph.node(edge.source)?.parent_id === id) return [];
    const node = giver(graph, edge);
    return node ? [{ node, edge }] : [];
  });
}

/**
 * A still of what a node gives: its active take, its asset, or that of what it is fed with.
 * @param {Graph} graph
 * @param {NodeRecord} node
 * @param {Look} look
 * @param {number} [depth]
 * @returns {Clip}
 */
function clipOf(graph, node, look, depth = 0) {
  const clip = {
    id: node.id,
    title: titleOf(node),
    src: /** @type {string | null} */ (null),
    seconds: /** @type {number | null} */ (null)
  };
  const take = look.takesOf(node.id).find(({ active }) => active);
  if (take) return { ...clip, src: take.poster_url, seconds: take.duration };
  const asset = typeof node.data.asset_id === 'string' ? look.assetOf(node.data.asset_id) : undefined;
  if (asset) return { ...clip, src: posterOf(asset), seconds: Number(asset.data.duration) || null };
  if (depth > DEEPEST) return clip;
  for (const handle of FED_BY) {
    const [first] = arriving(graph, node.id, handle);
    if (first) return { ...clipOf(graph, first.node, look, depth + 1), id: node.id, title: clip.title };
  }
  return clip;
}

/**
 * Stills of all that comes to an input.
 * @param {Graph} graph
 * @param {string} id
 * @param {string} handle
 * @param {Look} look
 * @returns {(Clip & { edge: string })[]}
 */
export const clipsAt = (graph, id, handle, look) =>
  arriving(graph, id, handle).map(({ node, edge }) => ({ ...clipOf(graph, node, look), edge: edge.id }));
