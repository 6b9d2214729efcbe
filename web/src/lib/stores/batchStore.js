/**
 * Many takes at once: what somebody is asked about before it begins, and what of one's own is under way.
 *
 * `asked` is what the sheet stands open for. `running` are the batches that this person began here; kept in this browser, so
 * that they are still told after the page was loaded anew.
 *
 * @import { BatchPlan } from '#lib/protocol/schema.js'
 * @typedef {{ nodes: readonly string[], title: string, name: string, front: boolean }} Asked no nodes: the whole film
 * @typedef {{ node: string, task: string, seconds: number, error: number }} Task
 * @typedef {{ id: string, project: string, name: string, slots: number, at: number, tasks: Task[] }} Batch
 * @typedef {'open' | 'made' | 'failed' | 'stopped'} Fate
 * @typedef {{ all: number, made: number, failed: number, stopped: number, open: Task[], seconds: number, error: number }} Progress `seconds` until the last is made, give or take `error`
 */

import { v7 as uuid } from 'uuid';

import { counted, t } from '#lib/messages/index.js';
import { together } from '#lib/messages/when.js';

import { cell } from './engine/channels.js';
import { kept } from './engine/kept.js';
import { projectStore } from './projectStore.js';

/** Milliseconds in which the server may still tell that a task of a new batch waits. */
const GRACE = 10_000;
const MOST = 20;

/** @param {typeof projectStore} store */
function createBatchStore(store) {
  const asked = cell(/** @type {Asked | null} */ (null));
  const running = kept('canvas.batches', /** @type {Batch[]} */ ([]));

  /** What people call it. @param {readonly string[]} nodes */
  function named(nodes) {
    if (nodes.length === 0) return t('batch.name.film');
    if (nodes.length > 1) return counted('batch.name.many', nodes.length);
    const { type = '', data = {} } = store.graph.node(nodes[0]) ?? {};
    if (type === 'scene_group' && data.number) return t('card.scene.name', { number: data.number });
    return String(data.number || data.title || data.name || store.nodeType(type)?.title || '');
  }

  /** @param {readonly string[]} nodes @param {string} name */
  function titled(nodes, name) {
    if (nodes.length === 0) return t('batch.title.film');
    return nodes.length > 1 ? counted('batch.title.many', nodes.length) : t('batch.title.named', { name });
  }

  /** @param {Batch} batch @param {Task} task @returns {Fate} */
  function fate(batch, { node, task }) {
    const { state, task_id } = store.runtime(node).get();
    if (task_id === task) {
      if (state === 'queued' || state === 'generating') return 'open';
      return state === 'error' ? 'failed' : state === 'cancelled' ? 'stopped' : 'made';
    }
    const made = store
      .takes(node)
      .get()
      .some(({ execution_id }) => execution_id === task);
    if (made) return 'made';
    return Date.now() - batch.at < GRACE ? 'open' : 'stopped';
  }

  /** @param {Batch} batch @returns {Progress} */
  function progress(batch) {
    const sum = { all: batch.tasks.length, made: 0, failed: 0, stopped: 0, open: /** @type {Task[]} */ ([]), seconds: 0, error: 0 };
    const errors = [];
    for (const task of batch.tasks) {
      const found = fate(batch, task);
      if (found !== 'open') {
        sum[found] += 1;
        continue;
      }
      sum.open.push(task);
      const { state, progress: percent } = store.runtime(task.node).get();
      const left = state === 'generating' ? Math.max(0.01, 1 - percent / 100) : 1;
      sum.seconds += task.seconds * left;
      errors.push(task.error * left);
    }
    const at_once = Math.max(1, Math.min(batch.slots, sum.open.length));
    return { ...sum, seconds: sum.seconds / at_once, error: together(errors) / at_once };
  }

  function look() {
    const project = store.project.get().id;
    for (const batch of running.get()) {
      if (batch.project !== project) continue;
      const { open, made, failed, stopped } = progress(batch);
      if (open.length) continue;
      running.set(running.get().filter(({ id }) => id !== batch.id));
      const words = [
        ...(made ? [counted('batch.done', made, { name: batch.name })] : []),
        ...(failed ? [counted('batch.failed', failed)] : []),
        ...(stopped ? [counted('batch.stopped', stopped)] : [])
      ];
      store.notify(failed ? 'error' : stopped ? 'info' : 'success', words.join(' '));
    }
  }

  // Several states may change in one moment.
  let looks = false;
  store.onState(() => {
    if (looks || running.get().length === 0) return;
    looks = true;
    queueMicrotask(() => ((looks = false), look()));
  });

  return {
    asked: { subscribe: asked.subscribe, get: asked.get },
    running: { subscribe: running.subscribe, get: running.get },
    /** Opens the sheet. @param {readonly string[]} nodes none: the whole film @param {boolean} [front] before all else that waits */
    ask(nodes, front = false) {
      const name = named(nodes);
      asked.set({ nodes, name, title: titled(nodes, name), front });
    },
    close: () => asked.set(null),
    progress,
    /** Follows what was begun. @param {BatchPlan} plan @param {string} name */
    begun(plan, name) {
      const tasks = plan.steps.flatMap(({ state, node_id, task_id, seconds, error }) =>
        state === 'run' && task_id ? [{ node: node_id, task: task_id, seconds, error }] : []
      );
      if (tasks.length === 0) return;
      const batch = { id: uuid(), project: store.project.get().id, name, slots: plan.slots, at: Date.now(), tasks };
      running.set([batch, ...running.get()].slice(0, MOST));
      setTimeout(look, GRACE + 500);
    },
    /** Stops what of it is not made yet. @param {Batch} batch */
    stop: (batch) => store.cancelMany(progress(batch).open.map(({ task }) => task))
  };
}

export const batchStore = createBatchStore(projectStore);
