/**
 * What a closed page left behind, brought up to the graph as it is now.
 *
 * @import { LoggedBatch } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Edit, Pending } from './ledger.js'
 * @import { Act, Flight } from './rebase.js'
 */

import { HeldTexts, expressed } from './rebase.js';

/** @param {import('#lib/protocol/schema.js').Operation[]} ops @returns {Act[]} */
const actsOf = (ops) => ops.map((op) => ({ op, effects: [] }));

/**
 * The pending edits of `left` on top of `now`, without effects yet. `texts` holds their texts afterwards; `own` acts, which
 * come after them, are carried along. Throws where the record does not fit itself.
 * @param {Pending} left
 * @param {{ batches: LoggedBatch[] | null, confirmed: Graph, version: number, epoch: string }} now
 * @param {HeldTexts} texts
 * @param {Act[]} own
 * @returns {{ flight: Flight | null, unsent: Edit[] }}
 */
export function adopted(left, { batches, confirmed, version, epoch }, texts, own) {
  const restored = left.epoch !== epoch || left.version > version;
  const unsent = left.unsent.map(({ ops, seen, ...how }) => ({ ...how, seen: restored ? version : seen, acts: actsOf(ops) }));
  const rest = unsent.flatMap((edit) => edit.acts);
  const sent = left.flight && { batch: left.flight.batch, acts: actsOf(left.flight.ops) };
  const theirs = new HeldTexts(() => {});
  for (const held of left.texts) theirs.put(held);
  theirs.check([...(sent?.acts ?? []), ...rest]);
  const missed = (batches ?? []).filter((logged) => logged.version > left.version && logged.version <= version);
  const flight = caughtUp(theirs, missed, sent, rest, (id) => !confirmed.node(id));
  theirs.replace(confirmed, flight, rest);
  if (flight && restored) flight.batch = expressed(flight, version);
  // What is typed here meanwhile was made for a text without theirs.
  texts.precede(theirs, [...(flight?.acts ?? []), ...rest], own);
  return { flight, unsent };
}

/**
 * @param {HeldTexts} texts
 * @param {LoggedBatch[]} missed
 * @param {Flight | null} sent
 * @param {Act[]} rest
 * @param {(id: string) => boolean} isGone
 * @returns {Flight | null} what was sent, unless its answer is among what was missed
 */
function caughtUp(texts, missed, sent, rest, isGone) {
  let flight = sent;
  for (const { client_op_id, ops } of missed) {
    const flying = flight?.acts ?? [];
    if (client_op_id === flight?.batch.client_op_id) {
      texts.land(ops, flying, rest, isGone);
      flight = null;
    } else for (const op of ops) texts.follow(op, () => [...flying, ...rest]);
  }
  return flight;
}
