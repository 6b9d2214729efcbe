/**
 * Containers that stand open on a level: their cards are shown in place, within a border that grows with them.
 *
 * @import { Box, Point } from './boxes.js'
 * @import { Card } from '#lib/nodes/cards.js'
 */

import { around } from './boxes.js';

/** Canvas pixels between the border and the cards in it, and above them, where the header is. */
const SIDE = 40;
const TOP = 84;
const LEAST = { width: 400, height: 200 };

export class Opened {
  /** Where each container's own corner is shown. @type {Map<string, Point>} */
  #corners = new Map();
  /** What of its inside lay there when it was opened. @type {Map<string, Point>} */
  #origins = new Map();
  /** @type {Map<string, Card>} */
  #cards = new Map();

  /** @param {string | null} id */
  has(id) {
    return id !== null && this.#corners.has(id);
  }

  ids() {
    return [...this.#corners.keys()];
  }

  /** @param {string} id @param {Point} corner @param {Box[]} inside its cards as its own level has them */
  open(id, corner, inside) {
    const bounds = around(inside);
    this.#corners.set(id, { x: corner.x, y: corner.y });
    this.#origins.set(id, { x: bounds?.x ?? 0, y: bounds?.y ?? 0 });
  }

  /** @param {string} id */
  close(id) {
    this.#corners.delete(id);
  }

  /** Where its own corner is shown. @param {string} id @returns {Point} */
  corner(id) {
    return this.#corners.get(id) ?? { x: 0, y: 0 };
  }

  /** It is shown somewhere else. @param {string} id @param {Point} by */
  shift(id, by) {
    const { x, y } = this.corner(id);
    this.#corners.set(id, { x: x + by.x, y: y + by.y });
  }

  /** What is added to a place of its inside to have it on this level. @param {string} id @returns {Point} */
  offset(id) {
    const corner = this.corner(id);
    const origin = this.#origins.get(id) ?? { x: 0, y: 0 };
    return { x: corner.x + SIDE - origin.x, y: corner.y + TOP - origin.y };
  }

  /** The border around what is in it. @param {string} id @param {Box[]} inside as they are shown @returns {Box} */
  border(id, inside) {
    const { x, y } = this.corner(id);
    const held = inside.map((box) => ({
      x: box.x - SIDE,
      y: box.y - TOP,
      width: box.width + 2 * SIDE,
      height: box.height + TOP + SIDE
    }));
    return /** @type {Box} */ (around([{ x, y, ...LEAST }, ...held]));
  }

  /** The card of an open container: as large as its border, what goes out at the other side. @param {string} id @param {Card} card @param {Box} box */
  card(id, card, { width, height }) {
    const known = this.#cards.get(id);
    if (known && known.width === width && known.height === height) return known;
    const sockets = card.sockets.map((socket) => (socket.side === 'out' ? { ...socket, x: width } : socket));
    const made = { ...card, width, height, picture: 0, collapsed: false, open: true, sockets };
    this.#cards.set(id, made);
    return made;
  }
}
