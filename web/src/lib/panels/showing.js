import { projectStore } from '#lib/stores/projectStore.js';

/** Goes to the level of a card and selects it; nothing where it is gone. @param {string} id */
export function showNode(id) {
  const record = projectStore.graph.node(id);
  if (!record) return;
  if (projectStore.activeLevel.get() !== record.parent_id) projectStore.enter(record.parent_id);
  projectStore.select([id]);
}
