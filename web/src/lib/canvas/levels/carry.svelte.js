/**
 * Cards on their way to another level: over a crumb, a row of the tree or a scene on the canvas.
 *
 * @typedef {{ ids: string[], level: string | null, reason: string }} Carry `level` where they would go; `reason` why they may not, empty where they may
 */

import { t } from '#lib/messages/index.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { moveInto } from './moving.js';
import { refusal } from './standing.js';

let now = $state.raw(/** @type {Carry | null} */ (null));

export const carry = {
  /** What is carried over a level now; null while it is over none. */
  get now() {
    return now;
  },
  /**
   * The cards are over the way to this level.
   * @param {string[]} ids
   * @param {string | null} level
   */
  over(ids, level) {
    if (now && now.level === level && now.ids.length === ids.length) return;
    const { graph, rules } = projectStore;
    const moving = ids.filter((id) => graph.node(id) && graph.node(id)?.parent_id !== level);
    const reason = moving.map((id) => refusal(graph, rules, id, level)).find(Boolean) ?? (moving.length ? '' : t('levels.already'));
    now = { ids: moving, level, reason };
  },
  away() {
    now = null;
  },
  /**
   * Lets go of them: they move to the level they are over. False where there is none, or none that takes them.
   * @param {(level: string | null) => { x: number, y: number } | undefined} corner where on that level they are seen to lie, if they are
   */
  drop(corner) {
    const found = now;
    now = null;
    if (!found || found.reason) return false;
    moveInto(projectStore, found.ids, found.level, corner(found.level));
    return true;
  }
};

/**
 * The level that the page beside the canvas offers at a point: a crumb, a row of the tree. Undefined where it offers none.
 * @param {{ clientX: number, clientY: number }} point
 * @returns {string | null | undefined}
 */
export function offered({ clientX, clientY }) {
  const place = document.elementFromPoint(clientX, clientY)?.closest('[data-drop-level]');
  return place instanceof HTMLElement ? place.dataset.dropLevel || null : undefined;
}

/**
 * The level on the canvas at a point, if it is another than that of the cards in the hand: the scene whose card lies there,
 * and the level itself for what is taken out of a scene that stands open.
 * @param {import('../drawing/stage.svelte.js').Stage} stage
 * @param {{ x: number, y: number }} point of the canvas
 * @returns {string | null | undefined}
 */
export function levelAt({ boxes, store, grip, level }, point) {
  const scene = boxes.at(point).find((id) => !grip.held.has(id) && store.graph.node(id)?.type === 'scene_group');
  const over = scene ?? level;
  return [...grip.held].every((id) => store.graph.node(id)?.parent_id === over) ? undefined : over;
}
