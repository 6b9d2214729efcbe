/**
 * What the server alone writes about a node: its state, the progress of its task, its takes.
 *
 * @import { NodeState, QueueEntry, Resources, TakeRecord } from '#lib/protocol/schema.js'
 * @typedef {{ state: NodeState, task_id: string | null, progress: number, step: string, error: string | null, waits: Waits | null, used: Resources | null, script: { done: number, total: number, step: string } | null, paper: Paper | null }} Runtime `progress` 0 to 100; `waits`: why and for how long, where it is known; `used`: what its task uses, while it is made
 * @typedef {QueueEntry & { told: number }} Waits `told`: when, by this browser's clock, in milliseconds
 * @typedef {{ name: string, reading: boolean, problem: string }} Paper a file that is brought to a script; `problem`: why it was refused
 */

import { Channels } from './channels.js';

/** @type {Readonly<Runtime>} */
const IDLE = Object.freeze({
  state: 'idle',
  task_id: null,
  progress: 0,
  step: '',
  error: null,
  waits: null,
  used: null,
  script: null,
  paper: null
});
const NO_TAKES = /** @type {readonly TakeRecord[]} */ (Object.freeze([]));

export class RuntimeBoard {
  /** @type {Map<string, Runtime>} */
  states = new Map();
  /** @type {Map<string, TakeRecord[]>} */
  takesOf = new Map();
  #states = /** @type {Channels<string>} */ (new Channels());
  #takes = /** @type {Channels<string>} */ (new Channels());
  #any = /** @type {Channels<''>} */ (new Channels());
  /** Hear which node's state or takes have changed; null where all may have. @type {Set<(id: string | null) => void>} */
  listeners = new Set();

  /** Changes whenever the state of any node does. */
  all = this.#any.reading('', () => new Map(this.states));

  /** @param {string} id */
  of = (id) => this.#states.reading(id, () => this.states.get(id) ?? IDLE);

  /** @param {string} id */
  takes = (id) => this.#takes.reading(id, () => this.takesOf.get(id) ?? NO_TAKES);

  /** What a card is seen to be: success where it has takes and nothing is under way. @param {string} id @returns {NodeState} */
  seen(id) {
    const state = this.states.get(id)?.state ?? 'idle';
    return state === 'idle' && this.takesOf.get(id)?.length ? 'success' : state;
  }

  /**
   * @param {Record<string, any>} runtime
   * @param {Record<string, TakeRecord[]>} takes
   */
  load(runtime, takes) {
    const before = this.states;
    this.states = new Map(
      Object.entries(runtime).map(([id, state]) => [
        id,
        {
          ...IDLE,
          script: before.get(id)?.script ?? null,
          paper: before.get(id)?.paper ?? null,
          ...Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null))
        }
      ])
    );
    this.takesOf = new Map(Object.entries(takes));
    this.#states.tellAll();
    this.#takes.tellAll();
    this.#tell(null);
  }

  /**
   * @param {string} id
   * @param {Partial<Runtime>} change
   */
  change(id, change) {
    const before = this.states.get(id) ?? IDLE;
    const after = { ...before, ...change };
    if (after.state !== 'queued' || after.task_id !== before.task_id) after.waits = null;
    if (after.state !== 'generating') after.used = null;
    this.states.set(id, after);
    this.#states.tell([id]);
    if (after.state !== before.state) this.#tell(id);
  }

  /**
   * @param {string} id
   * @param {NodeState} state
   * @param {string | null} [task_id] the execution that is in this state
   */
  enter(id, state, task_id = null) {
    const fresh = state === 'queued' || state === 'idle';
    const task = fresh || task_id ? { task_id } : {};
    const rest = fresh ? { progress: 0, step: '', error: null } : state === 'success' ? { progress: 100, error: null } : {};
    this.change(id, { state, ...task, ...rest });
  }

  /**
   * @param {string} id
   * @param {TakeRecord[]} takes
   */
  setTakes(id, takes) {
    this.takesOf.set(id, takes);
    this.#takes.tell([id]);
    this.#tell(id);
  }

  /** @param {string | null} id */
  #tell(id) {
    this.#any.tell(['']);
    for (const listener of [...this.listeners]) listener(id);
  }
}
