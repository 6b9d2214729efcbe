/* eslint svelte/prefer-svelte-reactivity: off -- the set is replaced, never changed */
/**
 * The wire, the knife and the card in hand on a level: what they are over, and what letting go does.
 *
 * @import { Stage } from '../drawing/stage.svelte.js'
 * @import { Camera } from '../drawing/camera.js'
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @import { NodeType, SocketSpec, Verdict } from '#lib/net/api.js'
 * @import { Wire } from '#lib/graph/sockets.js'
 * @import { Point } from './shape.js'
 * @import { Fit } from './fits.js'
 * @typedef {{ node: string, handle: string, out: boolean }} Loose the held end of a wire; `node` in Svelte Flow's names
 * @typedef {{ title: string, note?: string, type?: string, act: () => void }} Choice
 * @typedef {{ kind: 'choice', at: Point, title: string, entries: Choice[] } | { kind: 'weight', id: string } | { kind: 'order', at: Point, node: string, handle: string }} Popup `at` in pixels of the page
 */

import { sourceSocket, targetSocket, verdictOf } from '#lib/graph/sockets.js';
import { t } from '#lib/messages/index.js';
import { cardOf } from '#lib/nodes/cards.js';
import { removal } from '#lib/panels/removal.js';
import { ahead } from '#lib/stores/engine/ahead.js';
import { isBoundary, named, owner } from '../drawing/flow.js';
import { kindOfLevel } from '../levels/levels.js';
import { clear, converter, fitsOf, passage } from './fits.js';
import { cross, passing, wrapped } from './geometry.js';
import { rewire, splice } from './rewiring.js';
import { wireShape } from './shape.js';
import { endsOf, waysIn } from './ways.js';

/** Milliseconds in which a wire that was replaced fades. */
const FADING = 450;
const DOT = 'reroute';
const ENDS = /** @type {const} */ (['source', 'source_handle', 'target', 'target_handle']);

export class Wiring {
  /** What letting go would do or why it cannot, at the pointer. */
  words = $state.raw(/** @type {{ text: string, good: boolean } | null} */ (null));
  /** The wire that the card in hand would stand on. */
  onto = $state.raw(/** @type {string | null} */ (null));
  /** The way of the knife in canvas pixels; null while there is none. */
  knife = $state.raw(/** @type {Point[] | null} */ (null));
  /** Wires that the knife has met. @type {ReadonlySet<string>} */
  cut = $state.raw(new Set());
  /** Wires that were replaced a moment ago. @type {{ id: string, path: string }[]} */
  ghosts = $state.raw([]);
  popup = $state.raw(/** @type {Popup | null} */ (null));
  /** The wire whose end is in hand. @type {string | null} */
  moving = $state.raw(null);
  /** Whether the last press drew a knife. */
  drawn = false;
  /** @type {Loose | null} */
  #loose = null;

  /** @param {Stage} stage @param {Camera} camera @param {(at: Point, from: Loose) => void} ask opens the search for what fits a wire */
  constructor(stage, camera, ask) {
    this.stage = stage;
    this.camera = camera;
    this.ask = ask;
    this.store = stage.store;
  }

  get busy() {
    return this.#loose !== null || this.knife !== null;
  }

  // The wire in hand

  /** @param {{ nodeId: string | null, handleId: string | null, handleType: string | null }} from */
  take({ nodeId, handleId, handleType }) {
    this.#loose = { node: nodeId ?? '', handle: handleId ?? '', out: handleType === 'source' };
    this.stage.wiring = true;
  }

