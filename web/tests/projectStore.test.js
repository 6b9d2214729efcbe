import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { edge, graph, heard, joined, node } from './film.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** @param {string} id @param {string} key @param {any} value */
const set = (id, key, value) => ({ op: 'node.set', id, path: [key], value });

describe('what is shown', () => {
  test('an edit is shown at once, sent, and stays where it is when the answer comes', () => {
    const { store, line } = joined();
    const prompts = heard(store.node('a')).map((found) => found?.data.prompt);
    const seen = heard(store.node('a'));
    store.setData('a', 'prompt', 'A gull.');
    expect(store.node('a').get()?.data.prompt).toBe('A gull.');
    expect(line.batch).toMatchObject({ base_version: 10, ops: [set('a', 'prompt', 'A gull.')] });
    line.accept();
    expect(prompts).toEqual(['Wide.']);
    expect(seen.map((found) => found?.data.prompt)).toEqual(['Wide.', 'A gull.']);
    expect(store.version).toBe(11);
  });

  test('a pending edit hides another person’s of the same field until it is answered; the later one of the log wins', () => {
    const { store, line } = joined();
    const seen = heard(store.node('a'));
    store.setData('a', 'prompt', 'Mine');
    line.log([set('a', 'prompt', 'Theirs'), set('a', 'title', 'Their title')]);
    expect(store.node('a').get()?.data).toEqual({ title: 'Their title', prompt: 'Mine' });
    line.accept();
    expect(seen.map((found) => found?.data.prompt)).toEqual(['Wide.', 'Mine', 'Mine']);
    line.log([set('a', 'prompt', 'Later')]);
    expect(store.node('a').get()?.data.prompt).toBe('Later');
  });

  test('typing goes out at once, then as one batch per 150 ms, never two at a time', () => {
    const { store, line } = joined();
    for (const text of ['A', 'Ab', 'Abc']) store.setData('a', 'prompt', text);
    expect(line.of('client:ops')).toHaveLength(1);
    line.accept();
    expect(line.of('client:ops')).toHaveLength(1);
    expect(store.node('a').get()?.data.prompt).toBe('Abc');
    vi.advanceTimersByTime(150);
    expect(line.of('client:ops').map((batch) => batch.ops)).toEqual([[set('a', 'prompt', 'A')], [set('a', 'prompt', 'Abc')]]);
    expect(line.batch.base_version).toBe(11);
  });

  test('edits of different fields stay steps of their own', () => {
    const { store, line } = joined({ online: false });
    store.setData('a', 'prompt', 'One');
    store.setData('b', 'prompt', 'Two');
    store.setData('a', 'prompt', 'Three');
    line.open();
    line.difference();
    line.accept();
    line.accept();
    line.accept();
    expect(line.of('client:ops').map((batch) => batch.ops[0].value)).toEqual(['One', 'Two', 'Three']);
  });

  test('a step is one batch', () => {
    const { store, line } = joined();
    store.step('Add a shot', () => {
      const id = store.addNode({ type: 'shot', parent_id: 'scene', position: { x: 1, y: 2 } });
      store.setData(id, 'title', 'Boat');
      store.moveNodes([{ id: 'a', x: 5, y: 6 }]);
    });
    expect(line.of('client:ops')).toHaveLength(1);
    expect(line.batch).toMatchObject({ label: 'Add a shot', ops: [{ op: 'node.add' }, { op: 'node.set' }, { op: 'node.move' }] });
  });

  test('only touched nodes and levels are told', () => {
    const { store, line } = joined();
    const [a, b, inside, film, wires] = [
      heard(store.node('a')),
      heard(store.node('b')),
      heard(store.level('scene')),
      heard(store.level(null)),
      heard(store.edges('scene'))
    ];
    line.log([set('a', 'title', 'Other')]);
    expect([a, b, inside, film, wires].map((values) => values.length)).toEqual([2, 1, 1, 1, 1]);
    line.log([{ op: 'node.add', node: node('c', 'shot', 'scene') }]);
    expect([a, b, inside, film].map((values) => values.length)).toEqual([2, 1, 2, 1]);
    expect(inside.at(-1)).toEqual(['a', 'anna', 'b', 'c']);
    line.log([{ op: 'edge.remove', id: 'ab' }]);
    expect(
      wires
        .at(-1)
        ?.map((wire) => wire.id)
        .sort()
    ).toEqual(['anna-a', 'first']);
  });

  test('an untouched record keeps its identity over a full sync', () => {
    const { store, line } = joined();
    const before = store.node('a').get();
    const seen = heard(store.node('b'));
    const next = graph();
    next.version = 20;
    next.nodes[2].data.title = 'Changed';
    line.say('full_sync', { graph: next });
    expect(store.node('a').get()).toBe(before);
    expect(seen).toHaveLength(2);
    expect(store.version).toBe(20);
  });
});

