/* eslint svelte/prefer-svelte-reactivity: off -- the sets and maps here are never drawn from */
/**
 * What stands on the canvas right now. The level is known whole; Svelte Flow is handed the part that is in reach, and what
 * somebody is busy with. Everything else is painted by the layer under it.
 *
 * @import { Touched } from '#lib/stores/engine/ledger.js'
 * @import { Box, Point } from './boxes.js'
 * @import { Size, Viewport } from './camera.js'
 * @import { FlowEdge, FlowNode } from './flow.js'
 * @import { Changed } from './level.js'
 * @import { Region } from './visible.js'
 */

import { flushSync } from 'svelte';

import { sight } from '#lib/nodes/parts/sight.svelte.js';
import { cell } from '#lib/stores/engine/channels.js';
import { seen } from './camera.js';
import { Bright } from '../wires/bright.svelte.js';
import { asRead, cardNode, isBoundary } from './flow.js';
import { Grip } from './grip.js';
import { Hands } from './hands.js';
import { Level } from './level.js';
import { pinned } from './pins.js';
import { bandOf, comesOrGoes, covered, MOST, nearest, reach, wantedOf } from './visible.js';

/** Milliseconds of a frame that building cards may take, and after the last move until the view counts as at rest. */
const BUDGET = 4;
const REST = 120;
/** Cards built at once when a level is entered; the layer paints the others until they come. */
const FIRST = 4;
/** Wires as elements; what is more is painted. */
const WIRES = 300;

export class Stage {
  nodes = $state.raw(/** @type {FlowNode[]} */ ([]));
  edges = $state.raw(/** @type {FlowEdge[]} */ ([]));
  /** How many cards the level has. */
  count = $state(0);
  wiring = $state(false);
  /** Ids of the selected wires. */
  selectedWires = cell(/** @type {ReadonlySet<string>} */ (new Set()));
  /** Whether the drag that ends now was given up. */
  givenUp = false;
  /** Told whenever the layer is to be painted anew. */
  painting = cell(0);
  /** Told whenever cards come, go or move. */
  placing = cell(0);
  /** More cards are chosen to those that are, as long as this key is down. */
  more = false;
  /** Why a card is an element though nobody sees it. @type {{ focus: string | null, hover: string | null, wire: string | null, from: string | null }} */
  #busy = { focus: null, hover: null, wire: null, from: null };
  /** @type {Region | null} */
  #region = null;
  /** @type {string[]} */
  #within = [];
  /** @type {Set<string>} */
  #wanted = new Set();
  /** @type {Set<string>} */
  #mounted = new Set();
  /** @type {string[]} */
  #queue = [];
  #pace = 6;
  #frame = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest;
  /** @type {(() => void)[]} */
  #ends = [];
  /** @type {Viewport} */
  #viewport = { x: 0, y: 0, zoom: 1 };
  /** @type {Size} */
  #size = { width: 0, height: 0 };
  /** Cards in reach are painted, but for those somebody is busy with. */
  painted = false;

  /**
   * @param {import('#lib/stores/projectStore.js').ProjectStore} store
   * @param {string | null} level
   * @param {ReadonlySet<string>} [open] containers whose cards are shown in place
   */
  constructor(store, level, open) {
    this.store = store;
    this.level = level;
    this.rules = store.rules;
    this.lies = new Level(() => store.graph, store.rules, level, open);
    this.boxes = this.lies.boxes;
    this.bright = new Bright(this.lies);
    this.count = this.boxes.size;
    this.grip = new Grip(store, {
      lies: this.lies,
      move: (places, own) => this.#move(places, own),
      released: (ids) => {
        this.hands.aim(ids);
        this.#rechoose();
      }
    });
    this.hands = new Hands({
      shown: (id) => this.boxes.box(id),
      home: (id) => this.lies.home(id),
      there: (id, own, place) => this.lies.there(id, own, place),
      seen: (id) => this.#mounted.has(id) || this.#within.includes(id),
      held: (id) => this.grip.held.has(id),
      move: (places) => this.#move(places)
    });
    this.hands.look(store.peers.get());
  }

