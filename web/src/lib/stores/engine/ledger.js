/**
 * The graph as it is confirmed, one's own edits on their way, and what is shown: the last of unsent, in flight, confirmed.
 * No clock, no socket: frames go in, batches come out.
 *
 * @import { Batch, GraphRecord, LoggedBatch, NodeText, Operation } from '#lib/protocol/schema.js'
 * @import { IsSingle } from '#lib/graph/effects.js'
 * @import { Delta } from '#lib/graph/text.js'
 * @import { Act, Flight, Held } from './rebase.js'
 *
 * @typedef {import('./shown.js').Touched} Touched
 * @typedef {{ key?: string | null, label?: string | null, step?: string | null }} How edits of equal `key` and `step` that wait together become one; all batches of a `step` are undone together
 * @typedef {{ acts: Act[], key: string | null, label: string | null, step: string | null, seen: number }} Edit what is not sent yet and goes as one batch; `seen`: the version it was made at
 * @typedef {{ id: string, path: string[], delta: Delta, version: number, client_op_id: string }} Typing a text's change as the log has it
 * @typedef {{ client: string, sequence: number, epoch: string, version: number, flight: { batch: Batch, ops: Operation[] } | null, unsent: { ops: Operation[], key: string | null, label: string | null, step: string | null, seen: number }[], texts: Held[] }} Pending everything of one's own that is not confirmed, as of `version`
 *
 * @typedef {object} Options
 * @property {IsSingle} isSingle
 * @property {(kind: string, path: string[]) => boolean} isText whether a node type's parameter is a text that is merged
 * @property {(touched: Touched) => void} onTouched
 * @property {(kind: string, path: string[]) => boolean} [isList] whether it is a list that is merged element by element
 * @property {(typing: Typing) => void} [onTyping] hears every confirmed change of a text, one's own included
 * @property {(id: string, path: string[], delta: Delta) => void} [onShift] hears what others' writing does to a text as it is shown
 * @property {(before: Graph, after: Graph) => void} [onReplaced] hears that the confirmed graph was read anew
 */

import { effectsOf, loggedEffects, textAt, write } from '#lib/graph/effects.js';
import { Graph } from '#lib/graph/model.js';
import { between } from '#lib/graph/elements.js';
import { getAt } from '#lib/graph/paths.js';
import { compose, difference } from '#lib/graph/text.js';

import { adopted } from './leftover.js';
import { HeldTexts, expressed, registerKey, retype } from './rebase.js';
import { Shown, differing, everything, keyOf, nothing } from './shown.js';

/** Most operations of one batch. */
const OPERATIONS_PER_BATCH = 500;
/** A frame of the server holds 256 KiB. */
const CHARACTERS_PER_BATCH = 80_000;

/** @param {Edit} edit @returns {NodeText | null} the only thing it does, where that is typing */
const typingOf = ({ acts }) => (acts.length === 1 && acts[0].op.op === 'node.text' ? acts[0].op : null);

export class Ledger {
  /** Names this page's batches apart from every other's. */
  clientId = '';
  confirmed = new Graph();
  epoch = '';
  version = 0;
  /** @type {Flight | null} */
  flight = null;
  /** @type {Edit[]} */
  unsent = [];
  /** Whether a batch could not be read: only the whole graph helps. */
  torn = false;
  #shown = new Shown();
  #sequence = 0;
  /** Texts of one's own in nodes that others removed, and may have brought back. @type {Map<string, string>} */
  #lost = new Map();

  /** @param {Options} options */
  constructor({ isSingle, isText, isList = () => false, onTouched, onTyping = () => {}, onShift = () => {}, onReplaced = () => {} }) {
    this.isSingle = isSingle;
    this.isText = isText;
    this.isList = isList;
    this.onTouched = onTouched;
    this.onTyping = onTyping;
    this.onShift = onShift;
    this.onReplaced = onReplaced;
    this.texts = new HeldTexts(onShift);
  }

