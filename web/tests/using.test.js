import { render } from 'svelte/server';
import { afterEach, expect, test } from 'vitest';

import { speak } from '#lib/messages/index.js';
import UsedBar from '#lib/nodes/parts/UsedBar.svelte';
import { usedWords } from '#lib/nodes/using.js';
import { createReceiver } from '#lib/stores/engine/receiving.js';
import { RuntimeBoard } from '#lib/stores/engine/runtime.js';

const USED = { cores: 1.8, of_cores: 2, memory: 640_000_000, of_memory: 4e9, vram: null };

afterEach(() => speak('en'));

test('what a job uses is told in both languages, graphics memory only where it was measured', () => {
  const large = { cores: 0.4, of_cores: 1, memory: 2_360_000_000, of_memory: 4e9, vram: 999_400_000 };
  expect([USED, large].map(usedWords)).toEqual(['1.8 of 2 cores · 640 MB', '0.4 of 1 core · 2.4 GB · 999 MB graphics']);
  speak('de');
  expect([USED, large].map(usedWords)).toEqual(['1,8 von 2 Kernen · 640 MB', '0,4 von 1 Kern · 2,4 GB · 999 MB Grafik']);
});

test('the bar is as long as the share of the cores, and has its words for who cannot see it', () => {
  const { body } = render(UsedBar, { props: { used: USED } });
  expect(body).toMatch(/role="meter" aria-label="Processor of the worker"[^>]* aria-valuetext="1.8 of 2 cores · 640 MB"/);
  expect(body).toContain('scaleX(0.9)');
});

test('a card knows what its task uses from beside the progress, until it is over', () => {
  const runtime = new RuntimeBoard();
  const receive = createReceiver(/** @type {any} */ ({ runtime, waiting: {} }));
  /** @param {string} event @param {any} payload @param {any} [meta] */
  const used = (event, payload, meta) => {
    receive(/** @type {any} */ ({ event, payload: { node_id: 'a', task_id: '1', progress: 1, step: '', ...payload }, meta }));
    return runtime.of('a').get().used;
  };
  expect([
    used('server:task_progress', {}),
    used('server:task_progress', {}, { resources: USED }),
    used('server:task_progress', {}),
    used('server:node_state_updated', { state: 'success' })
  ]).toEqual([null, USED, USED, null]);
});
