/**
 * Why a node waits and when it will be made, as the server foresees it, kept with the node's state.
 *
 * @import { QueueEntry, QueueUpdated } from '#lib/protocol/schema.js'
 * @import { RuntimeBoard } from './runtime.js'
 */

/**
 * @param {RuntimeBoard} runtime
 * @param {() => Promise<{ entries: QueueEntry[] }>} read the first of the queue, in its order
 */
export function createWaiting(runtime, read) {
  let reading = false;

  /** @param {readonly QueueEntry[]} entries */
  function take(entries) {
    for (const entry of entries) {
      const { state, task_id } = runtime.of(entry.node_id).get();
      const waits = state === 'queued' && (task_id === null || task_id === entry.task_id);
      if (waits) runtime.change(entry.node_id, { waits: entry.state === 'queued' ? entry : null });
    }
  }

  /** What nobody has told of is not known any more, rather than wrong. */
  function look() {
    if (reading) return;
    reading = true;
    read()
      .then(
        ({ entries }) => {
          const told = new Set(entries.map(({ node_id }) => node_id));
          for (const [id, { waits }] of runtime.states) if (waits && !told.has(id)) runtime.change(id, { waits: null });
          take(entries);
        },
        () => {}
      )
      .finally(() => (reading = false));
  }

  return {
    /** @param {QueueUpdated} told */
    updated: ({ entries, more }) => (more ? look() : take(entries)),
    /** After all states were loaded anew. */
    loaded: () => [...runtime.states.values()].some(({ state }) => state === 'queued') && look()
  };
}
