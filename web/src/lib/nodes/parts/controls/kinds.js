/**
 * Which control a parameter is given: the one it names, or what its schema asks for.
 *
 * @import { ParameterSpec } from '#lib/net/api.js'
 */

/** Drawn by `Control`; the others have a panel's own. */
const DRAWN = new Set(['text', 'choice', 'slider', 'timecode', 'number', 'switch', 'seed', 'camera', 'color', 'tags', 'line']);

/** Seconds of the film, whichever number they were declared as. @param {Pick<ParameterSpec, 'key' | 'control' | 'unit'>} parameter */
const isLength = ({ key, control, unit }) =>
  control === 'duration' || (control === 'number' && unit === 's' && /(^|_)(duration|time)$/.test(key));

/**
 * @param {Pick<ParameterSpec, 'key' | 'control' | 'schema' | 'unit'>} parameter
 * @returns {string}
 */
export function kindOf(parameter) {
  const { control, schema } = parameter;
  if (isLength(parameter)) return 'timecode';
  if (control === 'slider' && (schema.minimum === undefined || schema.maximum === undefined)) return 'number';
  return DRAWN.has(control) ? control : bySchema(schema, control);
}

/** @param {Record<string, any>} schema @param {string} otherwise */
function bySchema({ enum: options, type }, otherwise) {
  if (options) return 'choice';
  const kinds = /** @type {Record<string, string>} */ ({ boolean: 'switch', number: 'number', integer: 'number', string: 'line' });
  return kinds[type] ?? otherwise;
}
