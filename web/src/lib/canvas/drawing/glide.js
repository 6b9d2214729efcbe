/**
 * Positions that follow others' hands: each frame goes part of the way, so that a jump reads as a movement.
 *
 * @typedef {{ x: number, y: number }} Point
 */

/** Seconds after which two thirds of the way are done. */
const PACE = 0.07;

/**
 * The next point on the way from `from` to `to` after `seconds`; `to` itself once it is nearer than half a pixel.
 * @param {Point} from
 * @param {Point} to
 * @param {number} seconds
 * @returns {Point}
 */
export function nearer(from, to, seconds) {
  const part = 1 - Math.exp(-seconds / PACE);
  const x = from.x + (to.x - from.x) * part;
  const y = from.y + (to.y - from.y) * part;
  return Math.abs(to.x - x) < 0.5 && Math.abs(to.y - y) < 0.5 ? to : { x, y };
}

/**
 * Runs `step` every frame for as long as it answers true. Seconds since the frame before come in.
 * @param {(seconds: number) => boolean} step
 */
export function frames(step) {
  let running = 0;
  let before = 0;
  /** @param {number} now */
  function turn(now) {
    const seconds = Math.min(0.1, before ? (now - before) / 1000 : 1 / 60);
    before = now;
    running = step(seconds) ? requestAnimationFrame(turn) : 0;
  }
  return {
    wake() {
      if (running) return;
      before = 0;
      running = requestAnimationFrame(turn);
    },
    stop() {
      cancelAnimationFrame(running);
      running = 0;
    }
  };
}

/** True where the system asks for stillness. */
export function still() {
  return typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
}
