/**
 * The wire in hand on a level: what it is over, and what letting go does. The card and the knife have files of their own.
 *
 * @import { Stage } from '../drawing/stage.svelte.js'
 * @import { Camera } from '../drawing/camera.js'
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @import { Verdict } from '#lib/net/api.js'
 * @import { Wire } from '#lib/graph/sockets.js'
 * @import { Point } from './shape.js'
 * @import { Fit } from './fits.js'
 * @typedef {{ node: string, handle: string, out: boolean }} Loose the held end of a wire; `node` in Svelte Flow's names
 * @typedef {{ title: string, note?: string, type?: string, act: () => void }} Choice
 * @typedef {{ kind: 'choice', at: Point, title: string, entries: Choice[] } | { kind: 'weight', id: string } | { kind: 'order', at: Point, node: string, handle: string }} Popup `at` in pixels of the page
 */

import { targetSocket, verdictOf } from '#lib/graph/sockets.js';
import { t } from '#lib/messages/index.js';
import { removal } from '#lib/panels/removal.js';
import { ahead } from '#lib/stores/engine/ahead.js';
import { named, owner } from '../drawing/flow.js';
import { clear, fitsOf } from './fits.js';
import { Inserting, socketless } from './inserting.svelte.js';
import { Knife } from './knife.svelte.js';
import { rewire } from './rewiring.js';
import { wireShape } from './shape.js';
import { endsOf } from './ways.js';

/** Milliseconds in which a wire that was replaced fades. */
const FADING = 450;
const ENDS = /** @type {const} */ (['source', 'source_handle', 'target', 'target_handle']);

export class Wiring {
  /** What letting go would do or why it cannot, at the pointer. */
  words = $state.raw(/** @type {{ text: string, good: boolean } | null} */ (null));
  /** Wires that were replaced a moment ago. @type {{ id: string, path: string }[]} */
  ghosts = $state.raw([]);
  popup = $state.raw(/** @type {Popup | null} */ (null));
  /** The wire whose end is in hand. @type {string | null} */
  moving = $state.raw(null);
  /** @type {Loose | null} */
  #loose = null;

  /** @param {Stage} stage @param {Camera} camera @param {(at: Point, from: Loose) => void} ask opens the search for what fits a wire */
  constructor(stage, camera, ask) {
    this.stage = stage;
    this.camera = camera;
    this.ask = ask;
    this.store = stage.store;
    this.knife = new Knife(stage);
    this.inserting = new Inserting(stage);
  }

  get busy() {
    return this.#loose !== null || this.knife.way !== null;
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
    const spot = this.spot(event, near);
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
  spot({ clientX, clientY }, near) {
    if (near) return { node: near.nodeId, handle: near.id ?? null };
    const element = document.elementFromPoint(clientX, clientY);
    const socket = element?.closest('.svelte-flow__handle');
    const node = element?.closest('.svelte-flow__node')?.getAttribute('data-id');
    if (!node || node === this.#loose?.node || socketless(this.store, node)) return null;
    return { node, handle: socket?.getAttribute('data-handleid') ?? null };
  }

  /** Those that a wire from an output may go into, or come from an input. @param {string} node in Svelte Flow's names @param {boolean} [out] the wire starts at an output */
  socketsOf(node, out = true) {
    const data = /** @type {any} */ (this.stage.nodes.find((each) => each.id === node)?.data);
    const all = /** @type {any[]} */ (data?.card?.sockets ?? data?.sockets ?? []);
    return all.filter(({ side }) => side === (out ? 'in' : 'out'));
  }

  /**
   * The sockets of a node that the wire in hand fits, the best first.
   * @param {string} node in Svelte Flow's names
   * @returns {Fit[]}
   */
  fits(node, loose = /** @type {Loose} */ (this.#loose)) {
    const taken = (/** @type {string} */ handle) => loose.out && this.arrives(node, handle);
    return fitsOf(this.socketsOf(node, loose.out), (handle) => this.judge(this.#wire(node, handle, loose)), taken);
  }

  /** Whether a wire arrives at an input. @param {string} node in Svelte Flow's names @param {string} handle */
  arrives(node, handle) {
    const { graph } = this.store;
    const edges = [...graph.wires(owner(node))].flatMap((id) => graph.edge(id) ?? []);
    return edges.some((edge) => edge.target === owner(node) && edge.target_handle === handle);
  }

  /** @param {string} node */
  #refusal(node) {
    const [socket] = this.socketsOf(node, /** @type {Loose} */ (this.#loose).out);
    return socket ? this.judge(this.#wire(node, socket.name)).reason : t('wires.noSocket');
  }

  /**
   * The wire in hand is let go.
   * @param {{ clientX: number, clientY: number }} event
   * @param {{ nodeId: string, id?: string | null } | null} near
   */
  drop(event, near) {
    const loose = this.#loose;
    const spot = loose && this.spot(event, near);
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
      const [socket] = this.socketsOf(node, loose.out);
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

  /** Offers to insert the node that converts. @param {Wire} wire @param {Verdict} verdict @param {EdgeRecord | undefined} before @param {Point} at */
  #offer(wire, verdict, before, at) {
    const found = this.inserting.converter(wire, verdict);
    if (!found) return this.store.notify('error', verdict.reason);
    const act = () => this.inserting.convert(wire, found, before);
    this.popup = {
      kind: 'choice',
      at,
      title: verdict.reason,
      entries: [{ title: t('wires.insert', { title: found.type.title }), type: found.gives, act }]
    };
  }

  /** Lets go of everything and does nothing. @returns {boolean} whether there was anything */
  cancel() {
    const was = this.popup !== null || this.knife.way !== null;
    this.popup = null;
    this.knife.sheathe(false);
    this.inserting.onto = null;
    return was;
  }
}
