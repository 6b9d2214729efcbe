/**
 * Screenplays that come onto the canvas as files.
 *
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 * @import { Point } from '../commands/types.js'
 */

import { t } from '#lib/messages/index.js';
import { bring } from '#lib/nodes/bringing.js';

const MEDIA = /^(image|video|audio|font)\//;

/**
 * Whether what is dragged may hold a screenplay: a browser tells kinds only, names come with the drop.
 * @param {DataTransfer | null} transfer
 */
export const mayHoldScript = (transfer) =>
  [...(transfer?.items ?? [])].some(({ kind, type }) => kind === 'file' && !MEDIA.test(type) && type !== 'application/zip');

/**
 * A script card of its own for a file, selected.
 * @param {ProjectStore} store
 * @param {Point} point on the film's level
 * @param {File} file
 */
export function bringNew(store, point, file) {
  const title = store.nodeType('script')?.title ?? '';
  let id = '';
  store.step(t('step.add', { title }), () => {
    id = store.addNode({ type: 'script', parent_id: null, position: { x: Math.round(point.x), y: Math.round(point.y) } });
  });
  store.select([id]);
  return bring(store, id, file);
}
