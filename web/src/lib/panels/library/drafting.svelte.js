/**
 * What one has changed of an asset and not saved, beside what others have made of it meanwhile.
 *
 * @import { AssetRecord } from '#lib/protocol/schema.js'
 * @import { AssetChange } from '#lib/net/library.js'
 *
 * @typedef {{ key: string, mine: any, theirs: any }} Meeting a value that both have changed, to different ends
 */

import { same } from '#lib/graph/paths.js';

/** What an asset has beside its data. */
const OWN = new Set(['name', 'reference_ids']);
/** @param {string} key */
const isOwn = (key) => OWN.has(key);

export class Drafting {
  /** By key. @type {Record<string, any>} */
  values = $state.raw({});
  /** The asset as it was when the first change was made. @type {AssetRecord | null} */
  #began = $state.raw(null);
  /** @type {() => AssetRecord} */
  #asset;
  /** @type {(key: string) => any} */
  #fallback;

  /** @param {() => AssetRecord} asset as it is now @param {(key: string) => any} fallback what a key is where nothing was told */
  constructor(asset, fallback) {
    this.#asset = asset;
    this.#fallback = fallback;
  }

  get changed() {
    return Object.keys(this.values).length > 0;
  }

  /** @type {Meeting[]} */
  get meetings() {
    const began = this.#began;
    if (!began) return [];
    return Object.entries(this.values)
      .map(([key, mine]) => ({ key, mine, theirs: this.#of(this.#asset(), key), before: this.#of(began, key) }))
      .filter(({ mine, theirs, before }) => !same(theirs, before) && !same(theirs, mine));
  }

  /** What is sent: what stands beside the data, and the data that was changed. @returns {Pick<AssetChange, 'name' | 'reference_ids' | 'data'>} */
  get proposal() {
    const all = Object.entries(this.values);
    const data = all.filter(([key]) => !isOwn(key));
    return { ...Object.fromEntries(all.filter(([key]) => isOwn(key))), ...(data.length ? { data: Object.fromEntries(data) } : {}) };
  }

  /** @param {string} key @param {any} value */
  edit(key, value) {
    if (!this.changed) this.#began = this.#asset();
    const { [key]: _dropped, ...others } = this.values;
    this.values = same(this.#of(this.#asset(), key), value) ? others : { ...others, [key]: value };
  }

  /** What the others made of it holds. @param {string} key */
  give(key) {
    const { [key]: _dropped, ...others } = this.values;
    this.values = others;
  }

  clear() {
    this.values = {};
    this.#began = null;
  }

  /** @param {AssetRecord} asset @param {string} key */
  #of(asset, key) {
    return isOwn(key) ? /** @type {any} */ (asset)[key] : (asset.data[key] ?? this.#fallback(key));
  }
}