describe('the graph’s rules, shown before the server says so', () => {
  test('a removed scene takes its shots and all their wires along', () => {
    const { store, line } = joined();
    store.removeNodes(['scene']);
    expect([...store.graph.nodes.keys()]).toEqual(['place']);
    expect([...store.graph.edges.keys()]).toEqual([]);
    expect(line.batch.ops).toEqual([{ op: 'node.remove', id: 'scene', children: 'delete' }]);
  });

  test('what is lifted stands on the outer level and loses the wires that would cross it', () => {
    const { store } = joined();
    store.removeNodes(['scene'], 'lift');
    expect(store.level(null).get()).toEqual(['a', 'anna', 'b', 'place']);
    expect([...store.graph.edges.keys()]).toEqual([]);
  });

  test('a newer wire replaces the one on a single input, and joins those on a collecting one', () => {
    const { store, line } = joined();
    const id = store.connect({ source: 'scene', source_handle: 'sequence_in', target: 'b', target_handle: 'sequence_in' });
    expect(
      store
        .edges('scene')
        .get()
        .map((wire) => wire.id)
        .sort()
    ).toEqual(['anna-a', 'first', id].sort());
    line.accept([{ op: 'edge.remove', id: 'ab' }, line.batch.ops[0]]);
    expect(store.graph.edges.has('ab')).toBe(false);
    const ben = store.addNode({ type: 'character', parent_id: 'scene', position: { x: 0, y: 0 } });
    store.connect({ source: ben, source_handle: 'character', target: 'a', target_handle: 'characters' });
    expect(store.graph.edges.has('anna-a')).toBe(true);
  });

  test('a wire that may not be is refused with its sentence and never sent', () => {
    const { store, line } = joined();
    expect(store.connect({ source: 'a', source_handle: 'video', target: 'b', target_handle: 'characters' })).toBe(null);
    expect(store.connect({ source: 'b', source_handle: 'sequence_out', target: 'a', target_handle: 'sequence_in' })).toBe(null);
    expect(store.notices.get().map((notice) => notice.text)).toEqual([
      'Video does not connect to Character.',
      'That wire would close a loop.'
    ]);
    expect(line.of('client:ops')).toEqual([]);
  });

  test('a pending wire goes while its node is gone, whoever removed it', () => {
    const { store, line } = joined();
    const ben = store.addNode({ type: 'character', parent_id: 'scene', position: { x: 0, y: 0 } });
    line.accept();
    const id = /** @type {string} */ (store.connect({ source: ben, source_handle: 'character', target: 'b', target_handle: 'characters' }));
    line.log([{ op: 'node.remove', id: ben, children: 'delete' }]);
    expect(store.graph.edges.has(id)).toBe(false);
    line.say('rejected', { client_op_id: line.batch.client_op_id, code: 'not_found', detail: 'That character is gone.' });
    expect(store.graph.edges.has(id)).toBe(false);
    expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
  });

  test('a drag meant for another level moves nothing', () => {
    const { store, line } = joined();
    store.moveNodes([{ id: 'b', x: 1, y: 1 }]);
    line.log([{ op: 'node.reparent', id: 'b', parent_id: null, x: 7, y: 7 }]);
    expect(store.node('b').get()).toMatchObject({ parent_id: null, position: { x: 7, y: 7 } });
  });

  test('a removed node leaves the selection', () => {
    const { store, line } = joined();
    store.select(['a', 'b']);
    line.log([{ op: 'node.remove', id: 'b', children: 'delete' }]);
    expect([...store.selection.get()]).toEqual(['a']);
  });
});

