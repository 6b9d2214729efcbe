/**
 * Where an asset is used: what this person, or somebody of the team, has lit on the canvas.
 *
 * Reading. `usageStore.shown` is one's own look, null where there is none; `others` those of the team; `of(nodeId)` what a card,
 * a row or a mark has to show of it. Told per node, and only where that changes.
 *
 * @import { Dependents } from '#lib/graph/dependents.js'
 * @import { AssetRecord } from '#lib/protocol/schema.js'
 *
 * @typedef {'source' | 'direct' | 'used' | 'holds' | 'aside' | ''} Part `source` stands for the asset, `direct` and `used` depend on it, `holds` contains what does, `aside` has nothing to do with it
 * @typedef {{ part: Part, color: string | null }} Use `color`: whose look it is, null for one's own
 * @typedef {{ asset: string, found: Dependents, count: number, at: number, only: boolean }} Look `count` of what one steps through; `at` -1 before the first step
 * @typedef {{ session_id: string, name: string, color: string, asset: string, found: Dependents }} Others
 */

import { dependentsOf, inFilm } from '#lib/graph/dependents.js';
import { assetLibraryStore } from './assetLibraryStore.js';
import { cell, Channels } from './engine/channels.js';
import { projectStore } from './projectStore.js';

const NOTHING = /** @type {Readonly<Use>} */ (Object.freeze({ part: '', color: null }));
/** Milliseconds after a change of the film until what depends on what is looked up anew. */
const PAUSE = 120;

/**
 * The asset and those that are made of it: a character of its pictures, a style of its examples.
 * @param {string} id
 * @param {readonly AssetRecord[]} library
 */
const madeOf = (id, library) => [
  id,
  ...library
    .filter(({ reference_ids, data }) => reference_ids.includes(id) || (Array.isArray(data.examples) && data.examples.includes(id)))
    .map((asset) => asset.id)
];

/** @param {Dependents} found @param {string} id @param {boolean} only @returns {Part} */
function partOf({ sources, direct, all, containers }, id, only) {
  if (sources.has(id)) return 'source';
  if (direct.has(id)) return 'direct';
  if (all.has(id)) return 'used';
  if (containers.has(id)) return 'holds';
  return only ? 'aside' : '';
}

/** @param {typeof projectStore} store */
function createUsageStore(store) {
  const shown = cell(/** @type {Look | null} */ (null));
  const others = cell(/** @type {readonly Others[]} */ ([]));
  const channels = /** @type {Channels<string>} */ (new Channels());
  /** Looked up for the film as it is. @type {Map<string, Dependents>} */
  let known = new Map();
  /** In the order of the film. @type {WeakMap<Dependents, readonly string[]>} */
  const orders = new WeakMap();
  let followed = false;
  let drawn = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {string} asset */
  function lookUp(asset) {
    const before = known.get(asset);
    if (before) return before;
    const found = dependentsOf(store.rules, store.graph, madeOf(asset, assetLibraryStore.assets.get()));
    // Nobody tells of a change otherwise.
    if (followed) known.set(asset, found);
    return found;
  }

  /** @param {Dependents} found */
  function orderOf(found) {
    const order = orders.get(found) ?? inFilm(store.graph, found.all.size ? found.all : found.sources);
    orders.set(found, order);
    return order;
  }

  /** @param {Dependents} found */
  const countOf = (found) => found.all.size || found.sources.size;

  function tellAll() {
    channels.tellAll();
  }

  /** @param {Look | null} next */
  function put(next) {
    const before = shown.get();
    shown.set(next);
    if (before?.asset !== next?.asset) store.presence({ asset: next?.asset ?? null });
    if (before?.found !== next?.found || before?.only !== next?.only) tellAll();
  }

  function renew() {
    timer = undefined;
    known = new Map();
    const now = shown.get();
    if (now) {
      const found = lookUp(now.asset);
      const at = now.at < 0 ? -1 : orderOf(found).indexOf(orderOf(now.found)[now.at]);
      put({ ...now, found, count: countOf(found), at });
    }
    gather();
  }

  const soon = () => void (timer ??= setTimeout(renew, PAUSE));

  /** What was looked up is looked up anew: soon where somebody looks, else when somebody does. */
  const forget = () => (shown.get() || others.get().length ? soon() : void (known = new Map()));

  function gather() {
    const looking = [...store.peers.get().values()].filter(({ asset }) => asset);
    const next = looking.map(({ session_id, name, color, asset }) => {
      return { session_id, name, color, asset: String(asset), found: lookUp(String(asset)) };
    });
    if (!next.length && !others.get().length) return;
    others.set(next);
    tellAll();
  }

  /** @param {ReadonlyMap<string, import('#lib/protocol/schema.js').PresenceOf>} peers */
  function met(peers) {
    const key = JSON.stringify([...peers.values()].flatMap(({ session_id, asset }) => (asset ? [[session_id, asset]] : [])));
    if (key === drawn) return;
    drawn = key;
    gather();
  }

  /** @param {string} id @returns {Readonly<Use>} */
  function useOf(id) {
    const now = shown.get();
    if (now) {
      const part = partOf(now.found, id, now.only);
      return part ? { part, color: null } : NOTHING;
    }
    for (const { found, color } of others.get()) {
      const part = partOf(found, id, false);
      if (part) return { part, color };
    }
    return NOTHING;
  }

  return {
    shown: { subscribe: shown.subscribe, get: shown.get },
    others: { subscribe: others.subscribe, get: others.get },
    /** @param {string} id @returns {import('./engine/channels.js').Reading<Readonly<Use>>} */
    of: (id) => channels.reading(id, () => useOf(id)),
    /** One look, for what looks at thousands. @param {string} id */
    useOf,
    /** How an asset is used, whether it is shown or not. @param {string} asset */
    statistics: lookUp,
    /** Follows film and team, from now until what comes out is called. */
    follow() {
      followed = true;
      const ends = [
        store.onChange(({ nodes, edges }) => void ((nodes.size || edges.size) && forget())),
        // Of which pictures an asset is made may have changed.
        assetLibraryStore.assets.subscribe(forget),
        store.peers.subscribe(met)
      ];
      return () => {
        followed = false;
        ends.forEach((end) => end());
        clearTimeout(timer);
        timer = undefined;
        drawn = '';
        known = new Map();
        shown.set(null);
        others.set([]);
      };
    },
    /** Lights what depends on an asset. @param {string} asset */
    show(asset) {
      const found = lookUp(asset);
      put({ asset, found, count: countOf(found), at: -1, only: shown.get()?.only ?? false });
    },
    end: () => put(null),
    /** The others step back, or come forward again. @param {boolean} only */
    only(only) {
      const now = shown.get();
      if (now) put({ ...now, only });
    },
    /** The next or the one before, around; undefined where there is none. @param {1 | -1} by @returns {string | undefined} */
    step(by) {
      const now = shown.get();
      if (!now?.count) return undefined;
      const order = orderOf(now.found);
      const count = order.length;
      const at = now.at < 0 ? (by > 0 ? 0 : count - 1) : (now.at + by + count) % count;
      put({ ...now, at });
      return order[at];
    }
  };
}

export const usageStore = createUsageStore(projectStore);
