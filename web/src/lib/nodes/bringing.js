/**
 * A screenplay's file on its way to a script node.
 *
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 */

import { scriptStore } from '#lib/stores/scriptStore.js';
import { standingOf } from './screenplay.js';

const NOW = { reading: false, working: false, silent: false };

/**
 * Brings a file to a script node; a draft that differs from the canvas is shown for review.
 * @param {ProjectStore} store
 * @param {string} id
 * @param {File} file
 */
export async function bring(store, id, file) {
  const told = await store.uploadScript(id, file);
  if (told && standingOf(store.graph.node(id)?.data ?? {}, NOW) === 'pending') scriptStore.review(id);
}
