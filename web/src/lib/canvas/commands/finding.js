/**
 * Cards of all levels by what is written in them.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 * @import { Row } from './rows.js'
 * @typedef {{ id: string, level: string | null, title: string, kind: string, icon: string, words: string, folded: string }} Entry
 */

import { inOrder } from '#lib/graph/model.js';
import { STATES } from '#lib/nodes/parts/states.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { folded } from './fuzzy.js';
import { whereIs } from './offers.js';

const AROUND = 34;
/** States that are looked for by their word. */
const TOLD = new Set(['stale', 'error']);

/** What a person wrote into a card. @param {NodeRecord} record */
function wordsOf({ data }) {
  return Object.entries(data)
    .flatMap(([key, value]) => (key.endsWith('_id') ? [] : Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === 'string' && value.length < 20_000)
    .join(' · ');
}

/**
 * Every card, level by level as the film goes; worked out once for a search.
 * @param {ProjectStore} store
 * @returns {Entry[]}
 */
export function indexed(store) {
  const { graph } = store;
  /** @type {Entry[]} */
  const all = [];
  /** @type {(string | null)[]} */
  const levels = [null];
  for (const level of levels) {
    const records = [...graph.children(level)].flatMap((id) => graph.node(id) ?? []).sort(inOrder);
    for (const record of records) {
      const type = store.nodeType(record.type);
      const title = titleOf(record, type?.title);
      const words = wordsOf(record);
      const state = TOLD.has(store.stateOf(record.id)) ? STATES[store.stateOf(record.id)].title : '';
      const entry = { id: record.id, level, title, kind: type?.title ?? record.type, icon: type?.icon ?? '', words };
      all.push({ ...entry, folded: folded(`${title} ${entry.kind} ${words} ${state}`) });
      if (graph.children(record.id).size) levels.push(record.id);
    }
  }
  return all;
}

/**
 * Rows of what was found, under the path of each level; the level one is on comes first. `part` of a row gives the words around
 * what was found: it is asked for by the few rows that are seen.
 * @param {ProjectStore} store
 * @param {readonly Entry[]} entries
 * @param {string} query
 * @param {string | null} here
 * @returns {Row[]}
 */
export function hits(store, entries, query, here) {
  const wanted = folded(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  /** @type {Map<string | null, Entry[]>} */
  const levels = new Map();
  for (const entry of entries) {
    if (!wanted.every((word) => entry.folded.includes(word))) continue;
    const found = levels.get(entry.level);
    if (found) found.push(entry);
    else levels.set(entry.level, [entry]);
  }
  const order = [...levels].sort(([a], [b]) => Number(b === here) - Number(a === here));
  return order.flatMap(([level, found]) => [
    { key: `level ${level}`, heading: whereIs(store, level) },
    ...found.map((entry) => ({ key: entry.id, ...entry, part: () => around(entry, wanted) }))
  ]);
}

/**
 * The words around what was found, where it is not in the title.
 * @param {Entry} entry @param {string[]} wanted
 */
function around({ title, words }, wanted) {
  const name = folded(title);
  const first = wanted.find((word) => !name.includes(word)) ?? '';
  const at = first ? folded(words).indexOf(first) : -1;
  if (at < 0) return '';
  const start = Math.max(0, at - AROUND / 2);
  return `${start ? '…' : ''}${words.slice(start, at + first.length + AROUND)}`;
}
