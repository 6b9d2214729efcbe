/**
 * Files that are dropped on the canvas.
 *
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 * @import { Media } from '#lib/nodes/files.js'
 * @import { Point } from '../commands/types.js'
 */

import { t } from '#lib/messages/index.js';
import { bring } from '#lib/nodes/bringing.js';
import { sortOf } from '#lib/nodes/files.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { assetLibraryStore } from '#lib/stores/assetLibraryStore.js';
import { uploadStore } from '#lib/stores/uploadStore.js';

/** From one card to the next. */
const APART = 240;
const SCRIPTS_APART = 360;
/** Cards that stand for a file itself. */
const FILES = new Set(['asset', 'image_import', 'video_import', 'audio']);
/** Cards that a file can be dropped on. */
export const PICTURED = new Set([...FILES, 'character', 'environment', 'style']);
/** Which card stands for a file of a sort. */
const CARDS = { image: 'image_import', video: 'video_import', audio: 'audio', script: 'script' };

/** Sets which asset a card stands for, as long as the card is there. @param {ProjectStore} store @param {string} id @param {string} asset */
function give(store, id, asset) {
  if (store.graph.node(id)) store.setData(id, 'asset_id', asset);
}

/**
 * A card, as a step of its own.
 * @param {ProjectStore} store
 * @param {string | null} level
 * @param {Point} position
 * @param {keyof typeof CARDS} sort
 * @param {Record<string, unknown>} [data]
 */
function place(store, level, position, sort, data) {
  const type = CARDS[sort];
  let id = '';
  store.step(t('step.add', { title: store.nodeType(type)?.title ?? type }), () => {
    id = store.addNode({ type, parent_id: level, position: { x: Math.round(position.x), y: Math.round(position.y) }, data });
  });
  return id;
}

/**
 * A card for each picture, clip or sound, side by side, at once; its file follows.
 * @param {ProjectStore} store
 * @param {string | null} level
 * @param {Point} point
 * @param {File[]} files
 */
export function placeMedia(store, level, point, files) {
  const ids = files.map((file, index) =>
    place(store, level, { x: point.x + index * APART, y: point.y }, /** @type {Media} */ (sortOf(file)), { name: file.name })
  );
  store.select(ids);
  uploadStore.add(store.project.get().id, files, { then: (asset, index) => give(store, ids[index], asset) });
}

/**
 * A card for each screenplay, selected.
 * @param {ProjectStore} store
 * @param {Point} point on the film's level
 * @param {File[]} files
 */
export function placeScripts(store, point, files) {
  const ids = files.map((_, index) => place(store, null, { x: point.x + index * SCRIPTS_APART, y: point.y }, 'script'));
  store.select(ids);
  ids.forEach((id, index) => void bring(store, id, files[index]));
}

/**
 * A file for a card: what it stands for, or the first picture of the character, place or style that it stands for.
 * @param {ProjectStore} store
 * @param {string} id
 * @param {File} file
 */
export function bringTo(store, id, file) {
  const node = store.graph.node(id);
  const project = store.project.get().id;
  if (!node) return;
  const own = String(node.data.asset_id ?? '');
  if (FILES.has(node.type)) return uploadStore.add(project, [file], { then: (asset) => give(store, id, asset) });
  const record = assetLibraryStore.asset(own).get();
  if (!record || sortOf(file) !== 'image') return store.notify('info', t('upload.noAsset', { name: titleOf(node) }), id);
  uploadStore.add(project, [file], {
    then: (asset) => {
      const now = assetLibraryStore.asset(own).get();
      const reference_ids = [asset, ...(now?.reference_ids ?? []).filter((one) => one !== asset)].slice(0, 24);
      if (now) void assetLibraryStore.change(project, own, { reference_ids });
    }
  });
}
