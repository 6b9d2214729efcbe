import { describe, expect, it } from 'vitest';

import { poseAt, standing } from '#lib/nodes/camera.js';
import { cutOf } from '#lib/nodes/cut.js';
import { layersOf, moved } from '#lib/nodes/layers.js';
import { readMarkdown } from '#lib/nodes/markdown.js';
import { envelope } from '#lib/nodes/sound.js';
import { likeness, namesOf, rowInWords, shortName } from '#lib/nodes/differing.js';
import { Graph } from '#lib/graph/model.js';

describe('Markdown of a note', () => {
  it('keeps HTML as the letters it was written with', () => {
    expect(readMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', runs: [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }] }
    ]);
  });

  it('follows no link but to the web and to mail', () => {
    const [{ runs }] = /** @type {any} */ (readMarkdown('[a](javascript:alert(1)) [b](https://harbour.example)'));
    expect(runs.filter((/** @type {any} */ run) => run.kind === 'link').map((/** @type {any} */ run) => run.href)).toEqual([
      'https://harbour.example'
    ]);
  });

  it('reads tasks with what is done', () => {
    const [list] = /** @type {any} */ (readMarkdown('- [x] fog\n- [ ] horn'));
    expect(list.items.map((/** @type {any} */ item) => item.checked)).toEqual([true, false]);
  });
});

describe('layers of a composite', () => {
  const clips = ['a', 'b', 'c'].map((edge) => ({ edge, title: edge, src: null }));

  it('lie in the order of their wires until a person orders them', () => {
    expect(layersOf(clips).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(layersOf(clips, { a: { order: 5 } }).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('change places with their neighbour, and only what moved is written', () => {
    expect(moved(layersOf(clips), 'b', 1)).toEqual([
      ['c', 1],
      ['b', 2]
    ]);
    expect(moved(layersOf(clips), 'c', 1)).toEqual([]);
  });
});

describe('a camera', () => {
  it('orbits on a circle round its subject', () => {
    const far = [0, 0.5, 1].map((part) => standing(poseAt({ camera: { move: 'orbit_left', amount: 1 } }, part)));
    expect(far.map(({ x, z }) => Math.round(Math.hypot(x, z) * 1000))).toEqual([5000, 5000, 5000]);
  });

  it('goes by its key frames where it has any', () => {
    const keyframes = { one: { channel: 'dolly', time: 0, value: 0, easing: 'linear' }, two: { channel: 'dolly', time: 1, value: 4 } };
    expect(poseAt({ camera: { move: 'orbit_left' }, keyframes }, 0.5)).toMatchObject({ dolly: 2, orbit: 0 });
  });
});

describe('a sound', () => {
  it('rises and falls by its fades, and has no waveform without peaks', () => {
    const flat = Array.from({ length: 40 }, () => 1);
    const levels = envelope(flat, { seconds: 4, volume: 0, fadeIn: 2, fadeOut: 0, bars: 4 });
    expect(levels).toEqual([0.25, 0.75, 1, 1]);
    expect(envelope([], { seconds: 4, volume: 0, fadeIn: 0, fadeOut: 0, bars: 4 })).toEqual([]);
  });
});

describe('a cut', () => {
  const record = (/** @type {string} */ id, /** @type {string} */ type, parent_id = null) =>
    /** @type {any} */ ({ id, type, parent_id, position: { x: 0, y: 0 }, order: '', data: {} });
  const wire = (/** @type {string} */ id, /** @type {string} */ source, /** @type {string} */ target, /** @type {string} */ handle) =>
    /** @type {any} */ ({ id, source, target, source_handle: 'sequence_out', target_handle: handle, data: {} });

  it('is the clips of the sequence, the first one first, those without a take as gaps', () => {
    const graph = Graph.read({
      nodes: [record('film', 'assembler'), record('s1', 'shot'), record('s2', 'shot')],
      edges: [wire('a', 's1', 's2', 'sequence_in'), wire('b', 's2', 'film', 'sequence')],
      settings: {}
    });
    const takes = (/** @type {string} */ id) => (id === 's1' ? [/** @type {any} */ ({ active: true, poster_url: '/p', duration: 2 })] : []);
    expect(cutOf(graph, 'film', 'sequence', takes)).toEqual([
      { id: 's1', poster: '/p', seconds: 2, ready: true },
      { id: 's2', poster: null, seconds: 4, ready: false }
    ]);
  });
});

describe('takes in words', () => {
  const take = (/** @type {string} */ id, /** @type {number} */ number, rest = {}) =>
    /** @type {any} */ ({ id, version: 1, take: number, identical_to: null, remake_of: null, ...rest });
  const row = (/** @type {any} */ rest) => ({ what: 'parameter', path: [], title: '', subject: '', unit: '', spans: [], ...rest });

  it('are called by version and take, and say what a repeated one turned out to be', () => {
    const all = [take('a', 1), take('b', 2, { remake_of: 'a', identical_to: 'a' }), take('c', 3, { remake_of: 'a' })];
    expect(shortName(all[1])).toBe('v01 take 02');
    expect(all.map((each) => likeness(each, all))).toEqual(['', 'identical to v01 take 01', 'differs from v01 take 01']);
  });

  it('tell what differs: values, versions of assets, wires', () => {
    const rows = [
      row({ title: 'Camera · Move', values: ['static', 'pan_left'] }),
      row({ what: 'version', title: 'Version', subject: 'Mara', values: [3, 4] }),
      row({ what: 'wire', title: 'Styles', subject: 'Noir', values: [null, 'Noir'] }),
      row({ title: 'Duration', unit: 's', values: [4, 2.5] })
    ];
    expect(rows.map(rowInWords)).toEqual([
      'Camera · Move: Static → Pan left',
      'Mara · Version: v3 → v4',
      'Styles: not wired → Noir',
      'Duration: 4 s → 2.5 s'
    ]);
    expect(namesOf(rows)).toBe('Camera · Move, Mara · Version, Styles, Duration');
  });
});
