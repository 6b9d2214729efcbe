/**
 * The graph's records as Svelte Flow's nodes and edges: the one place where their names meet.
 * An object is replaced only where something that it shows has changed.
 *
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Rules } from '#lib/graph/sockets.js'
 * @import { CardData, PlacedSocket } from '#lib/nodes/cards.js'
 * @typedef {import('@xyflow/svelte').Node<any>} FlowNode
 * @typedef {import('@xyflow/svelte').Edge<any>} FlowEdge
 */

import { answer, sourceSocket, targetSocket, weighs } from '#lib/graph/sockets.js';
import { inOrder, levelOf } from '#lib/graph/model.js';
import { same } from '#lib/graph/paths.js';
import { cardOf, COMPONENTS, handlesOf } from '#lib/nodes/cards.js';
import { tagsOf } from '#lib/nodes/tags.js';
import { titleOf } from '#lib/nodes/parts/titles.js';

export const IN = 'in:';
export const OUT = 'out:';
/** `ask`: the room for words on what to do where nothing is wired yet. */
const BOUNDARY = { width: 176, top: 54, step: 28, ask: 60 };
const AWAY = 112;

/**
 * The end of a wire as the graph knows it: a boundary stands for its container.
 * @param {string} id
 */
export function owner(id) {
  if (id.startsWith(IN)) return id.slice(IN.length);
  return id.startsWith(OUT) ? id.slice(OUT.length) : id;
}

/** @param {string} id */
export const isBoundary = (id) => id.startsWith(IN) || id.startsWith(OUT);

/**
 * A wire in the graph's names from one in Svelte Flow's.
 * @param {{ source: string, sourceHandle?: string | null, target: string, targetHandle?: string | null }} wire
 */
export function named({ source, sourceHandle, target, targetHandle }) {
  return { source: owner(source), source_handle: sourceHandle ?? '', target: owner(target), target_handle: targetHandle ?? '' };
}

/** @param {FlowNode | undefined} before @param {FlowNode} after @returns {FlowNode} */
function kept(before, after) {
  if (!before) return after;
  const data =
    same(parts(before.data), parts(after.data)) && before.data.record === after.data.record && before.data.card === after.data.card
      ? before.data
      : after.data;
  if (data === before.data && before.height === after.height && before.width === after.width && before.handles === after.handles)
    return before;
  return { ...before, ...after, data, position: before.position, selected: before.selected };
}

/** @param {any} data */
const parts = (data) => ({ wired: [...(data.wired ?? [])], tags: data.tags, sockets: data.sockets, title: data.title, bare: data.bare });

/** @type {WeakMap<object, any>} */
const handles = new WeakMap();

/** @param {import('#lib/nodes/cards.js').Card} card */
function handlesFor(card) {
  const found = handles.get(card) ?? handlesOf(card.sockets);
  handles.set(card, found);
  return found;
}

/**
 * The card on which a record is drawn.
 * @param {NodeRecord} record
 * @param {Rules} rules
 */
export const cardFor = (record, rules) => cardOf(specFor(record, rules), record.data);

/** @param {NodeRecord} record @param {Rules} rules */
const specFor = (record, rules) => rules.types.get(record.type) ?? unknownType(record.type);

/**
 * Sockets of a node that have a wire on this level, as side + name.
 * @param {Graph} graph
 * @param {string} id
 * @param {string | null} level
 */
function wiredAt(graph, id, level) {
  const sockets = /** @type {Set<string>} */ (new Set());
  const own = owner(id);
  for (const wire of graph.wires(own)) {
    const edge = graph.edge(wire);
    if (!edge || levelOf(graph, edge) !== level) continue;
    if (edge.source === own) sockets.add(`out${edge.source_handle}`);
    if (edge.target === own) sockets.add(`in${edge.target_handle}`);
  }
  return sockets;
}

/**
 * A node of the level as Svelte Flow is to draw it; `before` where nothing that it shows has changed.
 * @param {{ graph: Graph, rules: Rules, level: string | null, record: NodeRecord, card: import('#lib/nodes/cards.js').Card, position: { x: number, y: number }, selected: boolean }} all
 * @param {FlowNode} [before]
 * @returns {FlowNode}
 */
