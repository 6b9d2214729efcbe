import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Authority, dice } from './authority.js';
import { person, settle } from './people.js';

/** @import { Graph } from '#lib/graph/model.js' */

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LETTERS = ['a', 'Bé', ' ', '\n', 'e\u0301', '漢', '😀', '👩‍👩‍👧', 'fog '];

/**
 * A key stroke, a paste or a stretch deleted, as a text field tells it.
 * @param {any} store @param {string} id @param {ReturnType<typeof dice>} roll
 * @param {string} [seen] what stands in the field, where it is not what the film has by now
 */
function type(store, id, roll, seen) {
  const before = seen ?? String(store.node(id).get()?.data.note ?? '');
  const letters = [...before];
  const from = roll.below(letters.length + 1);
  const put = roll.chance(0.7) ? roll.pick(LETTERS) : '';
  const head = letters.slice(0, from).join('') + put;
  const after = head + letters.slice(from + (roll.chance(0.4) ? roll.below(4) : 0)).join('');
  store.editText(id, 'note', before, after, roll.chance(0.5) ? head.length : null);
}

/** @param {any} store @param {ReturnType<typeof dice>} roll */
function act(store, roll) {
  const ids = [...store.graph.nodes.keys()];
  const id = roll.pick(ids);
  if (!id) return;
  const wires = [...store.graph.edges.keys()];
  roll.pick([
    () => type(store, id, roll),
    () => store.setData(id, 'note', roll.pick(['', 'Rewritten.', undefined])),
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
    () => store.step('two', () => [store.setData(id, 'title', 'x'), store.moveNodes([{ id, x: 9, y: 9 }])]),
    () => store.step('new', () => store.setData(store.addNode({ type: 'shot', position: { x: 0, y: 0 } }), 'note', roll.pick(LETTERS)))
  ])();
}

/** @param {any} held */
const plain = (held) => ({
  nodes: Object.fromEntries([...held.nodes].sort()),
  edges: Object.fromEntries([...held.edges].sort())
});

/** @param {Graph} shown */
const dangling = (shown) => [...shown.edges.values()].filter((edge) => !shown.node(edge.source) || !shown.node(edge.target));

/**
 * Something happens to one of them, or to their lines.
 * @param {any[]} people @param {ReturnType<typeof dice>} roll @param {(store: any, roll: ReturnType<typeof dice>) => void} does
 */
function turn(people, roll, does = act) {
  const one = roll.pick(people);
  does(one.store, roll);
  if (roll.chance(0.06) && one.up) one.cut();
  else if (!one.up && roll.chance(0.4)) one.back(roll.chance(0.2));
  if (one.up && roll.chance(0.6)) one.flush(people);
  if (roll.chance(0.7)) roll.pick(people).inbox.shift()?.();
  // A frame that is lost on the way leaves a gap.
  if (roll.chance(0.03)) roll.pick(people).inbox.shift();
  vi.advanceTimersByTime(roll.pick([0, 20, 200]));
}

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);

/** @param {Authority} authority @param {any[]} people */
function agree(authority, people) {
  for (const { store } of people) {
    expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
    expect(store.version).toBe(authority.version);
    expect(plain(store.graph)).toEqual(plain(authority.graph));
  }
  expect(new Set(authority.log.map((logged) => logged.client_op_id)).size).toBe(authority.log.length);
}

test.each(SEEDS)('everybody ends with the authority’s film, seed %i', (seed) => {
  const roll = dice(seed);
  const authority = new Authority();
  const people = [person(authority), person(authority), person(authority)];
  for (let count = 0; count < 60; count += 1) {
    turn(people, roll);
    for (const { store } of people) expect(dangling(store.graph)).toEqual([]);
  }
  settle(people);
  agree(authority, people);
});

test.each(SEEDS)('three people type in one prompt and end with one text, seed %i', (seed) => {
  const roll = dice(seed);
  const authority = new Authority();
  const people = [person(authority), person(authority), person(authority)];
  /** What stood in the field when somebody began to compose letters. @type {Map<any, string>} */
  const composing = new Map();
  for (let count = 0; count < 60; count += 1) {
    turn(people, roll, (store) => {
      if (roll.chance(0.1)) composing.set(store, String(store.node('a').get()?.data.note ?? ''));
      else type(store, 'a', roll, composing.get(store));
      if (roll.chance(0.5)) composing.delete(store);
    });
  }
  settle(people);
  agree(authority, people);
});

test.each(SEEDS.slice(0, 50))('no letter is lost or doubled, however the lines break, seed %i', (seed) => {
  const roll = dice(seed);
  const authority = new Authority();
  const people = [person(authority), person(authority), person(authority)];
  /** @type {string[]} */
  const written = [];
  for (let count = 0; count < 60; count += 1) {
    turn(people, roll, (store) => {
      const before = String(store.node('a').get()?.data.note ?? '');
      const at = roll.below([...before].length + 1);
      const letter = String.fromCodePoint(0x1f600 + written.length);
      const head = [...before].slice(0, at).join('') + letter;
      store.editText('a', 'note', before, head + [...before].slice(at).join(''), head.length);
      written.push(letter);
    });
  }
  settle(people);
  agree(authority, people);
  expect([...(authority.graph.node('a')?.data.note ?? '')].sort()).toEqual(written.sort());
});
