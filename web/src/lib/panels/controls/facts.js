/**
 * What the server found out, in words: sizes, lengths and rates with their units.
 *
 * @import { ParameterSpec } from '#lib/net/api.js'
 * @typedef {{ title: string, words: string }} Fact
 */

import { language, t } from '#lib/messages/index.js';
import { inText, inWords, wordsOf } from '#lib/nodes/parts/values.js';

const KILO = 1000;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** "4.2 MB". @param {number} bytes */
function sizeOf(bytes) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(KILO)));
  return `${(bytes / KILO ** power).toLocaleString(language(), { maximumFractionDigits: 1 })} ${UNITS[power]}`;
}

/** @type {Record<string, (value: any) => string>} */
const TOLD = {
  bytes: sizeOf,
  duration: (seconds) => `${inText(Number(seconds))} s`,
  width: (pixels) => `${pixels} px`,
  height: (pixels) => `${pixels} px`,
  rate: (rate) => (rate >= 8000 ? `${inText(rate / KILO)} kHz` : t('film.rate', { rate })),
  name: String,
  format: String,
  codec: String
};

/**
 * @param {ParameterSpec} parameter
 * @param {any} value
 * @returns {Fact[]} one where the value is no object
 */
export function factsIn({ title, schema, unit }, value) {
  const parts = value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  if (parts.length) return parts.map(([name, part]) => ({ title: inWords(name), words: (TOLD[name] ?? inText)(part) }));
  if (schema.enum) return [{ title, words: value ? wordsOf(schema)(value) : '' }];
  const words = value && typeof value === 'object' && !Array.isArray(value) ? '' : inText(value);
  return [{ title, words: words && unit ? `${words} ${unit}` : words }];
}