export function cardNode({ graph, rules, level, record, card, position, selected }, before) {
  const spec = specFor(record, rules);
  const tags = ['shot', 'scene_group'].includes(record.type) ? tagsOf(graph, record.id) : [];
  /** @type {CardData} */
  const data = { record, spec, card, wired: wiredAt(graph, record.id, level), tags };
  return kept(before, {
    id: record.id,
    type: COMPONENTS.has(spec.component) ? spec.component : 'GenericNode',
    position,
    selected,
    zIndex: record.type === 'frame' || card.open ? -1 : 0,
    width: card.width,
    height: card.height,
    measured: { width: card.width, height: card.height },
    handles: handlesFor(card),
    ariaLabel: `${spec.title} ${titleOf(record, '')}`,
    data
  });
}

/** The order in which cards stand in the page, and so in which they are read: In and Out, then that of the film. @param {FlowNode} a @param {FlowNode} b */
export const asRead = (a, b) => Number(isBoundary(b.id)) - Number(isBoundary(a.id)) || inOrder(a.data.record, b.data.record);

/**
 * Sockets of a boundary from what the container receives or hands up.
 * @param {{ name: string, types: string[], title: string }[]} sockets
 * @param {'in' | 'out'} side the side of the boundary where they stand
 * @returns {PlacedSocket[]}
 */
const column = (sockets, side) =>
  sockets.map((socket, index) => ({
    name: socket.name,
    type: socket.types[0] ?? 'text',
    types: socket.types,
    title: socket.title,
    many: false,
    side,
    x: side === 'in' ? 0 : BOUNDARY.width,
    y: BOUNDARY.top + index * BOUNDARY.step
  }));

/**
 * @param {string} id
 * @param {string} type
 * @param {NodeRecord} record the container
 * @param {PlacedSocket[]} sockets
 * @param {ReadonlySet<string>} wired
 * @param {boolean} bare nothing is wired to it yet
 * @returns {FlowNode}
 */
function boundary(id, type, record, sockets, wired, bare) {
  const height = BOUNDARY.top + Math.max(1, sockets.length) * BOUNDARY.step - 8 + (bare ? BOUNDARY.ask : 0);
  return {
    id,
    type,
    position: { x: 0, y: 0 },
    width: BOUNDARY.width,
    height,
    measured: { width: BOUNDARY.width, height },
    handles: /** @type {any} */ (handlesOf(sockets)),
    draggable: false,
    selectable: false,
    deletable: false,
    data: { record, title: titleOf(record), sockets, wired, bare }
  };
}

/**
 * The two boundaries of a level inside a container; those of `before` where nothing of them has changed.
 * @param {Graph} graph
 * @param {Rules} rules
 * @param {string | null} level
 * @param {FlowNode[]} [before]
 */
export function boundaries(graph, rules, level, before = []) {
  if (level === null) return [];
  const record = graph.node(level);
  const spec = record && rules.types.get(record.type);
  if (!record || !spec) return [];
  const arriving = [...graph.wires(level)].flatMap((id) => {
    const edge = graph.edge(id);
    const outside = edge?.target === level && graph.node(edge.source)?.parent_id !== level;
    const socket = edge && outside && edge.target_handle !== 'sequence_in' ? sourceSocket(rules, graph, edge) : undefined;
    const from = graph.node(edge?.source ?? '');
    return socket && from ? [{ name: id, types: socket.types, title: from.id === record.parent_id ? socket.title : titleOf(from) }] : [];
  });
  const previous = spec.inputs.filter((socket) => socket.name === 'sequence_in');
  const wired = (/** @type {string} */ id) => wiredAt(graph, id, level);
  const ends = [
    boundary(IN + level, 'BoundaryIn', record, column([...previous, ...arriving], 'out'), wired(IN + level), arriving.length === 0),
    boundary(OUT + level, 'BoundaryOut', record, column(spec.outputs, 'in'), wired(OUT + level), !arrives(graph, level))
  ];
  return ends.map((end, index) => kept(before[index], end));
}

/** Whether anything inside a container is handed up. @param {Graph} graph @param {string} level */
const arrives = (graph, level) =>
  [...graph.wires(level)].some((id) => {
    const edge = graph.edge(id);
    return edge?.target === level && graph.node(edge.source)?.parent_id === level;
  });

