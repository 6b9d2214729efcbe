/**
 * Where others write, letter by letter, and where oneself does.
 * A caret is told rarely, as a place in the confirmed text of one version. In between it moves with the operations: its
 * owner's put it where they end, anybody else's push it along.
 *
 * @import { Editing, Presence, PresenceOf } from '#lib/protocol/schema.js'
 * @import { Delta } from '#lib/graph/text.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Reading } from './channels.js'
 * @import { Ledger, Typing } from './ledger.js'
 *
 * @typedef {{ session_id: string, user_id: string, name: string, color: string, anchor: number, head: number }} Caret offsets in UTF-16 of the text as it is shown
 * @typedef {{ peer: PresenceOf, told: Editing, key: string, at: { anchor: number, head: number } | null, next: number | null }} Hand
 *   `at` in code points of the confirmed text, null where none was told; `next`: number of the first change it has not
 *   followed, null while this page is behind the version it was told for
 */

import { textAt } from '#lib/graph/effects.js';
import { same } from '#lib/graph/paths.js';
import { difference, endOf, toPoints, toUnits, transformCursor } from '#lib/graph/text.js';

import { Channels } from './channels.js';
import { registerKey } from './rebase.js';

/** Changes of texts that are remembered for carets told for an older version. */
const REMEMBERED = 500;

/** Where a hand writes and whose it is, whatever letter it is at. @param {Hand} hand */
const seatOf = ({ peer, key }) => [peer.session_id, peer.name, peer.color, key];

/**
 * @param {PresenceOf} peer
 * @param {Editing} editing
 * @param {Hand} [before] the same session's
 * @returns {Hand}
 */
function handOf(peer, editing, before) {
  // The same word once more, beside a moved pointer, is older than where the caret went since.
  const again = before && same(before.told, editing) && same([before.peer.name, before.peer.color], [peer.name, peer.color]);
  if (again) return { ...before, peer };
  const key = registerKey(editing.node_id, editing.path);
  const { anchor = null, head = null } = editing;
  if (anchor !== null && head !== null) return { peer, told: editing, key, at: { anchor, head }, next: null };
  const stays = before?.key === key;
  return { peer, told: editing, key, at: stays ? before.at : null, next: stays ? before.next : null };
}

export class CaretBoard {
  /** @type {Map<string, Hand>} */
  #hands = new Map();
  /** @type {{ key: string, delta: Delta, version: number, client: string }[]} */
  #changes = [];
  /** Number of the first change that is remembered. */
  #first = 0;
  #byField = /** @type {Channels<string>} */ (new Channels());
  #byNode = /** @type {Channels<string>} */ (new Channels());
  /** One's own, in code points of the text as it is shown. @type {{ node_id: string, path: string[], key: string, anchor: number, head: number } | null} */
  #own = null;
  /** Whether one's own is still to be told. */
  #due = false;

  /**
   * @param {{ ledger: () => Ledger, tell: (change: Presence) => void }} options
   */
  constructor({ ledger, tell }) {
    this.ledger = ledger;
    this.tell = tell;
  }

  /** @param {string} nodeId @param {string[]} path @returns {Reading<readonly Caret[]>} */
  of(nodeId, path) {
    const key = registerKey(nodeId, path);
    return this.#byField.reading(key, () => this.#caretsIn(nodeId, path, key));
  }

  /** Sessions that write somewhere in a node. @param {string} nodeId @returns {Reading<readonly PresenceOf[]>} */
  editors(nodeId) {
    return this.#byNode.reading(nodeId, () =>
      [...this.#hands.values()].filter((hand) => hand.told.node_id === nodeId).map((hand) => hand.peer)
    );
  }

