import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { effectsOf, write } from '#lib/graph/effects.js';
import { Graph } from '#lib/graph/model.js';

import { graph, joined } from './film.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Numbers that a seed replays. @param {number} seed */
function dice(seed) {
  let state = seed * 2654435761;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    chance: (/** @type {number} */ share) => next() < share,
    pick: (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)]
  };
}

/** The authority: orders batches, answers a repeated one again, names every wire and node that went along. */
class Authority {
  graph = Graph.read(graph());
  version = 10;
  /** @type {any[]} */
  log = [];

  /** @param {any} batch @returns {{ logged?: any, rejected?: boolean, repeated?: boolean }} */
  submit(batch) {
    const before = this.log.find((logged) => logged.client_op_id === batch.client_op_id);
    if (before) return { logged: before, repeated: true };
    const broken = batch.ops.some(
      (/** @type {any} */ op) => op.op === 'edge.add' && !(this.graph.node(op.edge.source) && this.graph.node(op.edge.target))
    );
    if (broken || batch.ops.some((/** @type {any} */ op) => op.value === 'refuse me')) return { rejected: true };
    const ops = batch.ops.flatMap((/** @type {any} */ op) => this.apply(op));
    this.version += 1;
    const logged = { version: this.version, user_id: 'u', client_op_id: batch.client_op_id, ops, result: 'accepted' };
    this.log.push(logged);
    return { logged };
  }

  /** @param {any} op */
  apply(op) {
    if (op.id && op.op.startsWith('node') && !this.graph.node(op.id)) return [];
    const single = (/** @type {Graph} */ _graph, /** @type {any} */ edge) => edge.target_handle !== 'characters';
    const effects = effectsOf(this.graph, op, single);
    const gone = effects.filter(
      (effect) =>
        effect.change(/** @type {any} */ (undefined)) === undefined && effect.change(/** @type {any} */ ({ data: {} })) === undefined
    );
    for (const effect of effects) write(this.graph, effect);
    const named = gone.map((effect) => ({ op: `${effect.of}.remove`, id: effect.id, children: 'delete' }));
    return op.op.endsWith('.remove') ? named : [...named, op];
  }
}

/** One person: their store, the frames on their way to them, and whether their line stands. @param {Authority} authority */
function person(authority) {
  const { store, line } = joined();
  const one = {
    store,
    line,
    up: true,
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
        if (event === 'client:sync_request') one.inbox.push(() => one.difference(meta?.since_version));
      }
    },
    /** @param {number | undefined} since */
    difference(since) {
      const { version } = authority;
      const from_version = since ?? store.version;
      const batches = structuredClone(authority.log.filter((logged) => logged.version > from_version));
      line.say('delta_sync', { from_version, to_version: version, batches }, { session_id: 'x' });
    },
    cut() {
      one.up = false;
      one.inbox = [];
      one.read = line.sent.length;
      line.drop();
    },
    back() {
      one.up = true;
      line.open();
      one.inbox.push(() => one.difference(undefined));
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

/** @param {any} store @param {ReturnType<typeof dice>} roll */
function act(store, roll) {
  const ids = [...store.graph.nodes.keys()];
  const id = roll.pick(ids);
  if (!id) return;
  const wires = [...store.graph.edges.keys()];
  roll.pick([
    () => store.setData(id, 'prompt', roll.pick(['one', 'two', 'three', 'refuse me'])),
    () => store.setData(id, ['camera', 'move'], roll.pick(['static', 'dolly_in', undefined])),
    () => store.moveNodes([{ id, x: roll.pick([1, 2, 3]), y: 4 }]),
    () =>
      store.addNode({
        type: roll.pick(['shot', 'character', 'scene_group']),
        parent_id: roll.pick([null, ...ids]),
        position: { x: 0, y: 0 }
      }),
    () => store.removeNodes([id]),
    () => wires.length && store.removeEdges([roll.pick(wires)]),
    () =>
      store.connect({
        source: id,
        source_handle: roll.pick(['sequence_out', 'character']),
        target: roll.pick(ids),
        target_handle: roll.pick(['sequence_in', 'characters'])
      }),
    () => store.step('two', () => [store.setData(id, 'title', 'x'), store.moveNodes([{ id, x: 9, y: 9 }])])
  ])();
}

/** @param {any} held */
const plain = (held) => ({
  nodes: Object.fromEntries([...held.nodes].sort()),
  edges: Object.fromEntries([...held.edges].sort())
});

/** @param {Graph} shown */
const dangling = (shown) => [...shown.edges.values()].filter((edge) => !shown.node(edge.source) || !shown.node(edge.target));

/** Something happens to one of them, or to their lines. @param {any[]} people @param {ReturnType<typeof dice>} roll */
function turn(people, roll) {
  const one = roll.pick(people);
  act(one.store, roll);
  if (roll.chance(0.06) && one.up) one.cut();
  else if (!one.up && roll.chance(0.4)) one.back();
  if (one.up && roll.chance(0.6)) one.flush(people);
  if (roll.chance(0.7)) roll.pick(people).inbox.shift()?.();
  // A frame that is lost on the way leaves a gap.
  if (roll.chance(0.03)) roll.pick(people).inbox.shift();
  vi.advanceTimersByTime(roll.pick([0, 20, 200]));
}

/** Every line stands, and everything on its way arrives. @param {any[]} people */
function settle(people) {
  for (const one of people) {
    if (one.up) one.cut();
    one.back();
  }
  for (let left = 400; left > 0 && people.some((one) => one.inbox.length || one.store.connection.get().unsaved); left -= 1) {
    for (const one of people) {
      one.flush(people);
      one.inbox.shift()?.();
    }
    vi.advanceTimersByTime(60);
  }
}

test.each(Array.from({ length: 200 }, (_, index) => index + 1))('everybody ends with the authority’s film, seed %i', (seed) => {
  const roll = dice(seed);
  const authority = new Authority();
  const people = [person(authority), person(authority), person(authority)];
  for (let count = 0; count < 60; count += 1) {
    turn(people, roll);
    for (const { store } of people) expect(dangling(store.graph)).toEqual([]);
  }
  settle(people);
  for (const { store } of people) {
    expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
    expect(store.version).toBe(authority.version);
    expect(plain(store.graph)).toEqual(plain(authority.graph));
  }
  expect(new Set(authority.log.map((logged) => logged.client_op_id)).size).toBe(authority.log.length);
});
