/**
 * Takes looked at again: the whole job of one, what differs between several, their settings given back, their job made again.
 * Every failure is an error with a sentence.
 *
 * @import { DifferenceRow, TakeRecord } from '#lib/protocol/schema.js'
 */

import { same } from '#lib/graph/paths.js';
import { t } from '#lib/messages/index.js';
import { createApi } from '#lib/net/api.js';
import { projectStore } from './projectStore.js';

/** What stands on other cards and in the library: a restore leaves it as it is. */
const ELSEWHERE = new Set(['wire', 'version', 'weight', 'take', 'input']);

const film = () => projectStore.project.get().id;

export const takesStore = {
  /** @param {string} id */
  detail: (id) => createApi().take(film(), id),

  /** Between takes of a node; between one and the node as it stands where it is alone. @param {readonly string[]} ids */
  difference: ([id, ...others]) => createApi().takesDifference(film(), id, others),

  /**
   * Writes the take's settings back to its node: one step, its seed locked.
   * @param {TakeRecord} take
   * @returns {Promise<{ changed: number, left: DifferenceRow[] }>} how many settings, and what else is different and stays
   */
  async restore({ id, node_id, name }) {
    const [detail, beside] = await Promise.all([takesStore.detail(id), takesStore.difference([id])]);
    if (detail.no_restore) throw new Error(detail.no_restore);
    const data = projectStore.graph.node(node_id)?.data ?? {};
    const written = Object.entries(detail.registers).filter(([key, value]) => !same(data[key], value));
    const unset = detail.unset.filter((key) => data[key] !== undefined);
    projectStore.step(t('takes.restoreStep', { name }), () => {
      for (const [key, value] of written) projectStore.setData(node_id, key, value);
      for (const key of unset) projectStore.setData(node_id, key, undefined);
    });
    return { changed: written.length + unset.length, left: beside.rows.filter(({ what }) => ELSEWHERE.has(what)) };
  },

  /**
   * Makes the very job of the take again.
   * @param {TakeRecord} take
   * @returns {Promise<TakeRecord>} the new take, once it is there
   */
  async remake({ id, node_id }) {
    const { task_id } = await createApi().remakeTake(film(), id);
    return await new Promise((resolve, reject) => {
      const stop = /** @type {(() => void)[]} */ ([]);
      const end = (/** @type {() => void} */ how) => {
        queueMicrotask(() => stop.forEach((each) => each()));
        how();
      };
      stop.push(
        projectStore.takes(node_id).subscribe((takes) => {
          const made = takes.find(({ execution_id }) => execution_id === task_id);
          if (made) end(() => resolve(made));
        }),
        projectStore.runtime(node_id).subscribe(({ state, task_id: now, error }) => {
          if (now === task_id && (state === 'error' || state === 'cancelled')) end(() => reject(new Error(error || t('take.failed'))));
        })
      );
    });
  }
};
