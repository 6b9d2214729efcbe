/**
 * Operational transformation of text: the browser's twin of `production_canvas.graph.text`, result for result.
 * A delta is `[skip, "inserted", { d: n | "deleted text" }]`, positions and lengths in Unicode code points. Canonical form,
 * which every function here gives: no empty part, equal neighbours joined, an insertion before the deletion at its place,
 * no skip at the end.
 *
 * @import { NodeText, TextDeletion } from '#lib/protocol/schema.js'
 *
 * @typedef {NodeText['delta']} Delta
 * @typedef {Delta[number]} Part
 * @typedef {string | string[]} Letters code points: the string itself where each of its units is one
 */

const ENDLESS = Number.MAX_SAFE_INTEGER;
const SURROGATE = /[\uD800-\uDFFF]/;

/** A delta that was made for another text. */
export class TextMismatch extends Error {
  /**
   * @param {number} length of the text, in code points
   * @param {number} end where the delta wanted to reach
   */
  constructor(length, end) {
    super(`The edit was made for another text: it reaches ${end}, the text has ${length} characters.`);
    this.name = 'TextMismatch';
  }
}

/**
 * Code points that can be counted and cut. Most texts need no copy for it.
 * @param {string} text
 * @returns {Letters}
 */
const lettersOf = (text) => (SURROGATE.test(text) ? Array.from(text) : text);

/** @param {Letters} letters @param {number} [from] @param {number} [to] */
const cut = (letters, from, to) => {
  const piece = letters.slice(from, to);
  return typeof piece === 'string' ? piece : piece.join('');
};

/** @param {string} text */
const count = (text) => lettersOf(text).length;

/** @param {Part} part @returns {number} code points of it */
const lengthOf = (part) => (typeof part === 'number' ? part : typeof part === 'string' ? count(part) : goneOf(part.d));

/** @param {number | string} gone */
const goneOf = (gone) => (typeof gone === 'string' ? count(gone) : gone);

/**
 * The text after the delta. Throws TextMismatch where the delta was made for another text.
 * @param {string} text
 * @param {Delta} delta
 */
export function apply(text, delta) {
  const letters = lettersOf(text);
  let made = '';
  let place = 0;
  for (const part of delta) {
    if (typeof part === 'string') {
      made += part;
      continue;
    }
    const end = place + lengthOf(part);
    if (end > letters.length) throw new TextMismatch(letters.length, end);
    if (typeof part === 'number') made += cut(letters, place, end);
    else if (typeof part.d === 'string' && part.d !== cut(letters, place, end)) throw new TextMismatch(letters.length, end);
    place = end;
  }
  return made + cut(letters, place);
}

/**
 * The delta in canonical form, every deletion with the letters it takes from `text`. Throws TextMismatch.
 * @param {string} text
 * @param {Delta} delta
 */
export function completed(text, delta) {
  const letters = lettersOf(text);
  const out = new Writer();
  let place = 0;
  for (const part of delta) {
    if (typeof part === 'string') {
      out.insert(part);
      continue;
    }
    const end = place + lengthOf(part);
    if (end > letters.length) throw new TextMismatch(letters.length, end);
    if (typeof part === 'number') out.skip(part);
    else out.delete(cut(letters, place, end));
    place = end;
  }
  return out.done();
}

/**
 * What `delta` becomes after `over`, both made for the same text. Where both insert at one position, `left` says which side
 * `delta`'s insertion stands on: left is who was logged first.
 * @param {Delta} delta
 * @param {Delta} over
 * @param {{ left: boolean }} side
 */
export function transform(delta, over, { left }) {
  const out = new Writer();
  const one = new Reader(delta);
  const other = new Reader(over);
  while (one.more) {
    if (one.inserts && (left || !other.inserts)) out.insert(one.takeInsertion());
    else if (other.inserts) out.skip(count(other.takeInsertion()));
    else {
      const length = Math.min(one.left, other.left);
      const mine = one.take(length);
      if (typeof other.take(length) !== 'object') out.put(mine);
    }
  }
  return out.done();
}

/**
 * One delta that does what `first` and then `second` do.
 * @param {Delta} first
 * @param {Delta} second
 */
export function compose(first, second) {
  const out = new Writer();
  const one = new Reader(first);
  const other = new Reader(second);
  while (one.more || other.more) {
    if (typeof one.part === 'object') out.put(one.take(one.left));
    else if (other.inserts) out.insert(other.takeInsertion());
    else {
      const length = Math.min(one.left, other.left);
      const mine = one.take(length);
      const theirs = other.take(length);
      if (typeof mine === 'number') out.put(theirs);
      else if (typeof theirs !== 'object') out.put(mine);
    }
  }
  return out.done();
}

/**
 * What takes the delta back. The delta is one of `completed`: its deletions name their letters.
 * @param {Delta} delta
 */
export function invert(delta) {
  const out = new Writer();
  for (const part of delta) {
    if (typeof part === 'number') out.skip(part);
    else if (typeof part === 'string') out.delete(part);
    else out.insert(String(part.d));
  }
  return out.done();
}

/**
 * Where a caret stands after the delta. An insertion right at it pushes it on only if it is the caret's `own`.
 * @param {number} cursor in code points, like what comes out
 * @param {Delta} delta
 * @param {{ own?: boolean }} [whose]
 */
