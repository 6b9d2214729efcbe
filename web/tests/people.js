/** People at an authority, and the lines between them. */

import { expect, vi } from 'vitest';

import { joined } from './film.js';

/** @import { Authority } from './authority.js' */

/**
 * One person: their store, the frames on their way to them, and whether their line stands.
 * @param {Authority} authority
 * @param {Parameters<typeof joined>[0]} [how]
 */
export function person(authority, how) {
  const { store, line, leave } = joined({ record: authority.record, ...how });
  const one = {
    store,
    line,
    leave,
    up: how?.online ?? true,
    read: 0,
    /** @type {(() => void)[]} */
    inbox: [],
    /** Every batch they ever sent, by its name. @type {Map<string, any>} */
    batches: new Map(),
    /** What they sent reaches the authority. @param {any[]} people */
    flush(people) {
      const frames = line.sent.slice(one.read);
      one.read = line.sent.length;
      for (const { event, payload, meta } of frames) {
        if (event === 'client:ops') {
          expect(one.batches.get(payload.client_op_id) ?? payload.ops).toEqual(payload.ops);
          one.batches.set(payload.client_op_id, payload.ops);
          submit(authority, one, payload, people);
        }
        if (event === 'client:sync_request') one.inbox.push(() => one.catchUp(meta?.since_version));
      }
    },
    /** @param {number | undefined} since */
    catchUp(since) {
      if (since === undefined) return line.say('full_sync', { graph: authority.record }, { session_id: 'x' });
      line.say('delta_sync', { from_version: since, to_version: authority.version, batches: authority.since(since) }, { session_id: 'x' });
    },
    cut() {
      one.up = false;
      one.inbox = [];
      one.read = line.sent.length;
      line.drop();
    },
    /** @param {boolean} [whole] whether the server remembers no difference */
    back(whole = false) {
      one.up = true;
      line.open();
      one.inbox.push(() => one.catchUp(whole ? undefined : store.version));
    }
  };
  return one;
}

/** @param {Authority} authority @param {any} from @param {any} batch @param {any[]} people */
function submit(authority, from, batch, people) {
  const { logged, rejected, repeated } = authority.submit(batch);
  if (rejected)
    return from.inbox.push(() => from.line.say('rejected', { client_op_id: batch.client_op_id, code: 'invalid', detail: 'No.' }));
  const frame = structuredClone({ from_version: logged.version - 1, to_version: logged.version, batches: [logged] });
  for (const one of repeated ? [from] : people.filter((each) => each.up)) one.inbox.push(() => one.line.say('ops', frame));
}

/** Every line stands, and everything on its way arrives. @param {any[]} people */
export function settle(people) {
  for (const one of people) {
    if (one.up) one.cut();
    one.back();
  }
  exchange(people);
}

/** Everything on its way arrives, and what that leads to. @param {any[]} people */
export function exchange(people) {
  for (let left = 400; left > 0 && people.some((one) => one.inbox.length || one.store.connection.get().unsaved); left -= 1) {
    for (const one of people) {
      one.flush(people);
      one.inbox.shift()?.();
    }
    vi.advanceTimersByTime(60);
  }
}
