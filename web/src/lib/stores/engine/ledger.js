/**
 * The graph as it is confirmed, one's own edits on their way, and what is shown: the last of unsent, in flight, confirmed.
 * No clock, no socket: frames go in, batches come out.
 *
 * @import { Batch, GraphRecord, LoggedBatch, Operation } from '#lib/protocol/schema.js'
 * @import { Effect, IsSingle } from '#lib/graph/effects.js'
 *
 * @typedef {{ ops: Operation[], effects: Effect[], key: string | null, label: string | null }} Edit one undo step that is not sent yet
 * @typedef {{ batch: Batch, effects: Effect[] }} Flight
 * @typedef {{ nodes: Set<string>, edges: Set<string>, levels: Set<string | null>, wirings: Set<string | null>, settings: boolean }} Touched
 */

import { effectsOf, write } from '#lib/graph/effects.js';
import { Graph, levelOf } from '#lib/graph/model.js';
import { same } from '#lib/graph/paths.js';

const OPERATIONS_PER_BATCH = 500;
const TOGETHER = { node: 'n', edge: 'e', setting: 's' };

/** @type {IsSingle} The log already names every wire that went. */
const AS_LOGGED = () => false;

/** @param {Effect} effect */
const keyOf = (effect) => `${TOGETHER[effect.of]}${effect.id}`;

export class Ledger {
  /** Names this page's batches apart from every other's. */
  clientId = '';
  confirmed = new Graph();
  shown = new Graph();
  epoch = '';
  version = 0;
  /** @type {Flight | null} */
  flight = null;
  /** @type {Edit[]} */
  unsent = [];
  #sequence = 0;

  /**
   * @param {{ isSingle: IsSingle, onTouched: (touched: Touched) => void }} options
   */
  constructor({ isSingle, onTouched }) {
    this.isSingle = isSingle;
    this.onTouched = onTouched;
  }

  /**
   * Forgets the graph, and what was not sent of it.
   * @param {string} clientId
   */
  reset(clientId) {
    this.clientId = clientId;
    this.confirmed = new Graph();
    this.shown = new Graph();
    this.epoch = '';
    this.version = 0;
    this.flight = null;
    this.unsent = [];
  }

  /** Number of operations that the server has not confirmed. */
  get unsaved() {
    return this.unsent.reduce((sum, edit) => sum + edit.ops.length, this.flight?.batch.ops.length ?? 0);
  }

  /** Ids of the nodes with unconfirmed edits. */
  get dirty() {
    const effects = [...(this.flight?.effects ?? []), ...this.unsent.flatMap((edit) => edit.effects)];
    return new Set(effects.filter((effect) => effect.of === 'node').map((effect) => effect.id));
  }

  /**
   * Shows an edit at once and puts it in line. Edits of equal `key` that meet in the line become one.
   * @param {Operation[]} ops
   * @param {{ key?: string | null, label?: string | null }} [how]
   */
  edit(ops, { key = null, label = null } = {}) {
    for (let from = 0; from < ops.length; from += OPERATIONS_PER_BATCH) {
      this.#line(ops.slice(from, from + OPERATIONS_PER_BATCH), key, label);
    }
  }

