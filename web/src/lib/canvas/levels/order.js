/**
 * Places between siblings, as texts that sort: fractional indices over digits and letters, without a 0 at the end.
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const WIDTH = 4;
const LONGEST = 60;

/**
 * A text that sorts between two others; `after` empty means: at the end. Null where there is no room between them.
 * @param {string} before
 * @param {string} after
 * @returns {string | null}
 */
export function orderBetween(before, after) {
  if (after && before >= after) return null;
  let made = '';
  for (let index = 0; ; index += 1) {
    const low = digit(before, index, 0);
    const high = after.startsWith(made) ? digit(after, index, DIGITS.length) : DIGITS.length;
    if (low < 0 || high < 0) return null;
    made += DIGITS[high - low > 1 ? (low + high) >> 1 : low];
    if (high - low > 1) return after && made >= after ? null : made;
    // What sorts right before a 0 at the end cannot be written.
    if (made.length > LONGEST) return null;
  }
}

/** @param {string} text @param {number} index @param {number} otherwise */
const digit = (text, index, otherwise) => (index < text.length ? DIGITS.indexOf(text[index]) : otherwise);

/**
 * Orders for `count` siblings, evenly apart.
 * @param {number} count
 * @returns {string[]}
 */
export function orders(count) {
  return Array.from({ length: count }, (_, index) => `${index.toString(36).padStart(WIDTH, '0')}V`);
}