  /**
   * Forgets the graph, and what was not sent of it.
   * @param {string} clientId
   */
  reset(clientId) {
    this.clientId = clientId;
    this.confirmed = new Graph();
    this.#shown = new Shown();
    this.epoch = '';
    this.version = 0;
    this.flight = null;
    this.unsent = [];
    this.torn = false;
    this.texts = new HeldTexts(this.onShift);
    this.#sequence = 0;
    this.#lost.clear();
  }

  get shown() {
    return this.#shown.graph;
  }

  /** Number of operations that the server has not confirmed. */
  get unsaved() {
    return this.unsent.reduce((sum, edit) => sum + edit.acts.length, this.flight?.batch.ops.length ?? 0);
  }

  /** Every pending act, in order. */
  get acts() {
    return [...(this.flight?.acts ?? []), ...this.#waiting];
  }

  /** Whether anything of a text is on its way. @param {string} id @param {string[]} path */
  types(id, path) {
    return this.texts.has(id, path);
  }

  /** What one typed into a text whose node was removed meanwhile. @param {string} id @param {string[]} path */
  lostText(id, path) {
    return this.#lost.get(registerKey(id, path));
  }

  /** A name that no other request has. */
  nextId() {
    this.#sequence += 1;
    return `${this.clientId}:${this.#sequence}`;
  }

  get #waiting() {
    return this.unsent.flatMap((edit) => edit.acts);
  }

  /**
   * Shows an edit at once and puts it in line.
   * @param {Operation[]} ops
   * @param {How} [how]
   */
  edit(ops, { key = null, label = null, step = null } = {}) {
    const touched = nothing();
    const batches = inBatches(ops);
    const many = batches.length > 1;
    const shared = key !== null || many ? step : null;
    // Batches of one edit go on their own: the second must not take the place of the first.
    for (const some of batches) this.#line(this.#perform(some, touched), { key: many ? null : key, label, step: shared });
    this.onTouched(touched);
  }

