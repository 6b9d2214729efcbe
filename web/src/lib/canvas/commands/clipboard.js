/**
 * Cards as text: what is copied, what a pasted text holds, and the operations that put it on a level.
 *
 * @import { EdgeRecord, NodeRecord, Operation } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Rules } from '#lib/graph/sockets.js'
 * @import { Part } from './copies.js'
 * @import { Point } from './types.js'
 * @typedef {Part & { project: string }} Clipping
 * @typedef {{ graph: Graph, rules: Rules, level: string | null, levelKind: string, project: string, at: Point, newId: () => string, keepWires?: boolean, fresh: (kind: string, siblings: NodeRecord[], data: Record<string, any>) => Record<string, any> }} Ground
 * @typedef {{ operations: Operation[], ids: string[], refused: string[], lost: number }} Placed `ids` of the outermost new nodes; `refused`: kinds that may not stand here; `lost`: wires that could not be kept
 */

import { verdictOf } from '#lib/graph/sockets.js';
import { rewired } from './copies.js';
import { behind, lastOf } from './ordering.js';

const FORMAT = 'production-canvas/cards';
const VERSION = 1;
const ID = /^[A-Za-z0-9_:.-]{1,64}$/;
const LIMITS = { nodes: 20_000, edges: 60_000, characters: 32 * 1024 * 1024 };
const DEPTH = 16;

/**
 * @param {Part} part
 * @param {string} project
 */
export function written({ nodes, edges, incoming }, project) {
  return JSON.stringify({ format: FORMAT, version: VERSION, project, nodes, edges, incoming });
}

/**
 * The cards that a text holds; null where it holds none of ours, or anything about them is not as it must be.
 * @param {string} text
 * @returns {Clipping | null}
 */
export function read(text) {
  if (text.length > LIMITS.characters || !text.trimStart().startsWith('{')) return null;
  /** @type {any} */
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  if (found?.format !== FORMAT || found.version !== VERSION || typeof found.project !== 'string') return null;
  const { nodes, edges, incoming, project } = found;
  const whole =
    list(nodes, LIMITS.nodes, isNode) && list(edges, LIMITS.edges, isEdge) && list(incoming, LIMITS.edges, isEdge) && nodes.length > 0;
  if (!whole || !consistent(nodes, edges, incoming)) return null;
  return { nodes, edges, incoming, project };
}

/** @param {any} value @param {number} most @param {(one: any) => boolean} fits */
const list = (value, most, fits) => Array.isArray(value) && value.length <= most && value.every(fits);
/** @param {any} value */
const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** @param {any} value */
const isId = (value) => typeof value === 'string' && ID.test(value);
/** @param {any} value */
const isPlace = (value) => Number.isFinite(value) && Math.abs(value) <= 1e7;

/** @param {any} node */
function isNode(node) {
  return (
    isPlain(node) &&
    isId(node.id) &&
    typeof node.type === 'string' &&
    (node.parent_id === null || isId(node.parent_id)) &&
    isPlain(node.position) &&
    isPlace(node.position.x) &&
    isPlace(node.position.y) &&
    typeof node.order === 'string' &&
    node.order.length <= 64 &&
    isPlain(node.data)
  );
}

/** @param {any} edge */
function isEdge(edge) {
  const weight = isPlain(edge) && isPlain(edge.data) ? (edge.data.weight ?? 1) : NaN;
  return (
    isPlain(edge) &&
    [edge.id, edge.source, edge.source_handle, edge.target, edge.target_handle].every(isId) &&
    Object.keys(edge.data ?? { none: 1 }).every((key) => key === 'weight') &&
    typeof weight === 'number' &&
    weight >= 0 &&
    weight <= 1
  );
}

/**
 * Ids stand once, every container comes before what stands in it, every wire has its ends.
 * @param {NodeRecord[]} nodes @param {EdgeRecord[]} edges @param {EdgeRecord[]} incoming
 */
function consistent(nodes, edges, incoming) {
  /** @type {Map<string, number>} */
  const depth = new Map();
  const all = new Set(nodes.map((node) => node.id));
  if (all.size !== nodes.length) return false;
  for (const { id, parent_id } of nodes) {
    const inside = parent_id !== null && all.has(parent_id);
    const above = inside ? depth.get(parent_id) : 0;
    if (above === undefined || above >= DEPTH) return false;
    depth.set(id, above + 1);
  }
  const ids = new Set([...edges, ...incoming].map((edge) => edge.id));
  if (ids.size !== edges.length + incoming.length) return false;
  return edges.every(({ source, target }) => all.has(source) && all.has(target)) && incoming.every(({ target }) => all.has(target));
}

/**
 * The data that this installation's catalogue knows and people may write.
 * @param {Rules} rules @param {NodeRecord} node @param {boolean} foreign from another film, whose library is not here
 */
function dataOf(rules, { type, data }, foreign) {
  const own = rules.types.get(type)?.parameters.filter((parameter) => !parameter.server) ?? [];
  const keys = new Set(own.map((parameter) => parameter.key));
  if (foreign) keys.delete('asset_id');
  return Object.fromEntries(Object.entries(data).filter(([key]) => keys.has(key)));
}

