import { expect, test } from 'vitest';

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

test('a card that waits says why and how long, until it is made', async () => {
  const board = new RuntimeBoard();
  const waiting = createWaiting(board, async () => ({ entries: [entry('b', '2', 'next', 0)] }));
  board.enter('a', 'queued', '1');
  board.enter('b', 'queued', '2');
  /** @param {string} id */
  const words = (id) => {
    const { waits } = board.of(id).get();
    return waits && whyItWaits(waits);
  };
  waiting.updated(/** @type {any} */ ({ entries: [entry('a', '1', 'turn', 3), entry('b', 'of before', 'next', 0)], more: false }));
  expect([words('a'), words('b')]).toEqual(['3 jobs ahead, begins in about 40 s ± 6 s', null]);
  // Too much changed to tell it all: what the page of the queue does not have is not known any more.
  waiting.updated(/** @type {any} */ ({ entries: [], more: true }));
  await new Promise((resolve) => setTimeout(resolve));
  expect([words('a'), words('b')]).toEqual([null, 'Is next, begins in about 40 s ± 6 s']);
  board.enter('b', 'generating', '2');
  expect(words('b')).toBeNull();
});
