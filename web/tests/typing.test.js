import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { edge, graph, heard, joined, node } from './film.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** @param {any} store @param {string} [id] @returns {string} */
const noteOf = (store, id = 'a') => store.node(id).get()?.data.note ?? '';

/** @param {any} store @param {string} after @param {number | null} [caret] where nothing is said, behind what was added */
const type = (store, after, caret = after.startsWith(noteOf(store)) ? after.length : null) =>
  store.editText('a', 'note', noteOf(store), after, caret);

/** @param {any[]} delta @param {string} [id] */
const text = (delta, id = 'a') => ({ op: 'node.text', id, path: ['note'], delta });

describe('typing', () => {
  test('is shown at once and travels as differences in code points', () => {
    const { store, line } = joined();
    type(store, 'A 😀 gull.');
    line.accept();
    vi.advanceTimersByTime(200);
    type(store, 'A 😀 big gull.', 9);
    expect(noteOf(store)).toBe('A 😀 big gull.');
    expect(line.of('client:ops').map((batch) => batch.ops)).toEqual([[text(['A 😀 gull.'])], [text([4, 'big '])]]);
  });

  test('of others finds its place beside one’s own, before and after the answer', () => {
    const { store, line } = joined();
    const seen = heard(store.node('a'));
    type(store, 'Gulls.');
    line.log([text(['Fog. '])]);
    expect(noteOf(store)).toBe('Fog. Gulls.');
    line.accept([text([5, 'Gulls.'])]);
    expect(noteOf(store)).toBe('Fog. Gulls.');
    expect(seen.map((found) => found?.data.note)).toEqual([undefined, 'Gulls.', 'Fog. Gulls.']);
  });

  test('is sent again as it was sent first, whatever others wrote meanwhile', () => {
    const { store, line } = joined();
    type(store, 'Gulls.');
    const first = line.batch;
    line.drop();
    type(store, 'Gulls. Bells.');
    line.open();
    line.difference([{ version: 11, user_id: 'ana', client_op_id: 'other:1', ops: [text(['Fog. '])], result: 'accepted' }]);
    expect(noteOf(store)).toBe('Fog. Gulls. Bells.');
    expect(line.batch).toEqual(first);
    line.accept([text([5, 'Gulls.'])]);
    vi.advanceTimersByTime(150);
    expect(line.batch).toMatchObject({ base_version: 12, ops: [text([11, ' Bells.'])] });
  });

  test('while a batch is on its way goes together into the next one', () => {
    const { store, line } = joined();
    type(store, 'A');
    for (const after of ['Ab', 'Abc', 'Abcd', 'Abc']) type(store, after);
    expect(store.connection.get()).toMatchObject({ status: 'saving', unsaved: 2 });
    line.accept();
    vi.advanceTimersByTime(150);
    expect(line.of('client:ops').map((batch) => batch.ops)).toEqual([[text(['A'])], [text([1, 'bc'])]]);
  });

  test('that was deleted again before it was sent is not sent', () => {
    const { store, line } = joined();
    store.setData('b', 'title', 'Gate');
    type(store, 'x');
    type(store, '');
    line.accept();
    vi.advanceTimersByTime(1000);
    expect(line.of('client:ops')).toHaveLength(1);
    expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
  });

  test('that was composed while others wrote goes into their text', () => {
    const { store, line } = joined();
    line.log([text(['Fog rolls in.'])]);
    line.log([text([3, ' slowly'])]);
    store.editText('a', ['note'], 'Fog rolls in.', 'Fog rolls in. 霧', 15);
    expect(noteOf(store)).toBe('Fog slowly rolls in. 霧');
    expect(line.batch.ops).toEqual([text([20, ' 霧'])]);
  });

  test('the caret tells which of equal letters is new', () => {
    const { store, line } = joined();
    line.log([text(['😀😀'])]);
    type(store, '😀😀😀', 4);
    expect(line.batch.ops).toEqual([text([1, '😀'])]);
  });

  test('half a character and NUL never leave the page', () => {
    const { store, line } = joined();
    type(store, 'a\ud83d\0b');
    expect(line.batch.ops).toEqual([text(['a\ufffd\ufffdb'])]);
  });

  test('a text written as a whole travels as the difference', () => {
    const { store, line } = joined();
    line.log([text(['Fog rolls in.'])]);
    store.setData('a', 'note', 'Fog creeps in.');
    line.accept();
    store.setData('a', 'note', 'Fog creeps in.');
    store.setData('a', 'note', undefined);
    vi.advanceTimersByTime(200);
    expect(line.of('client:ops').map((batch) => batch.ops)).toEqual([
      [text([4, 'creep', { d: 'roll' }])],
      [text([{ d: 'Fog creeps in.' }])]
    ]);
  });

  test('a refused edit goes, what was typed after it stays', () => {
    const { store, line } = joined();
    type(store, 'ab');
    type(store, 'abc');
    line.say('rejected', { client_op_id: line.batch.client_op_id, code: 'invalid', detail: 'Too long.' });
    expect(noteOf(store)).toBe('c');
    vi.advanceTimersByTime(150);
    expect(line.batch.ops).toEqual([text(['c'])]);
  });

  test('a batch that the server made something else of leaves the rest in its place', () => {
    const { store, line } = joined();
    type(store, 'Gulls.');
    type(store, 'Gulls. Bells.');
    line.accept([text(['Gulls!!'])]);
    expect(noteOf(store)).toBe('Gulls!! Bells.');
  });

  test('what others deleted is not deleted twice, and then nothing is sent', () => {
    const { store, line } = joined();
    line.log([text(['Fog.'])]);
    store.setData('b', 'title', 'Gate');
    type(store, '');
    line.log([text([{ d: 'Fog.' }])]);
    line.accept();
    vi.advanceTimersByTime(1000);
    expect(line.of('client:ops')).toHaveLength(1);
    expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
  });

  test('goes on in a node that was created a moment ago', () => {
    const { store, line } = joined();
    const id = store.addNode({ type: 'shot', parent_id: 'scene', position: { x: 0, y: 0 }, data: { note: 'Fog' } });
    store.editText(id, 'note', 'Fog', 'Fog.');
    line.accept();
    expect(noteOf(store, id)).toBe('Fog.');
    expect(line.batch.ops).toEqual([text([3, '.'], id)]);
    line.accept();
    expect(noteOf(store, id)).toBe('Fog.');
  });

  test('into a node that was removed and brought back is still there', () => {
    const { store, line } = joined();
    line.log([text(['Fog.'])]);
    const before = store.node('b').get();
    line.drop();
    store.editText('b', 'note', '', 'Gulls.');
    line.open();
    line.difference([
      { version: 12, user_id: 'ana', client_op_id: 'other:2', ops: [{ op: 'node.remove', id: 'b' }], result: 'accepted' },
      { version: 13, user_id: 'ana', client_op_id: 'other:3', ops: [{ op: 'node.add', node: before }], result: 'accepted' },
      { version: 14, user_id: 'ana', client_op_id: 'other:4', ops: [text(['Bells. '], 'b')], result: 'accepted' }
    ]);
    expect(noteOf(store, 'b')).toBe('Bells. Gulls.');
    expect(line.batch).toMatchObject({ base_version: 14, ops: [text([7, 'Gulls.'], 'b')] });
  });
});

