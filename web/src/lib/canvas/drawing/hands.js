/**
 * Cards that others move: they glide to where they are held, or to where they were put. Nothing else is touched.
 *
 * @import { PresenceOf } from '#lib/protocol/schema.js'
 * @import { Point } from './boxes.js'
 * @typedef {{ at: Point, home: Point }} Hand a card in somebody's hand: where it is, and where the graph had it when it was taken up
 *
 * @typedef {object} Table what the cards lie on
 * @property {(id: string) => Point | undefined} shown where a card is shown
 * @property {(id: string) => Point | undefined} home where the graph has it
 * @property {(id: string, level: string | null, place: Point) => Point | undefined} there where a place on a card's own level is shown; undefined where the card is not
 * @property {(id: string) => boolean} seen whether anybody would see it glide
 * @property {(id: string) => boolean} held whether it is in one's own hand
 * @property {(places: Map<string, Point>) => void} move
 */

import { frames, nearer, still } from './glide.js';

/** Milliseconds for which a card waits where others let go of it, for the operation that puts it down. */
const LANDING = 600;

/** @param {Point} a @param {Point} b */
const same = (a, b) => a.x === b.x && a.y === b.y;

export class Hands {
  /** @type {Map<string, Hand>} */
  #hands = new Map();
  /** @type {Map<string, Point>} */
  #aims = new Map();
  /** What each session was last seen to drag. @type {Map<string, PresenceOf['drag']>} */
  #told = new Map();
  /** @type {Set<ReturnType<typeof setTimeout>>} */
  #landings = new Set();

  /** @param {Table} table */
  constructor(table) {
    this.table = table;
    this.glide = frames((seconds) => this.#step(seconds));
  }

  stop() {
    this.#landings.forEach(clearTimeout);
    this.glide.stop();
  }

  /** Ids of the cards that others hold. */
  ids() {
    return this.#hands.keys();
  }

  /** @param {ReadonlyMap<string, PresenceOf>} peers */
  look(peers) {
    const told = new Map([...peers].filter(([, peer]) => peer.drag).map(([session, { drag }]) => [session, drag]));
    const heard = told.size === this.#told.size && [...told].every(([session, drag]) => this.#told.get(session) === drag);
    this.#told = told;
    if (heard) return;
    const before = this.#hands;
    this.#hands = new Map();
    for (const { id, in: level, ...place } of [...told.values()].flatMap((drag) => drag?.moves ?? [])) {
      const at = this.table.there(id, level ?? null, place);
      const home = at && (before.get(id)?.home ?? this.table.home(id));
      if (home) this.#hands.set(id, { at, home });
    }
    for (const [id, hand] of before) if (!this.#hands.has(id)) this.#land(id, hand);
    this.aim(new Set([...before.keys(), ...this.#hands.keys()]));
  }

  /**
   * A card was let go. Presence may tell of it before the operation does: it does not go home in between.
   * @param {string} id
   * @param {Hand} hand
   */
  #land(id, hand) {
    const now = this.table.home(id);
    if (!now || !same(now, hand.home)) return;
    this.#hands.set(id, hand);
    const timer = setTimeout(() => {
      this.#landings.delete(timer);
      if (this.#hands.get(id) !== hand) return;
      this.#hands.delete(id);
      this.aim([id]);
    }, LANDING);
    this.#landings.add(timer);
  }

  /**
   * Sends these cards to where they are to stand. What nobody sees is there at once.
   * @param {Iterable<string>} ids
   */
  aim(ids) {
    /** @type {Map<string, Point>} */
    const places = new Map();
    for (const id of ids) {
      const goal = this.#goal(id);
      const shown = this.table.shown(id);
      this.#aims.delete(id);
      if (!goal || !shown || this.table.held(id) || same(goal, shown)) continue;
      if (still() || !this.table.seen(id)) places.set(id, { x: goal.x, y: goal.y });
      else this.#aims.set(id, goal);
    }
    if (places.size) this.table.move(places);
    if (this.#aims.size) this.glide.wake();
  }

  /** Where a card is to stand: in the hand that holds it, until it was put down, else where the graph has it. @param {string} id */
  #goal(id) {
    const hand = this.#hands.get(id);
    const home = this.table.home(id);
    if (!hand) return home;
    const down = home && !same(home, hand.home);
    if (!down || [...this.#told.values()].some((drag) => drag?.moves.some((move) => move.id === id))) return hand.at;
    this.#hands.delete(id);
    return home;
  }

  /** @param {number} seconds */
  #step(seconds) {
    /** @type {Map<string, Point>} */
    const places = new Map();
    for (const [id, goal] of this.#aims) {
      const from = this.table.shown(id);
      if (!from || this.table.held(id)) {
        this.#aims.delete(id);
        continue;
      }
      const next = nearer(from, goal, seconds);
      if (next === goal) this.#aims.delete(id);
      places.set(id, { x: next.x, y: next.y });
    }
    if (places.size) this.table.move(places);
    return this.#aims.size > 0;
  }
}
