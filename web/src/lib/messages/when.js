/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60]
];

/**
 * "3 hours ago", "yesterday", "just now".
 * @param {string} instant ISO 8601
 * @param {number} now in milliseconds, the page's own: server and browser then say the same
 */
export function ago(instant, now) {
  const seconds = Math.max(0, (now - Date.parse(instant)) / 1000);
  const [unit, length] = UNITS.find((candidate) => seconds >= candidate[1]) ?? [null, 1];
  if (!unit) return 'just now';
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(seconds / length), unit);
}
