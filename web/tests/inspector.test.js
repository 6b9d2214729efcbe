import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { exposedBy } from '#lib/panels/controls/fields.js';
import { curveOf, nameOf, pathThrough } from '#lib/panels/controls/easing.js';
import { orderBetween, rowsOf } from '#lib/panels/controls/rows.js';
import { fits } from '#lib/panels/inspector/clip.js';
import { grouped, matches } from '#lib/panels/inspector/groups.js';
import { sharedBy } from '#lib/panels/inspector/many.js';
import { writingMany, writingOne } from '#lib/panels/inspector/writing.js';
import { readingTime } from '#lib/panels/reading.js';

import types from '../../tests/data/catalogue.json' with { type: 'json' };
import { joined } from './film.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** @param {string} kind @returns {any} */
const typeOf = (kind) => types.node_types.find((type) => type.kind === kind);
/** @param {string} kind @param {string} key @returns {any} */
const parameter = (kind, key) => typeOf(kind).parameters.find((/** @type {any} */ one) => one.key === key);
/** @param {string} id @param {string} type @param {any} data @returns {any} */
const record = (id, type, data) => ({ id, type, parent_id: null, position: { x: 0, y: 0 }, order: '', data });

describe('what several cards share', () => {
  test('is what every kind has in the same way, with the values that differ marked', () => {
    const shared = sharedBy([record('a', 'shot', { motion: 0.2 }), record('b', 'shot', { motion: 0.4 })], typeOf);
    const found = Object.fromEntries(shared.map(({ parameter: { key }, value, mixed }) => [key, { value, mixed }]));
    expect(found).toMatchObject({ motion: { value: 0.2, mixed: true }, duration: { value: 4, mixed: false } });
    expect(found).not.toHaveProperty('number');
  });
  test('of different kinds is what all of them have', () => {
    const shared = sharedBy([record('a', 'shot', {}), record('b', 'character', { name: 'Anna' })], typeOf);
    expect(shared.map((one) => one.parameter.key).sort()).toEqual(['bypassed', 'collapsed', 'color', 'muted', 'note']);
  });
  test('is nothing where a kind is not installed', () => {
    expect(sharedBy([record('a', 'shot', {}), record('b', 'from elsewhere', {})], typeOf)).toEqual([]);
  });
});

