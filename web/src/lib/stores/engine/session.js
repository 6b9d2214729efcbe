/**
 * The conversation with the server about one graph: versions without a gap, one batch in flight, the answer to each; and
 * what closed pages left unsent, one after the other, whenever nothing of one's own is pending.
 *
 * @import { Batch, LoggedBatch, Operation } from '#lib/protocol/schema.js'
 * @import { How, Ledger, Pending } from './ledger.js'
 *
 * @typedef {{ event: string, payload: any, meta?: any }} Frame
 * @typedef {(frame: Frame) => boolean} Send false where the connection is down: nothing was sent
 */

/** @param {Pending} pending */
const countOf = ({ flight, unsent }) => unsent.reduce((sum, { ops }) => sum + ops.length, flight?.ops.length ?? 0);

/** Milliseconds between two batches of typing into one field. */
const TYPING = 150;
const SYNC_PATIENCE = 3000;
const ANSWER_PATIENCE = 10_000;

export class Session {
  open = false;
  #syncing = false;
  #typed = { key: /** @type {string | null} */ (null), at: -Infinity };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #syncWatch;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #answerWatch;
  /** @type {(() => void)[]} */
  #afterSaved = [];
  /** Requests without an answer yet, by their name. @type {Map<string, Frame>} */
  #asked = new Map();
  /** What closed pages left behind. @type {Pending[]} */
  #left = [];
  /** The one of them whose difference is on its way. @type {Pending | null} */
  #adopting = null;

  /**
   * @param {{ ledger: Ledger, send: Send, restart: () => void, onChange: () => void, onRefused: (detail: string, code: string) => void, onOthers: (batch: LoggedBatch) => void }} options
   */
  constructor({ ledger, send, restart, onChange, onRefused, onOthers }) {
    this.ledger = ledger;
    this.send = send;
    this.restart = restart;
    this.onChange = onChange;
    this.onRefused = onRefused;
    this.onOthers = onOthers;
  }

  /** Whether everything shown is confirmed. */
  get saved() {
    return this.ledger.unsaved === 0;
  }

  /** Number of operations that the server has not confirmed, those that closed pages left behind included. */
  get unsaved() {
    const left = this.#adopting ? [this.#adopting, ...this.#left] : this.#left;
    return left.reduce((sum, pending) => sum + countOf(pending), this.ledger.unsaved);
  }

  /** The connection stands; the server sends the difference, or everything, before anything else counts. */
  opened() {
    this.open = true;
    this.#syncing = true;
    this.#syncWatch = setTimeout(() => this.#requestSync(), SYNC_PATIENCE);
    this.onChange();
  }

