/**
 * What an operation does to single nodes, wires and settings: the browser's twins of `production_canvas.graph.apply` and
 * `.replay`. Effects are re-playable upon whatever the server has confirmed since, so a pending edit never undoes another's.
 *
 * @import { EdgeRecord, Move, NodeRecord, Operation } from '#lib/protocol/schema.js'
 * @import { Graph } from './model.js'
 *
 * @typedef {{ of: 'node', id: string, change: (node: NodeRecord | undefined) => NodeRecord | undefined }} NodeEffect
 * @typedef {{ of: 'edge', id: string, change: (edge: EdgeRecord | undefined) => EdgeRecord | undefined }} EdgeEffect
 * @typedef {{ of: 'setting', id: string, change: (value: any) => any }} SettingEffect
 * @typedef {NodeEffect | EdgeEffect | SettingEffect} Effect
 *
 * @typedef {(graph: Graph, edge: EdgeRecord) => boolean} IsSingle whether the socket where a wire arrives takes one wire only
 */

import { listed } from './elements.js';
import { dropAt, getAt, putAt } from './paths.js';
import { TextMismatch, apply } from './text.js';

/** @type {(id: string) => NodeEffect} */
const dropNode = (id) => ({ of: 'node', id, change: () => undefined });
/** @type {(id: string) => EdgeEffect} */
const dropEdge = (id) => ({ of: 'edge', id, change: () => undefined });

/**
 * @param {string} id
 * @param {(node: NodeRecord) => NodeRecord} change
 * @returns {NodeEffect}
 */
const alter = (id, change) => ({ of: 'node', id, change: (node) => node && change(node) });

/**
 * The text at a path of a node; empty where there is none.
 * @param {NodeRecord | undefined} node
 * @param {string[]} path
 * @returns {string}
 */
export function textAt(node, path) {
  const value = node && getAt(node.data, path);
  return typeof value === 'string' ? value : '';
}

/**
 * The effects of one operation of the log, which names every cascade itself: literally what it says, whatever the rules.
 * Throws for an operation of a newer server.
 * @param {Operation} op
 * @returns {Effect[]}
 */
export function loggedEffects(op) {
  switch (op.op) {
    case 'node.add':
      return [{ of: 'node', id: op.node.id, change: () => op.node }];
    case 'node.remove':
      return [dropNode(op.id)];
    case 'node.move':
      return op.moves.map(({ id, x, y }) => alter(id, (node) => ({ ...node, position: { x, y } })));
    case 'node.reparent':
      return [placed(op)];
    case 'node.text':
      return [alter(op.id, (node) => ({ ...node, data: putAt(node.data, op.path, apply(textAt(node, op.path), op.delta)) }))];
    case 'node.set':
    case 'node.unset':
    case 'node.list':
    case 'edge.set':
    case 'graph.set':
      return written(op);
    case 'edge.add':
      return [{ of: 'edge', id: op.edge.id, change: () => op.edge }];
    case 'edge.remove':
      return [dropEdge(op.id)];
    default:
      throw new TypeError(`The log holds an operation that this page does not know: ${op.op}.`);
  }
}

/**
 * Effects that are the same in the log and before it.
 * @param {import('#lib/protocol/schema.js').NodeSet | import('#lib/protocol/schema.js').NodeUnset | import('#lib/protocol/schema.js').NodeList | import('#lib/protocol/schema.js').EdgeSet | import('#lib/protocol/schema.js').GraphSet} op
 * @returns {Effect[]}
 */
function written(op) {
  switch (op.op) {
    case 'node.set':
      return [alter(op.id, (node) => ({ ...node, data: putAt(node.data, op.path, op.value) }))];
    case 'node.unset':
      return [alter(op.id, (node) => ({ ...node, data: dropAt(node.data, op.path) }))];
    case 'node.list':
      return [alter(op.id, (node) => ({ ...node, data: putAt(node.data, op.path, listed(getAt(node.data, op.path), op)) }))];
    case 'edge.set':
      return [{ of: 'edge', id: op.id, change: (edge) => edge && { ...edge, data: putAt(edge.data, op.path, op.value) } }];
    case 'graph.set':
      return [{ of: 'setting', id: op.path[0], change: () => op.value }];
  }
}

/**
 * What typing that the server has not confirmed shows. A text it does not fit stays as it is until the answer.
 * @param {import('#lib/protocol/schema.js').NodeText} op
 * @returns {NodeEffect}
 */
export function typed(op) {
  return alter(op.id, (node) => {
    try {
      return { ...node, data: putAt(node.data, op.path, apply(textAt(node, op.path), op.delta)) };
    } catch (error) {
      if (error instanceof TextMismatch) return node;
      throw error;
    }
  });
}

/**
 * The effects of one operation on the graph as it stands.
 * @param {Graph} graph
 * @param {Operation} op
 * @param {IsSingle} isSingle
 * @returns {Effect[]}
 */
