/**
 * Words that come with the catalogue of nodes (titles, help, words of choices): they are English, and their own key to
 * another language.
 */

import german from './phrases.de.json' with { type: 'json' };
import { language } from './index.js';

/** @type {Record<string, Record<string, string>>} */
const PHRASES = { de: german };

/**
 * In the language of the page; as it is where there is no word for it.
 * @param {string} text
 */
export function phrase(text) {
  const words = PHRASES[language()];
  return words && Object.hasOwn(words, text) ? words[text] : text;
}

/**
 * Fields of the catalogue that a person reads. Keys and values that a machine reads stay as they are.
 */
const READ = new Set(['title', 'help', 'category', 'reason', 'label', 'refusal', 'description']);
/** Objects whose every value is read. */
const ALL_READ = new Set(['titles', 'socket_titles', 'wire_sentences']);

/**
 * A copy of the catalogue, or of any part of it, in the language of the page.
 * @template T
 * @param {T} part
 * @param {boolean} [read] whether every text in it is for people
 * @returns {T}
 */
export function inOwnWords(part, read = false) {
  if (language() === 'en' || part === null || typeof part !== 'object') return part;
  if (Array.isArray(part)) return /** @type {any} */ (part.map((item) => inOwnWords(item)));
  /** @param {[string, any]} entry */
  const spoken = ([key, value]) => {
    if (typeof value === 'string') return [key, read || READ.has(key) ? phrase(value) : value];
    return [key, key === 'default' || key === 'enum' ? value : inOwnWords(value, ALL_READ.has(key))];
  };
  return /** @type {T} */ (Object.fromEntries(Object.entries(part).map(spoken)));
}
