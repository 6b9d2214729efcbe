/**
 * Where a node may stand, by the server's rules, with the reason in words.
 *
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Rules } from '#lib/graph/sockets.js'
 */

import { t } from '#lib/messages/index.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { pathTo } from './levels.js';

const DEEPEST = 16;

/**
 * Why a node may not stand on a level; empty where it may.
 * @param {Graph} graph
 * @param {Rules} rules
 * @param {string} id
 * @param {string | null} level
 * @returns {string}
 */
export function refusal(graph, rules, id, level) {
  const node = graph.node(id);
  const type = node && rules.types.get(node.type);
  const container = level === null ? undefined : graph.node(level);
  if (!node || !type || (level !== null && !container)) return t('levels.gone');
  const kind = container ? rules.types.get(container.type)?.container : 'project';
  if (!kind) return t('levels.holdsNothing', { title: container ? titleOf(container) : '' });
  const path = pathTo(graph, level);
  if (path.includes(id)) return t('levels.insideItself');
  if (path.length + height(graph, id) > DEEPEST) return t('levels.tooDeep', { count: DEEPEST });
  if (!type.levels.includes(kind)) return t(/** @type {any} */ (`levels.not.${kind}`), { title: type.title });
  return '';
}

/**
 * How many levels stand inside a node.
 * @param {Graph} graph
 * @param {string} id
 * @returns {number}
 */
function height(graph, id) {
  let found = 0;
  let inside = [...graph.children(id)];
  while (inside.length && found < DEEPEST) {
    found += 1;
    inside = inside.flatMap((child) => [...graph.children(child)]);
  }
  return found;
}