describe('the whole graph anew', () => {
  /** @param {string} note @param {number} version @param {string} [epoch] */
  const record = (note, version, epoch = 'one') => {
    const next = { ...graph(), version, epoch };
    next.nodes[1].data.note = note;
    return next;
  };

  test('carries pending typing to where it belongs', () => {
    const { store, line } = joined();
    line.log([text(['Fog rolls in.'])]);
    line.drop();
    type(store, 'Fog rolls in. Gulls.');
    line.open();
    line.say('full_sync', { graph: record('At dawn: Fog rolls in.', 20) });
    expect(noteOf(store)).toBe('At dawn: Fog rolls in. Gulls.');
    expect(line.batch).toMatchObject({ base_version: 20, ops: [text([22, ' Gulls.'])] });
  });

  test('that holds the batch in flight already does not show it twice', () => {
    const { store, line } = joined();
    type(store, 'Gulls.');
    type(store, 'Gulls. Bells.');
    const first = line.batch;
    line.drop();
    line.open();
    line.say('full_sync', { graph: record('Gulls.', 11) });
    expect(noteOf(store)).toBe('Gulls. Bells.');
    expect(line.batch).toEqual(first);
    line.say('ops', { from_version: 10, to_version: 11, batches: [{ ...first, version: 11, user_id: 'me', result: 'accepted' }] });
    expect(noteOf(store)).toBe('Gulls. Bells.');
    vi.advanceTimersByTime(150);
    expect(line.batch).toMatchObject({ base_version: 11, ops: [text([6, ' Bells.'])] });
  });

  /** A new node with a text, sent and not answered yet, and more typed into it. @param {any} store @param {any} line */
  const addedAndTypedInto = (store, line) => {
    let id = '';
    store.step('New shot', () => {
      id = store.addNode({ type: 'shot', position: { x: 0, y: 0 } });
      store.setData(id, 'note', 'Fog');
    });
    store.editText(id, 'note', 'Fog', 'Fog rolls in.');
    const first = line.batch;
    line.drop();
    line.open();
    /** @param {string} note */
    const answered = (note) => {
      line.say('full_sync', { graph: { ...graph(), version: 12, nodes: [...graph().nodes, node(id, 'shot', null, { note })] } });
      const shown = noteOf(store, id);
      line.say('ops', { from_version: 10, to_version: 11, batches: [{ ...first, version: 11, user_id: 'me', result: 'accepted' }] });
      return shown;
    };
    return { id, first, answered };
  };

  test('that holds a node of the batch in flight lets what was typed into it since keep its place', () => {
    const { store, line } = joined();
    const { id, answered } = addedAndTypedInto(store, line);
    expect([answered('Fog'), noteOf(store, id)]).toEqual(['Fog rolls in.', 'Fog rolls in.']);
    vi.advanceTimersByTime(150);
    expect(line.batch).toMatchObject({ base_version: 12, ops: [text([3, ' rolls in.'], id)] });
  });

  test('that holds a node of the batch in flight with what others typed there shows all of it once', () => {
    const { store, line } = joined();
    const { id, answered } = addedAndTypedInto(store, line);
    expect([answered('At dawn: Fog'), noteOf(store, id)]).toEqual(['At dawn: Fog rolls in.', 'At dawn: Fog rolls in.']);
    vi.advanceTimersByTime(150);
    expect(line.batch).toMatchObject({ base_version: 12, ops: [text([12, ' rolls in.'], id)] });
  });

  test('that holds the batch in flight leaves it as it was sent, a restored server’s too', () => {
    const { store, line } = joined();
    const { id, first } = addedAndTypedInto(store, line);
    const held = { ...graph(), version: 12, nodes: [...graph().nodes, node(id, 'shot', null, { note: 'Fog' })] };
    line.say('full_sync', { graph: held });
    expect(line.batch).toEqual(first);
    line.drop();
    line.open();
    line.say('full_sync', { graph: { ...held, epoch: 'two', version: 4 } });
    expect(line.batch).toEqual({ ...first, base_version: 4 });
    expect(noteOf(store, id)).toBe('Fog rolls in.');
  });

  test('from a server that was restored gets the batch in flight expressed anew, under its name', () => {
    const { store, line } = joined();
    line.log([text(['Fog rolls in.'])]);
    type(store, 'Fog rolls in. Gulls.');
    const first = line.batch;
    line.drop();
    line.open();
    line.say('full_sync', { graph: record('Fog.', 3, 'two') });
    expect(noteOf(store)).toBe('Fog. Gulls.');
    expect(line.batch).toEqual({ ...first, base_version: 3, ops: [text([4, ' Gulls.'])] });
  });
});

