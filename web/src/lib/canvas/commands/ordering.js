/**
 * Orders of siblings: texts that sort as they follow each other.
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BLOCK = 4;

/**
 * An order behind another, hardly longer however often it is asked for.
 * @param {string} last
 */
export function behind(last) {
  const head = last.length > BLOCK ? last.slice(0, -BLOCK) : last;
  const tail = last.length > BLOCK ? last.slice(-BLOCK) : '0'.repeat(BLOCK);
  const number = [...tail].reduce((sum, digit) => sum * DIGITS.length + DIGITS.indexOf(digit), 0) + 1;
  const odd = [...tail].some((digit) => !DIGITS.includes(digit)) || number >= DIGITS.length ** BLOCK;
  return odd ? `${last}${'0'.repeat(BLOCK - 1)}1` : head + digitsOf(number);
}

/** @param {number} number */
function digitsOf(number) {
  let text = '';
  for (let rest = number; text.length < BLOCK; rest = Math.floor(rest / DIGITS.length)) text = DIGITS[rest % DIGITS.length] + text;
  return text;
}

/**
 * The last order on a level; "V" before there is one.
 * @param {Iterable<{ order: string }>} siblings
 */
export function lastOf(siblings) {
  let last = '';
  for (const { order } of siblings) if (order > last) last = order;
  return last || 'V';
}
