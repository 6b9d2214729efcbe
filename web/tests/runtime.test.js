import { afterEach, expect, test, vi } from 'vitest';

import { whyItWaits } from '#lib/nodes/waiting.js';
import { RuntimeBoard } from '#lib/stores/engine/runtime.js';
import { createWaiting } from '#lib/stores/engine/waiting.js';

test('a job that waits is known by its own id, never by that of the one before', () => {
  const board = new RuntimeBoard();
  board.enter('shot', 'generating', 'first');
  board.change('shot', { state: 'success', task_id: 'first', progress: 100 });
  board.enter('shot', 'queued', 'second');
  expect(board.of('shot').get()).toMatchObject({ state: 'queued', task_id: 'second', progress: 0 });
  board.enter('shot', 'queued');
  expect(board.of('shot').get().task_id).toBeNull();
});

/** @param {string} node @param {string} task @param {string} code @param {number} ahead */
const entry = (node, task, code, ahead) =>
  /** @type {any} */ ({
    node_id: node,
    task_id: task,
    state: 'queued',
    reason: { code, detail: code, name: '', amount: 0, ahead, yours: 0 },
    starts: 40,
    error: 6
  });

afterEach(() => void vi.useRealTimers());

test('a card that waits says why and how long, counting down, until it is made', () => {
  vi.useFakeTimers();
  const board = new RuntimeBoard();
  const waiting = createWaiting(board, async () => ({ entries: [] }));
  board.enter('a', 'queued', '1');
  board.enter('b', 'queued', '2');
  /** @param {string} id */
  const words = (id) => {
    const { waits } = board.of(id).get();
    return waits && whyItWaits(waits, Date.now());
  };
  waiting.updated(/** @type {any} */ ({ entries: [entry('a', '1', 'turn', 3), entry('b', 'of before', 'next', 0)], more: false }));
  expect([words('a'), words('b')]).toEqual(['3 jobs ahead, begins in about 40 s ± 6 s', null]);
  vi.advanceTimersByTime(15_000);
  expect(words('a')).toBe('3 jobs ahead, begins in about 25 s ± 6 s');
  vi.advanceTimersByTime(30_000);
  expect(words('a')).toBe('3 jobs ahead');
  board.enter('a', 'generating', '1');
  expect(words('a')).toBeNull();
});

test('of a long queue only what is looked at is asked for, again where more changed meanwhile', async () => {
  vi.useFakeTimers();
  const board = new RuntimeBoard();
  /** @type {string[][]} */
  const asked = [];
  const waiting = createWaiting(board, async (ids) => {
    asked.push(ids);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { entries: ids.map((id) => entry(id, id, 'next', asked.length)) };
  });
  for (const id of ['a', 'b', 'c']) board.enter(id, 'queued', id);
  const more = /** @type {any} */ ({ entries: [entry('c', 'c', 'turn', 9)], more: true });
  const leave = waiting.follow('a');
  waiting.follow('b');
  await vi.advanceTimersByTimeAsync(100);
  waiting.updated(more);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([
    ['a', 'b'],
    ['a', 'b']
  ]);
  expect(['a', 'b', 'c'].map((id) => board.of(id).get().waits?.reason?.ahead)).toEqual([2, 2, undefined]);
  leave();
  waiting.updated(more);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked[2]).toEqual(['b']);
});
