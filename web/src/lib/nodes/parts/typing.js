/**
 * Texts that several people write at once, as a field sees them: what changed, and where a caret stands after it.
 * Offsets are UTF-16, as the browser counts them.
 *
 * @typedef {{ from: number, to: number, text: string }} Change `text` in place of the letters from `from` to `to`
 */

/** Letters times letters that are compared one by one; above it a change counts as one stretch. */
const COMPARED = 250_000;

/** @param {string} text @param {number} at */
const halves = (text, at) => /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at));

/**
 * The one stretch that differs.
 * @param {string} before
 * @param {string} after
 * @param {number} [end] where in `after` the change ended: decides among equal letters
 * @returns {Change}
 */
function stretch(before, after, end = after.length) {
  const shorter = Math.min(before.length, after.length);
  const limit = Math.min(shorter, Math.max(0, after.length - end));
  let tail = 0;
  while (tail < limit && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (halves(before, before.length - tail) || halves(after, after.length - tail)) tail -= 1;
  let head = 0;
  while (head < shorter - tail && before[head] === after[head]) head += 1;
  if (halves(before, head) || halves(after, head)) head -= 1;
  return { from: head, to: before.length - tail, text: after.slice(head, after.length - tail) };
}

/**
 * Lengths of what the rests of two texts share, by position in both.
 * @param {string[]} before
 * @param {string[]} after
 */
function sharedRests(before, after) {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let one = before.length - 1; one >= 0; one -= 1) {
    for (let other = after.length - 1; other >= 0; other -= 1) {
      const here = one * width + other;
      lengths[here] = before[one] === after[other] ? lengths[here + width + 1] + 1 : Math.max(lengths[here + width], lengths[here + 1]);
    }
  }
  return (/** @type {number} */ one, /** @type {number} */ other) => lengths[one * width + other];
}

/**
 * What changed in several places at once, from left to right.
 * @param {number} place where the stretch that holds all of it begins
 * @param {string[]} gone its letters before
 * @param {string[]} come its letters after
 * @returns {Change[]}
 */
function apart(place, gone, come) {
  const shared = sharedRests(gone, come);
  const found = /** @type {Change[]} */ ([]);
  let open = /** @type {Change | null} */ (null);
  let one = 0;
  let other = 0;
  while (one < gone.length || other < come.length) {
    if (gone[one] === come[other]) {
      open = null;
      place += gone[one].length;
      one += 1;
      other += 1;
      continue;
    }
    if (!open) found.push((open = { from: place, to: place, text: '' }));
    const added = one === gone.length || (other < come.length && shared(one, other + 1) >= shared(one + 1, other));
    if (added) open.text += come[other++];
    else open.to = place += gone[one++].length;
  }
  return found;
}

/**
 * What turns `before` into `after`, from left to right.
 * @param {string} before
 * @param {string} after
 * @param {readonly number[]} [ends] places in `after` where somebody's change may have ended
 * @returns {Change[]}
 */
export function changes(before, after, ends = []) {
  if (before === after) return [];
  const told = ends.map((end) => ({ end, ...stretch(before, after, end) })).find(({ end, from, text }) => from + text.length === end);
  const { from, to, text } = told ?? stretch(before, after);
  const several = from < to && text !== '' && (to - from) * text.length <= COMPARED;
  return several ? apart(from, [...before.slice(from, to)], [...text]) : [{ from, to, text }];
}

/**
 * Where a place in a text is after the changes. What is put in right there stays behind it, unless `past` is set.
 * @param {number} place
 * @param {readonly Change[]} made
 * @param {boolean} [past]
 */
export function carried(place, made, past = false) {
  let moved = 0;
  for (const { from, to, text } of made) {
    if (from > place || (from === place && !(past && from === to))) break;
    if (to > place) return from + moved + text.length;
    moved += text.length - (to - from);
  }
  return place + moved;
}

/**
 * What somebody did to `base` while others made `now` of it, done to `now`; `caret` is theirs, in `mine` before and in the result after.
 * @param {string} base
 * @param {string} mine
 * @param {string} now
 * @param {number} caret
 */
export function rebased(base, mine, now, caret) {
  const own = stretch(base, mine, caret);
  const others = changes(base, now);
  const place = carried(own.from, others);
  let text = now;
  let rest = own.to;
  // From the right, so that what stands left of it keeps its place; what others put between stays.
  for (const { from, to } of [...others].reverse().concat({ from: -1, to: own.from, text: '' })) {
    const start = Math.max(own.from, Math.min(to, rest));
    if (start < rest) text = text.slice(0, carried(start, others, true)) + text.slice(carried(rest, others));
    rest = Math.min(rest, Math.max(from, own.from));
  }
  const behind = caret - own.from;
  const inside = behind >= 0 && behind <= own.text.length;
  return { text: text.slice(0, place) + own.text + text.slice(place), caret: inside ? place + behind : carried(caret, others) };
}

/**
 * Writes `value` into a field that may be in use: caret and selection stay at their letters, and nothing scrolls.
 * @param {HTMLTextAreaElement} field
 * @param {string} value
 * @param {readonly number[]} [ends] where somebody's change may have ended
 * @param {boolean} [go] one's own undo is awaited: the caret goes to where it changed the text
 */
export function carryInto(field, value, ends = [], go = false) {
  if (field.value === value) return;
  // An empty field has nothing to keep; to ask where it stands would have the page laid out, card by card.
  if (!field.value && document.activeElement !== field) {
    field.value = value;
    return;
  }
  const { selectionStart, selectionEnd, selectionDirection, scrollTop, scrollLeft } = field;
  const made = changes(field.value, value, ends);
  const used = document.activeElement === field;
  field.value = value;
  if (used) {
    const last = made[made.length - 1];
    const ended = carried(last.from, made) + last.text.length;
    const back = go && !ends.includes(ended);
    const start = back ? ended : carried(selectionStart, made);
    const end = back || selectionStart === selectionEnd ? start : carried(selectionEnd, made);
    field.setSelectionRange(start, Math.max(start, end), selectionDirection);
  }
  field.scrollTo(scrollLeft, scrollTop);
}
