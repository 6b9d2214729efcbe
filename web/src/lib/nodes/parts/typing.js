/**
 * The caret after `before` became `after` by somebody else's hand: it stays at the same letter.
 * @param {string} before
 * @param {string} after
 * @param {number} caret
 */
function carriedCaret(before, after, caret) {
  const limit = Math.min(before.length, after.length);
  let head = 0;
  while (head < limit && before[head] === after[head]) head += 1;
  if (caret <= head) return caret;
  let tail = 0;
  while (tail < limit - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const changedTo = before.length - tail;
  return caret >= changedTo ? caret + after.length - before.length : after.length - tail;
}

/**
 * Writes `value` into a field that may be in use, without moving the caret from its letter.
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 * @param {string} value
 */
export function carryInto(field, value) {
  if (field.value === value) return;
  if (document.activeElement !== field) {
    field.value = value;
    return;
  }
  const before = field.value;
  const from = carriedCaret(before, value, field.selectionStart ?? 0);
  const to = carriedCaret(before, value, field.selectionEnd ?? 0);
  field.value = value;
  field.setSelectionRange(from, to);
}
