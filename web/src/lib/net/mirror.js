/**
 * What is not saved yet, kept in this browser until it is: a closed tab loses nothing.
 * One record per person, project and page (its client id). A page that is alive holds a lock under that id; where there are
 * no Web Locks, which browsers give to https and localhost alone, it stamps its record every few seconds.
 *
 * @typedef {{ client: string, unsent: readonly unknown[], texts: readonly unknown[] }} Unsent plain data
 * @typedef {{ user: string, project: string, client: string, owner: string, since: number, stamp: number, text: string }} Kept
 *   `owner`: the page that answers for it; `since` and `stamp` in milliseconds; `text`: the unsent edits as JSON
 */

import { openDB } from 'idb';

const NAME = 'production-canvas';
const STORE = 'unsent';
const STAMP_EVERY = 3000;
/** Milliseconds after which a page without a new stamp is gone. */
const SILENT = 10_000;

async function open() {
  return openDB(NAME, 1, { upgrade: (database) => void database.createObjectStore(STORE, { keyPath: ['user', 'project', 'client'] }) });
}

/**
 * @template {Unsent} P
 * @param {Kept} kept
 * @returns {P[]} none where another release wrote something else
 */
function read({ client, text }) {
  try {
    const found = JSON.parse(text);
    return found.client === client && Array.isArray(found.unsent) && Array.isArray(found.texts) ? [found] : [];
  } catch {
    return [];
  }
}

/**
 * @template {Unsent} P
 * @param {{ user: string, project: string, client: string, onTaken?: () => void, locks?: LockManager | null }} page
 *   `onTaken` hears that another page believed this one gone and answers for its edits now
 */
export function openMirror({ user, project, client, onTaken = () => {}, locks = globalThis.navigator?.locks ?? null }) {
  const opening = open();
  /** Clients under whose names this page has written. */
  const mine = new Set([client]);
  /** Clients whose locks this page holds. */
  const held = new Set();
  /** @type {(() => void)[]} */
  const releases = [];
  /** @type {P | null} */
  let latest = null;
  let waiting = false;
  let works = true;
  let closed = false;
  /** @type {Promise<void> | null} */
  let writing = null;

  opening.catch(() => (works = false));
  if (locks) void lock(client);
  const stamps = locks ? undefined : setInterval(() => latest && write(), STAMP_EVERY);

  /** @param {string} one @returns {[string, string, string]} */
  const keyOf = (one) => [user, project, one];

  /**
   * Whether the lock of a client is this page's. It stays until the page goes.
   * @param {string} one
   * @returns {Promise<boolean>}
   */
  function lock(one) {
    return new Promise((resolve) => {
      /** @param {Lock | null} got */
      const keep = (got) => {
        if (got) held.add(one);
        resolve(got !== null);
        return got ? new Promise((release) => releases.push(() => release(undefined))) : undefined;
      };
      /** @type {LockManager} */ (locks).request(`${NAME}:${one}`, { ifAvailable: true }, keep).catch(() => resolve(false));
    });
  }

  function write() {
    waiting = true;
    writing ??= writeAll().finally(() => (writing = null));
  }

  async function writeAll() {
    while (waiting) {
      waiting = false;
      try {
        await put(latest);
        works = true;
      } catch {
        // No place, or no permission: the page asks before it closes.
        works = false;
      }
    }
  }

  /** @param {P | null} pending */
  async function put(pending) {
    // Before anything is awaited: what the page changes meanwhile belongs to the next writing.
    const text = JSON.stringify(pending);
    const database = await opening;
    const { store, done } = database.transaction(STORE, 'readwrite');
    const before = /** @type {Kept | undefined} */ (pending ? await store.get(keyOf(pending.client)) : undefined);
    const taken = before !== undefined && before.owner !== client;
    if (pending && !taken) {
      const stamp = Date.now();
      await store.put({ user, project, client: pending.client, owner: client, since: before?.since ?? stamp, stamp, text });
    }
    if (pending && taken) mine.delete(pending.client);
    // In one transaction: what goes over to another client's record is never in both, nor in none.
    for (const one of mine) if (one !== pending?.client) await store.delete(keyOf(one));
    await done;
    if (!taken) return;
    latest = null;
    onTaken();
  }

  /**
   * The record of a page that is gone, this page's to answer for from now on.
   * @param {string} one
   * @returns {Promise<Kept[]>}
   */
  async function take(one) {
    if (locks && !(await lock(one))) return [];
    const { store, done } = (await opening).transaction(STORE, 'readwrite');
    // Read anew: another page may have sent it since.
    const kept = /** @type {Kept | undefined} */ (await store.get(keyOf(one)));
    const stamp = Date.now();
    const gone = kept !== undefined && (locks !== null || stamp - kept.stamp > SILENT);
    if (gone) await store.put({ ...kept, owner: client, stamp });
    await done;
    if (gone) held.add(one);
    return gone ? [kept] : [];
  }

  return {
    /** Whether a closed tab would lose nothing: not so in some private windows. */
    get works() {
      return works;
    },
    /**
     * Writes down what is pending, promptly; null where everything is saved.
     * @param {P | null} pending
     * @param {string} as the client under whose name it is
     */
    save(pending, as) {
      if (closed || (pending === null && latest === null && mine.has(as))) return;
      mine.add(as);
      latest = pending;
      write();
    },
    /**
     * What closed pages left behind, the oldest first. Each is given to one page, once.
     * @returns {Promise<P[]>}
     */
    async leftovers() {
      if (closed) return [];
      const database = await opening.catch(() => null);
      const kept = /** @type {Kept[]} */ ((await database?.getAll(STORE, IDBKeyRange.bound([user, project], [user, project, []]))) ?? []);
      /** @type {P[]} */
      const found = [];
      for (const { client: one } of kept.sort((a, b) => a.since - b.since)) {
        if (!mine.has(one) && !held.has(one)) found.push(...(await take(one)).flatMap((each) => /** @type {P[]} */ (read(each))));
      }
      return found;
    },
    /** The page leaves: what is written stays for the next one. */
    async close() {
      closed = true;
      clearInterval(stamps);
      await writing;
      for (const release of releases) release();
    }
  };
}

/**
 * @template {Unsent} P
 * @typedef {ReturnType<typeof openMirror<P>>} Mirror
 */