describe('steps of undo', () => {
  test('typing into one field with pauses below a second is one, a pause or another field begins the next', () => {
    const { store, line } = joined();
    /** @param {() => void} edit @param {number} pause */
    const after = (edit, pause) => {
      vi.advanceTimersByTime(pause);
      edit();
      line.accept();
      vi.advanceTimersByTime(150);
      if (store.connection.get().unsaved) line.accept();
    };
    after(() => type(store, 'a'), 0);
    after(() => type(store, 'ab'), 700);
    after(() => type(store, 'abc'), 1000);
    after(() => store.editText('b', 'note', '', 'x'), 100);
    after(() => type(store, 'abcd'), 100);
    const steps = line.of('client:ops').map((batch) => batch.step);
    const names = [...new Set(steps)];
    expect(steps.map((step) => names.indexOf(step))).toEqual([0, 0, 1, 2, 3]);
  });

  test('typing offline with a pause is two of them', () => {
    const { store, line } = joined();
    line.drop();
    type(store, 'a');
    type(store, 'ab');
    vi.advanceTimersByTime(1000);
    type(store, 'abc');
    line.open();
    line.difference();
    line.accept();
    vi.advanceTimersByTime(150);
    const [one, two] = line.of('client:ops');
    expect([one.ops, two.ops]).toEqual([[text(['ab'])], [text([2, 'c'])]]);
    expect(one.step).not.toBe(two.step);
  });

  test('a paste of more than 500 operations is one, in batches that a frame holds', () => {
    const { store, line } = joined();
    store.step('Paste', () => {
      for (let count = 0; count < 501; count += 1) store.addNode({ type: 'shot', parent_id: 'scene', position: { x: count, y: 0 } });
    });
    line.accept();
    const batches = line.of('client:ops');
    expect(batches.map((batch) => batch.ops.length)).toEqual([500, 1]);
    expect(new Set(batches.map((batch) => batch.step)).size).toBe(1);
    expect(batches[0].step).toBeTruthy();
    line.accept();
    store.step('Paste', () => {
      for (let count = 0; count < 30; count += 1) {
        store.addNode({ type: 'shot', parent_id: 'scene', position: { x: count, y: 0 }, data: { prompt: '漢'.repeat(10_000) } });
      }
    });
    expect(new TextEncoder().encode(JSON.stringify(line.batch)).length).toBeLessThan(256 * 1024);
  });
});

