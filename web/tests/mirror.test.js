import 'fake-indexeddb/auto';

import { openDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { openMirror } from '#lib/net/mirror.js';

import { Authority, dice } from './authority.js';
import { graph } from './film.js';
import { exchange, person, settle } from './people.js';

/** @type {Record<string, (event: any) => void>} */
let listeners = {};
/** @type {any[]} */
let visits = [];
let films = 0;

beforeEach(() => {
  // IndexedDB goes on by itself; time stands still.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  listeners = {};
  vi.stubGlobal('addEventListener', (/** @type {string} */ name, /** @type {any} */ listener) => (listeners[name] = listener));
  vi.stubGlobal('removeEventListener', () => {});
  films += 1;
});

afterEach(async () => {
  for (const one of visits.splice(0)) one.leave();
  await quiet();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Until the browser has written and read everything it was asked to. */
async function quiet() {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Somebody opens the film in a tab. @param {Authority} authority @param {any} [how] */
async function visit(authority, how) {
  const one = person(authority, { kept: true, project: `film-${films}`, ...how });
  visits.push(one);
  await quiet();
  return one;
}

/** The tab goes, whatever it was doing; its locks go with it. @param {any} one */
async function close(one) {
  await quiet();
  visits = visits.filter((each) => each !== one);
  one.up = false;
  one.leave();
  await quiet();
}

/** @param {any} one @param {string} after @param {string} [id] */
const type = (one, after, id = 'a') => one.store.editText(id, 'note', one.store.node(id).get()?.data.note ?? '', after);

/** @param {Authority} authority @param {string} [id] */
const noteIn = (authority, id = 'a') => authority.graph.node(id)?.data.note;

/** What the browser keeps of this film. */
async function kept() {
  const database = await openDB('production-canvas', 1);
  const records = await database.getAll('unsent');
  database.close();
  return records.filter((record) => record.project === `film-${films}`);
}

test('a tab closed offline applies its edits at the next visit, between what others wrote meanwhile', async () => {
  const authority = new Authority();
  const ana = person(authority, { me: 'ana' });
  const tab = await visit(authority);
  type(ana, 'Fog rolls in.');
  settle([ana, tab]);
  tab.cut();
  type(tab, 'Fog 😀 rolls in.');
  tab.store.setData('b', 'prompt', 'Closer.');
  tab.store.addNode({ type: 'shot', parent_id: 'scene', position: { x: 1, y: 2 }, data: { title: 'Boat' } });
  expect(tab.store.connection.get()).toMatchObject({ status: 'offline', unsaved: 3 });
  await close(tab);
  type(ana, 'At dawn: Fog rolls in.');
  settle([ana]);
  const again = await visit(authority);
  expect(again.store.connection.get()).toMatchObject({ status: 'saving', unsaved: 3 });
  settle([ana, again]);
  expect(noteIn(authority)).toBe('At dawn: Fog 😀 rolls in.');
  expect(authority.graph.node('b')?.data.prompt).toBe('Closer.');
  expect([...authority.graph.nodes.values()].filter((node) => node.data.title === 'Boat')).toHaveLength(1);
  expect(again.store.node('a').get()?.data.note).toBe('At dawn: Fog 😀 rolls in.');
  await quiet();
  expect(await kept()).toEqual([]);
});

test('a batch that had arrived when the tab closed is not applied twice, what came after it is', async () => {
  const authority = new Authority();
  const ana = person(authority, { me: 'ana' });
  const tab = await visit(authority);
  type(tab, 'one');
  type(tab, 'one two');
  tab.flush([ana]);
  await close(tab);
  settle([ana]);
  type(ana, '>one');
  settle([ana]);
  const again = await visit(authority);
  settle([ana, again]);
  expect(noteIn(authority)).toBe('>one two');
  expect(again.store.node('a').get()?.data.note).toBe('>one two');
});

test('a batch that was lost with its tab is applied once', async () => {
  const authority = new Authority();
  const tab = await visit(authority);
  type(tab, 'one');
  const sent = tab.line.batch;
  await close(tab);
  const again = await visit(authority);
  settle([again]);
  expect(noteIn(authority)).toBe('one');
  expect(authority.log.map((logged) => logged.client_op_id)).toEqual([sent.client_op_id]);
});

test('a record that is older than what its tab had sent by then doubles nothing', async () => {
  const authority = new Authority();
  const ana = person(authority, { me: 'ana' });
  const tab = await visit(authority);
  type(tab, 'one');
  type(tab, 'one two');
  await quiet();
  const [early] = await kept();
  exchange([ana, tab]);
  type(tab, 'one two three');
  exchange([ana, tab]);
  await close(tab);
  const database = await openDB('production-canvas', 1);
  await database.put('unsent', early);
  database.close();
  const again = await visit(authority);
  exchange([ana, again]);
  expect(noteIn(authority)).toBe('one two three');
  expect(again.store.node('a').get()?.data.note).toBe('one two three');
  expect(again.store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
});

test('a node created and deleted offline does not come back', async () => {
  const authority = new Authority();
  const tab = await visit(authority);
  tab.cut();
  const id = tab.store.addNode({ type: 'shot', parent_id: 'scene', position: { x: 1, y: 2 } });
  tab.store.removeNodes([id]);
  await close(tab);
  const again = await visit(authority);
  const shown = vi.fn();
  again.store.node(id).subscribe(shown);
  settle([again]);
  expect(authority.graph.node(id)).toBe(undefined);
  expect(shown.mock.calls).toEqual([[undefined]]);
});

test('two tabs closed offline are both applied, each edit once', async () => {
  const authority = new Authority();
  const tabs = [await visit(authority), await visit(authority)];
  for (const tab of tabs) tab.cut();
  type(tabs[0], 'first');
  type(tabs[1], 'second');
  tabs[1].store.setData('b', 'title', 'Gate');
  for (const tab of tabs) await close(tab);
  const again = await visit(authority);
  expect(again.store.connection.get()).toMatchObject({ status: 'saving', unsaved: 3 });
  settle([again]);
  expect(noteIn(authority)).toBe('firstsecond');
  expect(authority.graph.node('b')?.data.title).toBe('Gate');
  expect(authority.log).toHaveLength(3);
  await quiet();
  expect(await kept()).toEqual([]);
});

test('another person on the same browser does not get them, nor does another film', async () => {
  const authority = new Authority();
  const tab = await visit(authority, { me: 'ana' });
  tab.cut();
  type(tab, 'Ana’s');
  await close(tab);
  const ben = await visit(authority, { me: 'ben' });
  const other = await visit(authority, { me: 'ana', project: `film-${films}-other` });
  expect([ben.store.connection.get().unsaved, other.store.connection.get().unsaved]).toEqual([0, 0]);
  settle([ben, other]);
  expect(authority.log).toEqual([]);
  await close(ben);
  const ana = await visit(authority, { me: 'ana' });
  settle([ana]);
  expect(noteIn(authority)).toBe('Ana’s');
});

test('a tab that is still open keeps its edits to itself', async () => {
  const authority = new Authority();
  const tab = await visit(authority);
  tab.cut();
  type(tab, 'mine');
  await quiet();
  const second = await visit(authority);
  expect(second.store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
  tab.back();
  settle([tab, second]);
  expect(authority.log).toHaveLength(1);
  expect(second.store.node('a').get()?.data.note).toBe('mine');
});

test('a tab closed while another is open hands its edits to that one', async () => {
  const authority = new Authority();
  const tab = await visit(authority);
  const second = await visit(authority);
  tab.cut();
  type(tab, 'mine');
  await close(tab);
  vi.advanceTimersByTime(10_000);
  await quiet();
  settle([second]);
  expect(noteIn(authority)).toBe('mine');
});

test('where the server remembers no difference, texts are brought up by what changed in them', async () => {
  const authority = new Authority();
  const ana = person(authority, { me: 'ana' });
  const tab = await visit(authority);
  type(ana, 'Fog rolls in.');
  settle([ana, tab]);
  tab.cut();
  type(tab, 'Fog rolls in. Gulls.');
  await close(tab);
  type(ana, 'At dawn: Fog rolls in.');
  settle([ana]);
  const again = await visit(authority);
  const { catchUp } = again;
  again.catchUp = () => catchUp(undefined);
  exchange([ana, again]);
  expect(noteIn(authority)).toBe('At dawn: Fog rolls in. Gulls.');
});

test('a server restored from a backup gets what was left behind on its own version', async () => {
  const authority = new Authority();
  const tab = await visit(authority);
  tab.cut();
  type(tab, 'kept');
  await close(tab);
  const again = await visit(authority, { record: { ...graph(), epoch: 'two', version: 3 } });
  expect(again.line.batch).toMatchObject({ base_version: 3, ops: [{ op: 'node.text', delta: ['kept'] }] });
});

test('what is typed while the edits of a closed tab come back finds its place after them', async () => {
  const authority = new Authority();
  const ana = person(authority, { me: 'ana' });
  const tab = await visit(authority);
  tab.cut();
  type(tab, 'left ');
  await close(tab);
  ana.store.setData('b', 'title', 'Gate');
  settle([ana]);
  const again = await visit(authority);
  expect(again.line.sent.at(-1)).toMatchObject({ event: 'client:sync_request', meta: { since_version: 10 } });
  type(again, 'now');
  expect(again.line.of('client:ops')).toEqual([]);
  exchange([ana, again]);
  expect(noteIn(authority)).toBe('left now');
  expect(again.store.node('a').get()?.data.note).toBe('left now');
  await quiet();
  expect(await kept()).toEqual([]);
});

test('typing into a node that was removed meanwhile can be taken back whole', async () => {
  const authority = new Authority();
  const ana = person(authority, { me: 'ana' });
  const tab = await visit(authority);
  type(ana, 'Fog rolls in.');
  settle([ana, tab]);
  tab.cut();
  type(tab, 'Fog rolls in. Gulls.');
  await close(tab);
  ana.store.removeNodes(['a']);
  settle([ana]);
  const again = await visit(authority);
  settle([ana, again]);
  const told = { kind: 'deleted', node_id: 'a', title: 'Coast', path: ['note'], yours: ' Gulls.', theirs: null, name: 'Ana', version: 13 };
  again.line.say('conflict', { ...told, user_id: 'ana' });
  expect(again.store.conflicts.get()).toMatchObject([{ kind: 'deleted', yours: 'Fog rolls in. Gulls.', name: 'Ana' }]);
  again.store.takeMine(again.store.conflicts.get()[0].id);
  expect(again.line.batch.ops).toEqual([
    { op: 'node.restore', id: 'a' },
    { op: 'node.set', id: 'a', path: ['note'], value: 'Fog rolls in. Gulls.' }
  ]);
});

test('a record that cannot be read stops neither the others nor the visit', async () => {
  const authority = new Authority();
  const tab = await visit(authority);
  tab.cut();
  type(tab, 'good');
  await close(tab);
  const database = await openDB('production-canvas', 1);
  const [record] = await kept();
  for (const [client, text] of [
    ['0-broken', '{"client":'],
    ['1-other', '{"client":"1-other","unsent":[{"ops":[{"op":"node.text","id":"a","path":["note"],"delta":[99,"x"]}]}],"texts":[]}']
  ]) {
    await database.put('unsent', { ...record, client, since: 0, text });
  }
  database.close();
  const loud = vi.spyOn(console, 'error').mockImplementation(() => {});
  const again = await visit(authority);
  settle([again]);
  expect(noteIn(authority)).toBe('good');
  loud.mockRestore();
});

test('the browser asks before closing only where it keeps nothing', async () => {
  const authority = new Authority();
  const preventDefault = vi.fn();
  const tab = await visit(authority);
  tab.cut();
  type(tab, 'kept');
  await quiet();
  listeners.beforeunload({ preventDefault });
  expect(preventDefault).not.toHaveBeenCalled();
  vi.stubGlobal('indexedDB', undefined);
  const hidden = await visit(authority);
  listeners.beforeunload({ preventDefault });
  expect(preventDefault).not.toHaveBeenCalled();
  hidden.cut();
  type(hidden, 'not kept');
  await quiet();
  listeners.beforeunload({ preventDefault });
  expect(preventDefault).toHaveBeenCalledTimes(1);
});

test('without Web Locks a page counts as gone after ten seconds of silence, and one that wakes up late gives its edits away', async () => {
  const onTaken = vi.fn();
  const sleeper = openMirror({ user: 'u', project: 'sleep', client: 'sleeper', locks: null, onTaken });
  const pending = { client: 'sleeper', unsent: [], texts: [] };
  sleeper.save(pending, 'sleeper');
  await quiet();
  const other = openMirror({ user: 'u', project: 'sleep', client: 'other', locks: null });
  vi.advanceTimersByTime(9000);
  await quiet();
  expect(await other.leftovers()).toEqual([]);
  // Asleep: the clock goes on, its own timers do not.
  vi.setSystemTime(Date.now() + 11_000);
  expect(await other.leftovers()).toEqual([pending]);
  expect(await other.leftovers()).toEqual([]);
  expect(onTaken).not.toHaveBeenCalled();
  vi.advanceTimersByTime(3000);
  await quiet();
  expect(onTaken).toHaveBeenCalledTimes(1);
  sleeper.save({ ...pending, client: 'fresh' }, 'fresh');
  await quiet();
  sleeper.save(null, 'fresh');
  await quiet();
  await Promise.all([sleeper.close(), other.close()]);
  vi.advanceTimersByTime(11_000);
  const third = openMirror({ user: 'u', project: 'sleep', client: 'third', locks: null });
  expect(await third.leftovers()).toEqual([pending]);
  await third.close();
});

/**
 * A letter that nobody else types, somewhere in the note.
 * @param {any} one @param {ReturnType<typeof dice>} roll @param {string} letter
 */
function put(one, roll, letter) {
  const before = [...(one.store.node('a').get()?.data.note ?? '')];
  const at = roll.below(before.length + 1);
  one.store.editText('a', 'note', before.join(''), before.toSpliced(at, 0, letter).join(''));
}

/** Something happens to somebody's line. @param {any} one @param {any[]} people @param {ReturnType<typeof dice>} roll */
function shake(one, people, roll) {
  if (roll.chance(0.15) && one.up) one.cut();
  else if (!one.up && roll.chance(0.4)) one.back(roll.chance(0.3));
  if (one.up && roll.chance(0.6)) one.flush(people.filter((each) => each.up));
  if (roll.chance(0.7)) roll.pick(people).inbox.shift()?.();
  vi.advanceTimersByTime(roll.pick([0, 20, 200]));
}

test('edits that another page took over leave this one, and come back as that page’s', async () => {
  const authority = new Authority();
  vi.stubGlobal('navigator', {});
  const tab = await visit(authority);
  tab.cut();
  type(tab, 'slept');
  await quiet();
  vi.setSystemTime(Date.now() + 11_000);
  const second = await visit(authority);
  vi.advanceTimersByTime(3000);
  await quiet();
  expect(tab.store.connection.get()).toMatchObject({ status: 'offline', unsaved: 0 });
  tab.back();
  exchange([tab, second]);
  expect([noteIn(authority), authority.log.length]).toEqual(['slept', 1]);
  type(tab, 'slept well');
  exchange([tab, second]);
  for (const { store } of [tab, second]) expect(store.node('a').get()?.data.note).toBe('slept well');
});

test.each(Array.from({ length: 40 }, (_, index) => index + 1))(
  'tabs close in the midst of it and nothing is lost or doubled, seed %i',
  async (seed) => {
    const roll = dice(seed);
    const authority = new Authority();
    const people = [person(authority, { me: 'ana' }), await visit(authority)];
    const written = Array.from({ length: 40 }, (_, index) => String.fromCodePoint(0x1f600 + index));
    for (const letter of written) {
      const one = roll.pick([people[0], people[1], people[1]]);
      put(one, roll, letter);
      shake(one, people, roll);
      if (roll.chance(0.08)) {
        await close(people[1]);
        people[1] = await visit(authority);
      }
    }
    for (let round = 0; round < 3; round += 1) {
      settle(people);
      await quiet();
    }
    const text = authority.graph.node('a')?.data.note;
    expect([...text].sort()).toEqual(written.sort());
    for (const { store } of people) {
      expect(store.node('a').get()?.data.note).toBe(text);
      expect(store.connection.get()).toMatchObject({ status: 'saved', unsaved: 0 });
    }
    expect(await kept()).toEqual([]);
  }
);
