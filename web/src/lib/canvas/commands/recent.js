/**
 * What was chosen last in the palette, newest first, kept in this browser.
 */

const PLACE = 'canvas.recent';
const MOST = 8;

/** @returns {string[]} */
export function recent() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) ?? '[]');
    return Array.isArray(found) ? found.filter((key) => typeof key === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** @param {string} key */
export function noteRecent(key) {
  try {
    localStorage.setItem(PLACE, JSON.stringify([key, ...recent().filter((one) => one !== key)].slice(0, MOST)));
  } catch {
    // A browser that keeps nothing begins the palette with its first group.
  }
}
