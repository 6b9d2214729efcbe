/**
 * The line of the open film as the panel shows it: the part that is looked at, read anew whenever something changed.
 *
 * @import { Api } from '#lib/net/api.js'
 * @import { QueueEntry, QueuePage } from '#lib/protocol/schema.js'
 *
 * @typedef {QueueEntry & { told: number }} Row `told`: when, by this browser's clock, in milliseconds
 * @typedef {{ person: string, scene: string, worker: string }} Filter what is empty does not matter
 */

import { ApiError } from '#lib/net/api.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { userSessionStore } from '#lib/stores/userSessionStore.js';
import { queueStore } from '#lib/stores/queueStore.js';
import { NONE, byPlace, these, turned, without } from './picking.js';
import { inside } from './scenes.js';

/** Rows that are read at once, and how many of them lie before the first in sight. */
const PAGE = 120;
const BEFORE = 40;
const LARGEST = 500;
/** Jobs that are cancelled at once. */
const MOST = 5000;
const NOT_FOUND = 404;
/** Milliseconds between two readings. */
const PAUSE = 300;
const SECOND = 1000;
/** @type {Filter} */
const ALL = { person: '', scene: '', worker: '' };

export class Line {
  /** @type {Filter} */
  filter = $state.raw(ALL);
  page = $state.raw(/** @type {QueuePage | null} */ (null));
  /** By place in the list; of the part that was read last. */
  rows = $state.raw(byPlace(/** @type {Row[]} */ ([])));
  /** Ids of selected jobs. */
  chosen = $state.raw(NONE);
  /** The job that the keys go by. */
  active = $state('');
  problem = $state('');
  now = $state(Date.now());
  /** Where a dragged job would go. */
  drop = $state.raw(/** @type {{ task: string, after: boolean } | null} */ (null));
  /** @type {Row | null} */
  dragged = null;

  #api;
  /** The first row in sight. */
  first = 0;
  #reading = false;
  #again = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Api} api */
  constructor(api) {
    this.#api = api;
  }

  get found() {
    return this.page?.found ?? 0;
  }

  get filtered() {
    return Object.values(this.filter).some(Boolean);
  }

  /** Selected jobs that are in sight, or were a moment ago. */
  get picked() {
    return [...this.rows.values()].filter(({ task_id }) => this.chosen.has(task_id));
  }

