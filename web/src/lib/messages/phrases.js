/**
 * Words that come with the catalogue of nodes (titles, help, words of choices): they are English, and their own key to
 * another language.
 */

import german from './phrases.de.json' with { type: 'json' };
import { language } from './index.js';

/** @type {Record<string, Record<string, string>>} */
const PHRASES = { de: german };

/** Sentences of the German file about any two types of sockets. */
const ABOUT_TYPES = Object.keys(german)
  .filter((key) => key.includes('{other}'))
  .map((key) => ({ key, pattern: new RegExp(`^${key.replace(/[.?]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[\\w ]+)')}$`) }));

/**
 * In the language of the page; as it is where there is no word for it.
 * @param {string} text
 * @returns {string}
 */
export function phrase(text) {
  const words = PHRASES[language()];
  if (!words) return text;
  if (Object.hasOwn(words, text)) return words[text];
  for (const { key, pattern } of ABOUT_TYPES) {
    const types = pattern.exec(text)?.groups;
    if (types) return words[key].replace(/\{(\w+)\}/g, (_, name) => phrase(types[name][0].toUpperCase() + types[name].slice(1)));
  }
  return text;
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
