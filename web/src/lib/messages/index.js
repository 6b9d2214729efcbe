import en from './en.js';

/** @typedef {keyof typeof en} MessageKey */

/**
 * The sentence of a key with its `{places}` filled.
 * @param {MessageKey} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  return en[key].replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/**
 * The sentence for one or for many.
 * @param {'dashboard.count' | 'dashboard.people'} key
 * @param {number} count
 */
export function counted(key, count) {
  return t(count === 1 ? `${key}.one` : `${key}.many`, { count });
}
