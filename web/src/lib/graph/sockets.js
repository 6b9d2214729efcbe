/**
 * What may connect to what, from the server's table: the browser gives the verdict the server will give.
 *
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Catalogue, NodeType, SocketSpec, Verdict } from '#lib/net/api.js'
 * @import { Graph as Whole } from './model.js'
 *
 * @typedef {{ types: ReadonlyMap<string, NodeType>, titles: Record<string, string>, rules: Record<string, Verdict>, refusal: string }} Rules
 * @typedef {Pick<Whole, 'node' | 'edge' | 'wires'>} Graph what a wire is judged by
 * @typedef {Pick<EdgeRecord, 'source' | 'source_handle' | 'target' | 'target_handle'>} Wire
 */

const RANK = ['yes', 'converts', 'conversion_node', 'no'];
const ARRIVALS = 'sequence_in';

/**
 * @param {Partial<Catalogue>} catalogue
 * @returns {Rules}
 */
export function rulesOf({ node_types = [], socket_titles = {}, socket_rules = {}, refusal = '{source} does not connect to {target}.' }) {
  return { types: new Map(node_types.map((type) => [type.kind, type])), titles: socket_titles, rules: socket_rules, refusal };
}

/**
 * @param {string} type
 * @param {string | null} item
 */
const label = (type, item) => (type === 'array' && item ? `array:${item}` : type);

/**
 * The best verdict over every pair of two sockets' types.
 * @param {Rules} rules
 * @param {SocketSpec} source
 * @param {SocketSpec} target
 * @returns {Verdict}
 */
export function answer(rules, source, target) {
  const pairs = source.types.flatMap((given) => target.types.map((taken) => pair(rules, given, source.item, taken, target.item)));
  return pairs.reduce((best, found) => (RANK.indexOf(found.verdict) < RANK.indexOf(best.verdict) ? found : best));
}

/**
 * @param {Rules} rules
 * @param {string} source
 * @param {string | null} item
 * @param {string} target
 * @param {string | null} targetItem
 * @returns {Verdict}
 */
function pair(rules, source, item, target, targetItem) {
  const found = rules.rules[`${label(source, item)}>${label(target, targetItem)}`];
  if (found) return found;
  const title = (/** @type {string} */ type) => rules.titles[type] ?? type;
  return { verdict: 'no', reason: rules.refusal.replace('{source}', title(source)).replace('{target}', title(target)) };
}

/**
 * The socket a wire leaves from.
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {Wire} wire
 * @returns {SocketSpec | undefined}
 */
export function sourceSocket(rules, graph, wire) {
  const source = graph.node(wire.source);
  const target = graph.node(wire.target);
  if (!source || !target) return undefined;
  if (target.parent_id !== source.id) return named(rules, source, 'outputs', wire.source_handle);
  if (wire.source_handle === ARRIVALS) return named(rules, source, 'inputs', ARRIVALS);
  const arriving = graph.edge(wire.source_handle);
  return arriving && arriving.target === source.id ? sourceSocket(rules, graph, arriving) : undefined;
}

/**
 * The socket a wire arrives at.
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {Wire} wire
 * @returns {SocketSpec | undefined}
 */
export function targetSocket(rules, graph, wire) {
  const source = graph.node(wire.source);
  const target = graph.node(wire.target);
  if (!source || !target) return undefined;
  return named(rules, target, source.parent_id === target.id ? 'outputs' : 'inputs', wire.target_handle);
}

/**
 * @param {Rules} rules
 * @param {NodeRecord} node
 * @param {'inputs' | 'outputs'} side
 * @param {string} handle
 */
function named(rules, node, side, handle) {
  return rules.types.get(node.type)?.[side].find((socket) => socket.name === handle);
}

/** @param {string} reason @returns {Verdict} */
const no = (reason) => ({ verdict: 'no', reason });

/**
 * What becomes of a wire, with the sentence a person reads.
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {Wire} wire
 * @returns {Verdict}
 */
export function verdictOf(rules, graph, wire) {
  const source = graph.node(wire.source);
  const target = graph.node(wire.target);
  if (!source || !target) return no('One end of the wire is gone.');
  if (source === target) return no('A node cannot be wired to itself.');
  const siblings = source.parent_id === target.parent_id;
  if (!siblings && target.parent_id !== source.id && source.parent_id !== target.id) {
    return no('Wires join nodes of one level; use In and Out to cross into a scene.');
  }
  const leaving = sourceSocket(rules, graph, wire);
  const arriving = targetSocket(rules, graph, wire);
  if (!leaving || !arriving) return no('There is no such socket.');
  const found = answer(rules, leaving, arriving);
  if (RANK.indexOf(found.verdict) > 1) return found;
  return siblings && reaches(graph, target, source.id) ? no('That wire would close a loop.') : found;
}

/**
 * Whether data from `start` reaches `goal` on their level. In only gives and Out only takes: they close no loop.
 * @param {Graph} graph
 * @param {NodeRecord} start
 * @param {string} goal
 */
function reaches(graph, start, goal) {
  const level = start.parent_id;
  const seen = new Set([start.id]);
  const waiting = [start.id];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (here === goal) return true;
    for (const id of graph.wires(here)) {
      const edge = graph.edge(id);
      if (!edge || edge.source !== here || seen.has(edge.target) || graph.node(edge.target)?.parent_id !== level) continue;
      seen.add(edge.target);
      waiting.push(edge.target);
    }
  }
  return false;
}
