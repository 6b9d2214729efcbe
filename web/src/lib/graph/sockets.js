/**
 * What may connect to what, from the server's table: the browser gives the verdict the server will give, in its words.
 *
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @import { Catalogue, NodeType, SocketSpec, Verdict } from '#lib/net/api.js'
 * @import { Graph } from './carried.js'
 *
 * @typedef {{ types: ReadonlyMap<string, NodeType>, titles: Record<string, string>, rules: Record<string, Verdict>, refusal: string, sentences: Record<string, string>, shapes: string[] }} Rules
 * @typedef {Pick<EdgeRecord, 'source' | 'source_handle' | 'target' | 'target_handle'> & { id?: string }} Wire
 */

import { fed, feeding, giver, targetSocket } from './carried.js';

export { sourceSocket, targetSocket } from './carried.js';

/** From the best to the worst. */
const RANK = ['yes', 'converts', 'conversion_node', 'no'];
const FOLLOWED = ['character', 'style', 'control_map'];

/**
 * @param {Partial<Catalogue>} catalogue
 * @returns {Rules}
 */
export function rulesOf({
  node_types = [],
  socket_titles = {},
  socket_rules = {},
  refusal = '{source} does not connect to {target}.',
  wire_sentences = {}
}) {
  const types = new Map(node_types.map((type) => [type.kind, type]));
  const shapes = [...new Set(Object.keys(socket_rules).map((pair) => pair.slice(0, pair.indexOf('>'))))];
  return { types, titles: socket_titles, rules: socket_rules, refusal, sentences: wire_sentences, shapes };
}

/**
 * One type that a wire can carry, as the table names it.
 * @param {SocketSpec} socket
 * @param {string} type
 */
function shape({ item, integer }, type) {
  if (type === 'array' && item) return `array:${item}`;
  return type === 'number' && integer ? 'number:integer' : type;
}

/** @param {SocketSpec} socket */
const shapesOf = (socket) => socket.types.map((type) => shape(socket, type));

/** @param {Verdict} found */
const connects = (found) => found.verdict === 'yes' || found.verdict === 'converts';

/**
 * The best verdict over every pair of two sockets' types, the first of equals.
 * @param {Rules} rules
 * @param {SocketSpec} source
 * @param {SocketSpec} target
 * @returns {Verdict}
 */
export function answer(rules, source, target) {
  const pairs = shapesOf(source).flatMap((given) => shapesOf(target).map((taken) => pair(rules, given, taken)));
  return pairs.reduce((best, found) => (rank(found) < rank(best) ? found : best));
}

/** @param {Verdict} found */
const rank = (found) => RANK.indexOf(found.verdict);

/**
 * @param {Rules} rules
 * @param {string} source
 * @param {string} target
 * @returns {Verdict}
 */
function pair(rules, source, target) {
  const found = rules.rules[`${source}>${target}`];
  if (found) return found;
  const title = (/** @type {string} */ name) => rules.titles[name.split(':')[0]] ?? name;
  return no(filled(rules.refusal, { source: title(source), target: title(target) }));
}

/**
 * Whether a wire from the one to the other has a weight: it leads to what is to be followed.
 * @param {Rules} rules
 * @param {SocketSpec} source
 * @param {SocketSpec} target
 */
export function weighs(rules, source, target) {
  return source.types.some((type) => {
    const followed = FOLLOWED.includes(type) || (type === 'image' && target.reference);
    return followed && connects(answer(rules, { ...source, types: [type] }, target));
  });
}

/** @param {string} reason @returns {Verdict} */
const no = (reason) => ({ verdict: 'no', reason });

/** @param {string} sentence @param {Record<string, string>} values */
const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

/**
 * What becomes of a wire, with the sentence a person reads.
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {Wire} wire
 * @returns {Verdict}
 */
export function verdictOf(rules, graph, wire) {
  const refused = (/** @type {string} */ why, values = {}) => no(filled(rules.sentences[why] ?? '', values));
  const source = graph.node(wire.source);
  const target = graph.node(wire.target);
  if (!source || !target) return refused('gone');
  if (source === target) return refused('self');
  const siblings = source.parent_id === target.parent_id;
  if (!siblings && target.parent_id !== source.id && source.parent_id !== target.id) return refused('levels');
  const leaving = giver(rules, graph, wire);
  if (!('socket' in leaving)) return refused(leaving.why, leaving.values);
  const arriving = targetSocket(rules, graph, wire);
  if (!arriving) return refused(...missing(rules, target.type, wire.target_handle));
  const found = fit(rules, graph, wire, leaving);
  return connects(found) && siblings && reaches(graph, wire.target, wire.source) ? refused('loop') : found;
}

/**
 * @param {Rules} rules
 * @param {string} kind
 * @param {string} handle
 * @returns {[string, Record<string, string>]}
 */
const missing = (rules, kind, handle) => [rules.types.has(kind) ? 'socket' : 'kind', { kind, handle }];

/**
 * How what the wire carries meets every socket it feeds in the end.
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {Wire} wire
 * @param {{ node: import('#lib/protocol/schema.js').NodeRecord, socket: SocketSpec }} from
 * @returns {Verdict}
 */
function fit(rules, graph, wire, { node, socket }) {
  const sockets = fed(rules, graph, [wire]);
  if (!socket.wired) {
    const answers = sockets.map((target) => answer(rules, socket, target));
    return answers.reduce(worse, { verdict: 'yes', reason: '' });
  }
  const others = fed(rules, graph, feeding(graph, node.id));
  if (!sockets.length || !others.length || commonSource(rules, [...others, ...sockets])) return { verdict: 'yes', reason: '' };
  const [first, second] = [others, sockets].map((each) => each.map(({ types }) => rules.titles[types[0]]).sort(byCodePoint)[0]);
  return no(filled(rules.sentences.dot ?? '', { first, second }));
}

/** @param {Verdict} one @param {Verdict} other */
const worse = (one, other) => ((rank(other) - rank(one) || byCodePoint(other.reason, one.reason)) > 0 ? other : one);

/** @param {string} a @param {string} b */
const byCodePoint = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Whether anything connects to all of them.
 * @param {Rules} rules
 * @param {SocketSpec[]} targets
 */
const commonSource = (rules, targets) =>
  rules.shapes.some((given) => targets.every((target) => shapesOf(target).some((taken) => connects(pair(rules, given, taken)))));

/**
 * Whether data from `start` reaches `goal` on their level. In only gives and Out only takes: they close no loop.
 * @param {Graph} graph
 * @param {string} start
 * @param {string} goal
 */
function reaches(graph, start, goal) {
  const level = graph.node(start)?.parent_id;
  const seen = new Set([start]);
  const waiting = [start];
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
