/**
 * The doors of the queue and of the workers.
 *
 * @import { EndedJobs, QueuePage, WorkerRuns, WorkersUpdated } from '#lib/protocol/schema.js'
 *
 * @typedef {{ user_id?: string | null, worker?: string | null, node_ids?: readonly string[] | null, offset?: number, limit?: number }} FindInQueue
 */

/** @param {(method: string, path: string, body?: object) => Promise<any>} call */
export function queueingDoors(call) {
  const film = (/** @type {string} */ id) => `/api/v1/projects/${encodeURIComponent(id)}`;
  const job = (/** @type {string} */ task) => `/api/v1/executions/${encodeURIComponent(task)}`;

  return {
    /** @type {(id: string, asked: FindInQueue) => Promise<QueuePage>} */
    findInQueue: (id, asked) => call('POST', `${film(id)}/queue/find`, asked),
    /** @type {(id: string, offset: number, limit: number) => Promise<EndedJobs>} */
    endedJobs: (id, offset, limit) => call('GET', `${film(id)}/queue/ended?offset=${offset}&limit=${limit}`),
    /** Holds, or lets go on, all of one's own or all of the film. @type {(id: string, scope: 'mine' | 'film', paused: boolean) => Promise<void>} */
    pauseQueue: (id, scope, paused) => call('POST', `${film(id)}/queue/${paused ? 'pause' : 'resume'}`, { scope }),
    /** @type {(task: string, priority: number) => Promise<void>} */
    prioritise: (task, priority) => call('PUT', `${job(task)}/priority`, { priority }),
    /** @type {(task: string, where: { before: string } | { after: string }) => Promise<void>} */
    moveInQueue: (task, where) => call('POST', `${job(task)}/move`, where),
    /** @type {(task: string, paused: boolean) => Promise<void>} */
    pauseJob: (task, paused) => call('POST', `${job(task)}/${paused ? 'pause' : 'resume'}`),
    /** @type {(task: string) => Promise<{ task_id: string }>} */
    retryJob: (task) => call('POST', `${job(task)}/retry`),
    /** @type {() => Promise<WorkersUpdated>} */
    workers: () => call('GET', '/api/v1/workers'),
    /** @type {(id: string, worker: string) => Promise<WorkerRuns>} */
    workerRuns: (id, worker) => call('GET', `${film(id)}/workers/${encodeURIComponent(worker)}/runs`)
  };
}
