/**
 * In how many shots each asset is, counted while the page has nothing else to do.
 */

import { cell, Channels } from './engine/channels.js';
import { projectStore } from './projectStore.js';
import { usageStore } from './usageStore.js';

/** Milliseconds from a change of the film to the next count. */
const PAUSE = 700;

const channels = /** @type {Channels<string>} */ (new Channels());
/** @type {Map<string, number>} */
let counts = new Map();
/** Assets somebody looks at, and for how many eyes. @type {Map<string, number>} */
const wanted = new Map();
const busy = cell(false);
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {() => void} */
let stop = () => {};

/** @param {() => void} work */
const idle = (work) => (typeof requestIdleCallback === 'function' ? requestIdleCallback(work, { timeout: 2000 }) : setTimeout(work, 16));

function countNext() {
  const next = [...wanted.keys()].find((id) => !counts.has(id));
  busy.set(next !== undefined);
  if (next === undefined) return;
  counts.set(next, usageStore.statistics(next).shots.length);
  channels.tell([next]);
  idle(countNext);
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    counts = new Map();
    if (!busy.get()) countNext();
  }, PAUSE);
}

/**
 * Readable of the number of shots; undefined until it is counted.
 * @param {string} id
 * @returns {import('./engine/channels.js').Reading<number | undefined>}
 */
export function shotsWith(id) {
  const reading = channels.reading(id, () => counts.get(id));
  return {
    get: reading.get,
    subscribe(run) {
      if (wanted.size === 0) stop = projectStore.onChange(({ nodes, edges }) => (nodes.size || edges.size) && soon());
      wanted.set(id, (wanted.get(id) ?? 0) + 1);
      if (!counts.has(id) && !busy.get()) {
        busy.set(true);
        idle(countNext);
      }
      const leave = reading.subscribe(run);
      return () => {
        leave();
        const left = (wanted.get(id) ?? 1) - 1;
        if (left) wanted.set(id, left);
        else wanted.delete(id);
        if (wanted.size) return;
        stop();
        clearTimeout(timer);
        counts = new Map();
      };
    }
  };
}
