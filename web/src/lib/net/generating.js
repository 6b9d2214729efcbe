/**
 * The doors of many takes at once.
 *
 * @import { BatchPlan, QueueEntry } from '#lib/protocol/schema.js'
 *
 * @typedef {{ node_ids: readonly string[], dry_run?: boolean, anew?: boolean, priority?: number }} GenerateMany no ids: the whole film
 */

/** @param {(method: string, path: string, body?: object) => Promise<any>} call */
export function generatingDoors(call) {
  const generate = (/** @type {string} */ id) => `/api/v1/projects/${encodeURIComponent(id)}/generate`;

  return {
    /** What waits or runs of those nodes, of 500 at most. @type {(id: string, nodeIds: readonly string[]) => Promise<{ entries: QueueEntry[] }>} */
    findInQueue: (id, nodeIds) =>
      call('POST', `/api/v1/projects/${encodeURIComponent(id)}/queue/find`, { node_ids: nodeIds.slice(0, 500), limit: 500 }),
    /** @type {(id: string, asked: GenerateMany) => Promise<BatchPlan>} */
    generateMany: (id, asked) => call('POST', generate(id), asked),
    /** @type {(id: string, taskIds: readonly string[]) => Promise<{ count: number }>} */
    cancelMany: (id, taskIds) => call('POST', `${generate(id)}/cancel`, { task_ids: taskIds })
  };
}
