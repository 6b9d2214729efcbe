/**
 * What of the library is looked for, and in which order it stands.
 *
 * @import { AssetRecord } from '#lib/protocol/schema.js'
 * @typedef {{ q?: string, kinds?: readonly string[], tag?: string, folder?: string | null, archived?: boolean }} Sought `folder` null: in none
 */

/** Facts of an asset that a search looks into, beside its name and tags; the server's search has the same. */
const READ = ['keywords', 'traits', 'role', 'look', 'personality', 'age', 'place', 'type', 'mood', 'time', 'weather', 'angles', 'format'];
/** Letters of their own in some alphabets, which no decomposition takes apart. @type {Record<string, string>} */
const PLAIN = { ł: 'l', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', þ: 't', æ: 'ae', œ: 'oe', ß: 'ss' };

/** Kinds that a person makes by filling a form. @type {readonly string[]} */
export const MADE = Object.freeze(['character', 'style', 'environment']);

/** @type {Record<string, readonly string[]>} */
export const KINDS = Object.freeze({
  characters: ['character'],
  styles: ['style'],
  places: ['environment'],
  media: ['image', 'audio', 'video', 'script']
});

/** Without accents and capitals. @param {string} text */
const folded = (text) =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđðħıþæœß]/g, (letter) => PLAIN[letter]);

/** By asset: records are replaced, never changed. @type {WeakMap<object, string>} */
const texts = new WeakMap();

/** @param {AssetRecord & { tags?: string[] }} asset */
function textOf(asset) {
  let text = texts.get(asset);
  if (text === undefined) {
    const { name, data, tags = [] } = asset;
    texts.set(asset, (text = folded([name, ...tags, ...READ.flatMap((key) => data[key] ?? [])].join(' '))));
  }
  return text;
}

/**
 * @param {readonly AssetRecord[]} assets
 * @param {Sought} sought
 * @returns {AssetRecord[]} what fits, in the order it came in
 */
export function foundIn(assets, { q = '', kinds, tag, folder, archived = false }) {
  const words = folded(q).split(/\s+/).filter(Boolean);
  return assets.filter((/** @type {any} */ asset) => {
    if (Boolean(asset.archived) !== archived) return false;
    if (kinds && !kinds.includes(asset.kind)) return false;
    if (tag && !(asset.tags ?? []).includes(tag)) return false;
    if (folder !== undefined && (asset.folder_id ?? null) !== folder) return false;
    const text = words.length ? textOf(asset) : '';
    return words.every((word) => text.includes(word));
  });
}

/** @type {Record<string, (a: any, b: any) => number>} */
const ORDERS = {
  name: (a, b) => a.name.localeCompare(b.name),
  newest: (a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''),
  changed: (a, b) => (b.updated_at ?? '').localeCompare(a.updated_at ?? ''),
  kind: (a, b) => a.kind.localeCompare(b.kind)
};
export const SORTS = Object.freeze(Object.keys(ORDERS));

/** @param {readonly AssetRecord[]} assets @param {string} by @returns {AssetRecord[]} */
export const sorted = (assets, by) =>
  [...assets].sort((a, b) => (ORDERS[by] ?? ORDERS.name)(a, b) || ORDERS.name(a, b) || (a.id < b.id ? -1 : 1));

/**
 * Where a key leads in a grid of tiles.
 * @param {string} key
 * @param {number} at
 * @param {number} count
 * @param {number} columns
 * @returns {number | null} null for a key that leads nowhere
 */
export function stepped(key, at, count, columns) {
  /** @type {Record<string, number>} */
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: count - 1 };
  if (!Object.hasOwn(to, key)) return null;
  return to[key] < 0 || to[key] >= count ? at : to[key];
}
