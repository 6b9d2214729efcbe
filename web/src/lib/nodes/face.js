/**
 * What is told of a card from afar: its names, its state, one picture. Cards that are painted and small cards show the same.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @typedef {{ title: string, subtitle: string, state: string, picture: string | null, tint: string }} Face `tint`: the type of socket whose colour the card has
 */

import { assetLibraryStore } from '#lib/stores/assetLibraryStore.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { titleOf } from './parts/titles.js';

/** @param {string} id */
const activeTake = (id) =>
  projectStore
    .takes(id)
    .get()
    .find((take) => take.active);

/**
 * @param {NodeRecord} record
 * @param {any} spec its entry in the catalogue
 * @returns {Face}
 */
export function faceOf(record, spec) {
  const { state } = projectStore.runtime(record.id).get();
  const tint = spec?.outputs[0]?.types[0] ?? 'text';
  return { state, tint, ...(FACES[record.type] ?? plain)(record, spec?.title ?? record.type, state) };
}

/** @typedef {Pick<Face, 'title' | 'subtitle' | 'picture'> & { state?: string }} Own */

/** @param {NodeRecord} record @param {string} kind @returns {Own} */
function plain(record, kind) {
  const title = titleOf(record, kind);
  const asset = record.data.asset_id ? assetLibraryStore.asset(record.data.asset_id).get() : undefined;
  return { title, subtitle: title === kind ? '' : kind, picture: asset?.url ?? null };
}

/** @type {Record<string, (record: NodeRecord, kind: string, state: string) => Own>} */
const FACES = {
  shot({ id, data }, kind, state) {
    const take = activeTake(id);
    return {
      title: String(data.number || kind),
      subtitle: String(data.title ?? ''),
      state: state === 'idle' && take ? 'success' : state,
      picture: take?.poster_url ?? null
    };
  },
  scene_group: ({ id, data }, kind) => ({
    title: data.number ? `${kind} ${data.number}` : String(data.title || kind),
    subtitle: [data.int_ext, data.time].filter(Boolean).join(' · '),
    picture: posterWithin(id)
  })
};

/** The picture of the first shot of a scene that has one. @param {string} id */
function posterWithin(id) {
  for (const child of projectStore.graph.children(id)) {
    const found = activeTake(child)?.poster_url;
    if (found) return found;
  }
  return null;
}
