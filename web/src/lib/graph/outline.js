/**
 * The film as nested titles and prompts.
 *
 * @import { GraphRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @typedef {{ id: string, kind: string, title: string, text: string, inside: OutlineEntry[] }} OutlineEntry
 */

import { inOrder } from './model.js';

const LEVELS = 16;
/** Cards of a film that are told; a longer list would cost every reader its seconds. */
const ENTRIES = 100;

/**
 * @param {Pick<GraphRecord, 'nodes'>} graph
 * @param {(kind: string) => string} titleOf what a node without a name of its own is called
 * @returns {OutlineEntry[]}
 */
export function outlineOf(graph, titleOf) {
  const byLevel = Map.groupBy(graph.nodes, (node) => node.parent_id ?? null);
  let left = ENTRIES;
  /** @type {(level: string | null, depth: number) => OutlineEntry[]} */
  const entries = (level, depth) =>
    depth > LEVELS
      ? []
      : [...(byLevel.get(level) ?? [])].sort(inOrder).flatMap((node) => {
          if (left === 0) return [];
          left -= 1;
          return [{ ...described(node, titleOf), inside: entries(node.id, depth + 1) }];
        });
  return entries(null, 0);
}

/**
 * @param {NodeRecord} node
 * @param {(kind: string) => string} titleOf
 */
function described({ id, type, data }, titleOf) {
  const named = [data.number, data.title ?? data.name].filter(Boolean).join(' ');
  return { id, kind: type, title: named || titleOf(type), text: String(data.prompt ?? data.synopsis ?? data.text ?? '') };
}
