/**
 * A batch in words.
 *
 * @import { BatchPlan, BatchStep } from '#lib/protocol/schema.js'
 * @typedef {BatchStep['state']} StepState
 * @typedef {{ state: StepState, steps: BatchStep[] }} Part
 */

import { together } from '#lib/messages/when.js';

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
  const made = steps.filter(({ state }) => state === 'run');
  return [...new Set(made.map(({ quality }) => quality))]
    .map((quality) => {
      const some = made.filter((step) => step.quality === quality);
      const seconds = some.reduce((sum, step) => sum + step.seconds, 0);
      return { quality, count: some.length, seconds, error: together(some.map(({ error }) => error)) };
    })
    .sort((a, b) => a.seconds / a.count - b.seconds / b.count);
}
