/**
 * The name of a card: where it is kept, and which card's is asked to be written anew.
 */

import { cell } from '#lib/stores/engine/channels.js';

/** Id of the card whose name is being written; null where none is. A command sets it, the card's title becomes the field. */
export const renaming = cell(/** @type {string | null} */ (null));

/**
 * The parameter that a card's name is kept in; null where its kind has none.
 * @param {{ parameters: readonly { key: string, server?: boolean }[] } | undefined} spec
 */
export function nameKeyOf(spec) {
  const own = (/** @type {string} */ key) => spec?.parameters.some((parameter) => parameter.key === key && !parameter.server);
  return ['title', 'name'].find(own) ?? null;
}
