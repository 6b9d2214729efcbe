/**
 * Which fields of a node stand open in the inspector, and which wait behind "More fields".
 *
 * @import { NodeType } from '#lib/net/api.js'
 */

const RARE = new Set([
  'note',
  'color',
  'collapsed',
  'bypassed',
  'muted',
  'asset_id',
  'pipeline_id',
  'cast',
  'negative_prompt',
  'file_name',
  'eighths'
]);
/** Fields that another field already shows. */
const SHOWN_ELSEWHERE = new Set(['seed_locked']);
const FIRST = ['prompt', 'quality', 'duration', 'seed', 'motion', 'camera', 'size', 'dialogue'];

/** @param {NodeType} type */
export function grouped(type) {
  const open = type.parameters.filter((parameter) => parameter.control !== 'hidden' && !SHOWN_ELSEWHERE.has(parameter.key));
  const rank = (/** @type {string} */ key) => (type.kind === 'shot' && FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return {
    daily: open.filter(({ key }) => !RARE.has(key)).sort((a, b) => rank(a.key) - rank(b.key)),
    rest: open.filter(({ key }) => RARE.has(key))
  };
}