describe('answers', () => {
  test('a rejected edit is taken back with the server’s sentence, later edits stay', () => {
    const { store, line } = joined();
    store.setData('a', 'prompt', 'Refused');
    store.setData('a', 'title', 'Kept');
    line.say('rejected', { client_op_id: line.batch.client_op_id, code: 'invalid', detail: 'The prompt is too long.' });
    expect(store.node('a').get()?.data).toEqual({ title: 'Kept', prompt: 'Wide.' });
    expect(store.notices.get()).toMatchObject([{ kind: 'error', text: 'The prompt is too long.' }]);
    expect(line.batch.ops).toEqual([set('a', 'title', 'Kept')]);
  });

  test('what the server made of a batch is what counts', () => {
    const { store, line } = joined();
    store.moveNodes([
      { id: 'a', x: 5, y: 5 },
      { id: 'b', x: 6, y: 6 }
    ]);
    line.accept([{ op: 'node.move', moves: [{ id: 'a', x: 5, y: 5 }] }]);
    expect(store.node('a').get()?.position).toEqual({ x: 5, y: 5 });
    expect(store.node('b').get()?.position).toEqual({ x: 0, y: 0 });
  });

  test('a void answer settles the edit', () => {
    const { store, line } = joined();
    store.setData('b', 'prompt', 'Too late');
    line.log([{ op: 'node.remove', id: 'b', children: 'delete' }]);
    line.accept([]);
    expect(store.node('b').get()).toBe(undefined);
    expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
  });

  test('others’ batches are told, one’s own are not', () => {
    const { store, line } = joined();
    const told = vi.fn();
    store.onRemote(told);
    store.setData('a', 'prompt', 'Mine');
    line.accept();
    const theirs = line.log([set('a', 'title', 'T')]);
    expect(told.mock.calls).toEqual([[theirs]]);
  });
});

describe('versions without a gap', () => {
  test('a missing version is asked for once, and the difference fills it', () => {
    const { store, line } = joined();
    const missed = { version: 11, user_id: 'ana', client_op_id: 'other:1', ops: [set('a', 'title', 'Missed')], result: 'accepted' };
    line.version = 11;
    const late = line.log([set('b', 'title', 'Late')]);
    line.log([set('b', 'title', 'Later')]);
    expect(line.sent.filter((frame) => frame.event === 'client:sync_request')).toEqual([
      { event: 'client:sync_request', payload: {}, meta: { epoch: 'one', since_version: 10 } }
    ]);
    expect(store.node('b').get()?.data.title).toBe('Door');
    const last = { ...late, version: 13, ops: [set('b', 'title', 'Later')] };
    line.say('delta_sync', { from_version: 10, to_version: 13, batches: [missed, late, last] });
    expect(store.node('a').get()?.data.title).toBe('Missed');
    expect(store.node('b').get()?.data.title).toBe('Later');
    expect(store.version).toBe(13);
  });

  test('one’s own answer behind a gap settles nothing until the gap is filled', () => {
    const { store, line } = joined();
    const seen = heard(store.node('a'));
    store.setData('a', 'prompt', 'Mine');
    const missed = { version: 11, user_id: 'ana', client_op_id: 'other:1', ops: [set('b', 'title', 'Missed')], result: 'accepted' };
    line.version = 11;
    const answer = line.accept();
    expect(store.connection.get()).toMatchObject({ status: 'saving', unsaved: 1 });
    line.say('delta_sync', { from_version: 10, to_version: 12, batches: [missed, answer] });
    expect(seen.map((found) => found?.data.prompt)).toEqual(['Wide.', 'Mine']);
    expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
  });

  test('a frame that repeats what is known changes nothing', () => {
    const { store, line } = joined();
    const batch = line.log([set('a', 'title', 'Once')]);
    line.log([set('a', 'title', 'Twice')]);
    line.say('ops', { from_version: 10, to_version: 11, batches: [batch] });
    expect(store.node('a').get()?.data.title).toBe('Twice');
    expect(store.version).toBe(12);
  });

  test('edits wait while a difference is on its way', () => {
    const { store, line } = joined();
    line.version = 11;
    line.log([set('b', 'title', 'Late')]);
    store.setData('a', 'prompt', 'Wait');
    expect(line.of('client:ops')).toEqual([]);
    line.version = 20;
    line.say('full_sync', { graph: { ...graph(), version: 20 } });
    expect(line.batch).toMatchObject({ base_version: 20, ops: [set('a', 'prompt', 'Wait')] });
  });

  test('a difference that does not fit is answered by asking for everything', () => {
    const { line } = joined();
    line.say('delta_sync', { from_version: 15, to_version: 15, batches: [] });
    expect(line.sent.at(-1)).toEqual({ event: 'client:sync_request', payload: {} });
  });
});

