/**
 * One level of the film as it is drawn from: where its cards stand and its wires run. A change of the store touches what it names.
 *
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Rules } from '#lib/graph/sockets.js'
 * @import { Touched } from '#lib/stores/engine/ledger.js'
 * @import { Ends } from '../wires/shape.js'
 * @import { Box, Point } from './boxes.js'
 * @import { FlowEdge, FlowNode } from './flow.js'
 * @typedef {{ cards: Set<string>, gone: Set<string>, beside: Set<string>, wires: Set<string>, around: boolean }} Changed `beside`: what is wired to what has changed; `wires`: those that run or look otherwise; `around`: what the whole level inherits has changed
 */

import { levelOf } from '#lib/graph/model.js';
import { same } from '#lib/graph/paths.js';
import { wirePoints } from '../wires/shape.js';
import { around, Boxes } from './boxes.js';
import { besides, boundaries, cardFor, IN, isBoundary, owner, wireOf } from './flow.js';

export class Level {
  /** Cards of the level by where they are shown. */
  boxes = new Boxes();
  /** In and Out, where the level is inside a container. @type {FlowNode[]} */
  ends = [];
  /** @type {Map<string, FlowEdge>} */
  #wires = new Map();
  /** The space that each wire takes. */
  #spans = new Boxes();
  /** Wires whose space is to be measured anew before anybody asks for it. @type {Set<string>} */
  #loose = new Set();
  /** @type {Map<string, Set<string>>} */
  #at = new Map();

  /**
   * @param {() => Graph} graph
   * @param {Rules} rules
   * @param {string | null} id
   */
  constructor(graph, rules, id) {
    this.graph = graph;
    this.rules = rules;
    this.id = id;
    const now = graph();
    this.ends = boundaries(now, rules, id);
    for (const card of now.children(id)) this.#put(card);
    const wires = /** @type {Set<string>} */ (new Set());
    for (const card of now.children(id)) for (const wire of now.wires(card)) wires.add(wire);
    for (const wire of wires) this.#wire(wire);
    this.settle();
  }

  /**
   * Takes a change of the store in.
   * @param {Touched} touched
   * @returns {Changed | null} null where it does not concern this level
   */
  touched({ nodes, edges, levels }) {
    const graph = this.graph();
    /** @type {Changed} */
    const changed = { cards: new Set(), gone: new Set(), beside: new Set(), wires: new Set(), around: this.#inherits(nodes, edges) };
    const wires = new Set(edges);
    const named = levels.has(this.id) ? new Set([...nodes, ...this.#strangers(graph)]) : nodes;
    for (const id of named) this.#recard(id, changed, wires);
    for (const wire of wires) this.#rewire(wire, changed);
    if (changed.around || wires.size) this.#reend(graph);
    return changed.around || changed.cards.size || changed.gone.size || changed.beside.size ? changed : null;
  }

  /** @param {string} id @param {Changed} changed @param {Set<string>} wires takes up the wires of the card */
  #recard(id, changed, wires) {
    const graph = this.graph();
    const here = graph.node(id)?.parent_id === this.id;
    if (!here && !this.boxes.has(id)) return;
    for (const wire of graph.wires(id)) wires.add(wire);
    for (const wire of this.wiresAt(id)) wires.add(wire);
    const size = this.#sizeOf(id);
    if (here) this.#put(id);
    else this.boxes.drop(id);
    // A card of another size has its sockets elsewhere.
    if (size !== this.#sizeOf(id)) for (const wire of this.wiresAt(id)) changed.wires.add(wire);
    changed[here ? 'cards' : 'gone'].add(id);
  }

  /** @param {string} id */
  #sizeOf(id) {
    const box = this.boxes.box(id);
    return box ? `${box.width} ${box.height}` : '';
  }

  /** @param {Graph} graph */
  #reend(graph) {
    const before = this.ends;
    this.ends = boundaries(graph, this.rules, this.id, before).map((end, index) =>
      end === before[index] ? end : { ...end, position: before[index]?.position ?? end.position }
    );
  }

  /** Ids that stand here though the graph has them elsewhere, or nowhere. @param {Graph} graph */
  #strangers(graph) {
    const children = graph.children(this.id);
    return children.size === this.boxes.size ? [] : [...this.boxes.ids()].filter((id) => !children.has(id));
  }

