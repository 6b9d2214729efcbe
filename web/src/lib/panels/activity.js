/**
 * Who did what lately, in words, as it happens: from the batches of others, from one's own edits, from takes that arrive.
 *
 * @import { LoggedBatch, Operation } from '#lib/protocol/schema.js'
 * @typedef {'added' | 'addedMany' | 'removed' | 'removedMany' | 'changed' | 'changedMany' | 'moved' | 'movedMany' | 'wired' | 'unwired' | 'weighed' | 'restored' | 'film' | 'undid' | 'ready' | 'failed'} Deed
 * @typedef {{ id: number, deed: Deed, who: { id: string, name: string, color: string } | null, you: boolean, facts: Record<string, string | number>, node_id: string | null, at: number, key: string }} Happening `key`: the same again goes on with it
 */

import { titleOf } from '#lib/nodes/parts/titles.js';
import { cell } from '#lib/stores/engine/channels.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { userSessionStore } from '#lib/stores/userSessionStore.js';

const KEPT = 80;
/** Milliseconds within which the same deed of the same person is one. */
const GOES_ON = 60_000;

const happenings = cell(/** @type {readonly Happening[]} */ ([]));
/** Names of cards as they were last, for when they are gone. @type {Map<string, string>} */
const names = new Map();
let count = 0;

/** @param {string} id */
function nameOf(id) {
  const record = projectStore.graph.node(id);
  if (record) names.set(id, String(record.data.number || titleOf(record, projectStore.nodeType(record.type)?.title)));
  return names.get(id) ?? '';
}

/**
 * @param {Omit<Happening, 'id' | 'at' | 'key'>} told
 * @param {number} now
 */
function tell({ deed, who, you, facts, node_id }, now) {
  const key = JSON.stringify([deed, who?.id, node_id, facts.field, facts.source, facts.target]);
  const rest = happenings.get().filter((one) => one.key !== key || now - one.at > GOES_ON);
  count += 1;
  happenings.set([{ id: count, deed, who, you, facts, node_id, at: now, key }, ...rest].slice(0, KEPT));
}

/** @typedef {{ deed: Deed, node_id: string | null, facts: Record<string, string | number> }} Told */

/** @param {string} id @param {string[]} path @returns {Told} */
function change(id, path) {
  const record = projectStore.graph.node(id);
  const parameter = projectStore.nodeType(record?.type ?? '')?.parameters.find(({ key }) => key === path[0]);
  return { deed: 'changed', node_id: id, facts: { title: nameOf(id), field: parameter?.title ?? '' } };
}

/** @type {{ [Name in Operation['op']]?: (op: any) => Told }} */
const TOLD = {
  'node.add': ({ node }) => ({ deed: 'added', node_id: node.id, facts: { title: nameOf(node.id) } }),
  'node.remove': ({ id }) => ({ deed: 'removed', node_id: null, facts: { title: nameOf(id) } }),
  'node.restore': ({ id }) => ({ deed: 'restored', node_id: id, facts: { title: nameOf(id) } }),
  'node.set': ({ id, path }) => change(id, path),
  'node.unset': ({ id, path }) => change(id, path),
  'node.text': ({ id, path }) => change(id, path),
  'node.list': ({ id, path }) => change(id, path),
  'node.move': ({ moves }) => ({
    deed: moves.length > 1 ? 'movedMany' : 'moved',
    node_id: moves[0]?.id ?? null,
    facts: { title: nameOf(moves[0]?.id), count: moves.length }
  }),
  'node.reparent': ({ id }) => ({ deed: 'moved', node_id: id, facts: { title: nameOf(id) } }),
  'edge.add': ({ edge }) => ({ deed: 'wired', node_id: edge.target, facts: { source: nameOf(edge.source), target: nameOf(edge.target) } }),
  'edge.remove': () => ({ deed: 'unwired', node_id: null, facts: {} }),
  'edge.set': ({ id, value }) => {
    const edge = projectStore.graph.edge(id);
    const facts = { source: nameOf(edge?.source ?? ''), target: nameOf(edge?.target ?? ''), weight: Number(value) || 0 };
    return { deed: 'weighed', node_id: edge?.target ?? null, facts };
  },
  'graph.set': () => ({ deed: 'film', node_id: null, facts: {} })
};

/** @type {Partial<Record<Deed, Deed>>} */
const MANY = { added: 'addedMany', removed: 'removedMany', changed: 'changedMany' };

/**
 * What a batch did, in one line: of many alike, how many.
 * @param {readonly Operation[]} ops
 * @returns {Told | null}
 */
function summed(ops) {
  const made = ops.find(({ op }) => op === 'node.add' || op === 'node.remove') ?? ops[0];
  const told = made && TOLD[made.op]?.(made);
  if (!told) return null;
  const alike = new Set(ops.filter(({ op }) => op === made.op).map((op) => /** @type {any} */ (op).id ?? /** @type {any} */ (op).node?.id));
  const many = alike.size > 1 ? MANY[told.deed] : undefined;
  return many ? { ...told, deed: many, facts: { ...told.facts, count: alike.size } } : told;
}

/** @param {LoggedBatch} batch */
function others({ user_id, ops, undo_of, result }) {
  const who = userSessionStore.members.get().find(({ id }) => id === user_id);
  if (!who || result === 'void') return;
  const you = who.id === userSessionStore.user.get()?.id;
  const told = (undo_of ?? null) === null ? summed(ops) : /** @type {Told} */ ({ deed: 'undid', node_id: null, facts: {} });
  if (told) tell({ ...told, who, you }, Date.now());
}

/** @param {readonly Operation[]} ops */
function own(ops) {
  const who = userSessionStore.user.get();
  const told = summed(ops);
  if (who && told) tell({ ...told, who, you: true }, Date.now());
}

/**
 * @param {ReadonlyMap<string, { state: string }>} before
 * @param {ReadonlyMap<string, { state: string }>} after
 */
function ended(before, after) {
  for (const [id, { state }] of after) {
    if (before.get(id)?.state !== 'generating' || !['success', 'stale', 'error'].includes(state)) continue;
    const take = projectStore.takes(id).get().length;
    tell(
      { deed: state === 'error' ? 'failed' : 'ready', node_id: id, who: null, you: false, facts: { title: nameOf(id), number: take } },
      Date.now()
    );
  }
}

export const activity = {
  subscribe: happenings.subscribe,
  get: happenings.get,
  /** Listens from now on. @returns {() => void} ends it and forgets */
  start() {
    for (const id of projectStore.graph.nodes.keys()) nameOf(id);
    /** @type {ReadonlyMap<string, { state: string }>} */
    let before = projectStore.states.get();
    const leave = [
      projectStore.onRemote(others),
      projectStore.onOwn(own),
      projectStore.onChange(({ nodes }) => nodes.forEach(nameOf)),
      projectStore.states.subscribe((after) => {
        ended(before, after);
        before = after;
      })
    ];
    return () => {
      leave.forEach((stop) => stop());
      happenings.set([]);
      names.clear();
    };
  }
};
