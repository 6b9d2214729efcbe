/**
 * A batch in words.
 *
 * @import { BatchPlan, BatchStep } from '#lib/protocol/schema.js'
 * @typedef {BatchStep['state']} StepState
 * @typedef {{ state: StepState, steps: BatchStep[] }} Part
 */

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