  /**
   * The wire from the held end to a socket, in the graph's names.
   * @param {string} node
   * @param {string} handle
   * @param {Loose} loose
   * @returns {Wire}
   */
  #wire(node, handle, loose = /** @type {Loose} */ (this.#loose)) {
    const [own, other] = [
      { node: loose.node, handle: loose.handle },
      { node, handle }
    ];
    const [from, to] = loose.out ? [own, other] : [other, own];
    return named({ source: from.node, sourceHandle: from.handle, target: to.node, targetHandle: to.handle });
  }

  /** Whether the wire in hand fits a socket: the verdict, as if the wire whose end is moved were gone. @param {Wire} wire @returns {Verdict} */
  judge(wire) {
    const { graph, rules } = this.store;
    return verdictOf(rules, this.moving ? ahead(graph, [{ op: 'edge.remove', id: this.moving }]) : graph, wire);
  }

  /** Whether a socket takes the wire in hand. @param {string} node in Svelte Flow's names @param {string} handle */
  takes(node, handle) {
    return ['yes', 'converts'].includes(this.judge(this.#wire(node, handle)).verdict);
  }

  /**
   * The wire is over a point: says what would come of letting go there.
   * @param {{ clientX: number, clientY: number }} event
   * @param {{ nodeId: string, id?: string | null } | null} near the socket that the wire snaps to
   */
  over(event, near) {
    if (!this.#loose) return;
    const spot = this.#spot(event, near);
    if (!spot) this.words = null;
    else if (spot.handle !== null) this.#tell(this.judge(this.#wire(spot.node, spot.handle)));
    else this.#tellBody(spot.node);
  }

  /** @param {Verdict} verdict */
  #tell({ verdict, reason }) {
    const good = verdict === 'yes' || verdict === 'converts';
    this.words = reason ? { text: reason, good } : null;
  }

  /** @param {string} node */
  #tellBody(node) {
    const fits = this.fits(node);
    const best = clear(fits);
    if (best) this.words = { text: t('wires.into', { socket: best.title }), good: true };
    else if (fits.length) this.words = { text: t('wires.several'), good: true };
    else this.words = { text: this.#refusal(node), good: false };
  }

  /**
   * What lies under the pointer: a socket, or the body of a card or a boundary.
   * @param {{ clientX: number, clientY: number }} event
   * @param {{ nodeId: string, id?: string | null } | null} near
   */
  #spot({ clientX, clientY }, near) {
    if (near) return { node: near.nodeId, handle: near.id ?? null };
    const element = document.elementFromPoint(clientX, clientY);
    const socket = element?.closest('.svelte-flow__handle');
    const node = element?.closest('.svelte-flow__node')?.getAttribute('data-id');
    if (!node || node === this.#loose?.node || this.#socketless(node)) return null;
    return { node, handle: socket?.getAttribute('data-handleid') ?? null };
  }

  /** Frames and notes are ground to a wire. @param {string} node */
  #socketless(node) {
    const type = this.store.nodeType(this.store.graph.node(owner(node))?.type ?? '');
    return type !== undefined && type.inputs.length + type.outputs.length === 0;
  }

  /** @param {string} node in Svelte Flow's names */
  #socketsOf(node, loose = /** @type {Loose} */ (this.#loose)) {
    const data = /** @type {any} */ (this.stage.nodes.find((each) => each.id === node)?.data);
    const all = /** @type {any[]} */ (data?.card?.sockets ?? data?.sockets ?? []);
    return all.filter(({ side }) => side === (loose.out ? 'in' : 'out'));
  }

  /**
   * The sockets of a node that the wire in hand fits, the best first.
   * @param {string} node in Svelte Flow's names
   * @returns {Fit[]}
   */
  fits(node, loose = /** @type {Loose} */ (this.#loose)) {
    const taken = (/** @type {string} */ handle) =>
      loose.out &&
      [...this.store.graph.wires(owner(node))].some(
        (id) => this.store.graph.edge(id)?.target === owner(node) && this.store.graph.edge(id)?.target_handle === handle
      );
    return fitsOf(this.#socketsOf(node, loose), (handle) => this.judge(this.#wire(node, handle, loose)), taken);
  }

  /** @param {string} node */
  #refusal(node) {
    const [socket] = this.#socketsOf(node);
    return socket ? this.judge(this.#wire(node, socket.name)).reason : t('wires.noSocket');
  }

  /**
   * The wire in hand is let go.
   * @param {{ clientX: number, clientY: number }} event
   * @param {{ nodeId: string, id?: string | null } | null} near
   */
  drop(event, near) {
    const loose = this.#loose;
    const spot = loose && this.#spot(event, near);
    if (loose && !this.stage.givenUp) this.#let(loose, spot, event);
    this.#loose = null;
    this.moving = null;
    this.words = null;
    this.stage.wiring = false;
  }

  /** @param {Loose} loose @param {{ node: string, handle: string | null } | null} spot @param {{ clientX: number, clientY: number }} event */
  #let(loose, spot, event) {
    const { moving } = this;
    const at = { x: event.clientX, y: event.clientY };
    if (!spot) return this.#dropOnEmpty(loose, moving, at);
    if (spot.handle !== null) return this.put(this.#wire(spot.node, spot.handle, loose), moving, at);
    this.#dropOnBody(spot.node, loose, moving, at);
  }

  /** @param {Loose} loose @param {string | null} moving @param {Point} at */
  #dropOnEmpty(loose, moving, at) {
    if (moving) removal.remove([], [moving]);
    else this.ask(at, loose);
  }

  /** @param {string} node @param {Loose} loose @param {string | null} moving @param {Point} at */
  #dropOnBody(node, loose, moving, at) {
    const fits = this.fits(node, loose);
    const best = clear(fits);
    if (best) return this.put(this.#wire(node, best.handle, loose), moving, at);
    if (fits.length === 0) {
      const [socket] = this.#socketsOf(node, loose);
      return this.store.notify('error', socket ? this.judge(this.#wire(node, socket.name, loose)).reason : t('wires.noSocket'));
    }
    const entries = fits.map(({ handle, title, type, verdict }) => ({
      title,
      note: verdict.reason,
      type,
      act: () => this.put(this.#wire(node, handle, loose), moving, at)
    }));
    this.popup = { kind: 'choice', at, title: t('wires.which'), entries };
  }

  /**
   * Wires two sockets, or moves a wire's end there; says why not, or offers what makes it possible.
   * @param {Wire} wire
   * @param {string | null} [moving] the wire whose end is moved
   * @param {Point} [at] where an offer is shown, in pixels of the page
   */
  put(wire, moving = null, at = { x: 0, y: 0 }) {
    const { store } = this;
    const verdict = this.judge(wire);
    const before = moving ? store.graph.edge(moving) : undefined;
    if (before && ENDS.every((end) => before[end] === wire[end])) return;
    if (verdict.verdict === 'conversion_node') return this.#offer(wire, verdict, before, at);
    if (verdict.verdict === 'no') return store.notify('error', verdict.reason);
    this.#flash(wire, moving);
    if (before) rewire(store, before, wire);
    else store.connect(wire);
  }

  /** Shows the wire going that the new one replaces. @param {Wire} wire @param {string | null} moving */
  #flash(wire, moving) {
    const { graph } = this.store;
    const socket = targetSocket(this.store.rules, graph, wire);
    if (!socket || socket.many) return;
    const out = graph.node(wire.source)?.parent_id === wire.target;
    const old = [...graph.wires(wire.target)]
      .flatMap((id) => graph.edge(id) ?? [])
      .find(
        (edge) =>
          edge.id !== moving &&
          edge.target === wire.target &&
          edge.target_handle === wire.target_handle &&
          (graph.node(edge.source)?.parent_id === edge.target) === out
      );
    const ends = old && endsOf(this.stage, old.id);
    if (!old || !ends) return;
    this.ghosts = [...this.ghosts, { id: old.id, path: wireShape(ends).path }];
    setTimeout(() => (this.ghosts = this.ghosts.filter(({ id }) => id !== old.id)), FADING);
  }

  // A node between two sockets

  /** @param {Wire} wire @returns {[SocketSpec, SocketSpec] | undefined} */
  #ends(wire) {
    const [from, to] = [sourceSocket(this.store.rules, this.store.graph, wire), targetSocket(this.store.rules, this.store.graph, wire)];
    return from && to ? [from, to] : undefined;
  }

  /** Offers to insert the node that converts. @param {Wire} wire @param {Verdict} verdict @param {EdgeRecord | undefined} before @param {Point} at */
  #offer(wire, verdict, before, at) {
    const ends = this.#ends(wire);
    const level = kindOfLevel(this.store.graph, this.stage.level, this.store.nodeType);
    const found = ends && converter(this.store.rules, verdict, ends[0], ends[1], level);
    if (!found) return this.store.notify('error', verdict.reason);
    const act = () => this.#convert(wire, found, before);
    this.popup = {
      kind: 'choice',
      at,
      title: verdict.reason,
      entries: [{ title: t('wires.insert', { title: found.type.title }), type: ends[1].types[0], act }]
    };
  }

  /** @param {Wire} wire @param {{ type: NodeType, input: string, output: string, data: Record<string, any> }} by @param {EdgeRecord | undefined} before */
  #convert(wire, { type, input, output, data }, before) {
    const { store, stage } = this;
    const boxes = [wire.source, wire.target].flatMap((id) => stage.boxes.box(id) ?? []);
    const { width, height } = cardOf(type);
    const [x, y] = boxes.length
      ? [
          boxes.reduce((sum, box) => sum + box.x + box.width / 2, 0) / boxes.length - width / 2,
          boxes.reduce((sum, box) => sum + box.y + box.height / 2, 0) / boxes.length - height / 2
        ]
      : [0, 0];
    store.step(t('wires.inserted', { title: type.title }), () => {
      if (before) store.removeEdges([before.id]);
      const position = this.#free({ x: Math.round(x), y: Math.round(y) }, width, height);
      const id = store.addNode({ type: type.kind, parent_id: stage.level, position, data });
      store.connect({ source: wire.source, source_handle: wire.source_handle, target: id, target_handle: input });
      store.connect({ source: id, source_handle: output, target: wire.target, target_handle: wire.target_handle });
    });
  }

  /** The place wanted, or below what stands there. @param {Point} at @param {number} width @param {number} height */
  #free(at, width, height) {
    const { boxes } = this.stage;
    const spot = { ...at };
    for (let tries = 0; tries < 20; tries += 1) {
      const met = boxes.within({ ...spot, width, height }).filter((id) => !this.#socketless(id));
      const lower = met.flatMap((id) => boxes.box(id) ?? []).map((box) => box.y + box.height);
      if (lower.length === 0) break;
      spot.y = Math.round(Math.max(...lower) + 24);
    }
    return spot;
  }

  /**
   * A dot on a wire, where it was clicked.
   * @param {string} id
   * @param {Point} point of the canvas
   */
  addDot(id, point) {
    const { store, stage } = this;
    const edge = store.graph.edge(id);
    const type = store.nodeType(DOT);
    const ends = edge && type && this.#ends(edge);
    const pair = ends && passage(store.rules, ends[0], ends[1], type);
    if (!pair) return;
    const { width, height } = cardOf(type);
    store.step(t('wires.dotted'), () => {
      const dot = store.addNode({
        type: DOT,
        parent_id: stage.level,
        position: { x: Math.round(point.x - width / 2), y: Math.round(point.y - height / 2) }
      });
      splice(store, edge, dot, pair);
    });
  }

  // A card over a wire

  /** A card is dragged: names the wire that it would stand on. @param {string[]} ids @param {Point} at its corner, in canvas pixels */
  dragged(ids, at) {
    const [id] = ids;
    const node = this.store.graph.node(id ?? '');
    const type = node && this.store.nodeType(node.type);
    const box = this.stage.boxes.box(id ?? '');
    this.onto = null;
    if (ids.length !== 1 || !type || !box || isBoundary(id) || this.store.graph.wires(id).size > 0) return;
    const here = { ...box, x: at.x, y: at.y };
    let least = Infinity;
    for (const { edge, way } of waysIn(this.stage, here)) {
      const far = passing(way, here);
      const ends = far < least ? this.#ends(edge) : undefined;
      if (ends && passage(this.store.rules, ends[0], ends[1], type)) [this.onto, least] = [edge.id, far];
    }
  }

  /** The card is let go: stands on the wire it is over, in one step with its move. False where it is over none. @param {string} node @param {Point} at */
  insert(node, at) {
    const { store } = this;
    const edge = this.onto === null ? undefined : store.graph.edge(this.onto);
    this.onto = null;
    const type = store.nodeType(store.graph.node(node)?.type ?? '');
    const ends = edge && this.#ends(edge);
    const pair = ends && type && passage(store.rules, ends[0], ends[1], type);
    if (!edge || !pair) return false;
    store.step(t('wires.inserted', { title: type.title }), () => {
      store.moveNodes([{ id: node, x: Math.round(at.x), y: Math.round(at.y) }]);
      splice(store, edge, node, pair);
    });
    return true;
  }

  // The knife

  /** @param {Point} point of the canvas */
  draw(point) {
    this.knife = [...(this.knife ?? []), point];
    const last = this.knife.slice(-2);
    if (last.length < 2) return;
    const met = waysIn(this.stage, wrapped(last)).filter(({ way }) => cross(way, last));
    if (met.some(({ edge }) => !this.cut.has(edge.id))) this.cut = new Set([...this.cut, ...met.map(({ edge }) => edge.id)]);
  }

  /** @param {boolean} [really] */
  sheathe(really = true) {
    const ids = [...this.cut];
    this.drawn = (this.knife?.length ?? 0) > 1;
    this.knife = null;
    this.cut = new Set();
    if (really && ids.length) removal.remove([], ids);
  }

  /** Lets go of everything and does nothing. @returns {boolean} whether there was anything */
  cancel() {
    const was = this.popup !== null || this.knife !== null;
    this.popup = null;
    this.sheathe(false);
    this.onto = null;
    return was;
  }
}
