/**
 * Which sockets of a node a wire would go into, the best first, and which pair lets a node stand on a wire.
 *
 * @import { NodeType, SocketSpec, Verdict } from '#lib/net/api.js'
 * @import { Rules } from '#lib/graph/sockets.js'
 * @typedef {{ handle: string, title: string, type: string, verdict: Verdict, free: boolean }} Fit `free`: nothing is replaced there
 */

import { answer } from '#lib/graph/sockets.js';

const RANK = { yes: 0, converts: 1, conversion_node: 2, no: 3 };

/** @param {Fit} fit */
const rank = ({ verdict, free }) => RANK[verdict.verdict] * 2 + (free ? 0 : 1);

/**
 * @param {Iterable<{ name: string, title: string, types: string[], many?: boolean }>} sockets of the node the wire is dropped on
 * @param {(handle: string) => Verdict} judge
 * @param {(handle: string) => boolean} taken whether a wire arrives there already
 * @returns {Fit[]} those that are not refused, the best first
 */
export function fitsOf(sockets, judge, taken) {
  const fits = [...sockets].map(({ name, title, types, many }) => ({
    handle: name,
    title,
    type: types[0] ?? 'text',
    verdict: judge(name),
    free: Boolean(many) || !taken(name)
  }));
  return fits.filter(({ verdict }) => verdict.verdict !== 'no').sort((a, b) => rank(a) - rank(b));
}

/**
 * The one to take without asking: the best, where no other is as good.
 * @param {Fit[]} fits the best first
 * @returns {Fit | undefined}
 */
export function clear(fits) {
  return fits.length === 1 || (fits.length > 1 && rank(fits[0]) < rank(fits[1])) ? fits[0] : undefined;
}

/**
 * The sockets by which a node of this type can stand on a wire between two others; undefined where it cannot.
 * @param {Rules} rules
 * @param {SocketSpec} from where the wire leaves
 * @param {SocketSpec} to where it arrives
 * @param {Pick<NodeType, 'inputs' | 'outputs'>} type
 * @returns {{ input: string, output: string } | undefined}
 */
export function passage(rules, from, to, type) {
  const ins = type.inputs.map((socket) => ({ name: socket.name, cost: cost(rules, from, socket) }));
  const outs = type.outputs.map((socket) => ({ name: socket.name, cost: cost(rules, socket, to) }));
  const best = (/** @type {{ name: string, cost: number }[]} */ all) =>
    all.reduce((one, other) => (other.cost < one.cost ? other : one), NONE);
  const [input, output] = [best(ins), best(outs)];
  return input.cost < Infinity && output.cost < Infinity ? { input: input.name, output: output.name } : undefined;
}

const NONE = { name: '', cost: Infinity };

/** @param {Rules} rules @param {SocketSpec} from @param {SocketSpec} to */
function cost(rules, from, to) {
  const { verdict } = answer(rules, from, to);
  return verdict === 'yes' ? 0 : verdict === 'converts' ? 1 : Infinity;
}

/**
 * The node type that turns what one socket gives into what the other takes, by the verdict on the two.
 * @param {Rules} rules
 * @param {Verdict} verdict
 * @param {SocketSpec} from
 * @param {SocketSpec} to
 * @param {string} level the kind of level it is to stand on
 * @returns {{ type: NodeType, input: string, output: string, data: Record<string, any> } | undefined}
 */
export function converter(rules, { insert = '', data = {} }, from, to, level) {
  const type = rules.types.get(insert);
  const pair = type?.levels.includes(level) ? passage(rules, from, to, type) : undefined;
  return type && pair && { type, ...pair, data };
}