describe('undo and redo', () => {
  test('are asked for once everything edited has arrived, and shown by the server’s answer', () => {
    const { store, line } = joined();
    type(store, 'a');
    type(store, 'ab');
    store.undo();
    expect(line.of('client:undo')).toEqual([]);
    line.accept();
    line.accept();
    const { client_op_id } = line.of('client:undo')[0];
    expect(client_op_id.split(':')).toEqual([line.batch.client_op_id.split(':')[0], '3']);
    line.log([text([{ d: 'ab' }])], client_op_id);
    expect(noteOf(store)).toBe('');
    line.say('undone', {
      client_op_id,
      version: 13,
      redo: false,
      undone: 2,
      of: 2,
      skipped: [],
      detail: '',
      can_undo: false,
      can_redo: true
    });
    expect([store.canUndo.get(), store.canRedo.get(), store.notices.get()]).toEqual([false, true, []]);
    store.redo();
    expect(line.of('client:redo')).toHaveLength(1);
    type(store, 'new');
    expect([store.canUndo.get(), store.canRedo.get()]).toEqual([true, false]);
  });

  test('what was left alone because others wrote there since is said', () => {
    const { store, line } = joined();
    store.undo();
    const { client_op_id } = line.of('client:undo')[0];
    const skipped = [{ node_id: 'a', path: ['prompt'], user_id: 'ana', name: 'Ana' }];
    const detail = '3 of 4 undone; Ana changed the prompt since.';
    line.say('undone', { client_op_id, version: 11, redo: false, undone: 3, of: 4, skipped, detail, can_undo: true, can_redo: true });
    expect(store.notices.get()).toMatchObject([{ kind: 'info', text: detail }]);
  });

  test('offline they are not kept for later, and the notice says so', () => {
    const { store, line } = joined();
    line.drop();
    store.undo();
    line.open();
    line.difference();
    expect(line.of('client:undo')).toEqual([]);
    expect(store.notices.get()).toMatchObject([{ kind: 'error' }]);
  });

  test('one that a line broke under is asked again under its name, before anything edited since', () => {
    const { store, line } = joined();
    store.undo();
    const asked = line.of('client:undo')[0];
    line.drop();
    type(store, 'since');
    line.open();
    line.difference();
    const sent = line.sent.filter((frame) => frame.event === 'client:undo' || frame.event === 'client:ops');
    expect(sent.map((frame) => frame.event)).toEqual(['client:undo', 'client:undo', 'client:ops']);
    expect(line.of('client:undo')[1]).toEqual(asked);
  });

  test('nothing to undo is said once', () => {
    const { store, line } = joined();
    store.undo();
    store.undo();
    for (const { client_op_id } of line.of('client:undo')) {
      line.say('rejected', { client_op_id, code: 'nothing_to_undo', detail: 'There is nothing of yours to undo.' });
    }
    expect(store.canUndo.get()).toBe(false);
    expect(store.notices.get()).toMatchObject([{ kind: 'info', text: 'There is nothing of yours to undo.' }]);
  });

  test('a removed node is asked back and shown when it comes', () => {
    const { store, line } = joined();
    const before = store.node('b').get();
    line.log([
      { op: 'edge.remove', id: 'ab' },
      { op: 'node.remove', id: 'b' }
    ]);
    store.restoreNodes(['b']);
    expect(store.node('b').get()).toBe(undefined);
    expect(line.batch.ops).toEqual([{ op: 'node.restore', id: 'b' }]);
    line.accept([
      { op: 'node.add', node: before },
      { op: 'edge.add', edge: edge('ab', 'a', 'sequence_out', 'b', 'sequence_in') }
    ]);
    expect(store.node('b').get()).toEqual(before);
    expect(store.graph.edges.has('ab')).toBe(true);
  });
});

