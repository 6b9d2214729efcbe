/**
 * Why a node waits and when it will be made, as the server foresees it, kept with the node's state: of those that are
 * looked at, however long the queue is.
 *
 * @import { QueueEntry, QueueUpdated } from '#lib/protocol/schema.js'
 * @import { RuntimeBoard } from './runtime.js'
 */

/** Milliseconds in which the cards that come into view ask together. */
const PAUSE = 50;

/**
 * @param {RuntimeBoard} runtime
 * @param {(nodeIds: string[]) => Promise<{ entries: QueueEntry[] }>} find what waits or runs of those nodes
 */
export function createWaiting(runtime, find) {
  /** How many look at a node. @type {Map<string, number>} */
  const looked = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let reading = false;
  let again = false;

  /** @param {readonly QueueEntry[]} entries */
  function take(entries) {
    for (const entry of entries) {
      const { state, task_id } = runtime.of(entry.node_id).get();
      if (state !== 'queued' || (task_id !== null && task_id !== entry.task_id)) continue;
      runtime.change(entry.node_id, { waits: entry.state === 'queued' ? { ...entry, told: Date.now() } : null });
    }
  }

  async function look() {
    timer = undefined;
    if (reading) {
      again = true;
      return;
    }
    const asked = [...looked.keys()].filter((id) => runtime.of(id).get().state === 'queued');
    if (asked.length === 0) return;
    reading = true;
    // Without an answer a card says that it waits; the next change asks anew.
    const { entries } = await find(asked).catch(() => ({ entries: [] }));
    reading = false;
    take(entries);
    if (again) soon();
    again = false;
  }

  const soon = () => (timer ??= setTimeout(look, PAUSE));

  return {
    /** What stands elsewhere now; where that is too much to tell, what is not looked at is not known any more. @param {QueueUpdated} told */
    updated({ entries, more }) {
      take(entries);
      if (!more) return;
      for (const [id, { waits }] of runtime.states) if (waits && !looked.has(id)) runtime.change(id, { waits: null });
      soon();
    },
    /** After all states were loaded anew. */
    loaded: soon,
    /** A card that waits comes into view. @param {string} id @returns {() => void} it leaves */
    follow(id) {
      looked.set(id, (looked.get(id) ?? 0) + 1);
      if (!runtime.of(id).get().waits) soon();
      return () => {
        const left = (looked.get(id) ?? 1) - 1;
        if (left) looked.set(id, left);
        else looked.delete(id);
      };
    }
  };
}