  /** Everybody who is here. @param {ReadonlyMap<string, PresenceOf>} peers */
  seen(peers) {
    /** @type {Set<string>} */
    const fields = new Set();
    /** @type {Set<string>} */
    const nodes = new Set();
    for (const id of new Set([...this.#hands.keys(), ...peers.keys()])) {
      const before = this.#hands.get(id);
      const peer = peers.get(id);
      const after = peer?.editing ? handOf(peer, peer.editing, before) : undefined;
      if (before && after && before.told === after.told) {
        before.peer = after.peer;
        continue;
      }
      if (after) this.#hands.set(id, after);
      else this.#hands.delete(id);
      const hands = [before, after].filter((hand) => hand !== undefined);
      for (const hand of hands) fields.add(hand.key);
      if (!same(before && seatOf(before), after && seatOf(after))) for (const hand of hands) nodes.add(hand.told.node_id);
    }
    this.#follow();
    this.#byField.tell(fields);
    this.#byNode.tell(nodes);
  }

  /** A change of a text was confirmed. @param {Typing} typing */
  typed({ id, path, delta, version, client_op_id }) {
    this.#follow();
    this.#changes.push({ key: registerKey(id, path), delta, version, client: client_op_id.slice(0, client_op_id.lastIndexOf(':')) });
    this.#follow();
    if (this.#changes.length <= REMEMBERED) return;
    this.#changes.shift();
    this.#first += 1;
  }

  /** The confirmed graph was read anew. @param {Graph} before @param {Graph} after */
  replaced(before, after) {
    this.#first += this.#changes.length;
    this.#changes = [];
    for (const hand of this.#hands.values()) {
      const { node_id, path } = hand.told;
      const delta = difference(textAt(before.node(node_id), path), textAt(after.node(node_id), path));
      if (hand.at && hand.next !== null) hand.at = moved(hand.at, delta);
      if (hand.next !== null) hand.next = this.#first;
    }
    this.#due = true;
  }

  /** Nodes are shown anew. @param {ReadonlySet<string>} nodes */
  shown(nodes) {
    this.#follow();
    if (this.#hands.size)
      this.#byField.tell(new Set([...this.#hands.values()].filter((hand) => nodes.has(hand.told.node_id)).map((hand) => hand.key)));
  }

  /** Somebody came, or the connection did: they know nothing of one's own caret. */
  again() {
    this.#due = true;
    this.settle();
  }

  /**
   * One's own caret, in UTF-16 offsets of the text as it is shown; null where one writes nowhere any more.
   * @param {string | null} nodeId
   * @param {string[]} path
   * @param {number} anchor
   * @param {number} head
   */
  write(nodeId, path, anchor, head) {
    const { shown, clientId } = this.ledger();
    if (nodeId === null) {
      if (this.#own) this.tell({ editing: null });
      this.#own = null;
      return;
    }
    const text = textAt(shown.node(nodeId), path);
    const key = registerKey(nodeId, path);
    const before = this.#own;
    this.#own = { node_id: nodeId, path, key, anchor: toPoints(text, anchor), head: toPoints(text, head) };
    if (before && same(before, this.#own)) return;
    this.#due = true;
    if (before?.key !== key) this.tell({ editing: { node_id: nodeId, path, client: clientId } });
    this.settle();
  }

  /** What others wrote moved a text as it is shown. @param {string} id @param {string[]} path @param {Delta} delta */
  shifted(id, path, delta) {
    const own = this.#own;
    if (own?.key === registerKey(id, path)) Object.assign(own, moved(own, delta));
  }

  /** Tells one's own caret, once nothing of that text is on its way: until then the operations tell it. */
  settle() {
    this.#follow();
    const { version, clientId: client } = this.ledger();
    if (!this.#own || !this.#due || this.ledger().types(this.#own.node_id, this.#own.path)) return;
    this.#due = false;
    const { node_id, path, anchor, head } = this.#own;
    this.tell({ editing: { node_id, path, anchor, head, version, client } });
  }

  /** Carets go along with every change that they have not followed yet. */
  #follow() {
    const last = this.#first + this.#changes.length;
    for (const hand of this.#hands.values()) {
      const told = hand.told.version ?? this.ledger().version;
      if (hand.next === null && told > this.ledger().version) continue;
      const later = this.#changes.findIndex(({ version }) => version > told);
      hand.next ??= later < 0 ? last : this.#first + later;
      for (const { key, delta, client } of this.#changes.slice(Math.max(0, hand.next - this.#first))) {
        if (key !== hand.key) continue;
        const end = endOf(delta);
        if (client === hand.told.client) hand.at = { anchor: end, head: end };
        else if (hand.at) hand.at = moved(hand.at, delta);
      }
      hand.next = last;
    }
  }

  /**
   * @param {string} nodeId
   * @param {string[]} path
   * @param {string} key
   * @returns {Caret[]}
   */
  #caretsIn(nodeId, path, key) {
    const { shown, acts } = this.ledger();
    const text = textAt(shown.node(nodeId), path);
    const pending = acts.flatMap(({ op }) => (op.op === 'node.text' && registerKey(op.id, op.path) === key ? [op.delta] : []));
    return [...this.#hands.values()].flatMap(({ peer, key: field, at }) => {
      if (field !== key || !at) return [];
      const { anchor, head } = pending.reduce(moved, at);
      const { session_id, user_id, name, color } = peer;
      return [{ session_id, user_id, name, color, anchor: toUnits(text, anchor), head: toUnits(text, head) }];
    });
  }
}

/**
 * @param {{ anchor: number, head: number }} at
 * @param {Delta} delta
 */
function moved({ anchor, head }, delta) {
  return { anchor: transformCursor(anchor, delta), head: transformCursor(head, delta) };
}
