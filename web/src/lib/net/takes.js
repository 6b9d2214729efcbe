/**
 * The doors of takes.
 *
 * @import { TakeDetail, TakesDifference } from '#lib/protocol/schema.js'
 */

/** @param {(method: string, path: string, body?: object) => Promise<any>} call */
export function takeDoors(call) {
  const take = (/** @type {string} */ project, /** @type {string} */ id) =>
    `/api/v1/projects/${encodeURIComponent(project)}/takes/${encodeURIComponent(id)}`;

  return {
    /** @type {(project: string, id: string) => Promise<TakeDetail>} */
    take: (project, id) => call('GET', take(project, id)),
    /** Beside others of the node; beside the node as it stands where none are named. @type {(project: string, id: string, others: readonly string[]) => Promise<TakesDifference>} */
    takesDifference: (project, id, others) =>
      call('GET', `${take(project, id)}/difference${others.length ? `?${new URLSearchParams(others.map((each) => ['with', each]))}` : ''}`),
    /** @type {(project: string, id: string) => Promise<{ task_id: string }>} */
    remakeTake: (project, id) => call('POST', `${take(project, id)}/remake`)
  };
}