describe('a line that breaks', () => {
  test('offline edits are shown, counted, and sent when the line is back', () => {
    const { store, line } = joined();
    line.drop();
    store.setData('a', 'prompt', 'Offline');
    store.removeNodes(['b']);
    expect(store.connection.get()).toMatchObject({ status: 'offline', unsaved: 2 });
    line.open();
    expect(line.of('client:ops')).toEqual([]);
    line.difference();
    expect(store.connection.get().status).toBe('saving');
    line.accept();
    line.accept();
    expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
  });

  test('the batch in flight is sent again, the same under the same name', () => {
    const { store, line } = joined();
    store.setData('a', 'prompt', 'In flight');
    const first = line.batch;
    line.drop();
    line.open();
    line.difference([{ version: 11, user_id: 'ana', client_op_id: 'other:1', ops: [set('a', 'title', 'Meanwhile')], result: 'accepted' }]);
    expect(line.of('client:ops')).toEqual([first, first]);
    expect(store.node('a').get()?.data).toEqual({ title: 'Meanwhile', prompt: 'In flight' });
  });

  test('a batch that had arrived before the line broke is not sent again', () => {
    const { store, line } = joined();
    store.setData('a', 'prompt', 'Arrived');
    const { client_op_id, ops } = line.batch;
    line.drop();
    line.open();
    line.difference([{ version: 11, user_id: 'me', client_op_id, ops, result: 'accepted' }]);
    expect(line.of('client:ops')).toHaveLength(1);
    expect(store.connection.get().status).toBe('saved');
  });

  test('a replayed answer older than the graph settles the batch', () => {
    const { store, line } = joined();
    store.setData('a', 'prompt', 'Arrived');
    const { client_op_id, ops } = line.batch;
    line.drop();
    line.open();
    const next = graph();
    next.version = 12;
    next.nodes[1].data.prompt = 'Since then';
    line.version = 12;
    line.say('full_sync', { graph: next });
    expect(store.node('a').get()?.data.prompt).toBe('Arrived');
    line.say('ops', { from_version: 10, to_version: 11, batches: [{ version: 11, user_id: 'me', client_op_id, ops, result: 'accepted' }] });
    expect(store.node('a').get()?.data.prompt).toBe('Since then');
    expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
  });

  test('a restored server of another epoch gets the pending edit on its own version', () => {
    const { store, line } = joined();
    store.setData('a', 'prompt', 'Pending');
    line.drop();
    line.open();
    line.say('full_sync', { graph: { ...graph(), epoch: 'two', version: 3 } });
    expect(store.version).toBe(3);
    expect(line.batch).toMatchObject({ base_version: 3, ops: [set('a', 'prompt', 'Pending')] });
    expect(store.node('a').get()?.data.prompt).toBe('Pending');
  });

  test('a server that is silent at first is asked, one that never answers a batch is left', () => {
    const { store, line } = joined({ online: false });
    line.open();
    vi.advanceTimersByTime(3000);
    expect(line.sent.at(-1)).toMatchObject({ event: 'client:sync_request', meta: { since_version: 10 } });
    line.difference();
    store.setData('a', 'prompt', 'Silence');
    vi.advanceTimersByTime(10_000);
    expect(line.restarts).toBe(1);
  });
});

