/**
 * What an entry of the history says in words.
 *
 * @import { HistoryEntry } from '#lib/net/api.js'
 */

import { counted, t } from '#lib/messages/index.js';

/**
 * Its label, or what it touched: "Moved 3 cards", "Changed 1 card · 2 wires".
 * @param {HistoryEntry} entry
 */
export function told({ label, touched, undo_of, result }) {
  if (result === 'void') return t('history.void');
  if (undo_of !== null) return t('history.undid', { version: undo_of });
  if (label) return label;
  const { counts, wires } = touched;
  const parts = /** @type {const} */ (['added', 'removed', 'moved', 'changed', 'settings']).flatMap((kind) =>
    counts[kind] ? [counted(`history.${kind}`, counts[kind])] : []
  );
  if (wires) parts.push(counted('history.wires', wires));
  return parts.join(' · ') || t('history.nothing');
}
