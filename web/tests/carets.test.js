import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { graph, heard, joined } from './film.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** @param {any[]} delta */
const text = (delta) => ({ op: 'node.text', id: 'a', path: ['note'], delta });

/** @param {number | null} at @param {number} version @param {any} [more] */
const editing = (at, version, more) => ({ node_id: 'a', path: ['note'], anchor: at, head: at, version, client: 'other', ...more });

/** @param {any} told @param {any} [more] */
const ana = (told, more) => ({ session_id: 'ana', user_id: 'u', name: 'Ana', color: '#67d59a', selection: [], editing: told, ...more });

/** A film in which “Fog 😀 rolls in.” stands, and where others' carets are shown. */
function foggy() {
  const { store, line } = joined();
  line.log([text(['Fog 😀 rolls in.'])]);
  vi.advanceTimersByTime(100);
  const carets = store.carets('a', ['note']);
  const at = () => carets.get().map(({ anchor, head }) => [anchor, head]);
  /** @param {string} after @param {number} [caret] */
  const type = (after, caret) => store.editText('a', 'note', store.node('a').get()?.data.note, after, caret);
  const told = () => line.of('client:presence').at(-1)?.editing;
  return { store, line, carets, at, type, told };
}

describe('the caret of somebody else', () => {
  test('stands where they said, in the offsets of a text field', () => {
    const { line, carets } = foggy();
    const seen = heard(carets);
    line.say('presence', { sessions: [ana(editing(5, 11, { head: 6 }))] });
    expect(seen.at(-1)).toEqual([{ session_id: 'ana', user_id: 'u', name: 'Ana', color: '#67d59a', anchor: 6, head: 7 }]);
    line.say('presence_left', { session_id: 'ana' });
    expect(seen.at(-1)).toEqual([]);
  });

  test('moves with what anybody writes, and stands behind what its owner writes', () => {
    const { line, at } = foggy();
    line.say('presence', { sessions: [ana(editing(5, 11))] });
    line.log([text(['At dawn: '])], 'third:1');
    expect(at()).toEqual([[15, 15]]);
    line.log([text([20, ' far'])], 'other:7');
    expect(at()).toEqual([[25, 25]]);
  });

  test('told for a version that is not here yet waits for it', () => {
    const { line, at } = foggy();
    line.say('presence', { sessions: [ana(editing(9, 12))] });
    line.log([text(['Now '])], 'third:1');
    expect(at()).toEqual([[10, 10]]);
  });

  test('told for an older version goes through what was written since', () => {
    const { line, at } = foggy();
    line.log([text(['Now '])], 'third:1');
    line.log([text([{ d: 'N' }, 'n'])], 'third:2');
    line.say('presence', { sessions: [ana(editing(5, 11))] });
    expect(at()).toEqual([[10, 10]]);
  });

  test('the same word told again, beside a moved pointer, does not throw it back', () => {
    const { line, at } = foggy();
    line.say('presence', { sessions: [ana(editing(3, 11))] });
    line.log([text(['At dawn: '])], 'third:1');
    line.say('presence', { sessions: [ana(editing(3, 11), { cursor: { x: 1, y: 2 } })] });
    expect(at()).toEqual([[12, 12]]);
  });

  test('makes room for what oneself types, before and after it is confirmed', () => {
    const { line, at, type } = foggy();
    line.say('presence', { sessions: [ana(editing(4, 11))] });
    type('> Fog 😀 rolls in.', 2);
    expect(at()).toEqual([[6, 6]]);
    line.accept();
    expect(at()).toEqual([[6, 6]]);
  });

  test('is known from their first letter, though they told none', () => {
    const { store, line, at } = foggy();
    line.say('presence', { sessions: [ana({ node_id: 'a', path: ['note'], anchor: null, head: null, client: 'other' })] });
    expect(at()).toEqual([]);
    expect(
      store
        .editors('a')
        .get()
        .map(({ name }) => name)
    ).toEqual(['Ana']);
    line.log([text([3, '!'])], 'other:1');
    expect(at()).toEqual([[4, 4]]);
  });

  test('stays at its letter when the graph is read anew', () => {
    const { line, at } = foggy();
    line.say('presence', { sessions: [ana(editing(6, 11))] });
    const next = { ...graph(), version: 30 };
    next.nodes[1].data.note = 'At dawn: Fog 😀 rolls in.';
    line.say('full_sync', { graph: next });
    expect(at()).toEqual([[16, 16]]);
  });

  test('tells editors of a node only that it came, went or changed its field', () => {
    const { store, line } = foggy();
    const seen = heard(store.editors('a'));
    line.say('presence', { sessions: [ana(editing(1, 11))] });
    line.say('presence', { sessions: [ana(editing(2, 11))] });
    line.say('presence', { sessions: [ana(editing(2, 11), { cursor: { x: 1, y: 2 } })] });
    line.say('presence', { sessions: [ana(editing(0, 11, { path: ['prompt'] }))] });
    line.say('presence', { sessions: [ana(null)] });
    expect(seen.map((peers) => peers.map(({ editing: told }) => told?.path[0]))).toEqual([[], ['note'], ['prompt'], []]);
  });
});

