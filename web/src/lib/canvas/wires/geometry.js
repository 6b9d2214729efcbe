/**
 * What a point, a card or a knife meets of wires, which are given as points along their way.
 *
 * @import { Point } from './shape.js'
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 */

/**
 * How far a point is from a wire, in canvas pixels.
 * @param {Point[]} way
 * @param {Point} point
 */
function distance(way, point) {
  let nearest = Infinity;
  for (let index = 1; index < way.length; index += 1) nearest = Math.min(nearest, apart(way[index - 1], way[index], point));
  return nearest;
}

/** @param {Point} a @param {Point} b @param {Point} point */
function apart(a, b, point) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const part = length ? Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length)) : 0;
  return Math.hypot(a.x + dx * part - point.x, a.y + dy * part - point.y);
}

/**
 * Whether two ways cross.
 * @param {Point[]} one
 * @param {Point[]} other
 */
export function cross(one, other) {
  for (let i = 1; i < one.length; i += 1) {
    for (let j = 1; j < other.length; j += 1) if (meet(one[i - 1], one[i], other[j - 1], other[j])) return true;
  }
  return false;
}

/** @param {Point} a @param {Point} b @param {Point} c @param {Point} d */
function meet(a, b, c, d) {
  const turn = (/** @type {Point} */ p, /** @type {Point} */ q, /** @type {Point} */ r) =>
    Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

/**
 * How far a wire passes from the middle of a box that it crosses or lies in; Infinity where it meets it nowhere.
 * @param {Point[]} way
 * @param {Box} box
 */
export function passing(way, { x, y, width, height }) {
  const rim = [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
    { x, y }
  ];
  const inside = way[0].x >= x && way[0].x <= x + width && way[0].y >= y && way[0].y <= y + height;
  return inside || cross(way, rim) ? distance(way, { x: x + width / 2, y: y + height / 2 }) : Infinity;
}

/**
 * The box around a way.
 * @param {Point[]} way
 * @returns {Box}
 */
export function wrapped(way) {
  const [left, top] = [Math.min(...way.map(({ x }) => x)), Math.min(...way.map(({ y }) => y))];
  return { x: left, y: top, width: Math.max(...way.map(({ x }) => x)) - left, height: Math.max(...way.map(({ y }) => y)) - top };
}

/** @param {Box} one @param {Box} other */
export const overlap = (one, other) =>
  one.x <= other.x + other.width && other.x <= one.x + one.width && one.y <= other.y + other.height && other.y <= one.y + one.height;
