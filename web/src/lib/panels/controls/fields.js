/**
 * The fields that an object's properties are.
 *
 * @import { ParameterSpec } from '#lib/net/api.js'
 */

import { phrase } from '#lib/messages/phrases.js';

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
