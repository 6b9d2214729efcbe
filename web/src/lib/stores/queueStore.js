/**
 * The queue's room on the screen, and what the server tells of the queue and of the workers.
 *
 * @import { QueueUpdated, WorkerRecord } from '#lib/protocol/schema.js'
 * @typedef {'line' | 'ended' | 'workers'} Tab
 */

import { cell, hearers } from './engine/channels.js';

const room = cell(/** @type {Tab | null} */ (null));
const workers = cell(/** @type {readonly WorkerRecord[] | null} */ (null));
const told = /** @type {ReturnType<typeof hearers<QueueUpdated>>} */ (hearers());

export const queueStore = {
  /** What of it is open; null while it is shut. */
  room: { subscribe: room.subscribe, get: room.get },
  /** Those that are connected; null until they were told of. */
  workers: { subscribe: workers.subscribe, get: workers.get },
  /** Hears what changed in the open project's queue. */
  onUpdate: told.add,
  /** @param {Tab} tab */
  open: (tab) => room.set(tab),
  shut: () => room.set(null),
  /** Opens it, or shuts it where that is what is open. @param {Tab} tab */
  turn: (tab) => room.set(room.get() === tab ? null : tab),
  updated: told.tell,
  /** @param {{ workers: readonly WorkerRecord[] }} crew */
  crew: (crew) => workers.set(crew.workers)
};
