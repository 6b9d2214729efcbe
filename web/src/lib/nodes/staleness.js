/**
 * What of a shot has changed since its active take was made.
 *
 * @import { TakeRecord } from '#lib/protocol/schema.js'
 */

import { t } from '#lib/messages/index.js';
import { same } from '#lib/graph/paths.js';

/** What a take is made from, in the order in which it is told. */
const MADE_FROM = /** @type {const} */ (['prompt', 'negative_prompt', 'dialogue', 'size', 'camera', 'duration', 'motion', 'quality']);

/**
 * The first thing that changed, in words: "stale: prompt changed"; empty where the take is of the shot as it stands.
 * @param {TakeRecord | undefined} take
 * @param {Record<string, any>} shot
 */
export function staleness(take, shot) {
  if (!take) return '';
  const made = madeFrom(take);
  const changed = MADE_FROM.find((key) => key in made && shot[key] !== undefined && !same(made[key], shot[key]));
  return changed ? t('card.stale', { what: t(`card.stale.${changed}`) }) : '';
}

/** @param {TakeRecord} take @returns {Record<string, any>} */
const madeFrom = (take) => ({ duration: take.duration, quality: take.quality });

/**
 * The shot's values that made a take, for writing them back: the take can then be made again.
 * @param {TakeRecord} take
 * @returns {Record<string, any>}
 */
export const recipeOf = (take) => ({ ...madeFrom(take), seed: take.seed, seed_locked: true });