  /** Whether what the containers around hand down has changed. @param {Set<string>} nodes @param {Set<string>} edges */
  #inherits(nodes, edges) {
    if (this.id === null) return false;
    const graph = this.graph();
    const path = new Set();
    for (let id = /** @type {string | null} */ (this.id); id !== null && !path.has(id); id = graph.node(id)?.parent_id ?? null)
      path.add(id);
    const above = (/** @type {string} */ id) => {
      const node = graph.node(id);
      return path.has(id) || (node !== undefined && node.parent_id !== this.id && (node.parent_id === null || path.has(node.parent_id)));
    };
    const handed = (/** @type {string} */ id) => {
      const edge = graph.edge(id);
      return edge ? path.has(edge.target) || path.has(edge.source) : !this.#wires.has(id);
    };
    return [...nodes].some(above) || [...edges].some(handed);
  }

  /** @param {string} wire @param {Changed} changed */
  #rewire(wire, changed) {
    const before = this.#wires.get(wire);
    this.#wire(wire);
    const after = this.#wires.get(wire);
    if (!before && !after) return;
    if (!same(before, after)) changed.wires.add(wire);
    for (const end of [before?.source, before?.target, after?.source, after?.target]) if (end && !isBoundary(end)) changed.beside.add(end);
  }

  /** @param {string} id */
  #put(id) {
    const record = this.graph().node(id);
    if (!record) return;
    const { width, height } = cardFor(record, this.rules);
    const { x, y } = this.boxes.box(id) ?? record.position;
    this.boxes.put(id, { x, y, width, height });
  }

  /** Takes a wire up, or leaves it out, as the graph has it now. @param {string} id */
  #wire(id) {
    const graph = this.graph();
    const before = this.#wires.get(id);
    if (before) for (const end of [before.source, before.target]) this.#at.get(end)?.delete(id);
    const edge = graph.edge(id);
    if (!edge || levelOf(graph, edge) !== this.id) {
      this.#wires.delete(id);
      this.#spans.drop(id);
      this.#loose.delete(id);
      return;
    }
    const wire = wireOf(edge, this.id, graph, this.rules);
    this.#wires.set(id, wire);
    this.#loose.add(id);
    for (const end of [wire.source, wire.target]) {
      const known = this.#at.get(end);
      if (known) known.add(id);
      else this.#at.set(end, new Set([id]));
    }
  }

  /** Shows a card somewhere else. @param {string} id @param {Point} point */
  place(id, { x, y }) {
    const box = this.boxes.box(id);
    if (!box || (box.x === x && box.y === y)) return;
    this.boxes.put(id, { ...box, x, y });
    for (const wire of this.#at.get(id) ?? []) this.#loose.add(wire);
  }

  /** Puts In and Out beside everything. @returns {boolean} whether they moved */
  settle() {
    const at = besides(this.boxes.bounds());
    let moved = false;
    this.ends = this.ends.map((end) => {
      const goal = end.id.startsWith(IN) ? at.in : at.out;
      if (goal.x === end.position.x && goal.y === end.position.y) return end;
      moved = true;
      for (const wire of this.#at.get(end.id) ?? []) this.#loose.add(wire);
      return { ...end, position: goal };
    });
    return moved;
  }

  /** @param {string} id */
  wire(id) {
    return this.#wires.get(id);
  }

  /** Ids of the wires at a card or boundary. @param {string} id @returns {ReadonlySet<string>} */
  wiresAt(id) {
    return this.#at.get(id) ?? NONE;
  }

  /**
   * Ids of the wires with both ends among these cards.
   * @param {ReadonlySet<string>} cards
   * @param {Iterable<string>} first those to be found before all others
   * @param {number} most
   * @returns {Set<string>}
   */
  wiresAmong(cards, first, most) {
    const found = /** @type {Set<string>} */ (new Set());
    const both = (/** @type {FlowEdge | undefined} */ wire) => wire && cards.has(wire.source) && cards.has(wire.target);
    for (const id of first) if (both(this.#wires.get(id))) found.add(id);
    for (const card of cards) {
      for (const id of this.wiresAt(card)) {
        if (found.size >= most) return found;
        const wire = this.#wires.get(id);
        if (wire?.source === card && both(wire)) found.add(id);
      }
    }
    return found;
  }

  /**
   * Where a wire begins and ends; undefined where a socket is missing.
   * @param {string} id
   * @returns {Ends | undefined}
   */
  endsOf(id) {
    const wire = this.#wires.get(id);
    const source = wire && this.#socket(wire.source, `out${wire.sourceHandle}`);
    const target = wire && this.#socket(wire.target, `in${wire.targetHandle}`);
    return source && target ? { source, target, room: { source: source.room, target: target.room } } : undefined;
  }

  /** @param {string} id @param {string} name side + name */
  #socket(id, name) {
    if (isBoundary(id)) {
      const end = this.ends.find((one) => one.id === id);
      const socket = end?.data.sockets.find((/** @type {any} */ one) => one.side + one.name === name);
      return end && socket && { x: end.position.x + socket.x, y: end.position.y + socket.y, room: reach(socket, end.height ?? 0) };
    }
    const box = this.boxes.box(id);
    const record = this.graph().node(owner(id));
    const socket = record && socketsOf(cardFor(record, this.rules)).get(name);
    return box && socket && { x: box.x + socket.x, y: box.y + socket.y, room: reach(socket, box.height) };
  }

  /**
   * Ids of the wires that may be seen in a box.
   * @param {Box} box
   */
  wiresWithin(box) {
    this.#measure();
    return this.#spans.within(box);
  }

  /**
   * The wire nearest to a point, no farther than `reach` canvas pixels.
   * @param {Point} point
   * @param {number} reach
   */
  wireAt({ x, y }, reach) {
    let best = /** @type {string | undefined} */ (undefined);
    let least = reach;
    for (const id of this.wiresWithin({ x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach })) {
      const ends = this.endsOf(id);
      const far = ends ? distance({ x, y }, wirePoints(ends)) : Infinity;
      if (far <= least) [best, least] = [id, far];
    }
    return best;
  }

  #measure() {
    for (const id of this.#loose) {
      const ends = this.endsOf(id);
      const span = ends && around(wirePoints(ends).map(({ x, y }) => ({ x, y, width: 0, height: 0 })));
      if (span) this.#spans.put(id, span);
      else this.#spans.drop(id);
    }
    this.#loose.clear();
  }
}

const NONE = /** @type {ReadonlySet<string>} */ (new Set());

/** @param {{ y: number }} socket @param {number} height */
const reach = ({ y }, height) => ({ above: y, below: height - y });

/** @type {WeakMap<object, Map<string, import('#lib/nodes/cards.js').PlacedSocket>>} */
const sockets = new WeakMap();

/** @param {import('#lib/nodes/cards.js').Card} card */
function socketsOf(card) {
  const found = sockets.get(card) ?? new Map(card.sockets.map((socket) => [socket.side + socket.name, socket]));
  sockets.set(card, found);
  return found;
}

/**
 * How far a point is from a way of straight parts.
 * @param {Point} point
 * @param {Point[]} way
 */
export function distance({ x, y }, way) {
  let least = Infinity;
  for (let index = 1; index < way.length; index += 1) {
    const [a, b] = [way[index - 1], way[index]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = dx || dy ? Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy))) : 0;
    least = Math.min(least, Math.hypot(x - a.x - along * dx, y - a.y - along * dy));
  }
  return least;
}
