/**
 * One person at the film: their page, which closes and opens again, what they do in it, and what it hears.
 *
 * Tells [name, seat, at, …], `at` in milliseconds since 1970:
 *   sent id base_version ops · again id same (the same batch once more) · asked id (undo or redo) · seen id version
 *   dropped id (a request of a page that was closed) · undone id version · refused id code detail · wrote node key letters · erased letters · lost kind (an edit that lost)
 *   said detail (of the server's errors) · visit (a page was opened)
 */

import { createSocket } from '../../web/src/lib/net/socket.js';
import { createProjectStore } from '../../web/src/lib/stores/projectStore.js';
import { dice } from './dice.mjs';
import { Person } from './person.mjs';

const PAUSE = 200;
const PATIENCE = 10_000;
const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const REQUESTS = new Set(['client:undo', 'client:redo']);

/** Pages closed a minute, by each person, while they work. */
const VISITS = 2;

/** @typedef {(name: string, seat: number, ...facts: any[]) => void} Tell */

export class Seat {
  live = false;
  #working = false;
  /** @type {any} */
  #store = null;
  #leave = () => {};
  /** Batches and requests by id: what was sent, and whether it is answered. @type {Map<string, { text: string, answered: boolean }>} */
  #sent = new Map();
  /** Letters that were typed, and are neither in a batch nor erased again. @type {Set<string>} */
  #letters = new Set();
  /** @type {Promise<void>} */
  #work = Promise.resolve();

  /** @param {{ seat: number, token: string, url: string, project: string, seed: number, pace: number, fields: any[], keep: string[], first: number, tell: Tell }} options */
  constructor({ seat, token, url, project, seed, pace, fields, keep, first, tell }) {
    this.seat = seat;
    this.url = url;
    this.project = project;
    this.pace = pace;
    this.headers = { authorization: `Bearer ${token}`, 'x-seat': String(seat) };
    this.roll = dice(seed * 1000 + seat);
    this.person = new Person({ seat, fields, keep, first, roll: this.roll, note: (name, ...facts) => this.#note(name, facts) });
    this.tell = tell;
  }

  /** Opens the page, as soon as the server answers. */
  async open() {
    const [page, catalogue] = await Promise.all([this.#get(`projects/${this.project}/page`), this.#get('node-types')]);
    this.#store = createProjectStore({ transport: (events) => this.#transport(events) });
    const forget = this.#store.load({ ...page, catalogue });
    const leave = this.#store.join();
    this.#leave = () => {
      leave();
      forget();
    };
    this.live = true;
    this.tell('visit', this.seat);
  }

  /** @param {string} path @returns {Promise<any>} */
  async #get(path) {
    for (;;) {
      const response = await fetch(`${this.url}/api/v1/${path}`, { headers: this.headers, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
      const body = response?.ok ? await response.json().catch(() => null) : null;
      if (body) return body;
      await pause(PAUSE);
    }
  }

  /** The page's own socket, with an ear on both directions. @param {import('../../web/src/lib/stores/projectStore.js').TransportEvents} events */
  #transport(events) {
    const socket = createSocket({
      ...events,
      open: (address) => new WebSocket(address, /** @type {any} */ ({ headers: this.headers })),
      onFrame: (frame) => {
        this.#heard(frame);
        events.onFrame(frame);
      }
    });
    return {
      ...socket,
      send: (/** @type {any} */ frame) => {
        this.#says(frame);
        return socket.send(frame);
      }
    };
  }

  /** @param {any} frame */
  #says({ event, payload }) {
    if (REQUESTS.has(event)) {
      if (!this.#sent.has(payload.client_op_id)) this.tell('asked', this.seat, payload.client_op_id);
      this.#sent.set(payload.client_op_id, { text: event, answered: false });
    }
    if (event !== 'client:ops') return;
    const { client_op_id, base_version, ops } = payload;
    const before = this.#sent.get(client_op_id);
    const text = JSON.stringify(payload);
    if (before) return this.tell('again', this.seat, client_op_id, before.text === text);
    this.#sent.set(client_op_id, { text, answered: false });
    this.tell('sent', this.seat, client_op_id, base_version, ops);
    for (const letter of typedIn(ops)) this.#letters.delete(letter);
  }

  /** @param {any} frame */
  #heard({ event, payload }) {
    if (event === 'server:ops' || event === 'server:delta_sync') {
      for (const { client_op_id, version } of payload.batches) this.#answered('seen', client_op_id, version);
    } else if (event === 'server:undone') this.#answered('undone', payload.client_op_id, payload.version);
    else if (event === 'server:rejected') this.#answered('refused', payload.client_op_id, payload.code, payload.detail);
    else if (event === 'server:conflict') this.tell('lost', this.seat, payload.kind);
    else if (event === 'server:error') this.tell('said', this.seat, payload.detail);
  }

  /** @param {string} how @param {string} id @param {any[]} facts */
  #answered(how, id, ...facts) {
    const sent = this.#sent.get(id);
    if (!sent) return;
    sent.answered = true;
    this.tell(how, this.seat, id, ...facts);
  }

  /** @param {string} name @param {any[]} facts */
  #note(name, facts) {
    for (const letter of facts.at(-1)) {
      if (name === 'wrote') this.#letters.add(letter);
      else this.#letters.delete(letter);
    }
    this.tell(name, this.seat, ...facts);
  }

  /** Edits, without end, and closes the page now and then. */
  work() {
    this.#working = true;
    this.#work = this.#days();
  }

  async #days() {
    while (this.#working) {
      await pause(this.roll.after(1000 / this.pace));
      if (!this.#working) return;
      if (this.roll.chance(VISITS / 60 / this.pace)) await this.#revisit();
      else this.person.act(this.#store);
    }
  }

  async #revisit() {
    this.live = false;
    this.#leave();
    this.#forgetRequests();
    await pause(this.roll.after(1000));
    await this.open();
  }

  /** A closed page keeps edits; an undo that was on its way is done or not, and nobody asks again. */
  #forgetRequests() {
    for (const [id, sent] of this.#sent) {
      if (sent.answered || !REQUESTS.has(sent.text)) continue;
      sent.answered = true;
      this.tell('dropped', this.seat, id);
    }
  }

  /** Lets go of the film as it is. */
  async rest() {
    this.#working = false;
    await this.#work;
  }

  /** What still waits for the server, in words. */
  get waits() {
    const unanswered = [...this.#sent].filter(([, { answered }]) => !answered).map(([id]) => id);
    return [
      ...unanswered.map((id) => `seat ${this.seat}: ${id} unanswered`),
      ...[...this.#letters].map((one) => `seat ${this.seat}: ${one} never sent`)
    ];
  }

  /** Whether everything this person did has its answer. */
  get settled() {
    return this.live && this.#store.connection.get().status === 'saved' && this.waits.length === 0;
  }

  /** The film as this person sees it. */
  get film() {
    const { version, graph, connection } = this.#store;
    const { nodes, edges, settings } = graph;
    return {
      seat: this.seat,
      version,
      status: connection.get(),
      nodes: [...nodes.values()],
      edges: [...edges.values()],
      settings: Object.fromEntries(settings)
    };
  }
}

/** Every letter that a batch inserts. @param {any[]} ops */
const typedIn = (ops) =>
  ops.flatMap((op) =>
    op.op === 'node.text'
      ? op.delta.filter((/** @type {any} */ part) => typeof part === 'string').flatMap((/** @type {string} */ part) => [...part])
      : []
  );
