/**
 * Collapsing cards. A frame that is collapsed takes away what lies wholly on it.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 */

import { t } from '#lib/messages/index.js';
import { cardOf } from './cards.js';

/** Cards that one frame takes away at most. */
const MOST = 2000;

/**
 * Ids of the cards that lie wholly on a frame as large as it is when it is open.
 * @param {ProjectStore} store
 * @param {NodeRecord} frame
 */
function on(store, frame) {
  const { graph, rules } = store;
  const { width = 600, height = 400 } = frame.data;
  const { x, y } = frame.position;
  const lies = (/** @type {NodeRecord} */ { type, data, position }) => {
    const spec = rules.types.get(type);
    const card = spec && cardOf(spec, data);
    const far = card && { x: position.x + card.width, y: position.y + card.height };
    return far && position.x >= x && position.y >= y && far.x <= x + width && far.y <= y + height;
  };
  const all = [...graph.children(frame.parent_id)].filter((id) => id !== frame.id);
  return all.filter((id) => lies(/** @type {NodeRecord} */ (graph.node(id)))).slice(0, MOST);
}

/**
 * Collapses cards or opens them.
 * @param {ProjectStore} store
 * @param {readonly NodeRecord[]} records
 * @param {boolean} collapsed
 * @returns {string} words for what was done, one step
 */
export function collapse(store, records, collapsed) {
  const words = t(collapsed ? 'switch.collapsed.on' : 'switch.collapsed.off', { count: records.length });
  store.step(words, () => {
    for (const record of records) {
      if (record.type === 'frame') store.setData(record.id, 'holds', collapsed ? on(store, record) : []);
      store.setData(record.id, 'collapsed', collapsed);
    }
  });
  return words;
}
