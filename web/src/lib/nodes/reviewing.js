/**
 * What is looked at in the review: a node's takes, one or up to four beside each other.
 */

import { cell } from '#lib/stores/engine/channels.js';

/** @typedef {'single' | 'grid' | 'wipe' | 'difference'} Mode */
/** @typedef {{ node: string, takes: string[], mode: Mode }} Review `takes`: those that are compared, the first is A */

export const MOST = 4;

/** Null where nothing is looked at. */
export const reviewing = cell(/** @type {Review | null} */ (null));

/**
 * Opens the review on takes of a node; of several side by side.
 * @param {string} node
 * @param {readonly string[]} takes
 * @param {Mode} [mode]
 */
export function review(node, takes, mode = takes.length > 1 ? 'grid' : 'single') {
  const some = [...new Set(takes)].slice(0, MOST);
  if (some.length) reviewing.set({ node, takes: some, mode });
}
