import { expect, test } from 'vitest';

import { RuntimeBoard } from '#lib/stores/engine/runtime.js';

test('a job that waits is known by its own id, never by that of the one before', () => {
  const board = new RuntimeBoard();
  board.enter('shot', 'generating', 'first');
  board.change('shot', { state: 'success', task_id: 'first', progress: 100 });
  board.enter('shot', 'queued', 'second');
  expect(board.of('shot').get()).toMatchObject({ state: 'queued', task_id: 'second', progress: 0 });
  board.enter('shot', 'queued');
  expect(board.of('shot').get().task_id).toBeNull();
});
