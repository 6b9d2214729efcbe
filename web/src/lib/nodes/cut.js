/**
 * What a film would be cut from: the clips of a sequence in order, found along its wires.
 *
 * @import { NodeRecord, TakeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @typedef {{ id: string, poster: string | null, seconds: number, ready: boolean }} CutPiece
 */

import { inOrder } from '#lib/graph/model.js';
import { arriving } from './arrivals.js';

const LONGEST = 5000;

/**
 * @param {Graph} graph
 * @param {NodeRecord} node
 * @param {(id: string) => readonly TakeRecord[]} takesOf
 * @returns {CutPiece[]}
 */
function pieces(graph, node, takesOf) {
  if (node.type === 'shot') {
    const take = takesOf(node.id).find(({ active }) => active);
    return [
      { id: node.id, poster: take?.poster_url ?? null, seconds: take?.duration ?? Number(node.data.duration ?? 4), ready: Boolean(take) }
    ];
  }
  const inside = [...graph.children(node.id)].flatMap((id) => graph.node(id) ?? []).sort(inOrder);
  return inside.filter(({ type }) => type === 'shot' || type === 'scene_group').flatMap((child) => pieces(graph, child, takesOf));
}

/**
 * Every clip that reaches the input, the film's first one first; a node counts once.
 * @param {Graph} graph
 * @param {string} id
 * @param {string} handle
 * @param {(id: string) => readonly TakeRecord[]} takesOf
 * @returns {CutPiece[]}
 */
export function cutOf(graph, id, handle, takesOf) {
  /** @type {NodeRecord[]} */
  const chain = [];
  const seen = new Set();
  let wanted = arriving(graph, id, handle).map(({ node }) => node);
  while (wanted.length && chain.length < LONGEST) {
    const fresh = wanted.filter((node) => !seen.has(node.id));
    fresh.forEach((node) => seen.add(node.id));
    chain.unshift(...fresh);
    wanted = fresh.flatMap((node) =>
      ['sequence_in', 'from', 'in'].flatMap((input) => arriving(graph, node.id, input).map((each) => each.node))
    );
  }
  return chain.flatMap((node) => pieces(graph, node, takesOf));
}
