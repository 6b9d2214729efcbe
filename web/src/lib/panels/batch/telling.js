/**
 * A batch in words.
 *
 * @import { BatchPlan, BatchStep } from '#lib/protocol/schema.js'
 * @typedef {BatchStep['state']} StepState
 * @typedef {{ state: StepState, steps: BatchStep[] }} Part
 */

import { t } from '#lib/messages/index.js';

/** As people want to read them: what is done first, what cannot be, then what needs nothing. @type {readonly StepState[]} */
const PARTS = ['refused', 'run', 'running', 'cached', 'current'];

/** @param {BatchPlan} plan @returns {Part[]} */
export const parts = ({ steps }) =>
  PARTS.map((state) => ({ state, steps: steps.filter((step) => step.state === state) })).filter((part) => part.steps.length > 0);

/**
 * What is made of each quality, the cheapest first.
 * @param {BatchPlan} plan
 */
export function qualities({ steps }) {
  /** @type {Map<string, { quality: string, count: number, seconds: number, error: number }>} */
  const found = new Map();
  for (const { state, quality, seconds, error } of steps) {
    if (state !== 'run') continue;
    const sum = found.get(quality) ?? { quality, count: 0, seconds: 0, error: 0 };
    found.set(quality, { quality, count: sum.count + 1, seconds: sum.seconds + seconds, error: Math.hypot(sum.error, error) });
  }
  return [...found.values()].sort((a, b) => a.seconds / a.count - b.seconds / b.count);
}

/**
 * A length of time: "40 s", "12 min", "3.5 h".
 * @param {number} seconds
 */
export function time(seconds) {
  if (seconds < 90) return t('card.seconds', { seconds: Math.max(1, Math.round(seconds)) });
  if (seconds < 5400) return t('library.minutes', { minutes: Math.round(seconds / 60) });
  return t('batch.hours', { hours: Math.round(seconds / 360) / 10 });
}

/**
 * The same with what it may be off by: "40 s ± 6 s".
 * @param {number} seconds
 * @param {number} error
 */
export const give = (seconds, error) => t('batch.give', { time: time(seconds), error: time(error) });
