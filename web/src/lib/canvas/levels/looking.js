/**
 * To a card wherever it stands: its level is entered, it is selected and brought into the middle.
 */

import { projectStore } from '#lib/stores/projectStore.js';
import { cell } from '#lib/stores/engine/channels.js';

const wish = cell(/** @type {{ id: string } | null} */ (null));

/** What is to be brought into sight once its level is drawn. */
export const wished = {
  subscribe: wish.subscribe,
  /** The level is drawn: takes the wish where it is for a card that stands on it. @param {string | null} level */
  take(level) {
    const found = wish.get();
    if (!found || (projectStore.graph.node(found.id)?.parent_id ?? null) !== level) return undefined;
    wish.set(null);
    return found.id;
  }
};

/** Selects a card where it stands and brings it into sight. @param {string} id */
export function goTo(id) {
  const node = projectStore.graph.node(id);
  if (!node) return;
  if (projectStore.activeLevel.get() !== node.parent_id) projectStore.enter(node.parent_id);
  projectStore.select([id]);
  wish.set({ id });
}