export function transformCursor(cursor, delta, { own = false } = {}) {
  let place = 0;
  for (const part of delta) {
    if (place > cursor) break;
    const length = lengthOf(part);
    if (typeof part === 'string') {
      if (place < cursor || own) cursor += length;
      place += length;
    } else if (typeof part === 'number') place += length;
    else cursor -= Math.max(0, Math.min(length, cursor - place));
  }
  return cursor;
}

/**
 * Where a delta's last change ends, in the text after it: the caret of whoever made it.
 * @param {Delta} delta
 */
export function endOf(delta) {
  let place = 0;
  for (const part of delta) if (typeof part !== 'object') place += lengthOf(part);
  return place;
}

/**
 * A delta from `before` to `after`: one changed stretch, by what they share at both ends.
 * `caret`, a position in `after` where the change ended, decides among equal letters.
 * @param {string} before
 * @param {string} after
 * @param {number | null} [caret] in code points
 */
export function difference(before, after, caret = null) {
  const [old, now] = SURROGATE.test(before) || SURROGATE.test(after) ? [Array.from(before), Array.from(after)] : [before, after];
  const shorter = Math.min(old.length, now.length);
  const limit = caret === null ? shorter : Math.min(shorter, Math.max(0, now.length - caret));
  let tail = 0;
  while (tail < limit && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  let head = 0;
  while (head < shorter - tail && old[head] === now[head]) head += 1;
  const out = new Writer();
  out.skip(head);
  out.insert(cut(now, head, now.length - tail));
  out.delete(cut(old, head, old.length - tail));
  return out.done();
}

/**
 * A place in a text in code points, from its UTF-16 offset. Between the halves of a pair it is the place behind them.
 * @param {string} text
 * @param {number} utf16Offset
 */
export function toPoints(text, utf16Offset) {
  const units = Math.max(0, Math.min(text.length, utf16Offset));
  return SURROGATE.test(text) ? count(text.slice(0, units)) : units;
}

/**
 * The UTF-16 offset of a place in a text, from code points. What lies behind the end is the end.
 * @param {string} text
 * @param {number} points
 */
export function toUnits(text, points) {
  const place = Math.max(0, points);
  if (!SURROGATE.test(text)) return Math.min(text.length, place);
  let units = 0;
  for (let passed = 0; passed < place && units < text.length; passed += 1)
    units += /** @type {number} */ (text.codePointAt(units)) > 0xffff ? 2 : 1;
  return units;
}

/** Walks a delta piece by piece; behind its end lies an endless skip. */
class Reader {
  /** @type {Part} */
  part = ENDLESS;
  #index = 0;
  #used = 0;
  /** @type {Letters} of the present part, where it has letters */
  #letters = '';
  #length = ENDLESS;

  /** @param {Delta} delta */
  constructor(delta) {
    this.delta = delta;
    this.#enter(0);
  }

  /** @param {number} index */
  #enter(index) {
    this.#index = index;
    this.#used = 0;
    const part = (this.part = this.more ? this.delta[index] : ENDLESS);
    const text = typeof part === 'string' ? part : typeof part === 'object' && typeof part.d === 'string' ? part.d : null;
    this.#letters = text === null ? '' : lettersOf(text);
    this.#length = text === null ? (typeof part === 'number' ? part : Number(/** @type {TextDeletion} */ (part).d)) : this.#letters.length;
  }

  get more() {
    return this.#index < this.delta.length;
  }

  get inserts() {
    return typeof this.part === 'string';
  }

  /** Code points that are left of the present part. */
  get left() {
    return this.#length - this.#used;
  }

  /**
   * The next `length` code points of the present part, which holds them.
   * @param {number} length
   * @returns {Part}
   */
  take(length) {
    const { part } = this;
    if (!this.more) return length;
    const start = this.#used;
    const letters = this.#letters;
    this.#used += length;
    if (this.left === 0) this.#enter(this.#index + 1);
    if (typeof part === 'number') return length;
    if (typeof part === 'string') return cut(letters, start, start + length);
    return { d: typeof part.d === 'string' ? cut(letters, start, start + length) : length };
  }

  /** The rest of the present part, which is an insertion. */
  takeInsertion() {
    return /** @type {string} */ (this.take(this.left));
  }
}

/** Puts a delta together in canonical form. */
class Writer {
  /** @type {Delta} */
  #parts = [];

  /** @param {Part} part */
  put(part) {
    if (typeof part === 'number') this.skip(part);
    else if (typeof part === 'string') this.insert(part);
    else this.delete(part.d);
  }

  /** @param {number} length */
  skip(length) {
    if (length <= 0) return;
    const last = this.#parts.at(-1);
    if (typeof last === 'number') this.#parts[this.#parts.length - 1] = last + length;
    else this.#parts.push(length);
  }

  /** @param {string} text */
  insert(text) {
    if (!text) return;
    const place = this.#parts.length - (typeof this.#parts.at(-1) === 'object' ? 1 : 0);
    const before = place ? this.#parts[place - 1] : null;
    if (typeof before === 'string') this.#parts[place - 1] = before + text;
    else this.#parts.splice(place, 0, text);
  }

  /** @param {number | string} gone */
  delete(gone) {
    if (!gone) return;
    const last = this.#parts.at(-1);
    if (typeof last !== 'object') return void this.#parts.push({ d: gone });
    const both = typeof last.d === 'string' && typeof gone === 'string';
    this.#parts[this.#parts.length - 1] = { d: both ? `${last.d}${gone}` : goneOf(last.d) + goneOf(gone) };
  }

  done() {
    if (typeof this.#parts.at(-1) === 'number') this.#parts.pop();
    return this.#parts;
  }
}
