/**
 * What of the film's screenplays this person has open: a text beside the canvas, a new draft that is looked at.
 *
 * @typedef {{ node: string, at: { from: number, to: number } | null }} Opened the script node whose text is shown; `at`: lines to be brought into sight
 */

import { cell } from './engine/channels.js';

const text = cell(/** @type {Readonly<Opened> | null} */ (null));
const draft = cell(/** @type {string | null} */ (null));

export const scriptStore = {
  /** The text beside the canvas; null where none is open. Another object is another wish to see those lines. */
  text: { subscribe: text.subscribe, get: text.get },
  /** The script node whose new draft is looked at. */
  draft: { subscribe: draft.subscribe, get: draft.get },
  /** @param {string} node @param {{ from: number, to: number } | null} [at] */
  read: (node, at = null) => text.set({ node, at }),
  close: () => text.set(null),
  /** @param {string} node */
  review: (node) => draft.set(node),
  endReview: () => draft.set(null)
};
