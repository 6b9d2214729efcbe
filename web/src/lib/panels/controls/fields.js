/**
 * What of an object a person changed, and the fields that its properties are.
 *
 * @import { ParameterSpec } from '#lib/net/api.js'
 */

import { same } from '#lib/graph/paths.js';
import { phrase } from '#lib/messages/phrases.js';

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
 * The parameter that stands for one property of an object.
 * @param {string} key
 * @param {Record<string, any>} schema
 * @returns {ParameterSpec}
 */
export function partOf(key, schema) {
  const numeric = schema.type === 'number' || schema.type === 'integer';
  const bounded = numeric && schema.minimum !== undefined && schema.maximum !== undefined;
  const control = schema.enum ? 'choice' : schema.type === 'boolean' ? 'switch' : bounded ? 'slider' : numeric ? 'number' : 'line';
  const words = key.replace(/_/g, ' ');
  const title = phrase(schema.title ?? words[0].toUpperCase() + words.slice(1));
  return { key, title, schema, default: schema.default ?? null, merge: 'scalar', unit: '', help: '', control, server: false };
}

/**
 * The parameters that a workflow exposes, as its node keeps them.
 * @param {any} exposed
 * @returns {ParameterSpec[]}
 */
export function exposedBy(exposed) {
  if (!Array.isArray(exposed)) return [];
  return exposed.map(({ key, title, type = 'string', enum: options, help = '', unit = '', ...limits }) => {
    const part = partOf(key, { type, ...limits, ...(options ? { enum: options } : {}) });
    return { ...part, title, help, unit };
  });
}
