/**
 * In which group of the inspector a parameter stands, and which of them a search finds.
 *
 * @import { NodeType, ParameterSpec } from '#lib/net/api.js'
 * @typedef {'main' | 'camera' | 'details' | 'server'} GroupName
 * @typedef {{ name: GroupName, parameters: ParameterSpec[] }} Group
 */

/** What the head of the inspector shows for every node. */
const IN_HEAD = new Set(['bypassed', 'muted', 'collapsed', 'color', 'note']);
/** What another field shows already. */
const SHOWN_ELSEWHERE = new Set(['seed_locked', 'exposed']);
const CAMERA = new Set(['camera', 'keyframes', 'lens', 'easing']);
const RARE = new Set(['negative_prompt', 'asset_id', 'pipeline_id', 'cast', 'eighths', 'file_name', 'number', 'title']);
const FIRST = ['prompt', 'quality', 'duration', 'seed', 'motion', 'size', 'dialogue'];
/** @type {readonly GroupName[]} */
const ORDER = ['main', 'camera', 'details', 'server'];

/** @param {ParameterSpec} parameter */
export const isShown = ({ key, control }) => control !== 'hidden' && !IN_HEAD.has(key) && !SHOWN_ELSEWHERE.has(key);

/**
 * @param {NodeType} type
 * @param {ParameterSpec} parameter
 * @returns {GroupName}
 */
function groupOf(type, { key, server }) {
  if (server) return 'server';
  if (CAMERA.has(key)) return 'camera';
  return RARE.has(key) && (type.kind === 'shot' || key !== 'title') ? 'details' : 'main';
}

/**
 * The groups of a node's parameters in order, none of them empty.
 * @param {NodeType} type
 * @param {readonly ParameterSpec[]} [parameters]
 * @returns {Group[]}
 */
export function grouped(type, parameters = type.parameters) {
  const rank = (/** @type {ParameterSpec} */ { key }) => (type.kind === 'shot' && FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  const shown = parameters.filter(isShown).sort((one, other) => rank(one) - rank(other));
  const found = Map.groupBy(shown, (parameter) => groupOf(type, parameter));
  return ORDER.flatMap((name) => (found.has(name) ? [{ name, parameters: found.get(name) ?? [] }] : []));
}

/**
 * Whether a search finds a parameter: every word stands in its title, its help or its key.
 * @param {ParameterSpec} parameter
 * @param {string} sought
 */
export function matches({ key, title, help }, sought) {
  const text = `${title} ${help} ${key}`.toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
