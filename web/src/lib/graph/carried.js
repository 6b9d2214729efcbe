/**
 * What a wire carries and which sockets it feeds in the end, through dots, In and Out: the twin of the server's
 * `graph/carried.py`.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @import { NodeType, SocketSpec } from '#lib/net/api.js'
 * @import { Graph as WholeGraph } from './model.js'
 * @import { Rules, Wire } from './sockets.js'
 *
 * @typedef {Pick<WholeGraph, 'node' | 'edge' | 'wires'>} Graph what of a graph has to be known
 * @typedef {{ node: NodeRecord, socket: SocketSpec }} Giver
 * @typedef {{ why: string, values?: Record<string, string> }} Missing which sentence tells what is not there
 */

const ARRIVALS = 'sequence_in';

/**
 * A socket as the node's own parameter says it is.
 * @param {Rules} rules
 * @param {NodeType} type
 * @param {SocketSpec} socket
 * @param {Record<string, any>} data
 * @returns {SocketSpec}
 */
function told(rules, type, socket, data) {
  if (!socket.by) return socket;
  const value = data[socket.by] ?? type.parameters.find(({ key }) => key === socket.by)?.default;
  const [only, ...more] = socket.types;
  if (only === 'number' && !more.length) return { ...socket, integer: value === true };
  if (!Object.hasOwn(rules.titles, value)) return socket;
  if (only === 'array' && !more.length) return { ...socket, item: value };
  return socket.types.includes(value) ? { ...socket, types: [value] } : socket;
}

/**
 * @param {Rules} rules
 * @param {NodeRecord} node
 * @param {'inputs' | 'outputs'} side
 * @param {string} handle
 * @returns {SocketSpec | undefined}
 */
function named(rules, node, side, handle) {
  const type = rules.types.get(node.type);
  const socket = type?.[side].find(({ name }) => name === handle);
  return type && socket && told(rules, type, socket, node.data);
}

/**
 * The node that gives what the wire carries, followed out through dots and In, and its socket. Before a dot at which
 * nothing arrives it is that dot, and its socket is `wired`.
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {Wire} wire
 * @returns {Giver | Missing}
 */
export function giver(rules, graph, wire) {
  const passed = new Set();
  for (let here = wire; ;) {
    const source = graph.node(here.source);
    const target = graph.node(here.target);
    if (!source || !target) return { why: 'gone' };
    const inner = target.parent_id === source.id;
    const found = inner ? fromIn(rules, graph, source, here) : fromNode(rules, graph, source, here, passed);
    if (!('outer' in found)) return found;
    passed.add(found.outer.id);
    here = found.outer;
  }
}

/**
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {NodeRecord} source
 * @param {Wire} wire
 * @returns {Giver | Missing | { outer: Wire }}
 */
function fromIn(rules, graph, source, wire) {
  if (!rules.types.has(source.type)) return { why: 'kind', values: { kind: source.type } };
  if (wire.source_handle === ARRIVALS) return given(rules, source, 'inputs', ARRIVALS);
  const outer = graph.edge(wire.source_handle);
  // What arrives at Out stands at the container too, but is nothing that In could hand on.
  const inside = outer && graph.node(outer.source)?.parent_id === source.id;
  if (outer?.target === source.id && !inside) return { outer };
  return { why: 'socket', values: { kind: 'In', handle: wire.source_handle } };
}

/**
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {NodeRecord} source
 * @param {Wire} wire
 * @param {ReadonlySet<unknown>} passed
 * @returns {Giver | Missing | { outer: Wire }}
 */
function fromNode(rules, graph, source, wire, passed) {
  const found = given(rules, source, 'outputs', wire.source_handle);
  const outer = 'socket' in found && found.socket.wired ? arriving(graph, source.id) : undefined;
  return outer && !passed.has(outer.id) ? { outer } : found;
}

/**
 * @param {Rules} rules
 * @param {NodeRecord} node
 * @param {'inputs' | 'outputs'} side
 * @param {string} handle
 * @returns {Giver | Missing}
 */
function given(rules, node, side, handle) {
  const socket = named(rules, node, side, handle);
  if (socket) return { node, socket };
  return { why: rules.types.has(node.type) ? 'socket' : 'kind', values: { kind: node.type, handle } };
}

/**
 * The socket a wire's load comes from; a `wired` one where nothing says yet what it is.
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {Wire} wire
 * @returns {SocketSpec | undefined}
 */
export function sourceSocket(rules, graph, wire) {
  const found = giver(rules, graph, wire);
  return 'socket' in found ? found.socket : undefined;
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
 * Every socket that the wires feed in the end: through dots, and behind In as well.
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {readonly Wire[]} wires
 * @returns {SocketSpec[]}
 */
export function fed(rules, graph, wires) {
  const found = [];
  const waiting = [...wires];
  const passed = new Set(wires.map(({ id }) => id));
  for (let wire = waiting.pop(); wire; wire = waiting.pop()) {
    const socket = targetSocket(rules, graph, wire);
    if (!socket) continue;
    if (!socket.wired) found.push(socket);
    for (const next of socket.wired ? feeding(graph, wire.target) : behind(graph, wire)) {
      if (!passed.has(next.id)) waiting.push(next);
      passed.add(next.id);
    }
  }
  return found;
}

/**
 * The wires that leave a node, but those from its own In.
 * @param {Graph} graph
 * @param {string} id
 */
export function feeding(graph, id) {
  return edges(graph, id).filter((edge) => edge.source === id && graph.node(edge.target) && graph.node(edge.target)?.parent_id !== id);
}

/** @param {Graph} graph @param {string} id */
const edges = (graph, id) => [...graph.wires(id)].sort().flatMap((wire) => graph.edge(wire) ?? []);

/**
 * The wire that arrives at a dot.
 * @param {Graph} graph
 * @param {string} dot
 */
const arriving = (graph, dot) => edges(graph, dot).find(({ target }) => target === dot);

/**
 * Wires inside a container that go on from In what the wire brings. One that is only tried has none yet.
 * @param {Graph} graph
 * @param {Wire} wire
 */
function behind(graph, wire) {
  if (!wire.id || !graph.edge(wire.id)) return [];
  return edges(graph, wire.target).filter(({ source, source_handle: handle }) => source === wire.target && handle === wire.id);
}
