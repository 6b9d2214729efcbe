/**
 * Reading what a person typed into a value that the parameter's schema allows.
 *
 * @import { ParameterSpec } from '#lib/net/api.js'
 */

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
  return /^[a-z]/.test(words) ? words[0].toUpperCase() + words.slice(1) : words;
}

/** A fresh seed, 0 to 2³² − 1. */
export const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];
