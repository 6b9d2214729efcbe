/**
 * The way and the look of a wire, one for all that draw it: Svelte Flow's edge, the wire in hand, the 2D layer, hit tests.
 *
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ above: number, below: number }} Room how far a card reaches above and below its socket
 * @typedef {{ source: Point, target: Point, room?: { source?: Room, target?: Room } }} Ends `room`: what a wire that goes backward has to clear
 * @typedef {{ path: string, middle: Point }} Shape an SVG path, and where a word on the wire stands
 */

/** A card without known height reaches this far around its socket. */
const ROOM = { above: 60, below: 90 };
/** From the socket straight out, before a wire that goes backward turns. */
const LEAD = 26;
const CORNER = 20;
/** Between a wire that goes around and the card it goes around. */
const CLEAR = 24;
/** Parts in which a curve is measured. */
const PARTS = 16;

/** A wire whose target lies less than this to the right of its source goes around. */
const FORWARD = 12;

/**
 * Control points of a wire that goes forward: four, of one cubic curve.
 * @param {Ends} ends
 */
function curve({ source, target }) {
  const reach = Math.max(36, Math.min(Math.abs(target.x - source.x) * 0.5, 40 + Math.abs(target.y - source.y) * 0.6 + 120));
  return [source, { x: source.x + reach, y: source.y }, { x: target.x - reach, y: target.y }, target];
}

/**
 * Corners of a wire that goes backward: out of the source, above, below or between the two cards, into the target.
 * @param {Ends} ends
 */
function around({ source, target, room }) {
  const [from, to] = [room?.source ?? ROOM, room?.target ?? ROOM];
  const [one, other] = [
    { top: source.y - from.above, bottom: source.y + from.below },
    { top: target.y - to.above, bottom: target.y + to.below }
  ];
  const ways = [Math.min(one.top, other.top) - CLEAR, Math.max(one.bottom, other.bottom) + CLEAR];
  if (other.top - one.bottom > CLEAR) ways.push((other.top + one.bottom) / 2);
  if (one.top - other.bottom > CLEAR) ways.push((one.top + other.bottom) / 2);
  const length = (/** @type {number} */ y) => Math.abs(y - source.y) + Math.abs(y - target.y);
  const y = ways.reduce((best, way) => (length(way) < length(best) ? way : best));
  return [
    source,
    { x: source.x + LEAD, y: source.y },
    { x: source.x + LEAD, y },
    { x: target.x - LEAD, y },
    { x: target.x - LEAD, y: target.y },
    target
  ];
}

/**
 * Corners rounded off, as an SVG path.
 * @param {Point[]} corners
 */
function rounded(corners) {
  const parts = [`M${corners[0].x} ${corners[0].y}`];
  for (let index = 1; index < corners.length - 1; index += 1) {
    const [before, corner, after] = corners.slice(index - 1, index + 2);
    const [into, out] = [toward(corner, before), toward(corner, after)];
    parts.push(`L${into.x} ${into.y}Q${corner.x} ${corner.y} ${out.x} ${out.y}`);
  }
  const end = corners[corners.length - 1];
  return parts.join('') + `L${end.x} ${end.y}`;
}

/**
 * @param {Point} corner
 * @param {Point} next
 */
function toward(corner, next) {
  const [dx, dy] = [next.x - corner.x, next.y - corner.y];
  const length = Math.hypot(dx, dy) || 1;
  const part = Math.min(CORNER, length / 2) / length;
  return { x: corner.x + dx * part, y: corner.y + dy * part };
}

/**
 * Draws the way of a wire with a 2D pen: the same as `wireShape` gives as a path.
 * @param {Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'bezierCurveTo' | 'quadraticCurveTo'>} pen
 * @param {Ends} ends
 */
export function traceWire(pen, ends) {
  if (!backward(ends)) {
    const [a, b, c, d] = curve(ends);
    pen.moveTo(a.x, a.y);
    pen.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
    return;
  }
  const corners = around(ends);
  pen.moveTo(corners[0].x, corners[0].y);
  for (let index = 1; index < corners.length - 1; index += 1) {
    const [before, corner, after] = corners.slice(index - 1, index + 2);
    const [into, out] = [toward(corner, before), toward(corner, after)];
    pen.lineTo(into.x, into.y);
    pen.quadraticCurveTo(corner.x, corner.y, out.x, out.y);
  }
  pen.lineTo(corners[corners.length - 1].x, corners[corners.length - 1].y);
}

/** @param {Ends} ends */
const backward = ({ source, target }) => target.x - source.x < FORWARD;

/**
 * @param {Ends} ends
 * @returns {Shape}
 */
export function wireShape(ends) {
  if (backward(ends)) {
    const corners = around(ends);
    return { path: rounded(corners), middle: { x: (corners[2].x + corners[3].x) / 2, y: corners[2].y } };
  }
  const [a, b, c, d] = curve(ends);
  return { path: `M${a.x} ${a.y}C${b.x} ${b.y} ${c.x} ${c.y} ${d.x} ${d.y}`, middle: at([a, b, c, d], 0.5) };
}

/**
 * Points along a wire, from its source to its target: near enough to its way to be hit and cut by.
 * @param {Ends} ends
 * @returns {Point[]}
 */
export function wirePoints(ends) {
  if (backward(ends)) return around(ends);
  const controls = curve(ends);
  return Array.from({ length: PARTS + 1 }, (_, index) => at(controls, index / PARTS));
}

/**
 * A point of a cubic curve.
 * @param {Point[]} controls four
 * @param {number} part from 0 to 1
 */
function at([a, b, c, d], part) {
  const rest = 1 - part;
  const [p, q, r, s] = [rest ** 3, 3 * rest ** 2 * part, 3 * rest * part ** 2, part ** 3];
  return { x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y };
}

/**
 * The look of a wire in canvas pixels: `color` is the name of a custom property of the design tokens.
 * @param {{ type?: string, weight?: number, weighs?: boolean, converts?: string }} data `weighs`: its weight is shown as its thickness
 * @returns {{ color: string, width: number, dash: number[] }}
 */
export function wireLook({ type = 'text', weight = 1, weighs = false, converts = '' }) {
  return { color: `--s-${type}`, width: weighs ? 1 + 3 * weight : 2, dash: converts ? [7, 4] : [] };
}