describe('generation', () => {
  test('starts once every edit has arrived', () => {
    const { store, line } = joined();
    store.setData('a', 'prompt', 'First');
    store.setData('a', 'prompt', 'Last');
    store.generate('a');
    expect(line.of('client:start_generation')).toEqual([]);
    line.accept();
    expect(line.of('client:start_generation')).toEqual([]);
    line.accept();
    expect(line.of('client:start_generation')).toEqual([{ node_id: 'a' }]);
  });

  test('runs from queued over steps to a take', () => {
    const { store, line } = joined();
    const states = heard(store.runtime('a'));
    line.say('node_state_updated', { node_id: 'a', state: 'queued' });
    line.say('task_progress', { task_id: 't', node_id: 'a', progress: 40, step: 'Frame 40 of 96' });
    line.say('takes_updated', { node_id: 'a', takes: [{ id: 'take', number: 1 }] });
    line.say('task_success', { task_id: 't', node_id: 'a', result: {} });
    expect(states.map(({ state, progress, step, task_id }) => [state, progress, step, task_id])).toEqual([
      ['idle', 0, '', null],
      ['queued', 0, '', null],
      ['generating', 40, 'Frame 40 of 96', 't'],
      ['success', 100, '', 't']
    ]);
    expect(store.takes('a').get()).toHaveLength(1);
    expect(store.runtime('b').get().state).toBe('idle');
  });

  test('a failure stays on the node and is told', () => {
    const { store, line } = joined();
    line.say('task_failed', { task_id: 't', node_id: 'a', error: 'The worker ran out of disk: free some and generate again.' });
    expect(store.runtime('a').get()).toMatchObject({ state: 'error', error: 'The worker ran out of disk: free some and generate again.' });
    expect(store.notices.get()).toMatchObject([{ kind: 'error', node_id: 'a' }]);
  });

  test('a refusal to start leaves a running one alone', () => {
    const { store, line } = joined();
    line.say('task_progress', { task_id: 't', node_id: 'a', progress: 40, step: '' });
    line.say('task_failed', { task_id: '', node_id: 'a', error: 'It is being generated already.' });
    expect(store.runtime('a').get()).toMatchObject({ state: 'generating', progress: 40, error: null });
    expect(store.notices.get()).toHaveLength(1);
  });

  test('is not started offline, and says so', () => {
    const { store, line } = joined();
    line.drop();
    store.generate('a');
    line.open();
    line.difference();
    expect(line.of('client:start_generation')).toEqual([]);
    expect(store.notices.get()).toHaveLength(1);
  });

  test('a take becomes the active one by the server’s list', async () => {
    const takes = [
      { id: 'one', active: false },
      { id: 'two', active: true }
    ];
    const activateTake = vi.fn(async () => ({ takes }));
    const { store } = joined({ services: { activateTake } });
    await store.activateTake('a', 'two');
    expect(activateTake).toHaveBeenCalledWith('p', 'two');
    expect(store.takes('a').get()).toBe(takes);
  });
});

describe('people', () => {
  test('one’s own presence never comes back as a ghost, and those who leave are gone', () => {
    const { store, line } = joined();
    const person = (/** @type {string} */ session_id) => ({ session_id, user_id: 'u', name: 'Ana', color: '#67d59a', selection: [] });
    line.say('presence', { sessions: [person('mine'), person('ana'), person('jonas')] });
    expect([...store.peers.get().keys()]).toEqual(['ana', 'jonas']);
    line.say('presence_left', { session_id: 'ana' });
    expect([...store.peers.get().keys()]).toEqual(['jonas']);
    line.drop();
    expect(store.peers.get().size).toBe(0);
  });

  test('presence is told at most twenty times a second, the last word always', () => {
    const { store, line } = joined();
    vi.advanceTimersByTime(100);
    const before = line.of('client:presence').length;
    for (let x = 0; x < 100; x += 1) {
      store.presence({ cursor: { x, y: 0 } });
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(100);
    const told = line.of('client:presence').slice(before);
    expect(told.length).toBeLessThanOrEqual(21);
    expect(told.at(-1)).toMatchObject({ cursor: { x: 99, y: 0 }, level: null, selection: [] });
  });

  test('a viewer’s edit is refused here already', () => {
    const { store, line } = joined({ role: 'viewer' });
    store.setData('a', 'prompt', 'No');
    expect(store.node('a').get()?.data.prompt).toBe('Wide.');
    expect(line.of('client:ops')).toEqual([]);
    expect(store.notices.get()).toHaveLength(1);
  });
});

test('edges of a level hold its own wires and those to its In and Out', () => {
  const { store, line } = joined();
  line.log([{ op: 'edge.add', edge: edge('out', 'b', 'sequence_out', 'scene', 'sequence_out') }]);
  expect(
    store
      .edges('scene')
      .get()
      .map((wire) => wire.id)
      .sort()
  ).toEqual(['ab', 'anna-a', 'first', 'out']);
  expect(
    store
      .edges(null)
      .get()
      .map((wire) => wire.id)
  ).toEqual(['place-scene']);
});