  closed() {
    this.open = false;
    this.#syncing = false;
    clearTimeout(this.#syncWatch);
    clearTimeout(this.#answerWatch);
    if (this.#adopting) this.#left.unshift(this.#adopting);
    this.#adopting = null;
    this.onChange();
  }

  /** Stops every clock; nothing more is sent. */
  end() {
    this.closed();
    clearTimeout(this.#typing);
    this.#afterSaved = [];
    this.#asked.clear();
    this.#left = [];
  }

  /**
   * @param {Operation[]} ops
   * @param {How} [how] `key` marks typing: held back for a moment, then sent as one
   */
  edit(ops, how) {
    if (ops.length === 0) return;
    this.ledger.edit(ops, how);
    this.pump();
  }

  /**
   * Runs once the server has everything that was edited before.
   * @param {() => void} action
   */
  afterSaved(action) {
    this.#afterSaved.push(action);
    clearTimeout(this.#typing);
    this.#typed.at = -Infinity;
    this.pump();
  }

  /**
   * Sends a request that has a name, and sends it again after a break until it is answered.
   * @param {Frame & { payload: { client_op_id: string } }} frame
   */
  ask(frame) {
    this.#asked.set(frame.payload.client_op_id, frame);
    this.send(frame);
  }

  /** What was asked under that name, answered now; undefined where nobody waits for it. @param {string} clientOpId */
  replied(clientOpId) {
    const frame = this.#asked.get(clientOpId);
    this.#asked.delete(clientOpId);
    return frame;
  }

  /** Takes in what a closed page left behind, as soon as there is room. @param {Pending} left */
  inherit(left) {
    this.#left.push(left);
    this.pump();
  }

  /** Sends what may go now. */
  pump() {
    const next = this.ledger.unsent[0];
    if (next && !this.ledger.flight && this.open && !this.#syncing) {
      const typing = next.key !== null && next.key === this.#typed.key && this.ledger.unsent.length === 1;
      const wait = typing ? this.#typed.at + TYPING - Date.now() : 0;
      clearTimeout(this.#typing);
      if (wait > 0) this.#typing = setTimeout(() => this.pump(), wait);
      else this.#depart(next.key);
    }
    this.onChange();
    if (!this.saved || !this.open || this.#syncing) return;
    for (const action of this.#afterSaved.splice(0)) action();
    this.#adoptNext();
  }

  #adoptNext() {
    const next = this.#left.shift();
    if (!next) return;
    const { epoch, version } = this.ledger;
    const known = next.epoch === epoch && next.version <= version;
    if (!known) return this.#adopt(next, null);
    if (next.version === version) return this.#adopt(next, []);
    this.#adopting = next;
    this.#requestSync();
  }

  /**
   * @param {Pending} left
   * @param {LoggedBatch[] | null} batches
   */
  #adopt(left, batches) {
    this.#adopting = null;
    try {
      this.ledger.adopt(left, batches);
    } catch (error) {
      // What another release wrote down and this one cannot read stays where it is.
      console.error(error);
    }
    if (this.#syncing) return;
    if (this.ledger.flight) this.#transmit(this.ledger.flight.batch);
    this.pump();
  }

  /** @param {string | null} key */
  #depart(key) {
    const batch = this.ledger.depart();
    if (!batch) return;
    this.#typed = { key, at: Date.now() };
    this.#transmit(batch);
  }

  /** @param {Batch} batch */
  #transmit(batch) {
    this.send({ event: 'client:ops', payload: batch });
    clearTimeout(this.#answerWatch);
    this.#answerWatch = setTimeout(() => this.restart(), ANSWER_PATIENCE);
  }

  /**
   * `server:ops`, and `server:delta_sync` where `answer` is set.
   * @param {{ from_version: number, to_version: number, batches: LoggedBatch[] }} payload
   * @param {boolean} [answer]
   */
  ops({ from_version, batches }, answer = false) {
    const { ledger } = this;
    const seen = ledger.version;
    const whole = from_version <= seen && ledger.take(batches);
    if (whole && !answer) {
      const others = batches.filter((batch) => batch.version > seen && !batch.client_op_id.startsWith(`${ledger.clientId}:`));
      for (const batch of others) this.onOthers(batch);
    }
    if (!whole && (answer || ledger.torn || !this.#syncing)) this.#requestSync(answer || ledger.torn);
    else if (whole && answer) this.#complete(from_version, batches);
    this.#answered();
  }

  /**
   * @param {number} from
   * @param {LoggedBatch[]} batches
   */
  #complete(from, batches) {
    const left = this.#adopting;
    // The answer to an earlier question: that about what was left behind is still to come.
    if (left && from > left.version) return;
    if (left) this.#adopt(left, batches);
    this.#synced();
  }

  /** @param {import('#lib/protocol/schema.js').GraphRecord} graph */
  full(graph) {
    const { ledger } = this;
    const left = this.#adopting;
    // Asked for the difference to long ago, the server may begin with a state older than the one that is here.
    const older = left && !ledger.torn && graph.epoch === ledger.epoch && graph.version <= ledger.version;
    if (!older) ledger.replace(graph);
    if (left) this.#adopt(left, null);
    this.#synced();
    this.#answered();
  }

  /** @param {{ client_op_id: string, code: string, detail: string }} payload */
  rejected({ client_op_id, code, detail }) {
    if (this.ledger.refuse(client_op_id)) this.onRefused(detail, code);
    this.#answered();
  }

  #answered() {
    if (!this.ledger.flight) clearTimeout(this.#answerWatch);
    this.pump();
  }

  #synced() {
    clearTimeout(this.#syncWatch);
    if (!this.#syncing) return;
    this.#syncing = false;
    if (this.open) for (const frame of this.#asked.values()) this.send(frame);
    // The same batch under the same name: the server answers it again or takes it for the first time.
    if (this.ledger.flight && this.open) this.#transmit(this.ledger.flight.batch);
  }

  /** @param {boolean} [whole] ask for everything: the difference did not fit */
  #requestSync(whole = false) {
    this.#syncing = true;
    clearTimeout(this.#syncWatch);
    this.#syncWatch = setTimeout(() => this.#requestSync(), SYNC_PATIENCE);
    const { epoch, version } = this.ledger;
    const meta = whole || !epoch ? undefined : { epoch, since_version: Math.min(version, this.#adopting?.version ?? version) };
    this.send({ event: 'client:sync_request', payload: {}, ...(meta ? { meta } : {}) });
  }
}