  /** Keeps it up to date until it is let go. */
  follow() {
    const leave = queueStore.onUpdate(({ gone }) => {
      this.chosen = without(this.chosen, gone);
      this.#soon();
    });
    const ticking = setInterval(() => (this.now = Date.now()), SECOND);
    // After a lost connection, what was told meanwhile was not heard.
    const again = projectStore.onState((id) => id === null && this.#soon());
    void this.load();
    return () => {
      leave();
      again();
      clearInterval(ticking);
      clearTimeout(this.#timer);
    };
  }

  /** @param {Partial<Filter>} change */
  show(change) {
    this.filter = { ...this.filter, ...change };
    this.chosen = NONE;
    this.first = 0;
    void this.load();
  }

  showAll() {
    this.show(ALL);
  }

  /** The rows from there on are in sight. @param {number} first @param {number} last */
  sees(first, last) {
    this.first = first;
    const there = (/** @type {number} */ at) => at >= this.found || this.rows.has(at);
    if (!there(first) || !there(Math.min(last, this.found - 1))) this.#soon(60);
  }

  #soon(pause = PAUSE) {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.load();
    }, pause);
  }

  /** @param {number} offset @param {number} limit */
  #find(offset, limit) {
    const { person, scene, worker } = this.filter;
    return this.#api.findInQueue(projectStore.project.get().id, {
      user_id: person || null,
      worker: worker || null,
      node_ids: scene ? inside(projectStore, scene) : null,
      offset,
      limit
    });
  }

  /** Reads what is in sight; once more where it was asked for meanwhile. */
  async load() {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    const offset = Math.max(0, this.first - BEFORE);
    try {
      const page = await this.#find(offset, PAGE);
      const told = Date.now();
      this.now = told;
      this.page = page;
      this.rows = byPlace(
        page.entries.map((entry) => ({ ...entry, told })),
        offset
      );
      this.problem = '';
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.#reading = false;
    }
    if (this.#again) {
      this.#again = false;
      this.#soon(0);
    }
  }

  /** Whether this person may do anything to that job. @param {{ user_id: string }} job */
  may({ user_id }) {
    const { role, user } = userSessionStore;
    return role.get() === 'owner' || (role.get() === 'editor' && user_id === user.get()?.id);
  }

  /** Selects all of what was found that this person may change, also what is not in sight. */
  async chooseAll() {
    const all = /** @type {string[]} */ ([]);
    await this.each(
      Array.from({ length: Math.ceil(this.found / LARGEST) }, (_, page) => page),
      async (page) => {
        const { entries } = await this.#find(page * LARGEST, LARGEST);
        all.push(...entries.filter(this.may).map(({ task_id }) => task_id));
      }
    );
    this.chosen = these(all);
  }

  /**
   * Does it to each of them, then shows what became of the line. The first that is refused says why; what is over
   * meanwhile is left as it is.
   * @template T
   * @param {Iterable<T>} tasks @param {(task: T) => Promise<unknown>} act
   */
  async each(tasks, act) {
    /** @type {Error | undefined} */
    let refused;
    for (const task of tasks) {
      try {
        await act(task);
      } catch (error) {
        if (!(error instanceof ApiError && error.status === NOT_FOUND))
          refused ??= error instanceof Error ? error : new Error(String(error));
      }
    }
    if (refused) projectStore.notify('error', refused.message);
    await this.load();
  }

  /** @param {Iterable<string>} tasks @param {number} priority */
  prioritise = (tasks, priority) => this.each(tasks, (task) => this.#api.prioritise(task, priority));
  /** @param {Iterable<string>} tasks @param {boolean} paused */
  pause = (tasks, paused) => this.each(tasks, (task) => this.#api.pauseJob(task, paused));
  /** @param {string} task @param {string} other @param {boolean} after */
  move = (task, other, after) => this.each([task], () => this.#api.moveInQueue(task, after ? { after: other } : { before: other }));
  /** @param {'mine' | 'film'} scope @param {boolean} paused */
  pauseAll = (scope, paused) => this.each([scope], () => this.#api.pauseQueue(projectStore.project.get().id, scope, paused));

  /** @param {readonly string[]} tasks */
  async cancel(tasks) {
    for (let at = 0; at < tasks.length; at += MOST) await projectStore.cancelMany(tasks.slice(at, at + MOST));
    this.chosen = NONE;
    await this.load();
  }

  /** @param {string} task @returns {number} -1 where it is not in the part that was read */
  placeOf(task) {
    for (const [at, row] of this.rows) if (row.task_id === task) return at;
    return -1;
  }

  /** Puts the active job before the one above it of the same person, or after the one below. @param {1 | -1} step */
  shift(step) {
    const from = this.placeOf(this.active);
    const own = this.rows.get(from);
    if (own?.state !== 'queued') return;
    for (let at = from + step; this.rows.has(at); at += step) {
      const other = this.rows.get(at);
      if (other?.state === 'queued' && other.user_id === own.user_id) return void this.move(own.task_id, other.task_id, step > 0);
    }
  }

  /** @param {string} task @param {{ ctrl: boolean, shift: boolean }} how */
  choose(task, { ctrl, shift }) {
    if (shift && this.active) {
      const [from, to] = [this.placeOf(this.active), this.placeOf(task)].sort((one, other) => one - other);
      const span = [...this.rows].filter(([at, row]) => at >= from && at <= to && this.may(row));
      this.chosen = these([...this.chosen, ...span.map(([, row]) => row.task_id)]);
      return;
    }
    this.active = task;
    const row = this.rows.get(this.placeOf(task));
    if (!row || !this.may(row)) return;
    this.chosen = ctrl ? turned(this.chosen, task) : these([task]);
  }
}
