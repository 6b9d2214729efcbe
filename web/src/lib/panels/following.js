/**
 * Whose view one follows. Any look of one's own ends it.
 *
 * @import { PresenceOf } from '#lib/protocol/schema.js'
 * @typedef {{ session_id: string, user_id: string, name: string, color: string }} Leader
 */

import { cell } from '#lib/stores/engine/channels.js';

const leader = cell(/** @type {Leader | null} */ (null));

export const following = {
  subscribe: leader.subscribe,
  get: leader.get,
  /** @param {Leader} peer */
  start: ({ session_id, user_id, name, color }) => leader.set({ session_id, user_id, name, color }),
  stop: () => leader.set(null),
  /**
   * Where they are now: the window that was chosen, or another of theirs once that is closed.
   * @param {Leader | null} who
   * @param {ReadonlyMap<string, PresenceOf>} peers
   */
  find: (who, peers) => (who ? (peers.get(who.session_id) ?? [...peers.values()].find((peer) => peer.user_id === who.user_id)) : undefined)
};
