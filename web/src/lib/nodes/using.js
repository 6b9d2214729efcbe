/** @import { Resources } from '#lib/protocol/schema.js' */

import { counted, t } from '#lib/messages/index.js';

const MEGABYTE = 1_000_000;

/** @param {number} bytes */
function size(bytes) {
  const megabytes = Math.round(bytes / MEGABYTE);
  return megabytes < 1000
    ? t('queue.used.megabytes', { size: megabytes })
    : t('queue.used.gigabytes', { size: Math.round(megabytes / 100) / 10 });
}

/**
 * What a job uses where it runs: "1.8 of 2 cores · 640 MB".
 * @param {Resources} used
 */
export function usedWords({ cores, of_cores, memory, vram }) {
  const graphics = vram === null ? [] : [t('queue.used.graphics', { size: size(vram) })];
  return [counted('queue.used.cores', of_cores, { cores }), size(memory), ...graphics].join(' · ');
}
