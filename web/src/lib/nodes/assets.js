/**
 * What an asset's card says of it.
 *
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 */

/** Each once. @param {any} value @returns {string[]} */
const list = (value) => (Array.isArray(value) ? [...new Set(value.filter((part) => typeof part === 'string' && part))] : []);

/** Which facts make the lines under the picture. @type {Record<string, string[][]>} */
const LINES = {
  character: [
    ['age', 'role'],
    ['personality', 'look']
  ],
  environment: [['int_ext', 'place', 'type'], ['mood']],
  style: [['look']],
  asset: [['format'], ['note']]
};

/** @param {any} value */
const told = (value) => (typeof value === 'string' && value !== '') || typeof value === 'number';

/**
 * Lines of facts in the order in which they are read, without those that nobody has told.
 * @param {string} kind
 * @param {Record<string, any>} data
 */
export function factsOf(kind, data) {
  const lines = (LINES[kind] ?? LINES.asset).map((keys) =>
    keys
      .map((key) => data[key])
      .filter(told)
      .join(' · ')
  );
  return { lines: lines.filter(Boolean), keywords: list(data.keywords), palette: list(data.palette) };
}

/**
 * The picture of a library asset; null for what has none, or none yet.
 * @param {{ id: string, kind: string, url: string | null, thumb?: string | null, status?: string } | undefined} asset
 */
export function posterOf(asset) {
  if (!asset || asset.thumb) return asset?.thumb ?? null;
  if ((asset.status ?? 'ready') !== 'ready' || ['audio', 'script'].includes(asset.kind)) return null;
  return asset.kind === 'video' ? `/files/${asset.id}/poster` : asset.url;
}

/**
 * The shots an asset reaches on the level where its node stands; all shots inside a scene it is wired to count.
 * @param {Graph} graph
 * @param {NodeRecord} node
 * @param {readonly EdgeRecord[]} wires of that level
 * @returns {Set<string>}
 */
export function usesOf(graph, node, wires) {
  const shots = new Set();
  for (const wire of wires) {
    const target = wire.source === node.id ? graph.node(wire.target) : undefined;
    if (target?.type === 'shot') shots.add(target.id);
    if (target?.type !== 'scene_group') continue;
    for (const child of graph.children(target.id)) if (graph.node(child)?.type === 'shot') shots.add(child);
  }
  return shots;
}

/** The type under which an asset of the library is dragged; what it carries is the asset's id. */
export const ASSET_DRAG = 'application/x-canvas-asset';

/**
 * Whether a card of a kind can stand for an asset of a kind.
 * @param {string} node
 * @param {string} asset
 */
export const fitsKind = (node, asset) =>
  node === 'asset' ? !['character', 'style', 'environment', 'script'].includes(asset) : node === asset;
