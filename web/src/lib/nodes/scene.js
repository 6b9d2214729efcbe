/**
 * How far a scene is: its shots in order, how many have a take, how many are stale, at work or failed, and pictures of the
 * first four.
 *
 * @import { TakeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @typedef {{ shots: number, ready: number, working: number, failed: number, stale: number, posters: string[] }} SceneProgress
 */

/**
 * @param {Graph} graph
 * @param {string} id
 * @param {(id: string) => readonly TakeRecord[]} takesOf
 * @param {ReadonlyMap<string, { state: string }>} states
 * @param {Iterable<string>} [inside] ids in the scene, where they are known already
 * @returns {SceneProgress}
 */
export function progressOf(graph, id, takesOf, states, inside = graph.children(id)) {
  /** @type {SceneProgress} */
  const sum = { shots: 0, ready: 0, working: 0, failed: 0, stale: 0, posters: [] };
  const found = [...inside].flatMap((child) => graph.node(child) ?? []);
  for (const node of found.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))) {
    if (node.type === 'scene_group') {
      const inner = progressOf(graph, node.id, takesOf, states);
      for (const key of /** @type {const} */ (['shots', 'ready', 'working', 'failed', 'stale'])) sum[key] += inner[key];
      sum.posters.push(...inner.posters);
    }
    if (node.type !== 'shot') continue;
    const state = states.get(node.id)?.state ?? 'idle';
    const take = takesOf(node.id).find((found) => found.active);
    sum.shots += 1;
    sum.ready += take ? 1 : 0;
    sum.working += state === 'queued' || state === 'generating' ? 1 : 0;
    sum.failed += state === 'error' ? 1 : 0;
    sum.stale += state === 'stale' ? 1 : 0;
    if (take) sum.posters.push(take.poster_url);
  }
  return { ...sum, posters: sum.posters.slice(0, 4) };
}
