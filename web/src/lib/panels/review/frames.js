/**
 * Frames of the film and frames of a take: one number drives all takes that are looked at, whatever their rate and length.
 *
 * @typedef {{ frames: number, rate: number, duration: number, kind: string }} Span of a take: its own frames at its own rate
 */

/** As far as the shuttle goes, backwards and forwards. */
const LADDER = [-2, -1, 0, 1, 2, 4];
const NTSC = 1001 / 1000;

/** The rate itself where it was told rounded: 23.976 is 24000/1001. @param {number} rate */
export function exactRate(rate) {
  const whole = Math.round(rate);
  return Math.abs(rate - whole) < 1e-6 ? Math.max(1, whole) : Math.max(1, Math.round(rate * NTSC)) / NTSC;
}

/** Faster that way at each press; from the other direction first to the plain speed. @param {number} speed @param {1 | -1} way */
export function shuttled(speed, way) {
  if (speed * way < 0) return way;
  return LADDER[Math.min(LADDER.length - 1, Math.max(0, LADDER.indexOf(speed) + way))];
}

/** How many frames of the film a take lasts; a picture lasts one. @param {Span} take @param {number} rate of the film */
export function filmLength(take, rate) {
  const seconds = take.frames && take.rate ? take.frames / exactRate(take.rate) : take.duration;
  return Math.max(1, Math.round(seconds * exactRate(rate)));
}

/**
 * The take's own frame that stands at a frame of the film; behind its end, its last.
 * @param {number} frame @param {Span} take @param {number} rate of the film
 */
export function ownFrame(frame, take, rate) {
  if (!take.frames || !take.rate) return 0;
  const own = Math.floor(((frame + 0.5) / exactRate(rate)) * exactRate(take.rate));
  return Math.min(take.frames - 1, Math.max(0, own));
}

/** The first frame of the film at which that frame of the take stands. @param {number} own @param {Span} take @param {number} rate of the film */
export function filmFrame(own, take, rate) {
  return Math.max(0, Math.ceil((own / exactRate(take.rate || rate)) * exactRate(rate) - 0.5 - 1e-6));
}

/** The middle of a frame in seconds: a player that is sent there shows it, whichever way it rounds. @param {number} own @param {number} rate */
export const middleOf = (own, rate) => (own + 0.5) / exactRate(rate);

/** HH:MM:SS:FF of a frame, counted without drop frames, as it is burnt into a previs. @param {number} frame @param {number} rate */
export function codeOf(frame, rate) {
  const whole = Math.max(1, Math.round(rate));
  const seconds = Math.floor(frame / whole);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frame % whole];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * Where the loop runs: between the marks, as far as they are set and in order.
 * @param {{ from: number | null, to: number | null }} marks @param {number} length
 * @returns {[number, number]} first and last frame
 */
export function bounds({ from, to }, length) {
  const last = Math.max(0, length - 1);
  const first = Math.min(from ?? 0, last);
  return [first, Math.max(first, Math.min(to ?? last, last))];
}
