/** @import { Waits } from '#lib/stores/engine/runtime.js' */

import { counted, t } from '#lib/messages/index.js';
import { give } from '#lib/messages/when.js';
import { projectStore } from '#lib/stores/projectStore.js';

/** Reasons that end by themselves, at a moment that is foreseen. */
const FORESEEN = new Set(['turn', 'next']);

/** @param {NonNullable<Waits['reason']>} reason @param {number} passed */
function sentence({ code, detail, name, amount, ahead }, passed) {
  switch (code) {
    case 'turn':
      return counted('queue.reason.turn', ahead);
    case 'quality':
      return t('queue.reason.quality', { name: projectStore.tiers.find(({ id }) => id === name)?.label ?? name });
    case 'retry':
      return t('queue.reason.retry', { seconds: Math.max(1, Math.round(amount - passed)) });
    case 'paused':
    case 'needs':
    case 'backend':
    case 'vram':
    case 'no_worker':
    case 'next':
    case 'starting':
      return t(`queue.reason.${code}`, { name, amount });
    default:
      // A newer server may know more reasons than this page.
      return detail;
  }
}

/**
 * "3 jobs ahead, begins in about 40 s ± 6 s"; once the moment foreseen is over, only why.
 * @param {Waits} waits
 * @param {number} now by the clock of `told`
 */
export function whyItWaits({ reason, starts, error, told }, now) {
  const passed = Math.max(0, now - told) / 1000;
  const why = reason ? sentence(reason, passed) : t('take.queued');
  const left = starts !== null && reason && FORESEEN.has(reason.code) ? starts - passed : 0;
  return left > 0 ? t('queue.begins', { why, time: give(left, error) }) : why;
}
