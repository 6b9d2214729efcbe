/**
 * The tree as one person sees it: what is unfolded, what is looked for, which row one is on.
 *
 * @import { Row } from './tree.js'
 */

import { SvelteMap } from 'svelte/reactivity';
import { ancestors } from '#lib/graph/model.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { usageStore } from '#lib/stores/usageStore.js';
import { both, rowsOf, scenesAndShots, searched } from './tree.js';

export class TreeState {
  query = $state('');
  /** Key of the row that the keys work on. */
  at = $state('');
  /** The node whose row is a field now. */
  renaming = $state(/** @type {string | null} */ (null));
  /** What was folded or unfolded by hand, or because the canvas went there. @type {SvelteMap<string, boolean>} */
  #folds = new SvelteMap();
  #looks = $state(0);
  #ids = projectStore.level(null);

  sum = $derived.by(() => (this.#looks, scenesAndShots(projectStore.graph)));
  found = $derived.by(() => {
    void this.#looks;
    const use = usageStore.shown.get();
    return both(searched(projectStore.graph, this.query), use?.only ? use.found : null);
  });
  rows = $derived.by(() => {
    void this.#looks;
    return rowsOf({
      graph: projectStore.graph,
      open: (id) => this.#folds.get(id) ?? false,
      takes: (id) => projectStore.takes(id).get(),
      found: this.found
    });
  });
  /** @param {string} key @returns {Row | undefined} */
  row(key) {
    return this.rows.find((row) => row.key === key);
  }

  /** Follows the film; what comes out ends it. A breakdown adds its shots scene by scene: the rows are counted once per frame. */
  follow() {
    let frame = 0;
    const count = () => {
      frame = 0;
      this.#looks += 1;
    };
    const soon = () => (frame ||= requestAnimationFrame(count));
    const ends = [
      projectStore.onChange(({ levels, nodes }) => (levels.size || (this.query && nodes.size)) && soon()),
      projectStore.states.subscribe(soon),
      this.#ids.subscribe(soon),
      usageStore.shown.subscribe(soon)
    ];
    return () => {
      ends.forEach((end) => end());
      cancelAnimationFrame(frame);
    };
  }

  /** @param {string} id @param {boolean} open */
  fold(id, open) {
    this.#folds.set(id, open);
  }

  /** Unfolds down to a node and makes its row the current one; null is the film. @param {string | null} id */
  reveal(id) {
    if (id === null) {
      this.at = 'film';
      return;
    }
    for (const above of ancestors(projectStore.graph, id)) if (!this.#folds.get(above)) this.#folds.set(above, true);
    if (projectStore.activeLevel.get() === id && !this.#folds.has(id)) this.#folds.set(id, true);
    this.at = id;
  }
}
