/**
 * What somebody means who types a few letters.
 */

/** Letters without accents, small. @param {string} text */
export const folded = (text) => (/^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')).toLowerCase();

/**
 * How well `query` fits `text`: whole words best, then starts of words, then letters in their order; -1 where they are not all there.
 * @param {string} query
 * @param {string} text
 * @returns {number}
 */
export function fit(query, text) {
  const wanted = folded(query).trim();
  const within = folded(text);
  if (!wanted) return 0;
  const whole = within.indexOf(wanted);
  if (whole >= 0) return 1000 - (startsWord(within, whole) ? 0 : 300) - (whole ? 50 : 0) - within.length / 10;
  const words = wanted.split(/\s+/);
  if (words.length > 1) {
    const each = words.map((word) => fit(word, text));
    return Math.min(...each) < 0 ? -1 : Math.min(...each) - 100;
  }
  return scattered(wanted, within);
}

/** @param {string} text @param {number} at */
const startsWord = (text, at) => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]);

/** @param {string} wanted @param {string} within */
function scattered(wanted, within) {
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = within.indexOf(letter, at + 1);
    if (next < 0) return -1;
    // A later start of a word with that letter is what is meant more often than the next best place.
    const start = next === at + 1 ? next : (wordStart(within, letter, next) ?? next);
    score += (startsWord(within, start) ? 8 : 0) + (start === at + 1 ? 4 : 0) - Math.min(6, start - at - 1) / 2;
    at = start;
  }
  const most = wanted.length * 12;
  return score < wanted.length * 2 ? -1 : (score / most) * 200 - within.length / 100;
}

/** @param {string} text @param {string} letter @param {number} from */
function wordStart(text, letter, from) {
  for (let at = from; at >= 0; at = text.indexOf(letter, at + 1)) if (startsWord(text, at)) return at;
  return undefined;
}

/**
 * The entries that fit `query`, best first; all in their own order for an empty query.
 * @template T
 * @param {readonly T[]} entries
 * @param {string} query
 * @param {(entry: T) => string} text
 * @param {(entry: T) => number} [bonus] for what is likelier meant
 * @returns {T[]}
 */
export function found(entries, query, text, bonus = () => 0) {
  if (!query.trim()) return [...entries];
  return entries
    .map((entry) => ({ entry, score: fit(query, text(entry)) }))
    .filter(({ score }) => score >= 0)
    .map(({ entry, score }) => ({ entry, score: score + bonus(entry) }))
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}
