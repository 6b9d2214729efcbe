import { language, t } from './index.js';

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60]
];

/** One per language: to make one takes longer than a hundred uses. @type {Map<string, Intl.RelativeTimeFormat>} */
const formats = new Map();

/**
 * "3 hours ago", "yesterday", "just now".
 * @param {string | number} instant ISO 8601, or milliseconds since 1970
 * @param {number} now in milliseconds, the page's own: server and browser then say the same
 */
export function ago(instant, now) {
  const seconds = Math.max(0, (now - (typeof instant === 'number' ? instant : Date.parse(instant))) / 1000);
  const [unit, length] = UNITS.find((candidate) => seconds >= candidate[1]) ?? [null, 1];
  if (!unit) return t('when.now');
  const format = formats.get(language()) ?? new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  formats.set(language(), format);
  return format.format(-Math.floor(seconds / length), unit);
}

/**
 * A length of time: "40 s", "12 min", "3.5 h".
 * @param {number} seconds
 */
export function time(seconds) {
  if (seconds < 90) return t('card.seconds', { seconds: Math.max(1, Math.round(seconds)) });
  if (seconds < 5400) return t('library.minutes', { minutes: Math.round(seconds / 60) });
  return t('batch.hours', { hours: Math.round(seconds / 360) / 10 });
}

/**
 * The same with what it may be off by: "40 s ± 6 s"; "40 s" where nothing tells.
 * @param {number} seconds
 * @param {number} error 0: nothing tells
 */
export const give = (seconds, error) => (error ? t('batch.give', { time: time(seconds), error: time(error) }) : time(seconds));

/**
 * What a sum may be off by; 0 where nothing tells of one of its parts.
 * @param {readonly number[]} errors
 */
export const together = (errors) => (errors.every(Boolean) ? Math.hypot(...errors) : 0);
