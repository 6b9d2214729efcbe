/* eslint svelte/prefer-svelte-reactivity: off -- the map is never drawn from */
/**
 * An asset of the library held over a level: which sockets take it, and what letting go does.
 *
 * @import { AssetRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Verdict } from '#lib/net/api.js'
 * @import { Wire } from '#lib/graph/sockets.js'
 * @import { Point } from './shape.js'
 * @import { Wiring } from './wiring.svelte.js'
 */

import { verdictOf } from '#lib/graph/sockets.js';
import { t } from '#lib/messages/index.js';
import { cardOf } from '#lib/nodes/cards.js';
import { ahead } from '#lib/stores/engine/ahead.js';
import { isBoundary, owner } from '../drawing/flow.js';
import { kindOfLevel } from '../levels/levels.js';
import { clear, fitsOf } from './fits.js';
import { standIn } from './placing.js';

/** The card that is not there yet. */
const GUEST = 'asset in hand';
/** From a card to the one that is put before it. */
const APART = 96;
const GOOD = ['yes', 'converts'];

export class AssetHand {
  /** What letting go would do or why it cannot, at the pointer. */
  words = $state.raw(/** @type {{ text: string, good: boolean } | null} */ (null));

  /** Cards that stand for it, by level; empty where none does. @type {Map<string | null, string>} */
  #known = new Map();

  /** @param {Wiring} wiring @param {AssetRecord} asset */
  constructor(wiring, asset) {
    const { stage, store } = wiring;
    this.wiring = wiring;
    this.asset = asset;
    const level = kindOfLevel(store.graph, stage.level, store.nodeType);
    this.card = standIn(
      store.nodeTypes.filter((type) => type.levels.includes(level)),
      asset
    );
  }

  /** The level of what it is held over: that of the canvas, or of a scene that stands open on it. @param {string} node in Svelte Flow's names @returns {string | null} */
  #level(node) {
    return isBoundary(node) ? owner(node) : (this.wiring.store.graph.node(node)?.parent_id ?? null);
  }

  /** The card that stands for it there already. @param {string | null} level */
  #standing(level) {
    const { graph } = this.wiring.store;
    const known = this.#known.get(level) ?? [...graph.children(level)].find((id) => graph.node(id)?.data.asset_id === this.asset.id) ?? '';
    this.#known.set(level, known);
    return known || undefined;
  }

  /** @param {string} node in Svelte Flow's names @param {string} handle @returns {{ verdict: Verdict, wire: Wire }} the best of what its card gives */
  #best(node, handle) {
    const { store } = this.wiring;
    const level = this.#level(node);
    const standing = this.#standing(level);
    const type = this.card?.type;
    /** @type {NodeRecord} */
    const guest = { id: GUEST, type: type?.kind ?? '', parent_id: level, position: { x: 0, y: 0 }, order: '', data: {} };
    const graph = standing ? store.graph : ahead(store.graph, [{ op: 'node.add', node: guest }]);
    const all = (type?.outputs ?? []).map(({ name }) => {
      const wire = { source: standing ?? GUEST, source_handle: name, target: owner(node), target_handle: handle };
      return { wire, verdict: verdictOf(store.rules, graph, wire) };
    });
    const none = { verdict: { verdict: /** @type {const} */ ('no'), reason: t('why.notOnThisLevel') }, wire: /** @type {any} */ ({}) };
    return all.find(({ verdict }) => GOOD.includes(verdict.verdict)) ?? all[0] ?? none;
  }

  /** @param {string} node in Svelte Flow's names @param {string} handle */
  takes(node, handle) {
    return GOOD.includes(this.#best(node, handle).verdict.verdict);
  }

  /** The sockets of a card that take it. @param {string} node */
  #fits(node) {
    const { wiring } = this;
    const found = fitsOf(
      wiring.socketsOf(node, true),
      (handle) => this.#best(node, handle).verdict,
      (handle) => wiring.arrives(node, handle)
    );
    return found.filter(({ verdict }) => GOOD.includes(verdict.verdict));
  }

  /** Why a card does not take it. @param {string} node */
  #refusal(node) {
    const [socket] = this.wiring.socketsOf(node, true);
    return socket ? this.#best(node, socket.name).verdict.reason : t('wires.noSocket');
  }

  /** It is over a point: says what would come of letting go there. @param {{ clientX: number, clientY: number }} event */
  over(event) {
    const spot = this.wiring.spot(event, null);
    if (!this.card) this.words = { text: t('why.notOnThisLevel'), good: false };
    else if (!spot) this.words = { text: t('wires.putHere', { name: this.asset.name }), good: true };
    else this.words = this.#wordsAt(spot.node, spot.handle);
  }

  /** @param {string} node @param {string | null} handle */
  #wordsAt(node, handle) {
    const fits = this.#fits(node);
    const into = handle === null ? clear(fits) : fits.find((fit) => fit.handle === handle);
    if (into) return { text: t('wires.into', { socket: into.title }), good: true };
    if (handle === null && fits.length) return { text: t('wires.several'), good: true };
    return { text: handle === null ? this.#refusal(node) : this.#best(node, handle).verdict.reason, good: false };
  }

  /** It is let go. @param {{ clientX: number, clientY: number }} event */
  drop(event) {
    const { wiring } = this;
    const at = { x: event.clientX, y: event.clientY };
    const spot = wiring.spot(event, null);
    if (!this.card) return wiring.store.notify('error', t('why.notOnThisLevel'));
    if (!spot) return this.#place(wiring.camera.toCanvas(at));
    const fits = this.#fits(spot.node);
    const into = spot.handle === null ? clear(fits) : fits.find(({ handle }) => handle === spot.handle);
    if (into) return this.#put(spot.node, into.handle);
    if (spot.handle !== null || fits.length === 0) return wiring.store.notify('error', this.#wordsAt(spot.node, spot.handle).text);
    const entries = fits.map(({ handle, title, type, verdict }) => ({
      title,
      note: verdict.reason,
      type,
      act: () => this.#put(spot.node, handle)
    }));
    wiring.popup = { kind: 'choice', at, title: t('wires.which'), entries };
  }

  /** A card of its own, selected. @param {Point} point */
  #place(point) {
    const { store, stage } = this.wiring;
    const card = /** @type {NonNullable<typeof this.card>} */ (this.card);
    const position = { x: Math.round(point.x), y: Math.round(point.y) };
    let id = '';
    store.step(t('step.add', { title: card.type.title }), () => {
      id = store.addNode({ type: card.type.kind, parent_id: stage.level, position, data: card.data });
    });
    store.select([id]);
  }

  /** Wires its card, or a new one before the other, in one step. @param {string} node in Svelte Flow's names @param {string} handle */
  #put(node, handle) {
    const { store, stage, inserting } = this.wiring;
    const card = /** @type {NonNullable<typeof this.card>} */ (this.card);
    const { wire } = this.#best(node, handle);
    const level = this.#level(node);
    if (this.#standing(level)) return void store.connect(wire);
    const { width, height } = cardOf(card.type);
    const box = stage.boxes.box(node) ?? { x: 0, y: 0 };
    const position = inserting.free({ x: Math.round(box.x - APART - width), y: Math.round(box.y) }, width, height);
    store.step(t('step.add', { title: card.type.title }), () => {
      const id = store.addNode({ type: card.type.kind, parent_id: level, position: inserting.placeOn(level, position), data: card.data });
      store.connect({ ...wire, source: id });
    });
  }
}