  /** Follows the store; `leave` ends it. */
  follow() {
    this.#ends = [
      this.store.onChange((touched) => this.#touched(touched)),
      this.store.peers.subscribe((peers) => this.hands.look(peers)),
      this.store.selection.subscribe(() => this.#mark()),
      this.selectedWires.subscribe(() => this.#rechoose())
    ];
    return () => this.leave();
  }

  leave() {
    this.#ends.forEach((end) => end());
    this.hands.stop();
    clearTimeout(this.#rest);
    cancelAnimationFrame(this.#frame);
  }

  /** Ids of the selected cards; what is in one of them goes with it. */
  get selected() {
    const now = this.store.selection.get();
    return [...now].filter((id) => this.boxes.has(id) && !now.has(this.store.graph.node(id)?.parent_id ?? ''));
  }

  /** What was last looked up; null before the first look. */
  get region() {
    return this.#region;
  }

  /** Ids of the cards in the region. @returns {readonly string[]} */
  get within() {
    return this.#within;
  }

  /** Cards in the region that are painted. */
  get toPaint() {
    return this.#within.filter((id) => !this.#mounted.has(id));
  }

  /** @param {string} id */
  isElement(id) {
    return this.#mounted.has(id);
  }

  // The view

  /**
   * The first look at a level: the cards in the middle stand at once, the others follow.
   * @param {Viewport} viewport
   * @param {Size} size
   */
  open(viewport, size) {
    [this.#viewport, this.#size] = [viewport, size];
    sight.band = bandOf(viewport.zoom);
    this.#look(true);
    this.#build(this.#queue.splice(0, FIRST));
  }

  /** The window has another size. @param {Size} size */
  resize(size) {
    if (size.width === this.#size.width && size.height === this.#size.height) return;
    this.#size = size;
    this.#look();
  }

  /** The view moves. What comes into reach meanwhile is painted, and built when it rests. @param {Viewport} viewport */
  show(viewport) {
    this.#viewport = viewport;
    const band = bandOf(viewport.zoom);
    if (sight.band !== band) sight.band = band;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#atRest(), REST);
    this.#look();
  }

  /** The view moves, and nothing is in hand that may be let go on what comes. */
  get #moving() {
    return this.#rest !== undefined && !this.wiring && !this.grip.held.size;
  }

  #atRest() {
    this.#rest = undefined;
    if (this.#region?.zoom !== this.#viewport.zoom) this.#look(true);
    else this.#rechoose();
  }

  /** @param {boolean} [again] */
  #look(again = false) {
    if (!this.#size.width || (!again && covered(this.#region, this.#viewport, this.#size))) return;
    this.#region = reach(this.#viewport, this.#size);
    this.#choose();
  }

  #rechoose() {
    if (this.#region) this.#choose();
  }

  /** Looks up what is in reach, and hands Svelte Flow what it is to build. */
  #choose() {
    const region = /** @type {Region} */ (this.#region);
    this.#within = this.boxes.within(region);
    const has = (/** @type {string} */ id) => this.boxes.has(id) || isBoundary(id);
    const choice = wantedOf({ band: bandOf(region.zoom), within: this.#within, pins: pinned(this, this.#busy), has });
    this.painted = choice.painted;
    this.#wanted = choice.wanted;
    for (const end of this.lies.ends) this.#wanted.add(end.id);
    const missing = [...this.#wanted].filter((id) => !this.#mounted.has(id));
    if (this.#mounted.size + missing.length !== this.#wanted.size && !this.#passing(region)) this.#unbuild();
    this.#queue = missing.length > 1 ? nearest(missing, this.boxes, seen(this.#viewport, this.#size)) : missing;
    if (this.#queue.length) this.#wake();
    this.#wireUp();
    this.repaint();
  }

  /** Whether cards stay though they are out of reach: to take them away would cost the move its next frame. @param {Region} region */
  #passing({ zoom }) {
    return this.#moving && bandOf(zoom) !== 'far' && this.#mounted.size < MOST;
  }

  #wake() {
    if (!this.#frame && !this.#moving) this.#frame = requestAnimationFrame(() => this.#turn());
  }

  /** Builds as many cards as a frame has time for. */
  #turn() {
    this.#frame = 0;
    if (this.#moving) return;
    const batch = this.#queue.splice(0, this.#pace);
    if (batch.length) {
      const start = performance.now();
      this.#build(batch);
      flushSync();
      const each = (performance.now() - start) / batch.length;
      this.#pace = Math.max(1, Math.min(40, Math.round(BUDGET / Math.max(0.05, each))));
    }
    if (this.#queue.length) return this.#wake();
    this.#wireUp();
    this.repaint();
  }

  /** @param {string[]} ids */
  #build(ids) {
    const added = ids.filter((id) => this.#wanted.has(id) && !this.#mounted.has(id)).flatMap((id) => this.#element(id) ?? []);
    if (added.length === 0) return;
    for (const { id } of added) this.#mounted.add(id);
    this.nodes = [...this.nodes, ...added].sort(asRead);
  }

  #unbuild() {
    const staying = this.nodes.filter((node) => this.#wanted.has(node.id));
    if (staying.length === this.nodes.length) return;
    this.nodes = staying;
    this.#mounted = new Set(staying.map((node) => node.id));
    this.edges = this.edges.filter((edge) => this.#mounted.has(edge.source) && this.#mounted.has(edge.target));
  }

  /** @param {string} id @param {FlowNode} [before] @returns {FlowNode | undefined} */
  #element(id, before) {
    if (isBoundary(id)) return this.lies.ends.find((end) => end.id === id);
    const record = this.store.graph.node(id);
    const box = this.boxes.box(id);
    if (!record || !box) return undefined;
    const { store, rules, lies } = this;
    const card = lies.card(record);
    // A border may have grown to any side.
    const position = before && !card.open ? before.position : { x: box.x, y: box.y };
    return cardNode(
      { graph: store.graph, rules, level: record.parent_id, record, card, position, selected: store.selection.get().has(id) },
      before
    );
  }

  /** Hands Svelte Flow the wires of which it has both ends. */
  #wireUp(rewired = false) {
    const before = new Map(this.edges.map((edge) => [edge.id, edge]));
    const chosen = this.selectedWires.get();
    this.bright.look(this.store.selection.get(), chosen, rewired);
    /** @type {FlowEdge[]} */
    const next = [];
    const first = [this.#busy.wire, ...chosen].filter((id) => id !== null);
    for (const id of this.lies.strung.among(this.#mounted, first, WIRES)) {
      const wire = /** @type {FlowEdge} */ (this.lies.wire(id));
      const old = before.get(id);
      const selected = chosen.has(id);
      next.push(old && old.data === wire.data && Boolean(old.selected) === selected ? old : { ...wire, selected });
    }
    if (next.length !== this.edges.length || next.some((edge, index) => edge !== this.edges[index])) this.edges = next;
  }

  /** The layer paints once more. */
  repaint() {
    this.painting.set(this.painting.get() + 1);
  }

  // Changes

  /** @param {Touched} touched */
  #touched(touched) {
    const changed = this.lies.touched(touched);
    if (!changed) return;
    this.count = this.boxes.size;
    if (changed.cards.size || changed.gone.size) this.placing.set(this.placing.get() + 1);
    this.hands.aim(changed.cards);
    const moved = this.lies.settle();
    this.#renew(changed, moved);
    if (comesOrGoes(changed, this)) this.#rechoose();
    if (changed.wires.size) {
      this.#wireUp(true);
      this.repaint();
    }
  }

  /** Draws anew what a change names. @param {Changed} changed @param {boolean} moved In and Out were moved on */
  #renew({ cards, beside, around }, moved) {
    let any = false;
    const next = this.nodes.map((node) => {
      const named = around || cards.has(node.id) || beside.has(node.id) || (isBoundary(node.id) && (moved || this.lies.ends.length));
      const after = named ? this.#element(node.id, node) : node;
      any ||= after !== node;
      return after ?? node;
    });
    if (any) this.nodes = next;
  }

  /**
   * Shows cards somewhere else.
   * @param {Map<string, Point>} places
   * @param {ReadonlySet<string>} [own] those that Svelte Flow moves itself; In and Out wait until they are let go
   */
  #move(places, own) {
    for (const [id, point] of places) this.lies.show(id, point);
    for (const id of [...places.keys()]) {
      for (const card of this.lies.inside(id)) places.set(card, /** @type {Box} */ (this.boxes.box(card)));
    }
    const ends = !own && this.lies.settle();
    if (ends || this.nodes.some((node) => places.has(node.id) && !own?.has(node.id))) {
      this.nodes = this.nodes.map((node) => {
        if (isBoundary(node.id)) return this.lies.ends.find((end) => end.id === node.id) ?? node;
        const position = own?.has(node.id) ? undefined : places.get(node.id);
        return position ? { ...node, position: { x: position.x, y: position.y } } : node;
      });
    }
    this.placing.set(this.placing.get() + 1);
    this.repaint();
  }

  // Selection: the store's is the truth, Svelte Flow's follows; `choosing.js` is the way back

  #mark() {
    const selection = this.store.selection.get();
    if (this.nodes.some((node) => Boolean(node.selected) !== selection.has(node.id))) {
      this.nodes = this.nodes.map((node) =>
        Boolean(node.selected) === selection.has(node.id) ? node : { ...node, selected: selection.has(node.id) }
      );
    }
    this.#rechoose();
  }

  /**
   * Somebody is busy with a card or a wire: it is an element for as long.
   * @param {Partial<{ focus: string | null, hover: string | null, wire: string | null, from: string | null }>} change
   */
  attend(change) {
    const next = { ...this.#busy, ...change };
    const same = /** @type {(keyof typeof next)[]} */ (Object.keys(next)).every((key) => next[key] === this.#busy[key]);
    if (same) return;
    this.#busy = next;
    this.#rechoose();
    // What the pointer is over has to be there before the button goes down.
    this.#build(this.#queue.splice(0, 4));
    this.#wireUp();
  }

  /** The wire under a point that the layer paints. @param {Point} point @param {number} reach in canvas pixels */
  wireAt(point, reach) {
    return this.lies.strung.near(point, reach);
  }

  /**
   * Gives up what is dragged: cards go home, a wire goes nowhere. False where nothing is in hand.
   * @returns {boolean}
   */
  letGo() {
    if (!this.grip.held.size && !this.wiring) return false;
    this.givenUp = true;
    // Whoever drags listens for the button's release; nothing else makes Svelte Flow end a drag.
    const release = new MouseEvent('mouseup', { view: window, bubbles: true, cancelable: true });
    if (this.wiring) document.dispatchEvent(release);
    else window.dispatchEvent(release);
    this.givenUp = false;
    return true;
  }
}
