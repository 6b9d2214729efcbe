/**
 * Cards of a level taken into a scene of their own, with the wires that cross its border led through In and Out.
 *
 * @import { EdgeRecord, Operation } from '#lib/protocol/schema.js'
 * @import { NodeType } from '#lib/net/api.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Rules } from '#lib/graph/sockets.js'
 * @import { Point } from './types.js'
 * @typedef {{ graph: Graph, rules: Rules, level: string | null, ids: readonly string[], container: NodeType, data: Record<string, any>, at: Point, newId: () => string }} Wish
 * @typedef {{ operations: Operation[], id: string, lost: EdgeRecord[], outside: string[] }} Made `lost`: wires the rules let not through; `outside`: kinds that may not stand inside
 */

import { answer, sourceSocket, targetSocket } from '#lib/graph/sockets.js';
import { deep, rewired } from './copies.js';

/**
 * The operations that make a container of cards.
 * @param {Wish} wish
 * @returns {Made}
 */
export function madeOf({ graph, rules, level, ids, container, data, at, newId }) {
  const id = newId();
  const inner = container.container ?? '';
  const records = ids.flatMap((one) => graph.node(one) ?? []);
  const outside = [...new Set(records.flatMap((node) => (rules.types.get(node.type)?.levels.includes(inner) ? [] : titleOf(rules, node))))];
  const taken = new Set(ids);
  const nodes = new Map(deep(graph, ids).map((node) => [node.id, node]));
  const wires = sorted(graph, taken, nodes);
  const order = records.map((node) => node.order).sort()[0] ?? 'V';
  /** @type {Operation[]} */
  const operations = [{ op: 'node.add', node: { id, type: container.kind, parent_id: level, position: at, order, data } }];
  operations.push(...[...wires.inner, ...wires.deep].map((edge) => ({ op: /** @type {const} */ ('edge.remove'), id: edge.id })));
  operations.push(...[...wires.arriving, ...wires.leaving].map((edge) => ({ op: /** @type {const} */ ('edge.remove'), id: edge.id })));
  for (const node of records) operations.push({ op: 'node.reparent', id: node.id, parent_id: id, ...node.position });
  const through = { graph, rules, container, id, newId };
  const ins = into(wires.arriving, through);
  const outs = outOf(wires.leaving, through);
  const same = rewired(
    [...wires.inner, ...wires.deep],
    (one) => one,
    (one) => nodes.get(one),
    newId,
    ins.renamed
  );
  const made = [...ins.edges, ...same, ...outs.edges];
  operations.push(...made.map((edge) => ({ op: /** @type {const} */ ('edge.add'), edge })));
  return { operations, id, lost: [...ins.lost, ...outs.lost], outside };
}

/** @param {Rules} rules @param {{ type: string }} node */
const titleOf = (rules, node) => rules.types.get(node.type)?.title ?? node.type;

/**
 * The wires of the cards: between them, from outside, to outside, and those inside that hang on a wire from outside.
 * @param {Graph} graph @param {Set<string>} taken @param {Map<string, any>} nodes
 */
function sorted(graph, taken, nodes) {
  const all = new Map([...nodes.keys()].flatMap((id) => [...graph.wires(id)]).map((id) => [id, graph.edge(id)]));
  const edges = [...all.values()].filter((edge) => edge !== undefined);
  const [from, to] = [
    (/** @type {EdgeRecord} */ { source }) => taken.has(source),
    (/** @type {EdgeRecord} */ { target }) => taken.has(target)
  ];
  const within = (/** @type {EdgeRecord} */ { source, target }) => nodes.has(source) && nodes.has(target);
  return {
    inner: edges.filter((edge) => from(edge) && to(edge)),
    // Inside a card that goes along: it goes with the wire it continues, and is led on anew.
    deep: edges.filter((edge) => within(edge) && !(from(edge) && to(edge)) && graph.edge(edge.source_handle)),
    arriving: edges.filter((edge) => !within(edge) && to(edge)),
    leaving: edges.filter((edge) => !within(edge) && from(edge))
  };
}

/** @typedef {{ graph: Graph, rules: Rules, container: NodeType, id: string, newId: () => string }} Through */

/**
 * Wires from outside: one to the container for each source, and on from its In.
 * @param {EdgeRecord[]} wires @param {Through} through
 */
function into(wires, { graph, rules, container, id, newId }) {
  /** @type {EdgeRecord[]} */
  const edges = [];
  /** @type {EdgeRecord[]} */
  const lost = [];
  const renamed = new Map();
  /** @type {Map<string, { handle: string, socket: any }>} */
  const doors = new Map();
  const taken = new Set();
  for (const wire of wires) {
    const from = sourceSocket(rules, graph, wire);
    const to = targetSocket(rules, graph, wire);
    const key = `${wire.source} ${wire.source_handle}`;
    const free = container.inputs.filter((socket) => (socket.many || !taken.has(socket.name)) && from && fits(rules, from, socket));
    const door = doors.get(key) ?? (free[0] && { handle: '', socket: free[0] });
    if (!from || !to || !door || !fits(rules, from, to)) {
      lost.push(wire);
      continue;
    }
    if (!door.handle) {
      const outer = { ...wire, id: newId(), target: id, target_handle: door.socket.name };
      edges.push(outer);
      taken.add(door.socket.name);
      door.handle = door.socket.name === 'sequence_in' ? 'sequence_in' : outer.id;
      doors.set(key, door);
    }
    const on = { ...wire, id: newId(), source: id, source_handle: door.handle };
    renamed.set(wire.id, on.id);
    edges.push(on);
  }
  return { edges, lost, renamed };
}

/**
 * Wires to outside: to the container's Out, and on from it.
 * @param {EdgeRecord[]} wires @param {Through} through
 */
function outOf(wires, { graph, rules, container, id, newId }) {
  /** @type {EdgeRecord[]} */
  const edges = [];
  /** @type {EdgeRecord[]} */
  const lost = [];
  /** @type {Map<string, string>} */
  const doors = new Map();
  const taken = new Set();
  for (const wire of wires) {
    const from = sourceSocket(rules, graph, wire);
    const to = targetSocket(rules, graph, wire);
    const key = `${wire.source} ${wire.source_handle}`;
    const free = container.outputs.find(
      (socket) => !taken.has(socket.name) && from && to && fits(rules, from, socket) && fits(rules, socket, to)
    );
    const door = doors.get(key) ?? free?.name;
    if (!door) {
      lost.push(wire);
      continue;
    }
    if (!doors.has(key)) {
      edges.push({ ...wire, id: newId(), data: {}, target: id, target_handle: door });
      doors.set(key, door);
      taken.add(door);
    }
    edges.push({ ...wire, id: newId(), source: id, source_handle: door });
  }
  return { edges, lost };
}

/** @param {Rules} rules @param {any} from @param {any} to */
const fits = (rules, from, to) => ['yes', 'converts'].includes(answer(rules, from, to).verdict);