export function effectsOf(graph, op, isSingle) {
  switch (op.op) {
    case 'node.add':
      return [{ of: 'node', id: op.node.id, change: (node) => node ?? op.node }];
    case 'node.remove':
      return remove(graph, op.id, op.children ?? 'delete');
    case 'node.move':
      return op.moves.map(moved);
    case 'node.reparent':
      return reparent(graph, op);
    case 'node.text':
      return [typed(op)];
    case 'node.restore':
    case 'edge.restore':
      // What comes back is in the log: only the server's answer shows it.
      return [];
    case 'edge.add':
      return connect(graph, op.edge, isSingle);
    case 'edge.remove':
      return cut(graph, op.id);
    default:
      return written(op);
  }
}

/**
 * Writes one effect into the graph. True where anything changed.
 * @param {Graph} graph
 * @param {Effect} effect
 */
export function write(graph, effect) {
  if (effect.of === 'setting') {
    graph.putSetting(effect.id, effect.change(graph.settings.get(effect.id)));
    return true;
  }
  if (effect.of === 'edge') {
    const before = graph.edge(effect.id);
    const after = effect.change(before);
    if (after) graph.putEdge(after);
    else graph.dropEdge(effect.id);
    return before !== after;
  }
  const before = graph.node(effect.id);
  const after = effect.change(before);
  if (after) graph.putNode(after);
  else graph.dropNode(effect.id);
  return before !== after;
}

/** @param {Move} move */
function moved(move) {
  return alter(move.id, (node) =>
    // A drag meant for another level would throw the node off screen there.
    move.in !== undefined && move.in !== node.parent_id ? node : { ...node, position: { x: move.x, y: move.y } }
  );
}

/**
 * @param {Graph} graph
 * @param {string} id
 * @param {'delete' | 'lift'} children
 * @returns {Effect[]}
 */
function remove(graph, id, children) {
  const node = graph.node(id);
  if (!node) return [dropNode(id)];
  const inside = [...graph.children(id)].flatMap((child) =>
    children === 'delete' ? remove(graph, child, children) : lift(graph, child, node.parent_id)
  );
  return [...inside, ...[...graph.wires(id)].flatMap((wire) => cut(graph, wire)), dropNode(id)];
}

/**
 * @param {Graph} graph
 * @param {string} id
 * @param {string | null} level
 * @returns {Effect[]}
 */
function lift(graph, id, level) {
  return [...outerWires(graph, id).flatMap((wire) => cut(graph, wire)), alter(id, (node) => ({ ...node, parent_id: level }))];
}

/**
 * @param {Graph} graph
 * @param {import('#lib/protocol/schema.js').NodeReparent} op
 * @returns {Effect[]}
 */
function reparent(graph, op) {
  const leaves = graph.node(op.id)?.parent_id !== op.parent_id ? outerWires(graph, op.id) : [];
  return [...leaves.flatMap((wire) => cut(graph, wire)), placed(op)];
}

/** @param {import('#lib/protocol/schema.js').NodeReparent} op */
function placed({ id, parent_id, x, y, order }) {
  return alter(id, (node) => ({ ...node, parent_id, position: { x, y }, order: order ?? node.order }));
}

/**
 * Wires of a node but those between its own In and Out and what stands inside it.
 * @param {Graph} graph
 * @param {string} id
 */
function outerWires(graph, id) {
  const inside = graph.children(id);
  return [...graph.wires(id)].filter((wire) => {
    const edge = graph.edge(wire);
    return edge && !inside.has(edge.source === id ? edge.target : edge.source);
  });
}

/**
 * A wire goes, and with it what hangs on it behind the container's In.
 * @param {Graph} graph
 * @param {string} id
 * @returns {Effect[]}
 */
function cut(graph, id) {
  const edge = graph.edge(id);
  if (!edge) return [dropEdge(id)];
  const hanging = [...graph.wires(edge.target)].filter((wire) => {
    const inner = graph.edge(wire);
    return inner?.source === edge.target && inner.source_handle === id;
  });
  return [...hanging.flatMap((wire) => cut(graph, wire)), dropEdge(id)];
}

/**
 * @param {Graph} graph
 * @param {EdgeRecord} edge
 * @param {IsSingle} isSingle
 * @returns {Effect[]}
 */
function connect(graph, edge, isSingle) {
  const same = [...graph.wires(edge.target)].filter((wire) => wire !== edge.id && arrives(graph, wire, edge));
  if (same.some((wire) => twin(graph, wire, edge))) return [];
  const replaced = same.length && isSingle(graph, edge) ? same : [];
  return [...replaced.flatMap((wire) => cut(graph, wire)), { of: 'edge', id: edge.id, change: (found) => found ?? edge }];
}

/**
 * @param {Graph} graph
 * @param {string} id
 * @param {EdgeRecord} like
 */
function arrives(graph, id, like) {
  const found = graph.edge(id);
  if (!found || found.target !== like.target || found.target_handle !== like.target_handle) return false;
  // Out of a container and into it from outside are different sockets that may share a name.
  return toOut(graph, found) === toOut(graph, like);
}

/**
 * Whether a wire leaves from the very socket where the other does.
 * @param {Graph} graph
 * @param {string} id
 * @param {EdgeRecord} like
 */
function twin(graph, id, like) {
  const found = graph.edge(id);
  return found?.source === like.source && found.source_handle === like.source_handle;
}

/**
 * Whether a wire ends at the Out of the container it stands in.
 * @param {Graph} graph
 * @param {EdgeRecord} edge
 */
const toOut = (graph, edge) => graph.node(edge.source)?.parent_id === edge.target;