  /**
   * @param {Operation[]} ops
   * @param {Touched} touched
   */
  #perform(ops, touched) {
    return ops.flatMap((given) => {
      const op = this.#expressed(given);
      if (!op) return [];
      const effects = effectsOf(this.shown, op, this.isSingle);
      this.#shown.show(effects, touched);
      this.texts.hold(op, (id, path) => textAt(this.confirmed.node(id), path));
      return [{ op, effects }];
    });
  }

  /**
   * A text or a list is never written as a whole: what others put into it meanwhile would be lost.
   * @param {Operation} op
   * @returns {Operation | null} null where it changes nothing
   */
  #expressed(op) {
    if (op.op !== 'node.set' && op.op !== 'node.unset') return op;
    const node = this.shown.node(op.id);
    if (op.op === 'node.set' && node && this.isList(node.type, op.path)) {
      const edit = between(getAt(node.data, op.path) ?? [], op.value);
      return edit ? { op: 'node.list', id: op.id, path: op.path, ...edit } : op;
    }
    if (!node || !this.isText(node.type, op.path)) return op;
    const value = op.op === 'node.set' ? op.value : '';
    if (typeof value !== 'string') return op;
    const delta = difference(textAt(node, op.path), value);
    return delta.length ? { op: 'node.text', id: op.id, path: op.path, delta } : null;
  }

  /**
   * @param {Act[]} acts
   * @param {Required<How>} how
   */
  #line(acts, { key, label, step }) {
    if (acts.length === 0) return;
    const next = { acts, key, label, step, seen: this.version };
    const last = this.unsent.at(-1);
    const together = key !== null && last?.key === key && last.step === step;
    if (!together || !last) return void this.unsent.push(next);
    const [before, after] = [typingOf(last), typingOf(next)];
    if (!before && !after) Object.assign(last, { acts, seen: this.version });
    else if (!before || !after) this.unsent.push(next);
    else {
      retype(last.acts[0], compose(before.delta, after.delta));
      if (!typingOf(last)?.delta.length) this.unsent.pop();
      this.#release();
    }
  }

  /**
   * The next batch to send; null where one is on its way already or nothing waits.
   * @returns {Batch | null}
   */
  depart() {
    while (!this.flight && this.unsent.length) {
      const { acts, label, step, seen } = /** @type {Edit} */ (this.unsent.shift());
      // What one deleted others may have deleted first.
      const ops = acts.map((act) => act.op).filter((op) => op.op !== 'node.text' || op.delta.length);
      if (ops.length === 0) continue;
      const named = { ...(label ? { label } : {}), ...(step ? { step } : {}), ...(seen < this.version ? { seen_version: seen } : {}) };
      this.flight = { batch: { client_op_id: this.nextId(), base_version: this.version, ops, ...named }, acts };
      return this.flight.batch;
    }
    this.#release();
    return null;
  }

  /**
   * Takes in logged batches. False where one is missing before them or cannot be read: nothing after that is taken.
   * @param {LoggedBatch[]} batches
   */
  take(batches) {
    /** @type {Set<string>} */
    const keys = new Set();
    for (const logged of batches) {
      if (this.torn || logged.version > this.version + 1) break;
      const fresh = logged.version === this.version + 1;
      try {
        // A repeated answer is older than the graph that was read since; the acknowledgement in it still counts.
        if (logged.client_op_id === this.flight?.batch.client_op_id) this.#answered(logged, fresh, keys);
        else if (fresh) this.#others(logged, keys);
      } catch (error) {
        // Whatever it is, the next batches must not wait for it: the server tells the whole graph.
        console.error(error);
        this.torn = true;
      }
      if (fresh && !this.torn) this.version = logged.version;
    }
    this.#renew(keys);
    return !this.torn && batches.every((logged) => logged.version <= this.version);
  }

  /**
   * @param {LoggedBatch} logged
   * @param {Set<string>} keys
   */
  #others({ ops, version, client_op_id }, keys) {
    for (const op of ops) {
      if (op.op === 'node.text' && !this.types(op.id, op.path)) this.onShift(op.id, op.path, op.delta);
      this.#confirm(op, keys);
      this.texts.follow(op, () => this.acts);
      if (op.op === 'node.text') this.onTyping({ ...op, version, client_op_id });
    }
  }

  /**
   * @param {LoggedBatch} logged
   * @param {boolean} fresh whether the confirmed graph is still without it
   * @param {Set<string>} keys
   */
  #answered({ ops, version, client_op_id }, fresh, keys) {
    const done = fresh ? ops : [];
    for (const { id, path, text } of this.texts.leftOut(ops, this.flight?.acts ?? [])) this.#lost.set(registerKey(id, path), text);
    for (const op of done) this.#confirm(op, keys);
    this.texts.land(done, this.flight?.acts ?? [], this.#waiting, (id) => !this.confirmed.node(id));
    this.#land(keys);
    for (const op of done) if (op.op === 'node.text') this.onTyping({ ...op, version, client_op_id });
  }

  /**
   * @param {Operation} op
   * @param {Set<string>} keys
   */
  #confirm(op, keys) {
    for (const effect of loggedEffects(op)) if (write(this.confirmed, effect)) keys.add(keyOf(effect));
  }

  /**
   * The whole graph anew. Edits of one's own that are not confirmed stay on top of it.
   * @param {GraphRecord} record
   */
  replace(record) {
    const next = Graph.read(record);
    const fresh = this.shown.nodes.size === 0 && this.unsaved === 0;
    const before = this.confirmed;
    const keys = differing(before, next);
    const restored = record.epoch !== this.epoch || record.version < this.version;
    this.confirmed = next;
    this.epoch = record.epoch;
    this.version = record.version;
    this.torn = false;
    this.onReplaced(before, next);
    if (fresh) {
      this.#shown.graph = Graph.read(record);
      return this.onTouched(everything(next));
    }
    for (const key of this.#pendingKeys()) keys.add(key);
    this.texts.replace(next, this.flight, this.#waiting);
    if (restored) {
      if (this.flight) this.flight.batch = expressed(this.flight, this.version);
      for (const edit of this.unsent) edit.seen = this.version;
    }
    this.#renew(keys);
  }

  /**
   * The server refused the batch in flight: what it showed goes away. False where it is another batch.
   * @param {string} clientOpId
   */
  refuse(clientOpId) {
    if (this.flight?.batch.client_op_id !== clientOpId) return false;
    /** @type {Set<string>} */
    const keys = new Set();
    this.texts.refuse(this.flight.acts, this.#waiting);
    this.#land(keys);
    this.#renew(keys);
    return true;
  }

  /** @param {Set<string>} keys */
  #land(keys) {
    for (const { effects } of this.flight?.acts ?? []) for (const effect of effects) keys.add(keyOf(effect));
    this.flight = null;
    this.#release();
  }

  #release() {
    for (const { id, path, text } of this.texts.release(this.acts)) {
      if (!this.confirmed.node(id) && !this.shown.node(id)) this.#lost.set(registerKey(id, path), text);
    }
  }

  /**
   * What a closed tab would take along; null where everything is confirmed.
   * @returns {Pending | null}
   */
  get pending() {
    if (this.unsaved === 0) return null;
    const { clientId, epoch, version, flight } = this;
    return {
      client: clientId,
      sequence: this.#sequence,
      epoch,
      version,
      flight: flight && { batch: flight.batch, ops: flight.acts.map((act) => act.op) },
      unsent: this.unsent.map(({ acts, ...how }) => ({ ...how, ops: acts.map((act) => act.op) })),
      texts: this.texts.all.map((held) => ({ ...held }))
    };
  }

  /**
   * Takes over what another page left behind, before one's own unsent edits. Nothing of one's own may be in flight.
   * @param {Pending} left
   * @param {LoggedBatch[] | null} batches all since the version it is relative to; null where the log does not reach back
   */
  adopt(left, batches) {
    const { confirmed, version, epoch } = this;
    const found = adopted(left, { batches, confirmed, version, epoch }, this.texts, this.#waiting);
    const touched = nothing();
    for (const act of [...(found.flight?.acts ?? []), ...found.unsent.flatMap((edit) => edit.acts)]) {
      act.effects = effectsOf(this.shown, act.op, this.isSingle);
      this.#shown.show(act.effects, touched);
    }
    this.onTouched(touched);
    this.clientId = left.client;
    this.#sequence = left.sequence;
    this.flight = found.flight;
    this.unsent = [...found.unsent, ...this.unsent];
    this.#release();
    this.#renew(this.#pendingKeys());
  }

  /** Another page took over everything pending: it is no longer this one's to send. @param {string} clientId */
  handOver(clientId) {
    const keys = this.#pendingKeys();
    this.flight = null;
    this.unsent = [];
    this.clientId = clientId;
    this.#sequence = 0;
    this.#release();
    this.#renew(keys);
  }

  #pendingKeys() {
    return new Set(this.acts.flatMap((act) => act.effects).map(keyOf));
  }

  /** @param {Set<string>} keys */
  #renew(keys) {
    if (keys.size === 0) return;
    const effects = this.acts.flatMap((act) => act.effects);
    this.onTouched(this.#shown.renew(keys, this.confirmed, effects));
  }
}

/**
 * @param {Operation[]} ops
 * @returns {Operation[][]} as few batches as their size allows
 */
function inBatches(ops) {
  /** @type {Operation[][]} */
  const batches = [];
  let characters = Infinity;
  for (const op of ops) {
    const size = ops.length > 1 ? JSON.stringify(op).length : 0;
    characters += size;
    const last = batches.at(-1);
    if (last && last.length < OPERATIONS_PER_BATCH && characters <= CHARACTERS_PER_BATCH) last.push(op);
    else {
      batches.push([op]);
      characters = size;
    }
  }
  return batches;
}
