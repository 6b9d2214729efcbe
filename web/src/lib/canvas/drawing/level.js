/**
 * One level of the film as it is drawn from: where its cards stand and its wires run. A change of the store touches what it names.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @import { Card } from '#lib/nodes/cards.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Rules } from '#lib/graph/sockets.js'
 * @import { Touched } from '#lib/stores/engine/ledger.js'
 * @import { Ends } from '../wires/shape.js'
 * @import { Box, Point } from './boxes.js'
 * @import { FlowEdge, FlowNode } from './flow.js'
 * @typedef {Point & { room: { above: number, below: number } }} Socket
 * @typedef {{ cards: Set<string>, gone: Set<string>, beside: Set<string>, wires: Set<string>, around: boolean }} Changed `beside`: what is wired to what has changed; `wires`: those that run or look otherwise; `around`: what the whole level inherits has changed
 */

import { levelOf } from '#lib/graph/model.js';
import { same } from '#lib/graph/paths.js';
import { wirePoints } from '../wires/shape.js';
import { around, Boxes } from './boxes.js';
import { besides, boundaries, cardFor, IN, isBoundary, OUT, owner, wireOf } from './flow.js';
import { distance, reach, socketsOf } from './ends.js';
import { Opened } from './opened.js';

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
   * @param {ReadonlySet<string>} [open] containers whose cards are shown in place
   */
  constructor(graph, rules, id, open = new Set()) {
    this.graph = graph;
    this.rules = rules;
    this.id = id;
    this.opened = new Opened();
    const now = graph();
    this.ends = boundaries(now, rules, id);
    for (const card of now.children(id)) {
      if (open.has(card)) this.#open(card);
      else this.#put(card);
    }
    const wires = /** @type {Set<string>} */ (new Set());
    for (const card of this.boxes.ids()) for (const wire of now.wires(card)) wires.add(wire);
    for (const wire of wires) this.#wire(wire);
    this.settle();
  }

  /** @param {string} id */
  #open(id) {
    const graph = this.graph();
    const record = graph.node(id);
    if (!record || !this.rules.types.get(record.type)?.container) return this.#put(id);
    const inside = [...graph.children(id)].flatMap((card) => graph.node(card) ?? []);
    this.opened.open(
      id,
      record.position,
      inside.map((card) => ({ ...card.position, ...sizeOf(cardFor(card, this.rules)) }))
    );
    // Its border lies below what is in it.
    this.boxes.put(id, this.opened.border(id, []));
    for (const card of inside) this.#put(card.id);
    this.#put(id);
  }

  /** Cards that are shown in this one. @param {string} id @returns {Iterable<string>} */
  inside(id) {
    return this.opened.has(id) ? this.graph().children(id) : [];
  }

  /** The card on which a record is drawn here. @param {NodeRecord} record @returns {Card} */
  card(record) {
    const card = cardFor(record, this.rules);
    const box = this.opened.has(record.id) ? this.boxes.box(record.id) : undefined;
    return box ? this.opened.card(record.id, card, box) : card;
  }

  /** Where the graph has a card, as this level shows it. @param {string} id @returns {Point | undefined} */
  home(id) {
    const position = this.graph().node(id)?.position;
    const by = this.#shift(id);
    return position && { x: position.x + by.x, y: position.y + by.y };
  }

  /** Where a card stands in the graph's own places, as it is shown now. @param {string} id @returns {Point | undefined} */
  place(id) {
    const box = this.boxes.box(id);
    return box && this.toGraph(id, box);
  }

  /** A place of this level in the graph's own places, for a card. @param {string} id @param {Point} point @returns {Point} */
  toGraph(id, { x, y }) {
    const by = this.#shift(id);
    return { x: x - by.x, y: y - by.y };
  }

  /**
   * Where the upper left corner of cards lies, in the places of a level that is seen here; undefined where it is not.
   * @param {string | null} level
   * @param {Iterable<string>} cards
   * @returns {Point | undefined}
   */
  placeOn(level, cards) {
    if (level !== this.id && !this.opened.has(level)) return undefined;
    const bounds = this.boxes.bounds(cards);
    const by = level === this.id ? { x: 0, y: 0 } : this.opened.offset(/** @type {string} */ (level));
    return bounds ? { x: Math.round(bounds.x - by.x), y: Math.round(bounds.y - by.y) } : undefined;
  }

  /** What is added to a place of the graph to have it here. @param {string} id @returns {Point} */
  #shift(id) {
    const parent = this.graph().node(id)?.parent_id ?? null;
    if (parent !== null && this.opened.has(parent)) return this.opened.offset(parent);
    const box = this.opened.has(id) ? this.boxes.box(id) : undefined;
    const corner = this.opened.corner(id);
    return box ? { x: box.x - corner.x, y: box.y - corner.y } : { x: 0, y: 0 };
  }

  /** Whether a node is shown here. @param {string} id */
  #here(id) {
    const record = this.graph().node(id);
    return record !== undefined && (record.parent_id === this.id || this.opened.has(record.parent_id));
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
    const other = levels.has(this.id) || this.opened.ids().some((id) => levels.has(id));
    const named = other ? new Set([...nodes, ...this.#strangers()]) : nodes;
    for (const id of named) this.#recard(id, changed, wires);
    for (const id of this.#borders(named)) this.#recard(id, changed, wires);
    for (const wire of wires) this.#rewire(wire, changed);
    if (changed.around || wires.size) this.#reend(graph);
    return changed.around || changed.cards.size || changed.gone.size || changed.beside.size ? changed : null;
  }

  /** @param {string} id @param {Changed} changed @param {Set<string>} wires takes up the wires of the card */
  #recard(id, changed, wires) {
    const graph = this.graph();
    const here = this.#here(id);
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

  /** Ids that stand here though the graph has them elsewhere, or nowhere. */
  #strangers() {
    const graph = this.graph();
    for (const id of this.opened.ids()) if (graph.node(id)?.parent_id !== this.id) this.opened.close(id);
    const held = [this.id, ...this.opened.ids()].reduce((sum, id) => sum + graph.children(id).size, 0);
    return held === this.boxes.size ? [] : [...this.boxes.ids()].filter((id) => !this.#here(id));
  }

  /** Open containers around what has changed. @param {ReadonlySet<string>} nodes */
  #borders(nodes) {
    const open = this.opened.ids();
    if (!open.length) return [];
    const graph = this.graph();
    return open.filter((id) => [...nodes].some((node) => !graph.node(node) || graph.node(node)?.parent_id === id));
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
    if (this.opened.has(id)) {
      const inside = [...this.inside(id)].flatMap((card) => this.boxes.box(card) ?? []);
      this.boxes.put(id, this.opened.border(id, inside));
      return;
    }
    const { x, y } = this.boxes.box(id) ?? /** @type {Point} */ (this.home(id));
    this.boxes.put(id, { x, y, ...sizeOf(cardFor(record, this.rules)) });
  }

  /** Takes a wire up, or leaves it out, as the graph has it now. @param {string} id */
  #wire(id) {
    const graph = this.graph();
    const before = this.#wires.get(id);
    if (before) for (const end of [before.source, before.target]) this.#at.get(end)?.delete(id);
    const edge = graph.edge(id);
    const level = edge && levelOf(graph, edge);
    if (!edge || level === undefined || (level !== this.id && !this.opened.has(level))) {
      this.#wires.delete(id);
      this.#spans.drop(id);
      this.#loose.delete(id);
      return;
    }
    const wire = wireOf(edge, level, graph, this.rules);
    this.#wires.set(id, wire);
    this.#loose.add(id);
    for (const end of [wire.source, wire.target]) {
      const known = this.#at.get(end);
      if (known) known.add(id);
      else this.#at.set(end, new Set([id]));
    }
  }

  /** Shows a card somewhere else, with what is shown in it. @param {string} id @param {Point} point */
  show(id, { x, y }) {
    const box = this.boxes.box(id);
    if (!box || (box.x === x && box.y === y)) return;
    const by = { x: x - box.x, y: y - box.y };
    if (this.opened.has(id)) this.opened.shift(id, by);
    for (const card of [id, ...this.inside(id)]) {
      const before = this.boxes.box(card);
      if (before) this.boxes.put(card, { ...before, x: before.x + by.x, y: before.y + by.y });
      for (const wire of this.#at.get(card) ?? []) this.#loose.add(wire);
    }
    for (const end of [IN + id, OUT + id]) for (const wire of this.wiresAt(end)) this.#loose.add(wire);
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

  /** @param {string} id @param {string} name side + name @returns {Socket | undefined} */
  #socket(id, name) {
    if (isBoundary(id) && this.opened.has(owner(id))) return this.#door(id, name);
    if (isBoundary(id)) {
      const end = this.ends.find((one) => one.id === id);
      const socket = end?.data.sockets.find((/** @type {any} */ one) => one.side + one.name === name);
      return end && socket && { x: end.position.x + socket.x, y: end.position.y + socket.y, room: reach(socket, end.height ?? 0) };
    }
    const box = this.boxes.box(id);
    const record = this.graph().node(owner(id));
    const socket = record && socketsOf(this.card(record)).get(name);
    return box && socket && { x: box.x + socket.x, y: box.y + socket.y, room: reach(socket, box.height) };
  }

  /** Where a wire passes the border of an open container: at the socket that it goes on from, or arrives at. @param {string} id @param {string} name side + name @returns {Socket | undefined} */
  #door(id, name) {
    const handle = name.replace(/^(in|out)/, '');
    const outer = this.graph().edge(handle)?.target_handle ?? handle;
    return this.#socket(owner(id), id.startsWith(IN) ? `in${outer}` : `out${handle}`);
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

/** @param {{ width: number, height: number }} card */
const sizeOf = ({ width, height }) => ({ width, height });