describe('writing to several', () => {
  const motion = parameter('shot', 'motion');

  test('waits for the hand, then writes to all that differ in one batch', () => {
    const { store, line } = joined();
    store.setData('a', 'motion', 0.7);
    line.accept();
    /** @type {any[]} */
    const drafts = [];
    const writing = writingMany(store, ['a', 'b'], { label: 'Change 2 cards', onDraft: (now) => drafts.push(Object.fromEntries(now)) });
    for (const value of [0.5, 0.6, 0.7]) writing.edit(motion, value);
    expect(line.of('client:ops')).toHaveLength(1);
    vi.advanceTimersByTime(60);
    expect(line.batch).toMatchObject({ label: 'Change 2 cards', ops: [{ op: 'node.set', id: 'b', path: ['motion'], value: 0.7 }] });
    expect(drafts).toEqual([{ motion: 0.5 }, { motion: 0.6 }, { motion: 0.7 }, {}]);
  });
  test('goes on with its step while something is held, whatever pauses are made', () => {
    const { store, line } = joined();
    const release = store.hold();
    const writing = writingMany(store, ['a', 'b'], { label: 'x' });
    for (const value of [0.1, 0.9]) {
      writing.edit(motion, value);
      vi.advanceTimersByTime(5000);
      line.accept();
    }
    release();
    writing.edit(motion, 0.3);
    vi.advanceTimersByTime(5000);
    const [first, second, third] = line.of('client:ops').map((batch) => batch.step);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
  test('of an object writes only what was changed in it', () => {
    const { store, line } = joined();
    store.setData('a', 'camera', { mode: '2d', move: 'static', amount: 0.5 });
    line.accept();
    writingOne(store, 'a').edit(parameter('shot', 'camera'), { mode: '2d', move: 'dolly_in', amount: 0.5 });
    expect(line.batch.ops).toEqual([{ op: 'node.set', id: 'a', path: ['camera', 'move'], value: 'dolly_in' }]);
  });
  test('is done at once where one turns to other cards', () => {
    const { store, line } = joined();
    const writing = writingMany(store, ['a', 'b'], { label: 'x' });
    writing.write(['muted'], true);
    writing.flush();
    expect(line.batch.ops).toHaveLength(2);
  });
});

describe('more than 500 at once', () => {
  test('travel as batches of one step, none in the place of another', () => {
    const { store, line } = joined();
    const ids = Array.from({ length: 600 }, (_, at) => `n${at}`);
    store.step('many', () => ids.forEach((id) => store.setData('a', [id], 1)), 'key');
    const first = line.batch;
    line.accept();
    expect([first.ops.length, line.batch.ops.length]).toEqual([500, 100]);
    expect(line.batch.step).toBe(first.step);
  });
});

describe('the groups of a shot', () => {
  test('stand in order, what the server found last', () => {
    const groups = grouped(typeOf('shot')).map(({ name, parameters }) => [name, parameters.map(({ key }) => key).slice(0, 4)]);
    expect(groups.slice(0, 3)).toEqual([
      ['main', ['prompt', 'quality', 'duration', 'seed']],
      ['camera', ['camera']],
      ['details', ['number', 'title', 'negative_prompt', 'cast']]
    ]);
  });
  test('are searched by title, help and key', () => {
    const found = typeOf('shot').parameters.filter((/** @type {any} */ one) => matches(one, 'must not'));
    expect(found.map((/** @type {any} */ one) => one.key)).toEqual(['negative_prompt']);
  });
});

test('a value is pasted where the schema allows it', () => {
  const size = parameter('shot', 'size').schema;
  expect([
    fits(size, 'WIDE'),
    fits(size, 'HUGE'),
    fits(parameter('shot', 'motion').schema, 0.5),
    fits(parameter('shot', 'motion').schema, 2)
  ]).toEqual([true, false, true, false]);
  expect(fits(parameter('shot', 'camera').schema, { mode: '2d', sideways: 1 })).toBe(false);
});

describe('tables', () => {
  test('rows have the defaults of their columns, in order', () => {
    const { schema } = parameter('audio', 'markers');
    expect(rowsOf({ b: { time: 2 }, a: { time: 1, label: 'Bell' } }, schema, (one, other) => one.time - other.time)).toEqual([
      { id: 'a', time: 1, label: 'Bell' },
      { id: 'b', time: 2, label: '' }
    ]);
  });
  test('a row is laid between two others, above or below all', () => {
    expect([orderBetween(1, 2), orderBetween(undefined, 2), orderBetween(3, undefined), orderBetween(undefined, undefined)]).toEqual([
      1.5, 1, 4, 0
    ]);
  });
  test('a workflow’s own parameters become fields', () => {
    const exposed = [{ key: 'steps', title: 'Steps', type: 'integer', minimum: 1, maximum: 50, default: 20, unit: 'steps' }];
    expect(exposedBy(exposed)).toMatchObject([{ key: 'steps', title: 'Steps', control: 'slider', default: 20, unit: 'steps' }]);
    expect(exposedBy(undefined)).toEqual([]);
  });
});

test('an easing is named where its curve has a name', () => {
  expect([nameOf([0.42, 0, 0.58, 1]), nameOf([0.1, 0, 0.58, 1]), curveOf({ easing: 'hold' })]).toEqual(['ease_in_out', 'custom', null]);
  const keys = [
    { time: 0, value: 0, easing: 'hold' },
    { time: 0.5, value: 1, easing: 'linear' },
    { time: 1, value: 0 }
  ];
  expect(
    pathThrough(
      keys,
      (time) => time * 10,
      (value) => value
    )
  ).toBe('M0 0H0H5V1C5 1 10 0 10 0H10');
});

test('a notice stays as long as it takes to read, and one that asks for something until it is done', () => {
  expect([
    readingTime({ kind: 'info', text: 'Saved' }),
    readingTime({ kind: 'info', text: 'x'.repeat(100) }),
    readingTime({ kind: 'error', text: 'No' }),
    readingTime({ kind: 'error', text: 'The take failed.', node_id: 'shot' }),
    readingTime({ kind: 'error', text: 'Signed out', action: { title: 'Sign in', href: '/login' } })
  ]).toEqual([3275, 8500, 6000, null, null]);
});
