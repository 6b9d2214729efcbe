/**
 * Who is at which node: selects it, types in it, or is somewhere inside it. Told per node, and only when that changes,
 * not with every step of a cursor.
 *
 * @typedef {{ session_id: string, name: string, color: string, how: 'editing' | 'selecting' | 'inside' }} Company
 */

import { Channels } from './engine/channels.js';
import { projectStore } from './projectStore.js';

const NOBODY = /** @type {readonly Company[]} */ (Object.freeze([]));
const RANK = { editing: 0, selecting: 1, inside: 2 };

/** @param {typeof projectStore} store */
function createCompanyStore(store) {
  const channels = /** @type {Channels<string>} */ (new Channels());
  /** @type {Map<string, Company[]>} */
  let here = new Map();
  let drawn = '';
  let listeners = 0;
  /** @type {() => void} */
  let stop = () => {};

  /** @param {ReadonlyMap<string, import('#lib/protocol/schema.js').PresenceOf>} peers */
  function gather(peers) {
    /** @type {Map<string, Map<string, Company>>} */
    const found = new Map();
    for (const peer of peers.values()) {
      const at = (/** @type {string} */ id, /** @type {Company['how']} */ how) => {
        const known = found.get(id) ?? /** @type {Map<string, Company>} */ (new Map());
        const before = known.get(peer.session_id);
        if (!before || RANK[how] < RANK[before.how]) {
          known.set(peer.session_id, { session_id: peer.session_id, name: peer.name, color: peer.color, how });
        }
        found.set(id, known);
      };
      if (peer.editing) at(peer.editing.node_id, 'editing');
      for (const id of peer.selection ?? []) at(id, 'selecting');
      for (let id = peer.level ?? null; id !== null; id = store.graph.node(id)?.parent_id ?? null) at(id, 'inside');
    }
    return new Map([...found].map(([id, known]) => [id, [...known.values()]]));
  }

  /** @param {ReadonlyMap<string, import('#lib/protocol/schema.js').PresenceOf>} peers */
  function update(peers) {
    const key = JSON.stringify([...peers.values()].map((peer) => [peer.session_id, peer.level, peer.editing?.node_id, peer.selection]));
    if (key === drawn) return;
    drawn = key;
    const before = here;
    here = gather(peers);
    channels.tell(new Set([...before.keys(), ...here.keys()]));
  }

  return {
    /** @param {string} id @returns {import('./engine/channels.js').Reading<readonly Company[]>} */
    of(id) {
      const reading = channels.reading(id, () => here.get(id) ?? NOBODY);
      return {
        get: reading.get,
        subscribe(run) {
          if (listeners === 0) stop = store.peers.subscribe(update);
          listeners += 1;
          const leave = reading.subscribe(run);
          return () => {
            leave();
            listeners -= 1;
            if (listeners === 0) stop();
          };
        }
      };
    }
  };
}

export const companyStore = createCompanyStore(projectStore);
