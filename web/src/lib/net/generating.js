/**
 * The doors of many takes at once.
 *
 * @import { BatchPlan } from '#lib/protocol/schema.js'
 *
 * @typedef {{ node_ids: readonly string[], dry_run?: boolean, anew?: boolean, priority?: number }} GenerateMany no ids: the whole film
 */

/** @param {(method: string, path: string, body?: object) => Promise<any>} call */
export function generatingDoors(call) {
  const generate = (/** @type {string} */ id) => `/api/v1/projects/${encodeURIComponent(id)}/generate`;

  return {
    /** @type {(id: string, asked: GenerateMany) => Promise<BatchPlan>} */
    generateMany: (id, asked) => call('POST', generate(id), asked),
    /** @type {(id: string, taskIds: readonly string[]) => Promise<{ count: number }>} */
    cancelMany: (id, taskIds) => call('POST', `${generate(id)}/cancel`, { task_ids: taskIds })
  };
}