describe('edits that lost', () => {
  const lost = {
    kind: 'overwritten',
    node_id: 'b',
    title: 'Door',
    path: ['prompt'],
    yours: 'Mine.',
    theirs: 'Theirs.',
    user_id: 'u',
    name: 'Ana',
    version: 12
  };

  test('are told with both values, one per field, and taken back with one call', () => {
    const { store, line } = joined();
    line.say('conflict', lost);
    line.say('conflict', { ...lost, path: ['title'], yours: 'Gate' });
    line.say('conflict', { ...lost, yours: 'Mine again.', version: 14 });
    const [title, prompt] = store.conflicts.get();
    expect([title.path, prompt.path]).toEqual([['title'], ['prompt']]);
    expect(prompt).toMatchObject({ kind: 'overwritten', title: 'Door', yours: 'Mine again.', theirs: 'Theirs.', name: 'Ana', version: 14 });
    store.takeMine(prompt.id);
    expect(store.node('b').get()?.data.prompt).toBe('Mine again.');
    expect(line.batch.ops).toEqual([{ op: 'node.set', id: 'b', path: ['prompt'], value: 'Mine again.' }]);
    store.dismissConflict(title.id);
    expect(store.conflicts.get()).toEqual([]);
  });

  test('with the node they were made in bring it back', () => {
    const { store, line } = joined();
    line.log([
      { op: 'edge.remove', id: 'ab' },
      { op: 'node.remove', id: 'b' }
    ]);
    line.say('conflict', { ...lost, kind: 'deleted', theirs: null });
    store.takeMine(store.conflicts.get()[0].id);
    expect(line.batch.ops).toEqual([
      { op: 'node.restore', id: 'b' },
      { op: 'node.set', id: 'b', path: ['prompt'], value: 'Mine.' }
    ]);
  });

  test('in a setting of the film, and one that had removed a value', () => {
    const { store, line } = joined();
    line.say('conflict', { ...lost, node_id: null, path: ['rate'], yours: 25 });
    line.say('conflict', { ...lost, yours: null });
    for (const { id } of store.conflicts.get()) store.takeMine(id);
    line.accept();
    expect(line.of('client:ops').map((batch) => batch.ops[0])).toEqual([
      { op: 'graph.set', path: ['rate'], value: 25 },
      { op: 'node.unset', id: 'b', path: ['prompt'] }
    ]);
  });

  test('letters typed elsewhere into a removed node bring it back and replace nothing', () => {
    const { store, line } = joined();
    line.log([
      { op: 'edge.remove', id: 'ab' },
      { op: 'node.remove', id: 'b' }
    ]);
    line.say('conflict', { ...lost, kind: 'deleted', path: ['note'], yours: ' Gulls.', theirs: null });
    store.takeMine(store.conflicts.get()[0].id);
    expect(line.batch.ops).toEqual([{ op: 'node.restore', id: 'b' }]);
  });

  test('because their node was gone when they were sent go into its text, where it is back', () => {
    const { store, line } = joined();
    line.log([text(['Fog.'])]);
    store.setData('b', 'title', 'Gate');
    type(store, 'Fog. Gulls.');
    line.log([{ op: 'node.remove', id: 'a' }]);
    line.accept();
    expect(line.batch.ops).toEqual([text([4, ' Gulls.'])]);
    line.log([{ op: 'node.add', node: node('a', 'shot', 'scene', { note: 'Fog. Bells.' }) }]);
    line.accept([]);
    expect(noteOf(store)).toBe('Fog. Bells.');
    line.say('conflict', { ...lost, kind: 'deleted', node_id: 'a', path: ['note'], yours: ' Gulls.', theirs: null });
    store.takeMine(store.conflicts.get()[0].id);
    expect(noteOf(store)).toBe('Fog. Bells. Gulls.');
  });

  test('are at most twenty', () => {
    const { store, line } = joined();
    for (let count = 0; count < 25; count += 1) line.say('conflict', { ...lost, path: [`field-${count}`] });
    expect(store.conflicts.get()).toHaveLength(20);
    expect(store.conflicts.get().at(-1)?.path).toEqual(['field-24']);
  });
});

