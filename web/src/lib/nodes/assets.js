/**
 * What an asset's card says of it.
 *
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 */

/** @param {any} value @returns {string[]} */
const list = (value) => (Array.isArray(value) ? value.filter((part) => typeof part === 'string' && part) : []);

/** Which facts make the line under the picture, and what to ask for where there are none. */
const LINES = /** @type {Record<string, { keys: string[], ask: string }>} */ ({
  character: { keys: ['age', 'role', 'personality', 'look'], ask: 'Say who this is: age, role, look.' },
  environment: { keys: ['int_ext', 'place', 'time', 'weather', 'mood'], ask: 'Say what place this is: time, weather, mood.' },
  style: { keys: ['look'], ask: 'Add keywords that describe the look.' },
  asset: { keys: ['format', 'note'], ask: 'Drop a picture, clip or sound here.' }
});

/**
 * @param {string} kind
 * @param {Record<string, any>} data
 */
export function factsOf(kind, data) {
  const { keys, ask } = LINES[kind] ?? LINES.asset;
  const told = keys.map((key) => data[key]).filter((value) => (typeof value === 'string' && value) || typeof value === 'number');
  return { line: told.join(' · '), ask, keywords: list(data.keywords), palette: list(data.palette) };
}

/**
 * In how many shots an asset is used on the level where its node stands; all shots inside a scene it is wired to count.
 * @param {Graph} graph
 * @param {NodeRecord} node
 * @param {readonly EdgeRecord[]} wires of that level
 */
export function usesOf(graph, node, wires) {
  const shots = new Set();
  for (const wire of wires) {
    const target = wire.source === node.id ? graph.node(wire.target) : undefined;
    if (target?.type === 'shot') shots.add(target.id);
    if (target?.type !== 'scene_group') continue;
    for (const child of graph.children(target.id)) if (graph.node(child)?.type === 'shot') shots.add(child);
  }
  return shots.size;
}
