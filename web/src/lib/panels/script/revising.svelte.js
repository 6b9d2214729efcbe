/**
 * A new draft that is looked at, and brought in or left.
 *
 * @import { RevisionPreview } from '#lib/protocol/schema.js'
 * @import { Fate } from './drafts.js'
 */

import { counted } from '#lib/messages/index.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { shownScenes } from './drafts.js';

export class Revising {
  preview = $state.raw(/** @type {RevisionPreview | null} */ (null));
  problem = $state('');
  busy = $state(false);
  wanted = $state(/** @type {Fate | 'written' | null} */ (null));
  at = $state(0);

  #asked = 0;

  scenes = $derived(shownScenes(this.preview?.scenes ?? [], this.wanted));
  entry = $derived(this.scenes[Math.min(this.at, this.scenes.length - 1)]);
  /** Scenes of which somebody wrote what the draft changes as well. */
  written = $derived((this.preview?.scenes ?? []).filter(({ overwritten }) => overwritten.length).length);

  /** @param {string} node the script */
  constructor(node) {
    this.node = node;
  }

  async load() {
    const mine = (this.#asked += 1);
    this.problem = '';
    try {
      const preview = await projectStore.revision(this.node);
      if (mine !== this.#asked) return;
      [this.preview, this.at] = [preview, 0];
    } catch (error) {
      if (mine === this.#asked) this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param {Fate | 'written'} wanted again: all that happens */
  turn(wanted) {
    this.wanted = this.wanted === wanted ? null : wanted;
    this.at = 0;
  }

  /** Whether the draft is on the canvas now; else `problem` says why not. */
  async bringIn() {
    const { preview } = this;
    if (!preview) return false;
    [this.busy, this.problem] = [true, ''];
    try {
      await projectStore.bringIn(this.node, preview.draft_id);
      projectStore.notify('success', counted('draft.done', preview.pending), this.node);
      return true;
    } catch (error) {
      await this.load();
      this.problem = error instanceof Error ? error.message : String(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