describe('one’s own caret', () => {
  test('is told in code points of the confirmed text, at once where nothing is on its way', () => {
    const { store, told } = foggy();
    store.editing('a', ['note'], 6, 7);
    vi.advanceTimersByTime(50);
    expect(told()).toMatchObject({ node_id: 'a', path: ['note'], anchor: 5, head: 6, version: 11 });
    store.editing(null);
    vi.advanceTimersByTime(50);
    expect(told()).toBe(null);
  });

  test('is not told while its text is on its way, and then as it is by then', () => {
    const { store, line, type, told } = foggy();
    store.editing('a', ['note'], 0, 0);
    vi.advanceTimersByTime(50);
    type('> Fog 😀 rolls in.', 2);
    store.editing('a', ['note'], 2, 2);
    line.log([text(['At dawn: '])], 'third:1');
    vi.advanceTimersByTime(50);
    expect(told()).toMatchObject({ anchor: 0, version: 11 });
    line.accept([text([9, '> '])]);
    vi.advanceTimersByTime(50);
    expect(told()).toMatchObject({ anchor: 11, head: 11, version: 13 });
  });

  test('in a field where something is on its way tells the field at once', () => {
    const { store, line, type, told } = foggy();
    line.drop();
    type('Fog.');
    line.open();
    line.difference();
    store.editing('a', ['note'], 2, 2);
    vi.advanceTimersByTime(50);
    expect(told()).toMatchObject({ node_id: 'a', path: ['note'] });
    expect(told().anchor).toBe(undefined);
  });

  test('is told anew to somebody who comes', () => {
    const { store, line, told } = foggy();
    store.editing('a', ['note'], 3, 3);
    line.log([text(['At dawn: '])], 'third:1');
    vi.advanceTimersByTime(50);
    line.say('presence', { sessions: [ana(null)] });
    vi.advanceTimersByTime(50);
    expect(told()).toMatchObject({ anchor: 12, version: 12 });
  });

  test('two pages see each other’s carets where they are, letter by letter', () => {
    const one = foggy();
    const other = foggy();
    one.store.editing('a', ['note'], 0, 0);
    vi.advanceTimersByTime(50);
    other.line.say('presence', { sessions: [ana(one.told())] });
    let before = 'Fog 😀 rolls in.';
    for (const letter of ['A', 't', ' ', '😀', ' ']) {
      const caret = before.length - 'Fog 😀 rolls in.'.length + letter.length;
      const after = before.slice(0, caret - letter.length) + letter + before.slice(caret - letter.length);
      one.type(after, caret);
      one.store.editing('a', ['note'], caret, caret);
      const { batch } = one.line;
      one.line.accept();
      other.line.log(batch.ops, batch.client_op_id);
      expect(other.at()).toEqual([[caret, caret]]);
      vi.advanceTimersByTime(200);
      other.line.say('presence', { sessions: [ana(one.told())] });
      expect(other.at()).toEqual([[caret, caret]]);
      before = after;
    }
  });
});

test('a session of one’s own from before a break does not come back as a ghost', () => {
  const { store, line } = joined();
  line.drop();
  line.open();
  line.say('delta_sync', { from_version: 10, to_version: 10, batches: [] }, { session_id: 'mine-again' });
  line.say('presence', {
    sessions: [ana(editing(1, 10), { session_id: 'mine' }), ana(editing(1, 10), { session_id: 'mine-again' }), ana(null)]
  });
  expect([...store.peers.get().keys()]).toEqual(['ana']);
  expect(store.carets('a', ['note']).get()).toEqual([]);
});
