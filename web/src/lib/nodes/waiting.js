/** @import { QueueEntry } from '#lib/protocol/schema.js' */

import { counted, t } from '#lib/messages/index.js';
import { give } from '#lib/messages/when.js';

/** @param {NonNullable<QueueEntry['reason']>} reason */
function sentence({ code, detail, name, amount, ahead }) {
  switch (code) {
    case 'turn':
      return counted('queue.reason.turn', ahead);
    case 'retry':
      return t('queue.reason.retry', { seconds: Math.max(1, Math.round(amount)) });
    case 'paused':
    case 'needs':
    case 'backend':
    case 'quality':
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
 * "3 jobs ahead, begins in about 40 s ± 6 s".
 * @param {QueueEntry} entry
 */
export function whyItWaits({ reason, starts, error }) {
  const why = reason ? sentence(reason) : t('take.queued');
  const foreseen = starts !== null && (reason?.code === 'turn' || reason?.code === 'next');
  return foreseen ? t('queue.begins', { why, time: give(starts, error) }) : why;
}
