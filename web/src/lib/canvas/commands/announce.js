/**
 * What is said to those who do not see the canvas: one sentence at a time, in one live region.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 */

import { counted, t } from '#lib/messages/index.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { cell } from '#lib/stores/engine/channels.js';

const sentence = cell({ text: '', turn: 0 });

/** The sentence that is said now; `turn` tells two equal ones apart. */
export const said = { subscribe: sentence.subscribe, get: sentence.get };

/** @param {string} text */
export const say = (text) => sentence.set({ text, turn: sentence.get().turn + 1 });

/**
 * "SH020, Shot, Has a take, 3 wires in, 2 out".
 * @param {ProjectStore} store
 * @param {NodeRecord} record
 */
export function described(store, record) {
  const type = store.nodeType(record.type);
  const wires = [...store.graph.wires(record.id)].flatMap((id) => store.graph.edge(id) ?? []);
  // Wires inside a container end at it too; they are not its own.
  const inside = (/** @type {string} */ id) => store.graph.node(id)?.parent_id === record.id;
  const into = wires.filter((wire) => wire.target === record.id && !inside(wire.source)).length;
  const out = wires.filter((wire) => wire.source === record.id && !inside(wire.target)).length;
  const runtime = store.runtime(record.id).get().state;
  const state = runtime === 'idle' && store.takes(record.id).get().length ? 'success' : runtime;
  const name = titleOf(record, '') || t('say.unnamed');
  return [
    name,
    type?.title ?? record.type,
    type?.runnable ? t(`say.state.${state}`) : '',
    record.data.bypassed ? t('say.bypassed') : '',
    record.data.muted ? t('say.muted') : '',
    counted('say.in', into),
    t('say.out', { count: out })
  ]
    .filter(Boolean)
    .join(', ');
}