/**
 * How deep a level is: 0 for the film.
 * @param {Graph} graph @param {string | null} level
 */
function depthOf(graph, level) {
  let depth = 0;
  for (let id = level; id !== null && depth < DEPTH; id = graph.node(id)?.parent_id ?? null) depth += 1;
  return depth;
}

/**
 * Which nodes may stand on the level, with all that stands in them.
 * @param {Clipping} clipping @param {Ground} ground
 */
function admitted({ nodes }, { rules, level, levelKind, graph }) {
  /** What nodes may stand in: its kind of level, and how deep it is. @type {Map<string | null, { kind: string, depth: number } | undefined>} */
  const places = new Map(nodes.map((node) => [node.id, undefined]));
  const top = { kind: levelKind, depth: depthOf(graph, level) };
  /** @type {Set<string>} */
  const refused = new Set();
  for (const { id, type: kind, parent_id } of nodes) {
    const place = places.has(parent_id) ? places.get(parent_id) : top;
    const type = rules.types.get(kind);
    // What stands in a refused one goes with it, without a word of its own.
    if (!place) continue;
    if (type?.levels.includes(place.kind) && place.depth < DEPTH) places.set(id, { kind: type.container ?? '', depth: place.depth + 1 });
    else refused.add(type?.title ?? kind);
  }
  return { ids: new Set([...places].flatMap(([id, place]) => (place && id ? [id] : []))), refused: [...refused] };
}

/**
 * The operations that put a clipping on a level, its middle at `at`.
 * @param {Clipping} clipping
 * @param {Ground} ground
 * @returns {Placed}
 */
export function placed(clipping, ground) {
  const { graph, rules, level, newId, at, keepWires, fresh } = ground;
  const { ids: allowed, refused } = admitted(clipping, ground);
  const nodes = clipping.nodes.filter((node) => allowed.has(node.id));
  const ids = new Map(nodes.map((node) => [node.id, newId()]));
  const old = new Map(nodes.map((node) => [node.id, node]));
  const isRoot = (/** @type {NodeRecord} */ node) => node.parent_id === null || !ids.has(node.parent_id);
  const roots = nodes.filter(isRoot);
  const shift = shifted(roots, at);
  const siblings = [...graph.children(level)].flatMap((id) => graph.node(id) ?? []);
  const foreign = clipping.project !== ground.project;
  let order = lastOf(siblings);
  /** @type {Operation[]} */
  const operations = nodes.map((node) => {
    const root = isRoot(node);
    const data = dataOf(rules, node, foreign);
    if (Array.isArray(data.holds)) data.holds = data.holds.flatMap((id) => ids.get(id) ?? []);
    const record = {
      id: /** @type {string} */ (ids.get(node.id)),
      type: node.type,
      parent_id: root ? level : (ids.get(node.parent_id ?? '') ?? null),
      position: root ? { x: Math.round(node.position.x + shift.x), y: Math.round(node.position.y + shift.y) } : node.position,
      order: root ? (order = behind(order)) : node.order,
      data: root ? fresh(node.type, siblings, data) : data
    };
    if (root) siblings.push(record);
    return { op: 'node.add', node: record };
  });
  const incoming = keepWires ? arriving(clipping, ground, ids) : [];
  const renamed = new Map(incoming.map(({ before, edge }) => [before, edge.id]));
  const wanted = clipping.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  const inner = rewired(
    wanted,
    (id) => ids.get(id) ?? id,
    (id) => old.get(id),
    newId,
    renamed
  );
  const edges = [...incoming.map(({ edge }) => edge), ...inner];
  operations.push(...edges.map((edge) => ({ op: /** @type {const} */ ('edge.add'), edge })));
  const hoped = clipping.edges.length + (keepWires ? clipping.incoming.length : 0);
  return { operations, ids: roots.map((node) => ids.get(node.id) ?? ''), refused, lost: hoped - edges.length };
}

/**
 * Wires from what stood outside and stands on this level too.
 * @param {Clipping} clipping @param {Ground} ground @param {Map<string, string>} ids
 */
function arriving({ incoming, nodes, project }, { graph, rules, level, newId, project: here }, ids) {
  const old = new Map(nodes.map((node) => [node.id, node]));
  return incoming.flatMap((before) => {
    const source = graph.node(before.source);
    const standsHere = before.source === level || (source && source.parent_id === level);
    const target = ids.get(before.target);
    const original = old.get(before.target);
    if (project !== here || !standsHere || !target || !original) return [];
    // The twin has the sockets of the original: what could reach one can reach the other.
    const verdict = graph.node(original.id) ? verdictOf(rules, graph, before).verdict : 'no';
    if (verdict !== 'yes' && verdict !== 'converts') return [];
    return [{ before: before.id, edge: { ...before, id: newId(), target } }];
  });
}

/** @param {NodeRecord[]} roots @param {Point} at */
function shifted(roots, at) {
  const xs = roots.map((node) => node.position.x);
  const ys = roots.map((node) => node.position.y);
  const middle = (/** @type {number[]} */ of) => (Math.min(...of) + Math.max(...of)) / 2;
  return roots.length ? { x: at.x - middle(xs), y: at.y - middle(ys) } : { x: 0, y: 0 };
}
