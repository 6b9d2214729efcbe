/**
 * What is folded away into frames on what a level shows.
 *
 * @import { Graph } from '#lib/graph/model.js'
 */

import { foldedOn } from '#lib/graph/folds.js';

/** The end of a wire that leads into a folded frame. */
export const FOLD = 'fold:';

export class Folds {
  /** @type {Map<string, string>} */
  #into = new Map();

  /** @param {() => Graph} graph */
  constructor(graph) {
    this.graph = graph;
  }

  get size() {
    return this.#into.size;
  }

  /** Whether a card is out of sight. @param {string} id */
  has(id) {
    return this.#into.has(id);
  }

  /** The frame that is seen in its stead; undefined where it is seen itself. @param {string} id */
  frameOf(id) {
    let frame = this.#into.get(id);
    for (let outer = frame; outer !== undefined; outer = this.#into.get(outer)) frame = outer;
    return frame;
  }

  /** Whether what has changed may fold or unfold something. @param {Iterable<string>} nodes @param {boolean} moved cards came or went */
  concerns(nodes, moved) {
    if (moved && this.#into.size) return true;
    const frames = new Set(this.#into.values());
    return [...nodes].some((id) => frames.has(id) || this.graph().node(id)?.type === 'frame');
  }

  /**
   * Looks at the frames once more.
   * @param {(string | null)[]} levels all that are shown
   * @returns {Set<string>} ids of what goes out of sight, or comes back, or changes its frame
   */
  look(levels) {
    const before = this.#into;
    this.#into = new Map(levels.flatMap((level) => [...foldedOn(this.graph(), level)]));
    const both = [...before.keys(), ...this.#into.keys()];
    return new Set(both.filter((id) => before.get(id) !== this.#into.get(id)));
  }
}
