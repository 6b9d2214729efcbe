/**
 * Timecode HH:MM:SS:FF of a length in seconds at `rate` frames per second, counted without drop frames.
 * @param {number} seconds
 * @param {number} [rate]
 */
export function timecode(seconds, rate = 24) {
  const whole = Math.max(1, Math.round(rate));
  const frames = Math.round(Math.max(0, seconds) * whole);
  const parts = [
    Math.floor(frames / (whole * 3600)),
    Math.floor(frames / (whole * 60)) % 60,
    Math.floor(frames / whole) % 60,
    frames % whole
  ];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * A length a person reads at a glance: "≈ 6 s", "≈ 3 min".
 * @param {number} seconds
 */
export function about(seconds) {
  return seconds < 90 ? `≈ ${Math.max(1, Math.round(seconds))} s` : `≈ ${Math.round(seconds / 60)} min`;
}

/**
 * Whole frames of a length in seconds.
 * @param {number} seconds
 * @param {number} rate frames per second
 */
export const framesOf = (seconds, rate) => Math.round(Math.max(0, seconds) * rate);

/**
 * How much of it there is: the timecode of a clip, the size of a picture, the seconds of a sound.
 * @param {{ kind: string, duration: number, rate: number, width: number, height: number }} take
 */
export function lasting({ kind, duration, rate, width, height }) {
  if (kind === 'image') return `${width}×${height}`;
  return kind === 'audio' ? `${duration.toFixed(1)} s` : timecode(duration, rate);
}
