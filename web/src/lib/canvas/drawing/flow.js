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
import { same } from '#lib/graph/paths.js';
import { cardOf, COMPONENTS, handlesOf } from '#lib/nodes/cards.js';
import { tagsOf } from '#lib/nodes/tags.js';
import { titleOf } from '#lib/nodes/parts/titles.js';

export const IN = 'in:';
export const OUT = 'out:';
const BOUNDARY = { width: 176, top: 54, step: 28 };
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
  const data = same(parts(before.data), parts(after.data)) && before.data.record === after.data.record ? before.data : after.data;
  if (data === before.data && before.height === after.height && before.type === after.type) return before;
  return { ...before, ...after, data, position: before.position, selected: before.selected };
}

/** @param {any} data */
const parts = (data) => ({ wired: [...(data.wired ?? [])], tags: data.tags, sockets: data.sockets, title: data.title });

/**
 * @param {NodeRecord} record
 * @param {any} spec
 * @param {Graph} graph
 * @param {ReadonlySet<string>} wired
 * @returns {FlowNode}
 */
function cardNode(record, spec, graph, wired) {
  const card = cardOf(spec, record.data);
  const tags = ['shot', 'scene_group'].includes(record.type) ? tagsOf(graph, record.id) : [];
  /** @type {CardData} */
  const data = { record, spec, card, wired, tags };
  return {
    id: record.id,
    type: COMPONENTS.has(spec.component) ? spec.component : 'GenericNode',
    position: record.position,
    width: card.width,
    height: card.height,
    measured: { width: card.width, height: card.height },
    handles: /** @type {any} */ (handlesOf(card.sockets)),
    ariaLabel: `${spec.title} ${titleOf(record, '')}`,
    data
  };
}

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
 * @returns {FlowNode}
 */
function boundary(id, type, record, sockets, wired) {
  const height = BOUNDARY.top + Math.max(1, sockets.length) * BOUNDARY.step - 8;
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
    data: { record, title: titleOf(record), sockets, wired }
  };
}

/**
 * The two boundaries of a level inside a container.
 * @param {Graph} graph
 * @param {Rules} rules
 * @param {string} level
 * @param {(id: string) => ReadonlySet<string>} wiredAt
 */
function boundaries(graph, rules, level, wiredAt) {
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
  return [
    boundary(IN + level, 'BoundaryIn', record, column([...previous, ...arriving], 'out'), wiredAt(IN + level)),
    boundary(OUT + level, 'BoundaryOut', record, column(spec.outputs, 'in'), wiredAt(OUT + level))
  ];
}

/**
 * Where the boundaries stand: left and right of everything on the level.
 * @param {FlowNode[]} cards
 */
export function besides(cards) {
  if (cards.length === 0) return { in: { x: -320, y: 0 }, out: { x: 320, y: 0 } };
  const records = cards.map((node) => ({ ...node.data.record.position, width: node.width ?? 0 }));
  const top = Math.min(...records.map(({ y }) => y));
  return {
    in: { x: Math.min(...records.map(({ x }) => x)) - BOUNDARY.width - AWAY, y: top },
    out: { x: Math.max(...records.map(({ x, width }) => x + width)) + AWAY, y: top }
  };
}

/**
 * @param {EdgeRecord} edge
 * @param {string | null} level
 * @param {Graph} graph
 * @param {Rules} rules
 * @returns {FlowEdge}
 */
function wire(edge, level, graph, rules) {
  const from = sourceSocket(rules, graph, edge);
  const to = targetSocket(rules, graph, edge);
  const type = from?.types.find((given) => to?.types.includes(given)) ?? from?.types[0] ?? 'text';
  const verdict = from && to ? answer(rules, from, to) : { verdict: 'yes', reason: '' };
  return {
    id: edge.id,
    type: 'wire',
    source: edge.source === level ? IN + edge.source : edge.source,
    sourceHandle: edge.source_handle,
    target: edge.target === level ? OUT + edge.target : edge.target,
    targetHandle: edge.target_handle,
    data: {
      type,
      converts: verdict.verdict === 'converts' ? verdict.reason : '',
      weight: edge.data.weight ?? 1,
      weighs: Boolean(from && to && weighs(rules, from, to))
    }
  };
}

/**
 * The level as Svelte Flow is to draw it. What did not change keeps its object.
 * @param {{ graph: Graph, rules: Rules, level: string | null, ids: string[], wires: EdgeRecord[], nodes: FlowNode[], edges: FlowEdge[] }} all `nodes` and `edges`: as they are drawn now
 */
export function drawn({ graph, rules, level, ids, wires, nodes, edges }) {
  const edgeBefore = new Map(edges.map((edge) => [edge.id, edge]));
  const wired = /** @type {Map<string, Set<string>>} */ (new Map());
  const nextEdges = wires.map((record) => {
    const next = wire(record, level, graph, rules);
    for (const [id, socket] of [
      [next.source, `out${next.sourceHandle}`],
      [next.target, `in${next.targetHandle}`]
    ]) {
      wired.set(id, (wired.get(id) ?? new Set()).add(socket));
    }
    const before = edgeBefore.get(next.id);
    return before && same({ ...next, selected: before.selected }, { ...before, selected: before.selected })
      ? before
      : { ...next, selected: before?.selected };
  });
  const none = new Set();
  const before = new Map(nodes.map((node) => [node.id, node]));
  const cards = ids.flatMap((id) => {
    const record = graph.node(id);
    const spec = record && (rules.types.get(record.type) ?? unknownType(record.type));
    return record && spec ? [kept(before.get(id), cardNode(record, spec, graph, wired.get(id) ?? none))] : [];
  });
  const ends = level === null ? [] : boundaries(graph, rules, level, (id) => wired.get(id) ?? none);
  return { cards, ends: ends.map((node) => kept(before.get(node.id), node)), edges: nextEdges };
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
