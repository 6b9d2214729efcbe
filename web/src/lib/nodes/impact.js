/**
 * What a change of an asset would make stale in the film that is open.
 *
 * @import { Dependents } from '#lib/graph/dependents.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Tier } from '#lib/net/api.js'
 * @import { TakeRecord } from '#lib/protocol/schema.js'
 * @typedef {{ id: string, scene: string, title: string, take: TakeRecord | undefined, seconds: number }} Hit `take`: the active one, which the change makes stale; `seconds`: to make it anew
 * @typedef {{ hits: Hit[], stale: number, seconds: number, takes: number, running: number }} Impact `seconds` to make all stale ones anew; `takes` and `running` (seconds) of all that exist
 */

import { titleOf } from './parts/titles.js';

/**
 * @param {Graph} graph
 * @param {Dependents} found
 * @param {(shot: string) => readonly TakeRecord[]} takesOf
 * @param {readonly Tier[]} tiers
 * @returns {Impact}
 */
export function impactOf(graph, found, takesOf, tiers) {
  const hits = found.shots.map((id) => {
    const node = /** @type {import('#lib/protocol/schema.js').NodeRecord} */ (graph.node(id));
    const scene = graph.node(node.parent_id ?? '');
    const tier = tiers.find((one) => one.id === (node.data.quality ?? 'standard'));
    return {
      id,
      scene: scene ? titleOf(scene) : '',
      title: [node.data.number, node.data.title].filter(Boolean).join(' ') || titleOf(node),
      take: takesOf(id).find(({ active }) => active),
      seconds: tier?.seconds ?? 0
    };
  });
  const stale = hits.filter(({ take }) => take);
  const takes = found.shots.flatMap((id) => takesOf(id));
  const sum = (/** @type {number[]} */ values) => values.reduce((all, one) => all + one, 0);
  return {
    hits,
    stale: stale.length,
    seconds: sum(stale.map(({ seconds }) => seconds)),
    takes: takes.length,
    running: sum(hits.map(({ take }) => take?.duration ?? 0))
  };
}
