/**
 * What failed or was cancelled in the last week.
 *
 * @import { Api } from '#lib/net/api.js'
 * @import { EndedJob } from '#lib/protocol/schema.js'
 */

import { projectStore } from '#lib/stores/projectStore.js';
import { these } from './picking.js';

/** Milliseconds in which several ends are read as one. */
const PAUSE = 300;
const PAGE = 100;
const LARGEST = 500;
const ENDS = new Set(['error', 'cancelled', 'queued']);

export class EndedLine {
  jobs = $state.raw(/** @type {readonly EndedJob[]} */ ([]));
  total = $state(/** @type {number | null} */ (null));
  problem = $state('');
  now = $state(Date.now());
  #api;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Api} api */
  constructor(api) {
    this.#api = api;
  }

  /** Those of the list that failed and can be tried again. */
  get failed() {
    return this.jobs.filter(({ state, last, node_id }) => state === 'error' && last && projectStore.graph.node(node_id));
  }

  /** Keeps it up to date until it is let go. */
  follow() {
    void this.load();
    const leave = projectStore.onState((id) => {
      if (id === null || ENDS.has(projectStore.runtime(id).get().state)) this.#timer ??= setTimeout(() => void this.load(), PAUSE);
    });
    return () => {
      leave();
      clearTimeout(this.#timer);
    };
  }

  /** As much as was read so far, as far as that goes at once. */
  async load() {
    this.#timer = undefined;
    await this.#read(0, Math.min(LARGEST, Math.max(PAGE, this.jobs.length)));
  }

  more = () => this.#read(this.jobs.length, PAGE);

  /** @param {number} offset @param {number} limit */
  async #read(offset, limit) {
    try {
      const { total, jobs } = await this.#api.endedJobs(projectStore.project.get().id, offset, limit);
      const known = these(jobs.map(({ task_id }) => task_id));
      this.jobs = offset ? [...this.jobs.filter(({ task_id }) => !known.has(task_id)), ...jobs] : jobs;
      this.total = offset ? Math.max(total, this.jobs.length) : total;
      this.now = Date.now();
      this.problem = '';
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** Makes the very jobs again, the first that failed first. @param {readonly EndedJob[]} jobs */
  async retry(jobs) {
    /** @type {Error | undefined} */
    let refused;
    for (const { task_id } of [...jobs].reverse()) {
      await this.#api.retryJob(task_id).catch((error) => (refused ??= error));
    }
    if (refused) projectStore.notify('error', refused.message);
    await this.load();
  }
}
