/**
 * Deleting with a way back: what went last is offered for a while.
 *
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @typedef {{ words: string, ids: string[], wires: EdgeRecord[] }} Removal `wires`: those that went by themselves, not with a card
 */

import { bridge } from '#lib/canvas/wires/rewiring.js';
import { t } from '#lib/messages/index.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { cell } from '#lib/stores/engine/channels.js';
import { projectStore } from '#lib/stores/projectStore.js';

const last = cell(/** @type {Removal | null} */ (null));

export const removal = {
  subscribe: last.subscribe,
  get: last.get,
  forget: () => last.set(null),
  /**
   * One step: cards with what stands in them, and wires.
   * @param {string[]} ids
   * @param {string[]} [edges]
   */
  remove(ids, edges = []) {
    const { graph } = projectStore;
    const wires = edges
      .flatMap((id) => graph.edge(id) ?? [])
      .filter(({ source, target }) => !ids.includes(source) && !ids.includes(target));
    const words = wordsOf(ids, wires);
    projectStore.step(words, () => {
      bridge(projectStore, new Set(ids));
      if (wires.length) projectStore.removeEdges(wires.map(({ id }) => id));
      if (ids.length) projectStore.removeNodes(ids);
    });
    const gone = ids.every((id) => !graph.node(id)) && wires.every(({ id }) => !graph.edge(id));
    if (gone) last.set({ words, ids, wires });
  },
  /** Brings it back, whatever was done since. */
  restore() {
    const found = last.get();
    last.set(null);
    if (found?.ids.length) projectStore.restoreNodes(found.ids);
    if (found?.wires.length) projectStore.restoreEdges(found.wires.map(({ id }) => id));
  }
};

/**
 * "Deleted SH020", "Deleted Scene 2 with 4 cards in it", "Deleted 3 cards".
 * @param {string[]} ids
 * @param {EdgeRecord[]} wires
 */
function wordsOf(ids, wires) {
  const { graph } = projectStore;
  const count = ids.length || wires.length;
  if (!ids.length) return t(count === 1 ? 'removal.wire' : 'removal.wires', { count });
  if (count > 1) return t('removal.cards', { count });
  const record = graph.node(ids[0]);
  const title = record ? String(record.data.number || titleOf(record, projectStore.nodeType(record.type)?.title)) : '';
  const inside = within(ids[0]);
  const name = record?.type === 'scene_group' ? t('removal.scene', { title }) : title;
  return inside ? t(inside === 1 ? 'removal.withOne' : 'removal.with', { title: name, count: inside }) : t('removal.card', { title: name });
}

/** How many cards stand in a card, however deep. @param {string} id @returns {number} */
function within(id) {
  return [...projectStore.graph.children(id)].reduce((sum, child) => sum + 1 + within(child), 0);
}
