/**
 * What a command works on.
 *
 * @import { Context } from './types.js'
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 */

/** The selected cards' records. @param {Context} context @returns {NodeRecord[]} */
export const chosen = ({ stage, store }) => stage.selected.flatMap((id) => store.graph.node(id) ?? []);

/** The one card that is meant; undefined where there are several or none. @param {Context} context */
export function single(context) {
  const records = chosen(context);
  return records.length === 1 ? records[0] : undefined;
}

/** All cards of the level. @param {Context} context */
export const siblings = ({ store, level }) =>
  store
    .level(level)
    .get()
    .flatMap((id) => store.graph.node(id) ?? []);

/** Where the selected cards stand, by id. @param {Context} context @param {readonly string[]} [ids] */
export function boxesOf({ stage }, ids = stage.selected) {
  return new Map(
    ids.flatMap((id) => {
      const box = stage.boxes.box(id);
      return box ? [[id, box]] : [];
    })
  );
}

/**
 * What others hold or have selected on this level: it is not moved under their hands.
 * @param {Context} context
 */
export function heldByOthers({ store, level }) {
  /** @type {Set<string>} */
  const held = new Set();
  for (const peer of store.peers.get().values()) {
    if ((peer.level ?? null) !== level) continue;
    for (const { id } of peer.drag?.moves ?? []) held.add(id);
    for (const id of peer.selection) held.add(id);
  }
  return held;
}

/** A number that says there is something selected, or why not. @param {Context} context @param {number} [least] @returns {true | import('#lib/messages/index.js').MessageKey} */
export function atLeast({ stage }, least = 1) {
  if (stage.selected.length >= least) return true;
  return least === 1 ? 'why.selectOne' : least === 2 ? 'why.selectTwo' : 'why.selectThree';
}