/**
 * Where the boundaries stand: left and right of everything on the level.
 * @param {import('./boxes.js').Box | null} bounds
 */
export function besides(bounds) {
  if (!bounds) return { in: { x: -320, y: 0 }, out: { x: 320, y: 0 } };
  return {
    in: { x: bounds.x - BOUNDARY.width - AWAY, y: bounds.y },
    out: { x: bounds.x + bounds.width + AWAY, y: bounds.y }
  };
}

/** Verdicts by the pair of sockets: many wires of a level join equal ones. @type {WeakMap<Rules, Map<string, { type: string, converts: string, weighs: boolean }>>} */
const pairs = new WeakMap();

/** @type {WeakMap<import('#lib/net/api.js').NodeType, boolean>} */
const plain = new WeakMap();

/** Whether the types of a node's sockets are those of its kind, whatever is set or wired. @param {NodeRecord | undefined} record @param {Rules} rules */
function settled(record, rules) {
  const spec = record && rules.types.get(record.type);
  if (!spec) return false;
  const found = plain.get(spec) ?? (spec.kind !== 'reroute' && ![...spec.inputs, ...spec.outputs].some(({ by }) => by));
  plain.set(spec, found);
  return found;
}

/**
 * @param {EdgeRecord} edge
 * @param {string | null} level
 * @param {Graph} graph
 * @param {Rules} rules
 */
function pairOf(edge, level, graph, rules) {
  const [source, target] = [graph.node(edge.source), graph.node(edge.target)];
  const alike = edge.source !== level && edge.target !== level && settled(source, rules) && settled(target, rules);
  if (!alike) return joined(edge, graph, rules);
  const key = [source?.type, edge.source_handle, target?.type, edge.target_handle].join(' ');
  const known = pairs.get(rules) ?? new Map();
  pairs.set(rules, known);
  const found = known.get(key) ?? joined(edge, graph, rules);
  known.set(key, found);
  return found;
}

/** What a wire carries, and how it arrives. @param {EdgeRecord} edge @param {Graph} graph @param {Rules} rules */
function joined(edge, graph, rules) {
  const from = sourceSocket(rules, graph, edge);
  const to = targetSocket(rules, graph, edge);
  const type = from?.types.find((given) => to?.types.includes(given)) ?? from?.types[0] ?? 'text';
  const verdict = from && to ? answer(rules, from, to) : { verdict: 'yes', reason: '' };
  return { type, converts: verdict.verdict === 'converts' ? verdict.reason : '', weighs: Boolean(from && to && weighs(rules, from, to)) };
}

/** @param {NodeRecord | undefined} record */
const silent = (record) => Boolean(record?.data.muted || record?.data.bypassed);

/**
 * A wire of the level as it is drawn, by Svelte Flow or by the layer. `dim`: it feeds or leaves what is muted or bypassed.
 * @param {EdgeRecord} edge
 * @param {string | null} level
 * @param {Graph} graph
 * @param {Rules} rules
 * @returns {FlowEdge}
 */
export function wireOf(edge, level, graph, rules) {
  return {
    id: edge.id,
    type: 'wire',
    source: edge.source === level ? IN + edge.source : edge.source,
    sourceHandle: edge.source_handle,
    target: edge.target === level ? OUT + edge.target : edge.target,
    targetHandle: edge.target_handle,
    data: {
      ...pairOf(edge, level, graph, rules),
      weight: edge.data.weight ?? 1,
      dim: silent(graph.node(edge.source)) || silent(graph.node(edge.target))
    }
  };
}

/** @type {Map<string, any>} */
const unknown = new Map();

/**
 * A card for a kind that this installation's catalogue does not have: it is shown, kept, and can be removed.
 * @param {string} kind
 */
function unknownType(kind) {
  const made = unknown.get(kind) ?? {
    kind,
    title: kind,
    help: 'This node type is not installed here.',
    component: 'GenericNode',
    icon: '',
    inputs: [],
    outputs: [],
    parameters: [],
    container: null,
    width: 240
  };
  unknown.set(kind, made);
  return made;
}
