/**
 * How loud a sound is along its length, from its peaks.
 */

/**
 * Levels from 0 to 1 of `bars` equal parts, with volume in decibels and fades in seconds laid over the peaks.
 * @param {readonly number[]} peaks 0 to 1
 * @param {{ seconds: number, volume: number, fadeIn: number, fadeOut: number, bars: number }} how
 * @returns {number[]}
 */
export function envelope(peaks, { seconds, volume, fadeIn, fadeOut, bars }) {
  if (peaks.length === 0) return [];
  const gain = 10 ** (volume / 20);
  return Array.from({ length: bars }, (_, index) => {
    const from = Math.floor((index * peaks.length) / bars);
    const to = Math.max(from + 1, Math.floor(((index + 1) * peaks.length) / bars));
    const peak = Math.max(...peaks.slice(from, to).map((value) => Math.abs(Number(value) || 0)));
    const time = ((index + 0.5) / bars) * seconds;
    const rise = fadeIn > 0 && seconds ? Math.min(1, time / fadeIn) : 1;
    const fall = fadeOut > 0 && seconds ? Math.min(1, (seconds - time) / fadeOut) : 1;
    return Math.min(1, peak * gain * rise * fall);
  });
}
