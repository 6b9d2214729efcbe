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
  /** Names this page's connections had: the server may still show an earlier one for a while. @type {Set<string>} */
  #mine = new Set();
  /** @type {Required<Presence>} */
  own = { cursor: null, selection: [], level: null, viewport: null, drag: null, editing: null, asset: null };
  #sentAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {string} sessionId this connection's own name */
  joined(sessionId) {
    this.#mine.add(sessionId);
    this.left(sessionId);
    this.tell({});
  }

  /** @param {PresenceOf[]} sessions @returns {boolean} whether somebody came */
  seen(sessions) {
    const before = this.peers.get();
    const others = sessions.filter((session) => !this.#mine.has(session.session_id));
    this.peers.set(new Map([...before, ...others.map((session) => /** @type {const} */ ([session.session_id, session]))]));
    return others.some((session) => !before.has(session.session_id));
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
