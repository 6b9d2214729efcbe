/**
 * The library that is open: characters, styles, places, media of a project and of the team, and the folders they lie in.
 * Nodes refer to its assets by id.
 *
 * @import { AssetFolder, AssetRecord } from '#lib/protocol/schema.js'
 * @import { Api } from '#lib/net/api.js'
 */

import { ApiError, createApi } from '#lib/net/api.js';
import { Channels, cell } from './engine/channels.js';

/** @type {Map<string, AssetRecord>} */
let byId = new Map();
/** Assets that turned out to be there already. @type {Map<string, string>} */
const replaced = new Map();
const list = cell(/** @type {readonly AssetRecord[]} */ ([]));
const held = cell(/** @type {AssetRecord | null} */ (null));
const reach = cell(/** @type {boolean | null} */ (null));
const tree = cell(/** @type {readonly AssetFolder[]} */ ([]));
const each = /** @type {Channels<string>} */ (new Channels());

function publish() {
  list.set([...byId.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)));
}

/**
 * @param {(api: Api) => Promise<unknown>} work
 * @returns {Promise<string>} why it failed, in words; empty where it is done
 */
async function done(work) {
  try {
    await work(createApi());
    return '';
  } catch (refusal) {
    // Who was refused because somebody else came first sees at once what they made of it.
    if (refusal instanceof ApiError && refusal.code === 'asset_moved') assetLibraryStore.put(refusal.body.asset);
    return refusal instanceof Error ? refusal.message : String(refusal);
  }
}

/** Whose asset it is: the door its changes go through. @param {string | null} project @param {string} id */
const doorOf = (project, id) => (byId.has(id) && byId.get(id)?.project_id === null ? null : project);

export const assetLibraryStore = {
  /** Every asset, by name. */
  assets: { subscribe: list.subscribe, get: list.get },
  /** Every folder, by name. */
  folders: { subscribe: tree.subscribe, get: tree.get },
  /** Whether the server could be reached the last time; null before the first. */
  reached: { subscribe: reach.subscribe, get: reach.get },
  /** The one that is dragged out of the library; null while there is none. */
  inHand: held,
  /**
   * Readable of one asset; undefined where the library has none of that id.
   * @param {string} id
   */
  asset: (id) => each.reading(id, () => byId.get(id)),

  /** The asset that has the same file and was there before. @param {string} id */
  insteadOf: (id) => replaced.get(id),

  // What the server tells

  /** @param {AssetRecord[]} assets @param {readonly AssetFolder[]} [folders] */
  load(assets, folders = []) {
    byId = new Map(assets.map((asset) => [asset.id, asset]));
    tree.set(folders);
    publish();
    each.tellAll();
  },
  /** Of two records of an asset the later one holds. @param {AssetRecord} asset */
  put(asset) {
    const before = byId.get(asset.id);
    if (before?.updated_at && asset.updated_at && asset.updated_at < before.updated_at) return;
    byId.set(asset.id, asset);
    publish();
    each.tell([asset.id]);
  },
  /** @param {string} id @param {string | null} [instead] the one that has the same file and was there before */
  drop(id, instead = null) {
    if (instead) replaced.set(id, instead);
    if (!byId.delete(id) && !instead) return;
    publish();
    each.tell([id]);
  },
  /** All folders of a project, or of the team. @param {string | null} project @param {AssetFolder[]} folders */
  putFolders(project, folders) {
    const others = tree.get().filter((folder) => (folder.project_id === null) !== (project === null));
    tree.set([...others, ...folders].sort((a, b) => a.name.localeCompare(b.name)));
  },

  // Acting. `scope`: the project whose library is open, null the team's

  /** Asks the server for the library once more. @param {string | null} scope */
  async renew(scope) {
    const api = createApi();
    try {
      const [assets, folders, shared] = await Promise.all([api.assets(scope), api.folders(scope), scope === null ? [] : api.folders(null)]);
      assetLibraryStore.load(assets, [...folders, ...shared]);
      reach.set(true);
    } catch {
      reach.set(false);
    }
    return reach.get() === true;
  },
  /**
   * A new character, style or place.
   * @param {string | null} scope
   * @param {import('#lib/net/library.js').NewAsset} made
   * @returns {Promise<{ asset?: AssetRecord, problem: string }>}
   */
  async create(scope, made) {
    /** @type {AssetRecord | undefined} */
    let asset;
    const problem = await done(async (api) => assetLibraryStore.put((asset = await api.newAsset(scope, made))));
    return { asset, problem };
  },
  /** @param {string | null} scope @param {string} id @param {import('#lib/net/library.js').AssetChange} change */
  change: (scope, id, change) => done(async (api) => assetLibraryStore.put(await api.changeAsset(scope, id, change))),
  /** @param {string | null} scope @param {string} id @param {number} version */
  restore: (scope, id, version) => done(async (api) => assetLibraryStore.put(await api.restoreAsset(doorOf(scope, id), id, version))),
  /** @param {string | null} scope @param {string} id @returns {Promise<import('#lib/net/library.js').AssetVersion[]>} none where they cannot be had */
  versions: (scope, id) =>
    createApi()
      .assetVersions(doorOf(scope, id), id)
      .catch(() => []),
  /**
   * What a change would make stale, by film; null where that cannot be told.
   * @param {string | null} scope @param {string} id @param {Parameters<Api['teamImpact']>[1]} proposal
   * @returns {Promise<import('#lib/net/library.js').TeamImpact | null>}
   */
  async impact(scope, id, proposal) {
    const api = createApi();
    try {
      if (scope === null || byId.get(id)?.project_id === null) return await api.teamImpact(id, proposal);
      const told = await api.assetImpact(scope, id, proposal);
      return { ...told, films: [{ ...told, project_id: scope, name: '' }], elsewhere: 0 };
    } catch {
      return null;
    }
  },
  /** How much it is used in the film; null where that cannot be told. @param {string} project @param {string} id */
  usage: (project, id) =>
    createApi()
      .assetUsage(project, id)
      .catch(() => null),
  /** How much every film uses it; null where that cannot be told. @param {string} id */
  teamUsage: (id) =>
    createApi()
      .teamUsage(id)
      .catch(() => null),
  /** From now on the team's. @param {string} scope @param {string} id */
  share: (scope, id) => done(async (api) => assetLibraryStore.put(await api.shareAsset(scope, id))),
  /** A copy for the project alone. @param {string} scope @param {string} id */
  copy: (scope, id) => done(async (api) => assetLibraryStore.put(await api.copyAsset(scope, id))),
  /** @param {string | null} scope @param {string} name @param {string | null} within */
  addFolder: (scope, name, within) =>
    done(async (api) => {
      await api.newFolder(scope, name, within);
      assetLibraryStore.putFolders(scope, await api.folders(scope));
    }),
  /** @param {string | null} scope @param {string} id @param {{ name?: string, parent_id?: string | null }} change */
  changeFolder: (scope, id, change) =>
    done(async (api) => {
      await api.changeFolder(scope, id, change);
      assetLibraryStore.putFolders(scope, await api.folders(scope));
    }),
  /** What is in it moves to where it stood. @param {string | null} scope @param {string} id */
  removeFolder: (scope, id) =>
    done(async (api) => {
      await api.removeFolder(scope, id);
      await assetLibraryStore.renew(scope);
    })
};
