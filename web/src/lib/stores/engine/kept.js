/** One value that this browser keeps for the next visit; without a place to keep it, it lasts as long as the page. */

import { cell } from './channels.js';

/**
 * @template T
 * @param {string} name
 * @param {T} start
 * @returns {import('./channels.js').Reading<T> & { set: (value: T) => void }}
 */
export function kept(name, start) {
  const value = cell(found(name, start));
  return {
    ...value,
    set(next) {
      value.set(next);
      try {
        localStorage.setItem(name, JSON.stringify(next));
      } catch {
        // A browser that keeps nothing still shows what was chosen.
      }
    }
  };
}

/** @template T @param {string} name @param {T} start @returns {T} */
function found(name, start) {
  try {
    const text = typeof localStorage === 'undefined' ? null : localStorage.getItem(name);
    return text === null ? start : JSON.parse(text);
  } catch {
    return start;
  }
}
