/**
 * Values of parameters in words, reading what a person typed into a value that the parameter's schema allows, and writing it.
 *
 * @import { ParameterSpec } from '#lib/net/api.js'
 */

import { language, t } from '#lib/messages/index.js';
import { phrase } from '#lib/messages/phrases.js';
import { same } from '#lib/graph/paths.js';

/**
 * Writes that carry an edit: of an object whose properties are registers of their own, only those that changed,
 * so that two people on one camera do not undo each other.
 * @param {ParameterSpec} parameter
 * @param {any} before
 * @param {any} after
 * @returns {[string | string[], any][]}
 */
export function writesOf({ key, merge, schema }, before, after) {
  const parts = merge === 'object' && schema.type === 'object' && typeof after === 'object' && after !== null;
  if (!parts) return [[key, after]];
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]);
  return [...names].filter((name) => !same(before?.[name], after[name])).map((name) => [[key, name], after[name]]);
}

/**
 * A number inside its limits; undefined where the text is none.
 * @param {string} text
 * @param {Record<string, any>} schema
 */
export function numberIn(text, schema) {
  const value = Number(text.replace(',', '.').trim());
  if (text.trim() === '' || !Number.isFinite(value)) return undefined;
  const held = Math.min(schema.maximum ?? Infinity, Math.max(schema.minimum ?? -Infinity, value));
  return schema.type === 'integer' ? Math.round(held) : held;
}

/** @param {string} text */
export const listIn = (text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/**
 * "dolly_in" as a person reads it: "Dolly in".
 * @param {any} value
 */
export function inWords(value) {
  const words = String(value).replace(/_/g, ' ');
  return phrase(/^[a-z]/.test(words) ? words[0].toUpperCase() + words.slice(1) : words);
}

/**
 * How the values of a schema read: by its own `titles`, else by themselves.
 * @param {Record<string, any>} schema
 * @returns {(value: any) => string}
 */
export const wordsOf = (schema) => (value) => schema.titles?.[value] ?? inWords(value);

/**
 * Any value as one line; empty where there is nothing to tell.
 * @param {any} value
 * @returns {string}
 */
export function inText(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return t(value ? 'inspector.on' : 'inspector.off');
  if (Array.isArray(value)) return value.map(inText).filter(Boolean).join(', ');
  if (typeof value === 'number') return value.toLocaleString(language(), { maximumFractionDigits: 4, useGrouping: false });
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${inWords(name)}: ${inText(part)}`)
    .join(' · ');
}

/** A fresh seed, 0 to 2³² − 1. */
export const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];
