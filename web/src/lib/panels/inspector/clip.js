/**
 * A parameter's value, copied to be pasted into another field; it lies in the system's clipboard too, as JSON.
 *
 * @import { ParameterSpec } from '#lib/net/api.js'
 */

const MARK = 'canvas-value';
/** @type {string} */
let last = '';

/** @param {any} value */
export async function copyValue(value) {
  last = JSON.stringify({ [MARK]: value ?? null });
  // Without the permission, or on plain http, it stays within this page.
  await navigator.clipboard?.writeText(last).catch(() => {});
}

/**
 * What was copied, where this parameter can hold it.
 * @param {ParameterSpec} parameter
 * @returns {Promise<{ value: any } | null>}
 */
export async function pastedFor(parameter) {
  const text = (await navigator.clipboard?.readText().catch(() => '')) || last;
  const value = read(text) ?? read(last);
  return value && fits(parameter.schema, value.value) ? value : null;
}

/** @param {string} text @returns {{ value: any } | null} */
function read(text) {
  try {
    const found = JSON.parse(text);
    return found && Object.hasOwn(found, MARK) ? { value: found[MARK] } : null;
  } catch {
    return null;
  }
}

/** @type {Record<string, (value: any) => boolean>} */
const TYPES = {
  string: (value) => typeof value === 'string',
  number: Number.isFinite,
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
};

/**
 * Whether a schema of the catalogue allows a value.
 * @param {Record<string, any>} schema
 * @param {any} value
 * @returns {boolean}
 */
export function fits(schema, value) {
  const types = schema.type ? [schema.type].flat() : Object.keys(TYPES);
  if (!types.some((type) => TYPES[type]?.(value))) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (typeof value === 'number') return fitsNumber(schema, value);
  if (typeof value === 'string') return fitsText(schema, value);
  if (Array.isArray(value)) return fitsList(schema, value);
  return value === null || typeof value === 'boolean' || fitsObject(schema, value);
}

/** @param {Record<string, any>} schema @param {number} value */
const fitsNumber = ({ minimum = -Infinity, maximum = Infinity }, value) => value >= minimum && value <= maximum;

/** @param {Record<string, any>} schema @param {any[]} value */
const fitsList = ({ maxItems = Infinity, items = {} }, value) => value.length <= maxItems && value.every((item) => fits(items, item));

/** @param {Record<string, any>} schema @param {string} value */
const fitsText = ({ maxLength = Infinity, pattern }, value) => value.length <= maxLength && (!pattern || new RegExp(pattern).test(value));

/** @param {Record<string, any>} schema @param {Record<string, any>} value */
function fitsObject({ properties = {}, additionalProperties = true }, value) {
  return Object.entries(value).every(([key, part]) => {
    const schema = properties[key] ?? additionalProperties;
    return typeof schema === 'object' ? fits(schema, part) : schema;
  });
}
