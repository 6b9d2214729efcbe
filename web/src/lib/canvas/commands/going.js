/**
 * To a card wherever it stands, and to a level.
 *
 * @import { Context } from './types.js'
 */

import { cell } from '#lib/stores/engine/channels.js';
import { described, say } from './announce.js';

/** The card that is framed once its level stands. */
const wanted = cell(/** @type {string | null} */ (null));

/** @param {Context} context @param {string} id */
export function goTo(context, id) {
  const record = context.store.graph.node(id);
  if (!record) return;
  wanted.set(id);
  if (record.parent_id !== context.level) context.store.enter(record.parent_id);
  else arrive(context);
}

/** Frames and selects the card one has set out for, where this is its level. @param {Context} context */
export function arrive(context) {
  const id = wanted.get();
  const record = context.store.graph.node(id ?? '');
  if (!id || !record || record.parent_id !== context.level) return;
  wanted.set(null);
  context.store.select([id]);
  context.camera.fit([id]);
  say(described(context.store, record));
}
