/**
 * Pictures, clips and sounds that are dropped on the canvas.
 *
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 */

import { t } from '#lib/messages/index.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { assetLibraryStore } from '#lib/stores/assetLibraryStore.js';
import { uploadStore } from '#lib/stores/uploadStore.js';

const MEDIA = /^(image|video|audio)\//;
/** From one card to the next. */
const APART = 240;
/** Cards that stand for a file itself. */
const FILES = new Set(['asset', 'image_import', 'video_import', 'audio']);
/** Cards that a file can be dropped on. */
export const PICTURED = new Set([...FILES, 'character', 'environment', 'style']);
/** Which card stands for a file of a sort. @type {Record<string, string>} */
const CARDS = { image: 'image_import', video: 'video_import', audio: 'audio' };

/** @param {File} file */
export const isMedia = ({ type }) => MEDIA.test(type);

/** Whether what is dragged may hold one; before the drop only types are told. @param {DataTransfer | null} data */
export const mayHoldMedia = (data) => [...(data?.items ?? [])].some(({ kind, type }) => kind === 'file' && MEDIA.test(type));

/** Sets which asset a card stands for, as long as the card is there. @param {ProjectStore} store @param {string} id @param {string} asset */
function give(store, id, asset) {
  if (store.graph.node(id)) store.setData(id, 'asset_id', asset);
}

/**
 * A card for each file, side by side, at once; its file follows.
 * @param {ProjectStore} store
 * @param {string | null} level
 * @param {{ x: number, y: number }} point
 * @param {File[]} files
 */
export function placeFiles(store, level, point, files) {
  const ids = files.map((file, place) => {
    const type = CARDS[file.type.split('/')[0]];
    const position = { x: Math.round(point.x + place * APART), y: Math.round(point.y) };
    let id = '';
    store.step(t('step.add', { title: store.nodeType(type)?.title ?? type }), () => {
      id = store.addNode({ type, parent_id: level, position, data: { name: file.name } });
    });
    return id;
  });
  store.select(ids);
  uploadStore.add(store.project.get().id, files, (asset, place) => give(store, ids[place], asset));
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
  if (FILES.has(node.type)) return uploadStore.add(project, [file], (asset) => give(store, id, asset));
  const record = assetLibraryStore.asset(own).get();
  if (!record || !file.type.startsWith('image/')) return store.notify('info', t('upload.noAsset', { name: titleOf(node) }), id);
  uploadStore.add(project, [file], (asset) => {
    const now = assetLibraryStore.asset(own).get();
    if (now)
      void assetLibraryStore.change(project, own, {
        reference_ids: [asset, ...now.reference_ids.filter((one) => one !== asset)].slice(0, 24)
      });
  });
}
