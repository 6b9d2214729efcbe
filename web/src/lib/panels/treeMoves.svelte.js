/**
 * Rows of the tree in one's hand: to another place in the order, or into another scene.
 *
 * @import { Row } from './tree.js'
 * @typedef {{ key: string, where: 'before' | 'after' | 'into', reason: string }} Aim over which row, and what would come of it
 */

import { refusal } from '#lib/canvas/levels/standing.js';
import { moveInto, putAt } from '#lib/canvas/levels/moving.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { filmOf } from './tree.js';

/** Pixels after which a press is a drag. */
const SLACK = 4;

export class TreeMoves {
  /** The row in hand. */
  held = $state.raw(/** @type {Row | null} */ (null));
  aim = $state.raw(/** @type {Aim | null} */ (null));
  #start = { x: 0, y: 0 };
  /** @type {Row | null} */
  #pressed = null;

  /** @param {Row} row @param {PointerEvent} event */
  press(row, event) {
    if (event.button !== 0 || row.id === null || row.take) return;
    this.#pressed = row;
    this.#start = { x: event.clientX, y: event.clientY };
  }

  /**
   * @param {PointerEvent} event
   * @param {(key: string) => Row | undefined} rowOf
   */
  move(event, rowOf) {
    if (!this.#pressed) return;
    if (!this.held && Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y) < SLACK) return;
    this.held = this.#pressed;
    const element = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-row]');
    const row = element instanceof HTMLElement ? rowOf(element.dataset.row ?? '') : undefined;
    if (!row || !element || row.take || row.key === this.held.key) {
      this.aim = null;
      return;
    }
    const box = element.getBoundingClientRect();
    this.aim = this.#aimed(row, (event.clientY - box.top) / box.height);
  }

  /** @param {Row} row @param {number} part of its height, from above @returns {Aim} */
  #aimed(row, part) {
    const { graph, rules } = projectStore;
    const held = this.held?.id ?? '';
    const over = graph.node(row.id ?? '');
    if (!over) return { key: row.key, where: 'into', reason: refusal(graph, rules, held, null) };
    // A scene over a scene is put in order, not inside, though it could stand there: the rim of the row is for that.
    const inward = over.type !== graph.node(held)?.type && part > 0.25 && part < 0.75 && !refusal(graph, rules, held, over.id);
    if (inward) return { key: row.key, where: 'into', reason: '' };
    return { key: row.key, where: part < 0.5 ? 'before' : 'after', reason: refusal(graph, rules, held, over.parent_id ?? null) };
  }

  /** Ends it. True where a row was in hand, which a click then is not. */
  release() {
    const [held, aim] = [this.held, this.aim];
    this.cancel();
    if (!held?.id || !aim) return held !== null;
    if (aim.reason) projectStore.notify('error', aim.reason);
    else if (aim.where === 'into') moveInto(projectStore, [held.id], aim.key === 'film' ? null : aim.key);
    else this.#beside(held.id, aim);
    return true;
  }

  /** @param {string} id @param {Aim} aim */
  #beside(id, { key, where }) {
    const level = projectStore.graph.node(key)?.parent_id ?? null;
    const siblings = filmOf(projectStore.graph, level).flatMap((node) => (node.id === id ? [] : [node.id]));
    putAt(projectStore, id, level, siblings, siblings.indexOf(key) + (where === 'after' ? 1 : 0));
  }

  /** One place up or down among its siblings. @param {string} id @param {-1 | 1} by */
  shift(id, by) {
    const level = projectStore.graph.node(id)?.parent_id ?? null;
    const all = filmOf(projectStore.graph, level).map((node) => node.id);
    const place = all.indexOf(id) + by;
    if (place >= 0 && place < all.length)
      putAt(
        projectStore,
        id,
        level,
        all.filter((each) => each !== id),
        place
      );
  }

  cancel() {
    this.#pressed = null;
    this.held = null;
    this.aim = null;
  }
}
