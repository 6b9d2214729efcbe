/**
 * Where wires begin and end on cards, and how far a point is from their way.
 *
 * @import { Point } from './boxes.js'
 */

/** @type {WeakMap<object, Map<string, import('#lib/nodes/cards.js').PlacedSocket>>} */
const sockets = new WeakMap();

/** @param {import('#lib/nodes/cards.js').Card} card */
export function socketsOf(card) {
  const found = sockets.get(card) ?? new Map(card.sockets.map((socket) => [socket.side + socket.name, socket]));
  sockets.set(card, found);
  return found;
}

/**
 * How far a point is from a way of straight parts.
 * @param {Point} point
 * @param {Point[]} way
 */
export function distance({ x, y }, way) {
  let least = Infinity;
  for (let index = 1; index < way.length; index += 1) {
    const [a, b] = [way[index - 1], way[index]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = dx || dy ? Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy))) : 0;
    least = Math.min(least, Math.hypot(x - a.x - along * dx, y - a.y - along * dy));
  }
  return least;
}

/** The room above and below a socket on its card. @param {{ y: number }} socket @param {number} height */
export const reach = ({ y }, height) => ({ above: y, below: height - y });

/**
 * Where a wire meets the side of a folded frame.
 * @param {import('./boxes.js').Box | undefined} box
 * @param {string} name side + name of a socket
 */
export function edgeOf(box, name) {
  if (!box) return undefined;
  const middle = box.height / 2;
  return { x: name.startsWith('out') ? box.x + box.width : box.x, y: box.y + middle, room: reach({ y: middle }, box.height) };
}
