/* eslint svelte/prefer-svelte-reactivity: off -- the sets and maps here are never drawn from */
/**
 * What stands on the canvas right now: Svelte Flow's nodes and edges of one level, moved by one's own hand, by others, by the store.
 *
 * @import { FlowEdge, FlowNode } from './flow.js'
 * @import { Verdict } from '#lib/net/api.js'
 * @typedef {{ x: number, y: number }} Point
 */

import { cell } from '#lib/stores/engine/channels.js';

import { Boxes } from './boxes.js';
import { besides, drawn, isBoundary, IN, named } from './flow.js';
import { frames, nearer, still } from './glide.js';

/** Milliseconds for which a card waits where others let go of it, for the operation that puts it down. */
const LANDING = 600;

export class Stage {
  nodes = $state.raw(/** @type {FlowNode[]} */ ([]));
  edges = $state.raw(/** @type {FlowEdge[]} */ ([]));
  /** The verdict on the wire in hand; null where it hangs over nothing. */
  verdict = $state.raw(/** @type {Verdict | null} */ (null));
  wiring = $state(false);
  /** Where every card of the level stands, drawn or not. */
  boxes = new Boxes();
  /** Ids of the selected wires. */
  selectedWires = cell(/** @type {ReadonlySet<string>} */ (new Set()));
  /** Ids in one's own hand: nobody else moves them. @type {Set<string>} */
  held = new Set();
  /** @type {Map<string, Point>} */
  #aims = new Map();
  /** Cards in others' hands: where they are, and where the graph had them when they were taken up. @type {Map<string, { at: Point, home: Point, until?: number }>} */
  #hands = new Map();
  /** @type {Set<ReturnType<typeof setTimeout>>} */
  #landings = new Set();
  /** @type {(() => void)[]} */
  #ends = [];
  #givenUp = false;

  /**
   * @param {import('#lib/stores/projectStore.js').ProjectStore} store
   * @param {string | null} level
   */
  constructor(store, level) {
    this.store = store;
    this.level = level;
    this.rules = store.rules;
    this.glide = frames((seconds) => this.#step(seconds));
    this.#draw(true);
  }

  /** Follows the store; `leave` ends it. */
  follow() {
    this.#ends = [
      this.store.onChange((touched) => this.#concerns(touched) && this.#draw()),
      this.store.peers.subscribe(() => this.#aim()),
      this.store.selection.subscribe((selection) => this.#mark(selection)),
      this.selectedWires.subscribe((wires) => this.#markWires(wires))
    ];
    return () => this.leave();
  }

  leave() {
    this.#ends.forEach((end) => end());
    this.#landings.forEach(clearTimeout);
    this.glide.stop();
  }

  /** Ids of the selected cards. */
  get selected() {
    return [...this.store.selection.get()].filter((id) => this.boxes.has(id));
  }

  /** @param {import('#lib/stores/engine/ledger.js').Touched} touched */
  #concerns({ nodes, edges, levels, wirings }) {
    if (edges.size || levels.has(this.level) || wirings.has(this.level)) return true;
    const above = this.level === null ? undefined : this.store.graph.node(this.level)?.parent_id;
    for (const id of nodes) {
      const parent = this.store.graph.node(id)?.parent_id;
      if (id === this.level || parent === this.level || (above !== undefined && parent === above)) return true;
    }
    return false;
  }

  /** @param {boolean} [at_once] */
  #draw(at_once = false) {
    const { store, level, rules, nodes, edges } = this;
    const next = drawn({ graph: store.graph, rules, level, ids: store.level(level).get(), wires: store.edges(level).get(), nodes, edges });
    const all = [...next.ends, ...next.cards];
    if (next.edges.length !== edges.length || next.edges.some((edge, index) => edge !== edges[index])) this.edges = next.edges;
    if (all.length !== nodes.length || all.some((node, index) => node !== nodes[index])) this.nodes = all;
    this.#aim(at_once);
    this.#place();
  }

  #place() {
    const cards = this.nodes.filter((node) => !isBoundary(node.id));
    const here = new Set(cards.map((node) => node.id));
    for (const id of [...this.boxes.ids()]) if (!here.has(id)) this.boxes.drop(id);
    for (const { id, position, width = 0, height = 0 } of cards) this.boxes.put(id, { x: position.x, y: position.y, width, height });
  }

  /**
   * Where every card is to stand: where others hold it, else where the graph has it.
   * @param {boolean} [at_once]
   */
  #aim(at_once = false) {
    this.#lookAtHands();
    const ends = besides(this.nodes.filter((node) => !isBoundary(node.id)));
    this.#aims.clear();
    for (const node of this.nodes) {
      const goal = isBoundary(node.id)
        ? node.id.startsWith(IN)
          ? ends.in
          : ends.out
        : (this.#hands.get(node.id)?.at ?? node.data.record.position);
      if (this.held.has(node.id) || (goal.x === node.position.x && goal.y === node.position.y)) continue;
      this.#aims.set(node.id, goal);
    }
    if (this.#aims.size === 0) return;
    if (at_once || still()) this.#step(Infinity);
    else this.glide.wake();
  }

  #lookAtHands() {
    const before = this.#hands;
    this.#hands = new Map();
    for (const peer of this.store.peers.get().values()) {
      if ((peer.level ?? null) !== this.level) continue;
      for (const { id, x, y } of peer.drag?.moves ?? []) {
        const home = before.get(id)?.home ?? this.store.graph.node(id)?.position;
        if (home) this.#hands.set(id, { at: { x, y }, home });
      }
    }
    for (const [id, hand] of before) if (!this.#hands.has(id)) this.#land(id, hand);
  }

  /**
   * A card was let go. Presence may tell of it before the operation does: it does not go home in between.
   * @param {string} id
   * @param {{ at: Point, home: Point, until?: number }} hand
   */
  #land(id, hand) {
    const now = this.store.graph.node(id)?.position;
    if (!now || now.x !== hand.home.x || now.y !== hand.home.y) return;
    const until = hand.until ?? performance.now() + LANDING;
    if (performance.now() >= until) return;
    this.#hands.set(id, { ...hand, until });
    if (hand.until) return;
    const timer = setTimeout(() => (this.#landings.delete(timer), this.#aim()), LANDING + 1);
    this.#landings.add(timer);
  }

  /** @param {number} seconds */
  #step(seconds) {
    const aims = this.#aims;
    this.nodes = this.nodes.map((node) => {
      const goal = aims.get(node.id);
      if (!goal || this.held.has(node.id)) return node;
      const position = nearer(node.position, goal, seconds);
      if (position === goal) aims.delete(node.id);
      return { ...node, position: { x: position.x, y: position.y } };
    });
    for (const id of this.held) aims.delete(id);
    this.#place();
    return aims.size > 0;
  }

  /** @param {ReadonlySet<string>} selection */
  #mark(selection) {
    if (this.nodes.every((node) => Boolean(node.selected) === selection.has(node.id))) return;
    this.nodes = this.nodes.map((node) =>
      Boolean(node.selected) === selection.has(node.id) ? node : { ...node, selected: selection.has(node.id) }
    );
  }

  /** @param {ReadonlySet<string>} wires */
  #markWires(wires) {
    if (this.edges.every((edge) => Boolean(edge.selected) === wires.has(edge.id))) return;
    this.edges = this.edges.map((edge) =>
      Boolean(edge.selected) === wires.has(edge.id) ? edge : { ...edge, selected: wires.has(edge.id) }
    );
  }

