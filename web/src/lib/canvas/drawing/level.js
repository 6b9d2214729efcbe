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
import { Boxes } from './boxes.js';
import { besides, boundaries, cardFor, IN, isBoundary, OUT, owner, wireOf } from './flow.js';
import { edgeOf, reach, socketsOf } from './ends.js';
import { FOLD, Folds } from './folds.js';
import { Opened } from './opened.js';
import { Strung } from './strung.js';

export class Level {
  /** Cards of the level by where they are shown. */
  boxes = new Boxes();
  /** In and Out, where the level is inside a container. @type {FlowNode[]} */
  ends = [];
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
    this.strung = new Strung((wire) => this.#endsOf(wire));
    this.folds = new Folds(graph);
    this.folds.look([id, ...open]);
    const now = graph();
    this.ends = boundaries(now, rules, id);
    for (const card of now.children(id)) {
      if (this.folds.has(card)) continue;
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
    const inside = [...this.#seen(id)].flatMap((card) => graph.node(card) ?? []);
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
    return this.opened.has(id) ? this.#seen(id) : [];
  }

  /** @param {string} id */
  #seen(id) {
    const all = this.graph().children(id);
    return this.folds.size ? [...all].filter((card) => !this.folds.has(card)) : all;
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

  /**
   * Where a place on a card's own level is seen here; undefined where the card is not shown, or stands on another level.
   * @param {string} id @param {string | null} level @param {Point} place @returns {Point | undefined}
   */
  there(id, level, { x, y }) {
    if (!this.boxes.has(id) || (this.graph().node(id)?.parent_id ?? null) !== level) return undefined;
    const by = this.#shift(id);
    return { x: x + by.x, y: y + by.y };
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
    const parent = this.folds.has(id) ? undefined : this.graph().node(id)?.parent_id;
    if (parent === undefined) return false;
    return parent === this.id || (parent !== null && this.opened.has(parent) && !this.folds.has(parent));
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
    const named = this.#named(nodes, other);
    for (const id of named) this.#recard(id, changed, wires);
    for (const id of this.#borders(named)) this.#recard(id, changed, wires);
    for (const wire of wires) this.#rewire(wire, changed);
    if (changed.around || wires.size) this.#reend(graph);
    return changed.around || changed.cards.size || changed.gone.size || changed.beside.size ? changed : null;
  }

  /** What to look at: what changed, what that folds away or brings back, and where cards came or went what stands here for no reason. @param {ReadonlySet<string>} nodes @param {boolean} moved */
  #named(nodes, moved) {
    const turned = this.folds.concerns(nodes, moved) ? this.folds.look([this.id, ...this.opened.ids()]) : undefined;
    const strangers = moved || turned?.size ? this.#strangers() : [];
    return turned?.size || strangers.length ? new Set([...nodes, ...(turned ?? []), ...strangers]) : nodes;
  }

  /** @param {string} id @param {Changed} changed @param {Set<string>} wires takes up the wires of the card */
  #recard(id, changed, wires) {
    const graph = this.graph();
    const here = this.#here(id);
    if (!here && !this.boxes.has(id)) return;
    for (const wire of graph.wires(id)) wires.add(wire);
    for (const end of [id, FOLD + id]) for (const wire of this.wiresAt(end)) wires.add(wire);
    const size = this.#sizeOf(id);
    if (here) this.#put(id);
    else this.boxes.drop(id);
    // A card of another size has its sockets elsewhere.
    if (size !== this.#sizeOf(id)) for (const end of [id, FOLD + id]) for (const wire of this.wiresAt(end)) changed.wires.add(wire);
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
    return held === this.boxes.size && !this.folds.size ? [] : [...this.boxes.ids()].filter((id) => !this.#here(id));
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
      return edge ? path.has(edge.target) || path.has(edge.source) : !this.strung.get(id);
    };
    return [...nodes].some(above) || [...edges].some(handed);
  }

  /** @param {string} wire @param {Changed} changed */
  #rewire(wire, changed) {
    const before = this.strung.get(wire);
    this.#wire(wire);
    const after = this.strung.get(wire);
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
    const edge = graph.edge(id);
    const level = edge && levelOf(graph, edge);
    const here = edge && level !== undefined && (level === this.id || this.opened.has(level));
    this.strung.put(id, here ? this.#led(wireOf(edge, level, graph, this.rules)) : undefined);
  }

  /** A wire led into the frames that its cards are folded into; undefined where both are in one. @param {FlowEdge} wire @returns {FlowEdge | undefined} */
  #led(wire) {
    if (!this.folds.size) return wire;
    const frame = (/** @type {string} */ id) => this.folds.frameOf(id) ?? this.folds.frameOf(this.graph().node(id)?.parent_id ?? '');
    const [source, target] = [frame(owner(wire.source)), frame(owner(wire.target))];
    if (source !== undefined && source === target) return undefined;
    return {
      ...wire,
      source: source === undefined ? wire.source : FOLD + source,
      target: target === undefined ? wire.target : FOLD + target
    };
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
      this.strung.loosen(card);
    }
    this.strung.loosen(IN + id, OUT + id, FOLD + id);
  }

  /** Puts In and Out beside everything. @returns {boolean} whether they moved */
  settle() {
    const at = besides(this.boxes.bounds());
    let moved = false;
    this.ends = this.ends.map((end) => {
      const goal = end.id.startsWith(IN) ? at.in : at.out;
      if (goal.x === end.position.x && goal.y === end.position.y) return end;
      moved = true;
      this.strung.loosen(end.id);
      return { ...end, position: goal };
    });
    return moved;
  }

  /** @param {string} id */
  wire(id) {
    return this.strung.get(id);
  }

  /** Ids of the wires at a card or boundary. @param {string} id */
  wiresAt(id) {
    return this.strung.at(id);
  }

  /** Where a wire begins and ends; undefined where a socket is missing. @param {string} id @returns {Ends | undefined} */
  endsOf(id) {
    const wire = this.strung.get(id);
    return wire && this.#endsOf(wire);
  }

  /** @param {FlowEdge} wire @returns {Ends | undefined} */
  #endsOf(wire) {
    const source = this.#socket(wire.source, `out${wire.sourceHandle}`);
    const target = this.#socket(wire.target, `in${wire.targetHandle}`);
    return source && target ? { source, target, room: { source: source.room, target: target.room } } : undefined;
  }

  /** @param {string} id @param {string} name side + name @returns {Socket | undefined} */
  #socket(id, name) {
    if (id.startsWith(FOLD)) return edgeOf(this.boxes.box(id.slice(FOLD.length)), name);
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
}

/** @param {{ width: number, height: number }} card */
const sizeOf = ({ width, height }) => ({ width, height });