  /**
   * @param {Operation[]} ops
   * @param {string | null} key
   * @param {string | null} label
   */
  #line(ops, key, label) {
    const touched = nothing();
    /** @type {Effect[]} */
    const effects = [];
    for (const op of ops) {
      const caused = effectsOf(this.shown, op, this.isSingle);
      for (const effect of caused) this.#show(effect, touched);
      effects.push(...caused);
    }
    const last = this.unsent.at(-1);
    if (key !== null && last?.key === key) Object.assign(last, { ops, effects });
    else this.unsent.push({ ops, effects, key, label });
    this.onTouched(touched);
  }

  /**
   * The next batch to send; null where one is on its way already or nothing waits.
   * @returns {Batch | null}
   */
  depart() {
    if (this.flight || this.unsent.length === 0) return null;
    const { ops, effects, label } = /** @type {Edit} */ (this.unsent.shift());
    this.#sequence += 1;
    const batch = { client_op_id: `${this.clientId}:${this.#sequence}`, base_version: this.version, ops, ...(label ? { label } : {}) };
    this.flight = { batch, effects };
    return batch;
  }

  /**
   * Takes in logged batches. False where one is missing before them: nothing after the gap is taken.
   * @param {LoggedBatch[]} batches
   */
  take(batches) {
    /** @type {Set<string>} */
    const keys = new Set();
    let whole = true;
    for (const logged of batches) {
      if (logged.version > this.version + 1) {
        whole = false;
        break;
      }
      if (logged.version === this.version + 1) {
        this.#confirm(logged.ops, keys);
        this.version = logged.version;
      }
      // A repeated answer is older than the graph that was read since; the acknowledgement in it still counts.
      if (logged.client_op_id === this.flight?.batch.client_op_id) this.#land(keys);
    }
    this.#recompute(keys);
    return whole;
  }

  /**
   * The whole graph anew. Edits of one's own that are not confirmed stay on top of it.
   * @param {GraphRecord} record
   */
  replace(record) {
    const next = Graph.read(record);
    if (this.shown.nodes.size === 0 && this.unsaved === 0) return this.#open(next, record);
    /** @type {Set<string>} */
    const keys = new Set([...(this.flight?.effects ?? []), ...this.unsent.flatMap((edit) => edit.effects)].map(keyOf));
    differing('n', this.confirmed.nodes, next.nodes, keys);
    differing('e', this.confirmed.edges, next.edges, keys);
    differing('s', this.confirmed.settings, next.settings, keys);
    if (this.flight && record.epoch !== this.epoch) this.flight.batch = { ...this.flight.batch, base_version: record.version };
    this.confirmed = next;
    this.epoch = record.epoch;
    this.version = record.version;
    this.#recompute(keys);
  }

  /**
   * @param {Graph} next
   * @param {GraphRecord} record
   */
  #open(next, record) {
    this.confirmed = next;
    this.shown = Graph.read(record);
    this.epoch = record.epoch;
    this.version = record.version;
    const levels = new Set([...next.inside.keys(), null]);
    this.onTouched({ nodes: new Set(next.nodes.keys()), edges: new Set(next.edges.keys()), levels, wirings: levels, settings: true });
  }

  /**
   * The server refused the batch in flight: what it showed goes away. False where it is another batch.
   * @param {string} clientOpId
   */
  refuse(clientOpId) {
    if (this.flight?.batch.client_op_id !== clientOpId) return false;
    /** @type {Set<string>} */
    const keys = new Set();
    this.#land(keys);
    this.#recompute(keys);
    return true;
  }

  /** @param {Set<string>} keys */
  #land(keys) {
    for (const effect of this.flight?.effects ?? []) keys.add(keyOf(effect));
    this.flight = null;
  }

  /**
   * @param {Operation[]} ops
   * @param {Set<string>} keys
   */
  #confirm(ops, keys) {
    for (const op of ops) {
      for (const effect of effectsOf(this.confirmed, op, AS_LOGGED)) {
        if (write(this.confirmed, effect)) keys.add(keyOf(effect));
      }
    }
  }

  /**
   * Shows anew what is named, and only that: confirmed, with the pending effects on top.
   * @param {Set<string>} keys
   */
  #recompute(keys) {
    if (keys.size === 0) return;
    const touched = nothing();
    /** @type {Map<string, Effect[]>} */
    const pending = new Map();
    for (const effect of [...(this.flight?.effects ?? []), ...this.unsent.flatMap((edit) => edit.effects)]) {
      pending.set(keyOf(effect), [...(pending.get(keyOf(effect)) ?? []), effect]);
    }
    // Nodes first: a wire is shown only between nodes that are.
    const all = [...keys];
    for (const key of [...all.filter((one) => one[0] === 'n'), ...all.filter((one) => one[0] !== 'n')]) {
      this.#restore(key, pending.get(key) ?? [], touched);
    }
    for (const id of [...touched.nodes]) this.#settleWires(id, pending, touched);
    this.onTouched(touched);
  }

  /**
   * @param {string} key
   * @param {Effect[]} effects
   * @param {Touched} touched
   */
  #restore(key, effects, touched) {
    const id = key.slice(1);
    /** @param {any} start */
    const result = (start) => effects.reduce((value, effect) => effect.change(/** @type {any} */ (value)), start);
    if (key[0] === 's') return this.#show({ of: 'setting', id, change: () => result(this.confirmed.settings.get(id)) }, touched);
    if (key[0] === 'n') return this.#show({ of: 'node', id, change: () => result(this.confirmed.node(id)) }, touched);
    const edge = result(this.confirmed.edge(id));
    const held = edge && this.shown.node(edge.source) && this.shown.node(edge.target);
    return this.#show({ of: 'edge', id, change: () => (held ? edge : undefined) }, touched);
  }

  /**
   * Wires of a node that came or went come and go with it.
   * @param {string} id
   * @param {Map<string, Effect[]>} pending
   * @param {Touched} touched
   */
  #settleWires(id, pending, touched) {
    const wires = new Set([...this.confirmed.wires(id), ...this.shown.wires(id)]);
    for (const [key, effects] of pending) {
      const edge = key[0] === 'e' ? /** @type {any} */ (effects[0].change(undefined)) : undefined;
      if (edge?.source === id || edge?.target === id) wires.add(edge.id);
    }
    for (const wire of wires) {
      const held = this.shown.node(id) !== undefined;
      if (held !== this.shown.edges.has(wire)) this.#restore(`e${wire}`, pending.get(`e${wire}`) ?? [], touched);
    }
  }

  /**
   * @param {Effect} effect
   * @param {Touched} touched
   */
  #show(effect, touched) {
    if (effect.of === 'node') this.#showNode(effect, touched);
    else if (effect.of === 'edge') this.#showEdge(effect, touched);
    else touched.settings = write(this.shown, effect) || touched.settings;
  }

  /**
   * @param {import('#lib/graph/effects.js').NodeEffect} effect
   * @param {Touched} touched
   */
  #showNode({ id, change }, touched) {
    const before = this.shown.node(id);
    const after = change(before);
    if (same(before, after)) return;
    write(this.shown, { of: 'node', id, change: () => after });
    touched.nodes.add(id);
    if (before && after && before.parent_id === after.parent_id && before.order === after.order) return;
    for (const node of [before, after].filter((one) => one !== undefined)) {
      touched.levels.add(node.parent_id);
      touched.wirings.add(node.parent_id);
    }
  }

  /**
   * @param {import('#lib/graph/effects.js').EdgeEffect} effect
   * @param {Touched} touched
   */
  #showEdge({ id, change }, touched) {
    const before = this.shown.edge(id);
    const after = change(before);
    if (same(before, after)) return;
    for (const edge of [before, after].filter((one) => one !== undefined)) touched.wirings.add(levelOf(this.shown, edge) ?? null);
    write(this.shown, { of: 'edge', id, change: () => after });
    touched.edges.add(id);
  }
}

/** @returns {Touched} */
function nothing() {
  return { nodes: new Set(), edges: new Set(), levels: new Set(), wirings: new Set(), settings: false };
}

/**
 * @param {string} mark
 * @param {Map<string, any>} before
 * @param {Map<string, any>} after
 * @param {Set<string>} keys
 */
function differing(mark, before, after, keys) {
  for (const id of before.keys()) if (!after.has(id)) keys.add(mark + id);
  for (const [id, record] of after) {
    const old = before.get(id);
    if (old !== undefined && same(old, record)) after.set(id, old);
    else keys.add(mark + id);
  }
}
