/**
 * Files on their way into a library: three at a time, the others wait. What has arrived is opened by a worker; it is ready
 * when the library says so.
 *
 * @import { Sending } from '#lib/net/uploads.js'
 * @typedef {'waiting' | 'sending' | 'paused' | 'failed' | 'refused' | 'processing' | 'ready'} Stage `failed`: the line was down for too long; `refused`: by the server, in words
 * @typedef {{ id: number, scope: string | null, name: string, size: number, sent: number, stage: Stage, problem: string, asset: string | null, since?: string }} Item `size` and `sent` in bytes; `since`: when the asset that it replaces had last changed
 */

import { sendFile } from '#lib/net/uploads.js';
import { assetLibraryStore } from './assetLibraryStore.js';
import { cell } from './engine/channels.js';

const AT_ONCE = 3;

const list = cell(/** @type {readonly Item[]} */ ([]));
/** @type {Map<number, Sending>} */
const sendings = new Map();
/** What follows when a file has become an asset. @type {Map<number, (asset: string) => void>} */
const follows = new Map();
let count = 0;

/** @param {number} id @param {Partial<Item>} change */
function change(id, change) {
  list.set(list.get().map((item) => (item.id === id ? { ...item, ...change } : item)));
}

/** @param {number} id */
const itemOf = (id) => list.get().find((item) => item.id === id);

function next() {
  const now = list.get();
  const room = AT_ONCE - now.filter(({ stage }) => stage === 'sending').length;
  for (const { id } of now.filter(({ stage }) => stage === 'waiting').slice(0, Math.max(0, room))) {
    change(id, { stage: 'sending', problem: '' });
    void sendings.get(id)?.start();
  }
}

/** @param {number} id @param {string | null} asset */
function arrived(id, asset) {
  change(id, { stage: 'processing', asset, sent: itemOf(id)?.size ?? 0 });
  sendings.delete(id);
  if (asset) follows.get(id)?.(asset);
  settle();
  next();
}

/** What the library knows of the files that have arrived. */
function settle() {
  for (const item of list.get()) if (item.stage === 'processing' && item.asset) look(item.id, item.asset, item.since);
}

/** @param {number} id @param {string} asset @param {string} [since] */
function look(id, asset, since) {
  const instead = assetLibraryStore.insteadOf(asset);
  if (instead) {
    follows.get(id)?.(instead);
    change(id, { asset: instead });
  }
  const record = assetLibraryStore.asset(instead ?? asset).get();
  if (!record || record.status === 'processing' || record.updated_at === since) return;
  if (record.problem) change(id, { stage: 'refused', problem: record.problem });
  else change(id, { stage: 'ready' });
}

export const uploadStore = {
  /** In the order in which they were brought. */
  items: { subscribe: list.subscribe, get: list.get },
  /** Hears of what becomes ready, and of a line that is there again, until what comes out is called. */
  follow() {
    const again = () => list.get().forEach(({ id, stage }) => stage === 'failed' && uploadStore.resume(id));
    const ask = (/** @type {BeforeUnloadEvent} */ event) => list.get().some(({ stage }) => stage === 'sending') && event.preventDefault();
    const leave = assetLibraryStore.assets.subscribe(settle);
    addEventListener('online', again);
    addEventListener('beforeunload', ask);
    return () => {
      leave();
      removeEventListener('online', again);
      removeEventListener('beforeunload', ask);
    };
  },
  /**
   * Looks into the library anew, where no line tells what becomes of files. A file that has arrived and is no asset then
   * was there already: its asset is the older one.
   * @param {string | null} scope
   */
  async lookAnew(scope) {
    const arrived = list.get().filter(({ stage }) => stage === 'processing');
    if (!(await assetLibraryStore.renew(scope))) return;
    for (const { id, asset } of arrived) if (asset && !assetLibraryStore.asset(asset).get()) change(id, { stage: 'ready' });
  },
  /**
   * Brings files into a library.
   * @param {string | null} scope a project's id; null: the team's
   * @param {Iterable<File>} files
   * @param {import('#lib/net/uploads.js').Into & { then?: (asset: string, place: number) => void }} [into] `then`: called for each with the asset that it becomes, once more where that turns out to be one that was there already
   */
  add(scope, files, { then, ...into } = {}) {
    const since = into.replaces ? assetLibraryStore.asset(into.replaces).get()?.updated_at : undefined;
    [...files].forEach((file, place) => {
      const id = (count += 1);
      list.set([
        ...list.get(),
        { id, scope, name: file.name, size: file.size, sent: 0, stage: 'waiting', problem: '', asset: null, since }
      ]);
      if (then) follows.set(id, (asset) => then(asset, place));
      const failed = (/** @type {Stage} */ stage, problem = '') => {
        change(id, { stage, problem });
        next();
      };
      sendings.set(
        id,
        sendFile(scope, file, into, {
          onProgress: (sent) => change(id, { sent }),
          onDone: (asset) => arrived(id, asset),
          onRefused: (words) => failed('refused', words),
          onFailed: () => failed('failed')
        })
      );
    });
    next();
  },
  /** @param {number} id */
  pause(id) {
    sendings.get(id)?.pause();
    change(id, { stage: 'paused' });
    next();
  },
  /** Goes on behind what has arrived. @param {number} id */
  resume(id) {
    change(id, { stage: 'waiting', problem: '' });
    next();
  },
  /** Nothing of it is left, here or on the server. @param {number} id */
  async cancel(id) {
    const sending = sendings.get(id);
    uploadStore.dismiss(id);
    await sending?.cancel();
    next();
  },
  /** @param {number} id */
  dismiss(id) {
    sendings.delete(id);
    follows.delete(id);
    list.set(list.get().filter((item) => item.id !== id));
  },
  /** Takes away what is done. */
  clear: () => list.set(list.get().filter(({ stage }) => !['ready', 'refused'].includes(stage)))
};
