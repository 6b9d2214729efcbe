/**
 * The film as a list of scenes and shots.
 *
 * @import { Graph } from '#lib/graph/model.js'
 * @import { TakeRecord } from '#lib/protocol/schema.js'
 */

import { ancestors, inOrder } from '#lib/graph/model.js';

/** Kinds that stand in the tree. */
const FILM = ['scene_group', 'shot'];

/**
 * How many scenes and shots a film has, how many shots have a take, and how long they run together.
 * @param {Graph} graph
 * @param {(id: string) => boolean} hasTake
 */
export function totals(graph, hasTake) {
  const sum = { ...scenesAndShots(graph), ready: 0, seconds: 0 };
  for (const node of graph.nodes.values()) {
    if (node.type !== 'shot') continue;
    sum.ready += hasTake(node.id) ? 1 : 0;
    sum.seconds += Number(node.data.duration ?? 4) || 0;
  }
  return sum;
}

/**
 * How many scenes and shots a film has.
 * @param {Graph} graph
 */
export function scenesAndShots(graph) {
  const sum = { scenes: 0, shots: 0 };
  for (const node of graph.nodes.values()) {
    if (node.type === 'scene_group') sum.scenes += 1;
    if (node.type === 'shot') sum.shots += 1;
  }
  return sum;
}

/**
 * @typedef {{ key: string, id: string | null, take: TakeRecord | null, parent: string | null, depth: number, open: boolean | undefined, place: number, size: number }} Row `id`: the node, null for the film itself; `open` undefined where nothing stands below; `place` of `size` siblings
 */

/** The row of the film itself. */
export const ROOT = 'film';
const DEEPEST = 17;

/**
 * The rows that are to be seen, from the film down: what stands in folded rows is not even looked at.
 * @param {object} of
 * @param {Graph} of.graph
 * @param {(row: string) => boolean} of.open
 * @param {(id: string) => readonly TakeRecord[]} of.takes
 * @param {Found | null} [of.found] only these, all unfolded down to what was looked for
 * @returns {Row[]}
 */
export function rowsOf({ graph, open, takes, found = null }) {
  /** @type {Row[]} */
  const rows = [{ key: ROOT, id: null, take: null, parent: null, depth: 0, open: true, place: 1, size: 1 }];
  /** @param {string | null} level @param {string} parent @param {number} depth */
  const put = (level, parent, depth) => {
    const inside = filmOf(graph, level).filter(({ id }) => !found || found.shown.has(id));
    inside.forEach(({ id, type }, index) => {
      const own = type === 'shot' ? takes(id) : [];
      const below = own.length > 0 || filmOf(graph, id).length > 0;
      const unfolded = below && depth < DEEPEST && (found ? found.above.has(id) : open(id));
      rows.push({ key: id, id, take: null, parent, depth, open: below ? unfolded : undefined, place: index + 1, size: inside.length });
      if (!unfolded) return;
      put(id, id, depth + 1);
      if (!found) own.forEach((take, at) => rows.push(takeRow(take, id, depth + 1, at, own.length)));
    });
  };
  put(null, ROOT, 1);
  return rows;
}

/**
 * @param {TakeRecord} take
 * @param {string} shot
 * @param {number} depth
 * @param {number} index
 * @param {number} size
 * @returns {Row}
 */
const takeRow = (take, shot, depth, index, size) => ({
  key: `${shot}/${take.id}`,
  id: shot,
  take,
  parent: shot,
  depth,
  open: undefined,
  place: index + 1,
  size
});

/**
 * Scenes and shots of a level in their order.
 * @param {Graph} graph
 * @param {string | null} level
 */
export function filmOf(graph, level) {
  const found = [...graph.children(level)].flatMap((id) => graph.node(id) ?? []);
  return found.filter(({ type }) => FILM.includes(type)).sort(inOrder);
}

/**
 * @typedef {{ shown: ReadonlySet<string>, above: ReadonlySet<string>, hits: number }} Found `shown`: what fits and all above it; `above`: what something that fits stands in
 */

/**
 * The scenes and shots whose words hold every word of the query; null for an empty query.
 * @param {Graph} graph
 * @param {string} query
 * @returns {Found | null}
 */
export function searched(graph, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const shown = new Set();
  const above = new Set();
  let hits = 0;
  for (const node of graph.nodes.values()) {
    if (!FILM.includes(node.type)) continue;
    const text = `${node.data.number ?? ''} ${node.data.title ?? ''}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    hits += 1;
    shown.add(node.id);
    for (const id of ancestors(graph, node.id)) {
      shown.add(id);
      above.add(id);
    }
  }
  return { shown, above, hits };
}

/**
 * What was searched for among what depends on an asset; null for neither.
 * @param {Found | null} found
 * @param {import('#lib/graph/dependents.js').Dependents | null} used
 * @returns {Found | null}
 */
export function both(found, used) {
  if (!used) return found;
  const { all, containers, shots } = used;
  const shown = new Set([...all, ...containers].filter((id) => !found || found.shown.has(id)));
  return { shown, above: containers, hits: shots.filter((id) => shown.has(id)).length };
}

/**
 * What a key does in the tree, by the pattern for trees of the ARIA authoring practices.
 * @param {Row[]} rows
 * @param {string} at key of the row one is on
 * @param {string} key
 * @returns {{ to?: string, fold?: string, unfold?: string } | null} null for keys that do nothing here
 */
export function walked(rows, at, key) {
  const index = Math.max(
    0,
    rows.findIndex((row) => row.key === at)
  );
  const row = rows[index];
  /** @param {number} next */
  const to = (next) => ({ to: rows[Math.max(0, Math.min(rows.length - 1, next))]?.key ?? at });
  /** @type {Record<string, () => { to?: string, fold?: string, unfold?: string }>} */
  const keys = {
    ArrowDown: () => to(index + 1),
    ArrowUp: () => to(index - 1),
    Home: () => to(0),
    End: () => to(rows.length - 1),
    ArrowRight: () => (row?.open === false ? { unfold: row.key } : row?.open ? to(index + 1) : {}),
    ArrowLeft: () => (row?.open && row.id !== null ? { fold: row.key } : row?.parent ? { to: row.parent } : {})
  };
  return Object.hasOwn(keys, key) ? keys[key]() : null;
}

/**
 * The next row whose words begin with what was typed; undefined where there is none.
 * @param {Row[]} rows
 * @param {string} at
 * @param {string} typed
 * @param {(row: Row) => string} words
 */
export function typedTo(rows, at, typed, words) {
  const from = rows.findIndex((row) => row.key === at);
  const wanted = typed.toLowerCase();
  // Another letter goes on with the row one is on; the first looks behind it.
  const start = typed.length > 1 ? from : from + 1;
  for (let step = 0; step < rows.length; step += 1) {
    const row = rows[(start + step + rows.length) % rows.length];
    const text = words(row).toLowerCase();
    if (text.startsWith(wanted) || text.split(/\s+/).some((word) => word.startsWith(wanted))) return row.key;
  }
  return undefined;
}
