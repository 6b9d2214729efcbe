/**
 * The library of the open project: characters, styles, places, media. Nodes refer to its assets by id.
 *
 * @import { AssetRecord } from '#lib/protocol/schema.js'
 */

import { createApi } from '#lib/net/api.js';
import { Channels, cell } from './engine/channels.js';

/** @type {Map<string, AssetRecord>} */
let byId = new Map();
const list = cell(/** @type {readonly AssetRecord[]} */ ([]));
const held = cell(/** @type {AssetRecord | null} */ (null));
const reach = cell(/** @type {boolean | null} */ (null));
const each = /** @type {Channels<string>} */ (new Channels());

function publish() {
  list.set([...byId.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)));
}

export const assetLibraryStore = {
  /** Every asset, by name. */
  assets: { subscribe: list.subscribe, get: list.get },
  /** The one that is dragged out of the library; null while there is none. */
  inHand: held,
  /**
   * Readable of one asset; undefined where the library has none of that id.
   * @param {string} id
   */
  asset: (id) => each.reading(id, () => byId.get(id)),
  /** @param {AssetRecord[]} assets */
  load(assets) {
    byId = new Map(assets.map((asset) => [asset.id, asset]));
    publish();
    each.tellAll();
  },
  /** Whether the server could be reached the last time; null before the first. */
  reached: { subscribe: reach.subscribe, get: reach.get },
  /** Asks the server for the library of a project once more. @param {string} project */
  async renew(project) {
    if (!project) return;
    try {
      assetLibraryStore.load(await createApi().assets(project));
      reach.set(true);
    } catch {
      reach.set(false);
    }
  },
  /**
   * Saves a change; it shows at once where this library is loaded.
   * @param {string} project
   * @param {string} id
   * @param {Parameters<import('#lib/net/api.js').Api['changeAsset']>[2]} change
   * @returns {Promise<string>} why not, in words; empty where it is saved
   */
  async change(project, id, change) {
    try {
      assetLibraryStore.put(await createApi().changeAsset(project, id, change));
      return '';
    } catch (refusal) {
      return refusal instanceof Error ? refusal.message : String(refusal);
    }
  },
  /** @param {AssetRecord} asset */
  put(asset) {
    byId.set(asset.id, asset);
    publish();
    each.tell([asset.id]);
  }
};