  /** Svelte Flow's selection of wires. @param {string[]} ids */
  chooseWires(ids) {
    const now = this.selectedWires.get();
    if (ids.length !== now.size || ids.some((id) => !now.has(id))) this.selectedWires.set(new Set(ids));
  }

  /** Svelte Flow's selection, told to the store. @param {string[]} ids */
  choose(ids) {
    const wanted = ids.filter((id) => !isBoundary(id));
    const now = this.store.selection.get();
    if (wanted.length !== now.size || wanted.some((id) => !now.has(id))) this.store.select(wanted);
  }

  /** @param {{ id: string, position: Point }[]} nodes */
  drag(nodes) {
    const moves = nodes
      .slice(0, 200)
      .map(({ id, position }) => ({ id, x: Math.round(position.x), y: Math.round(position.y), in: this.level }));
    this.held = new Set(nodes.map(({ id }) => id));
    this.store.presence({ drag: { moves } });
  }

  /** @param {{ id: string, position: Point }[]} nodes */
  drop(nodes) {
    if (!this.#givenUp)
      this.store.moveNodes(nodes.map(({ id, position }) => ({ id, x: Math.round(position.x), y: Math.round(position.y) })));
    this.held = new Set();
    this.store.presence({ drag: null });
    this.#aim();
  }

  /** What is in hand is let go without a move: it stands where the graph has it. */
  putBack() {
    this.held = new Set();
    this.store.presence({ drag: null });
    this.#aim();
  }

  /** @param {any} wire in Svelte Flow's names */
  judge(wire) {
    this.verdict = this.store.verdict(named(wire));
    return this.verdict.verdict === 'yes' || this.verdict.verdict === 'converts';
  }

  /** @param {any} wire in Svelte Flow's names */
  connect(wire) {
    if (!this.#givenUp) this.store.connect(named(wire));
  }

  /**
   * Gives up what is dragged: cards go home, a wire goes nowhere. False where nothing is in hand.
   * @returns {boolean}
   */
  letGo() {
    if (!this.held.size && !this.wiring) return false;
    this.#givenUp = true;
    // Whoever drags listens for the button's release; nothing else makes Svelte Flow end a drag.
    const release = new MouseEvent('mouseup', { view: window, bubbles: true, cancelable: true });
    if (this.wiring) document.dispatchEvent(release);
    else window.dispatchEvent(release);
    this.#givenUp = false;
    return true;
  }

  /** Whether the drag that ends now was given up. */
  get givenUp() {
    return this.#givenUp;
  }

  /**
   * Which sockets could take the wire in hand; asked once as it is taken up.
   * @param {string} node
   * @param {string} handle
   * @param {boolean} out
   */
  fits(node, handle, out) {
    return (/** @type {string} */ other, /** @type {string} */ socket) => {
      const wire = out
        ? { source: node, sourceHandle: handle, target: other, targetHandle: socket }
        : { source: other, sourceHandle: socket, target: node, targetHandle: handle };
      return ['yes', 'converts'].includes(this.store.verdict(named(wire)).verdict);
    };
  }
}
