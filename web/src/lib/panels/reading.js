/** How long a notice stays: as long as it takes to read it unhurriedly. */

const GLANCE = 3000;
const LETTER = 55;
const LONGEST = 14_000;

/**
 * Milliseconds; null where it stays until somebody acts on it or puts it away.
 * @param {Pick<import('#lib/stores/projectStore.js').Notice, 'kind' | 'text' | 'node_id' | 'action'>} notice
 */
export function readingTime({ kind, text, node_id, action }) {
  if (action || (kind === 'error' && node_id)) return null;
  const time = Math.min(LONGEST, GLANCE + text.length * LETTER);
  return kind === 'error' ? Math.max(6000, time) : time;
}
