/**
 * What a worker did, as stretches of a line of time.
 *
 * @import { WorkerRun } from '#lib/protocol/schema.js'
 *
 * @typedef {{ run: WorkerRun, lane: number, left: number, width: number, seconds: number, outcome: string }} Stretch
 *   `left` and `width` in percent of the time shown, `lane` from 0
 */

/** Milliseconds shown at once. */
export const SPANS = { quarter: 900_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The runs of the last `span` milliseconds; what overlaps stands in lanes of its own.
 * @param {readonly WorkerRun[]} runs oldest first
 * @param {number} span
 * @param {number} now
 * @returns {{ stretches: Stretch[], lanes: number }}
 */
export function stretchesOf(runs, span, now) {
  const begin = now - span;
  /** When each lane is free again. @type {number[]} */
  const free = [];
  const stretches = [];
  for (const run of runs) {
    const started = Date.parse(run.started_at);
    const ended = run.ended_at ? Date.parse(run.ended_at) : Math.max(now, started);
    if (ended < begin) continue;
    const found = free.findIndex((until) => until <= started);
    const lane = found < 0 ? free.length : found;
    free[lane] = ended;
    const left = Math.max(0, ((started - begin) / span) * 100);
    stretches.push({
      run,
      lane,
      left,
      width: Math.max(0, ((ended - begin) / span) * 100 - left),
      seconds: (ended - started) / 1000,
      outcome: run.outcome ?? 'running'
    });
  }
  return { stretches, lanes: Math.max(1, free.length) };
}
