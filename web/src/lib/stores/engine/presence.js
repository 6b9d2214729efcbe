/**
 * Who else is here and what they look at; one's own presence, told at most twenty times a second.
 *
 * @import { Presence, PresenceOf } from '#lib/protocol/schema.js'
 * @import { Send } from './session.js'
 */

import { cell } from './channels.js';

/** Milliseconds between two frames of one's own presence. */
const PRESENCE = 50;

export class PresenceBoard {
  /** Sessions of others by id. */
  peers = cell(/** @type {ReadonlyMap<string, PresenceOf>} */ (new Map()));
  sessionId = '';
  /** @type {Required<Presence>} */
  own = { cursor: null, selection: [], level: null, viewport: null, drag: null, editing: null };
  #sentAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {string} sessionId this connection's own name */
  joined(sessionId) {
    this.sessionId = sessionId;
    this.left(sessionId);
    this.tell({});
  }

  /** @param {PresenceOf[]} sessions */
  seen(sessions) {
    const next = new Map(this.peers.get());
    for (const session of sessions) if (session.session_id !== this.sessionId) next.set(session.session_id, session);
    this.peers.set(next);
  }

  /** @param {string} sessionId */
  left(sessionId) {
    if (!this.peers.get().has(sessionId)) return;
    const next = new Map(this.peers.get());
    next.delete(sessionId);
    this.peers.set(next);
  }

  /** The connection is down: nobody is known to be here. */
  lost() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.peers.get().size) this.peers.set(new Map());
  }

  /** @param {Presence} change */
  tell(change) {
    this.own = { ...this.own, ...change };
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#flush(), Math.max(0, this.#sentAt + PRESENCE - Date.now()));
  }

  #flush() {
    this.#timer = undefined;
    this.#sentAt = Date.now();
    this.send({ event: 'client:presence', payload: this.own });
  }
}
