/** What this browser remembers of a person, where the page server has to know it before it paints. */

const YEAR = 31_536_000;

/**
 * @param {string} name
 * @param {string} value
 */
export function remember(name, value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR}; samesite=lax`;
}

/**
 * @param {string} name
 * @returns {string} empty where nothing is remembered
 */
export function remembered(name) {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}