describe('the log', () => {
  test('is replayed literally, lists included', () => {
    const { store, line } = joined();
    const list = (/** @type {any} */ edit) => line.log([{ op: 'node.list', id: 'a', path: ['cast'], ...edit }]);
    list({
      ins: [
        { value: 'Anna', after: null },
        { value: 'Ben', after: 'Anna' },
        { value: 'Cy', after: null }
      ],
      del: []
    });
    expect(store.node('a').get()?.data.cast).toEqual(['Cy', 'Anna', 'Ben']);
    list({
      ins: [
        { value: 'Cy', after: 'Ben' },
        { value: 'Dee', after: 'nobody' }
      ],
      del: ['Anna', 'Eve']
    });
    expect(store.node('a').get()?.data.cast).toEqual(['Ben', 'Cy', 'Dee']);
    line.log([{ op: 'node.move', moves: [{ id: 'b', x: 5, y: 6, in: 'elsewhere' }] }]);
    expect(store.node('b').get()?.position).toEqual({ x: 5, y: 6 });
    line.log([{ op: 'node.add', node: node('a', 'shot', null, { title: 'Anew' }) }]);
    expect(store.node('a').get()).toMatchObject({ parent_id: null, data: { title: 'Anew' } });
  });

  test.each([
    ['an operation of a newer server', { op: 'node.paint', id: 'a' }],
    ['an edit of another text', text([99, 'x'])],
    ['no operation at all', null]
  ])('%s stops nothing: the whole graph is asked for, and later edits arrive', (_name, op) => {
    const loud = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { store, line } = joined();
    line.log([op]);
    line.log([{ op: 'node.set', id: 'b', path: ['title'], value: 'Lost for now' }]);
    expect(line.sent.at(-1)).toEqual({ event: 'client:sync_request', payload: {} });
    const next = { ...graph(), version: 12 };
    next.nodes[2].data.title = 'Gate';
    line.say('full_sync', { graph: next });
    line.log([{ op: 'node.set', id: 'a', path: ['title'], value: 'Later' }]);
    expect([store.node('a').get()?.data.title, store.node('b').get()?.data.title, store.version]).toEqual(['Later', 'Gate', 13]);
    loud.mockRestore();
  });

  test('a record that cannot be read hides no other', () => {
    const { store, line } = joined();
    const next = { ...graph(), version: 20 };
    next.nodes.unshift(/** @type {any} */ ({ id: 'broken' }), /** @type {any} */ (null));
    next.edges.unshift(/** @type {any} */ ({ id: 'broken' }));
    next.nodes.push(node('new', 'shot', null));
    line.say('full_sync', { graph: next });
    expect([store.node('new').get()?.id, store.node('broken').get(), store.graph.edges.size]).toEqual(['new', undefined, 4]);
  });
});
