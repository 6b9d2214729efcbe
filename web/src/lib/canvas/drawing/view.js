/**
 * What a person looks at, told so that a window of any other size can show it: as a window of `FRAME` would have to
 * stand to hold all of it.
 *
 * @import { Viewport } from '#lib/protocol/schema.js'
 * @typedef {{ width: number, height: number }} Size in pixels
 */

/** @type {Size} */
export const FRAME = { width: 1200, height: 900 };
/** Seconds after which two thirds of the way to another view are done. */
const PACE = 0.12;

/**
 * A view from one window to another: the same middle, and all of it to be seen.
 * @param {Viewport} view
 * @param {Size} from
 * @param {Size} to
 * @returns {Viewport}
 */
function between({ x, y, zoom }, from, to) {
  const next = zoom * Math.min(to.width / from.width, to.height / from.height);
  const middle = { x: (from.width / 2 - x) / zoom, y: (from.height / 2 - y) / zoom };
  return { x: to.width / 2 - middle.x * next, y: to.height / 2 - middle.y * next, zoom: next };
}

/** @param {Viewport} view @param {Size} window one's own */
export const told = (view, window) => between(view, window, FRAME);

/** @param {Viewport} view as others told it @param {Size} window one's own */
export const shown = (view, window) => between(view, FRAME, window);

/**
 * The next view on the way from `from` to `to` after `seconds`; `to` itself once nothing of the way is left to see.
 * @param {Viewport} from
 * @param {Viewport} to
 * @param {number} seconds
 * @param {Size} window
 * @returns {Viewport}
 */
export function approached(from, to, seconds, { width, height }) {
  const part = 1 - Math.exp(-seconds / PACE);
  const middle = (/** @type {Viewport} */ { x, y, zoom }) => ({ x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom });
  const [here, there] = [middle(from), middle(to)];
  const zoom = from.zoom * (to.zoom / from.zoom) ** part;
  const at = { x: here.x + (there.x - here.x) * part, y: here.y + (there.y - here.y) * part };
  const near = Math.hypot(there.x - at.x, there.y - at.y) * zoom < 0.5 && Math.abs(Math.log(to.zoom / zoom)) < 0.001;
  return near ? to : { x: width / 2 - at.x * zoom, y: height / 2 - at.y * zoom, zoom };
}
