/**
 * Numbers as a hand enters them: typed, nudged with the arrows, scrubbed with the mouse.
 *
 * @typedef {Record<string, any>} Schema `minimum`, `maximum`, `step`, `type` of a parameter
 */

import { language } from '#lib/messages/index.js';

/** Pixels of a scrub over a whole bounded range. */
const SWEEP = 240;
const FINE = 10;

/** The smallest change a hand makes. @param {Schema} schema */
function stepOf({ type, step, minimum, maximum }) {
  if (step) return step;
  if (type === 'integer') return 1;
  return maximum - minimum <= 2 ? 0.01 : 0.1;
}

/**
 * Inside the limits and on the grid of `step`, without the dust of floating point.
 * @param {number} value
 * @param {Schema} schema
 * @param {number} [step]
 */
export function held(value, schema, step = stepOf(schema)) {
  const places = Math.min(9, Math.max(0, Math.ceil(-Math.log10(step) + 1)));
  const onGrid = Number((Math.round(value / step) * step).toFixed(places));
  const inside = Math.min(schema.maximum ?? Infinity, Math.max(schema.minimum ?? -Infinity, onGrid));
  return schema.type === 'integer' ? Math.round(inside) : inside;
}

/**
 * A number inside its limits from what was typed: "3.5", "3,5 s", "+2" adds, "*2" and "/2" scale, and "-2" takes away
 * where nothing is below zero. Undefined where the text is none of these.
 * @param {string} text
 * @param {Schema} schema
 * @param {number} now what the field held
 */
export function readNumber(text, schema, now = 0) {
  const found = /^([+*/-]?)\s*(\d*[.,]?\d+)\s*\D{0,8}$/.exec(text.replace(/[\s\u202f\u00a0](?=\d)/g, '').trim());
  if (!found) return undefined;
  const [, sign, digits] = found;
  const typed = Number(digits.replace(',', '.'));
  const relative = /** @type {Record<string, number>} */ ({ '+': now + typed, '*': now * typed, '/': typed ? now / typed : now });
  const signed = sign === '-' ? (schema.minimum >= 0 ? now - typed : -typed) : typed;
  return held(relative[sign] ?? signed, schema, schema.type === 'integer' ? 1 : 1e-6);
}

/**
 * As a person of the page's language writes it.
 * @param {number | null | undefined} value
 * @param {{ grouped?: boolean }} [how]
 */
export function shownNumber(value, { grouped = false } = {}) {
  if (value === null || value === undefined || !Number.isFinite(Number(value))) return '';
  const words = Number(value).toLocaleString(language(), { maximumFractionDigits: 4, useGrouping: grouped });
  return grouped ? words.replace(/[.,](?=\d{3})/g, '\u202f') : words;
}

/**
 * Where a scrub has got to, before it is rounded to the grid.
 * @param {number} from
 * @param {number} pixels
 * @param {Schema} schema
 * @param {boolean} fine a tenth of the way
 */
export function scrubbed(from, pixels, schema, fine) {
  const range = schema.maximum - schema.minimum;
  const reach = Math.min(stepOf(schema) / 2, range > 0 ? range / SWEEP : Infinity);
  return from + pixels * (fine ? reach / FINE : reach);
}

/**
 * The value of a scrub on the grid; a tenth of the step where it is fine.
 * @param {number} at
 * @param {Schema} schema
 * @param {boolean} fine
 */
export const settled = (at, schema, fine) => held(at, schema, fine && schema.type !== 'integer' ? stepOf(schema) / FINE : stepOf(schema));

/** Steps that a key makes; 0 where it is no such key. @type {Record<string, number>} */
const KEYS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/**
 * The value after an arrow key; undefined where the key is another.
 * @param {KeyboardEvent} event
 * @param {number} now
 * @param {Schema} schema
 */
export function nudged({ key, shiftKey }, now, schema) {
  const steps = KEYS[key] ?? 0;
  return steps ? settled(now + steps * (shiftKey ? stepOf(schema) / FINE : stepOf(schema)), schema, shiftKey) : undefined;
}
