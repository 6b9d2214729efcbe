/**
 * Cards to another level or another place in the order: always one step, one undo.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 */

import { inOrder } from '#lib/graph/model.js';
import { counted, t } from '#lib/messages/index.js';
import { cardOf } from '#lib/nodes/cards.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { orderBetween, orders } from './order.js';

const GAP = 48;

/** @param {ProjectStore} store @param {NodeRecord} record */
function sizeOf(store, record) {
  const type = store.nodeType(record.type);
  return type ? cardOf(type, record.data) : { width: 240, height: 160 };
}

/**
 * The words of a step that moves cards to a level.
 * @param {ProjectStore} store
 * @param {string[]} ids
 * @param {string | null} level
 */
function words(store, ids, level) {
  const record = level === null ? undefined : store.graph.node(level);
  return counted('levels.moved', ids.length, { title: record ? titleOf(record) : t('tree.film') });
}

/**
 * Where what comes to a level is put: below all that stands there.
 * @param {ProjectStore} store
 * @param {NodeRecord[]} there
 */
function cornerOf(store, there) {
  if (there.length === 0) return { x: 0, y: 0 };
  const lowest = Math.max(...there.map((record) => record.position.y + sizeOf(store, record).height));
  return { x: Math.round(Math.min(...there.map(({ position }) => position.x))), y: Math.round(lowest + GAP) };
}

/** @param {ProjectStore} store @param {string | null} level */
const standing = (store, level) => [...store.graph.children(level)].flatMap((id) => store.graph.node(id) ?? []);

/**
 * Moves cards to a level: they keep how they stand to one another, last in its order.
 * @param {ProjectStore} store
 * @param {string[]} ids
 * @param {string | null} level
 * @param {{ x: number, y: number }} [at] where their corner comes to lie; else below all that stands there
 */
export function moveInto(store, ids, level, at) {
  const cards = ids.flatMap((id) => store.graph.node(id) ?? []).sort(inOrder);
  if (cards.length === 0) return;
  const there = standing(store, level);
  const corner = at ?? cornerOf(store, there);
  const [left, top] = [Math.min(...cards.map(({ position }) => position.x)), Math.min(...cards.map(({ position }) => position.y))];
  let last =
    there
      .map(({ order }) => order)
      .sort()
      .at(-1) ?? '';
  store.step(words(store, ids, level), () => {
    for (const { id, position } of cards) {
      last = orderBetween(last, '') ?? `${last}V`;
      store.reparent(id, level, { x: Math.round(corner.x + position.x - left), y: Math.round(corner.y + position.y - top) }, last);
    }
  });
}

/**
 * Puts a scene or shot between two siblings of a level, from wherever it stands. What is there is numbered anew only where
 * there is no room between the two.
 * @param {ProjectStore} store
 * @param {string} id
 * @param {string | null} level
 * @param {string[]} siblings ids of the level in their order, without `id`
 * @param {number} place where in them
 */
export function putAt(store, id, level, siblings, place) {
  const { graph } = store;
  const node = graph.node(id);
  if (!node) return;
  const order = (/** @type {number} */ index) => graph.node(siblings[index] ?? '')?.order ?? '';
  const between = place < siblings.length && order(place) === '' ? null : orderBetween(order(place - 1), order(place));
  const at = node.parent_id === level ? node.position : cornerOf(store, standing(store, level));
  const next = siblings.toSpliced(place, 0, id);
  const fresh = orders(next.length);
  store.step(t('levels.ordered'), () => {
    if (between !== null) store.reparent(id, level, at, between);
    else next.forEach((each, index) => store.reparent(each, level, each === id ? at : (graph.node(each)?.position ?? at), fresh[index]));
  });
}
