import { describe, expect, test } from 'vitest';

import { Graph } from '#lib/graph/model.js';
import { inEighths, isScriptName, shotsOf, standingOf } from '#lib/nodes/screenplay.js';
import { compared, shownScenes } from '#lib/panels/script/drafts.js';
import { coverage, lined, linesOf, marksOf, onlyBare } from '#lib/panels/script/lining.js';
import { hitsOf, runsOf, shownText } from '#lib/panels/script/paper.js';

/** @param {string} id @param {string} type @param {string | null} parent_id @param {Record<string, any>} data */
const node = (id, type, parent_id, data) => ({ id, type, parent_id, position: { x: 0, y: 0 }, order: id, data });

const film = Graph.read({
  nodes: [
    node('script', 'script', null, {}),
    node('one', 'scene_group', null, { number: '1', source: { id: 'a', script: 'script', line_from: 1, line_to: 5 } }),
    node('wide', 'shot', 'one', { number: 'SH010', source: { line_from: 1, line_to: 3 } }),
    node('close', 'shot', 'one', { number: 'SH020', source: { line_from: 3, line_to: 3, mark: 'changed' } }),
    node('gone', 'shot', 'one', { number: 'SH030', source: { line_from: 0, line_to: 0, mark: 'gone' } }),
    node('out', 'scene_group', null, { number: '2', source: { id: 'b', script: 'script', line_from: 7, line_to: 8, mark: 'omitted' } }),
    node('parked', 'shot', 'out', { number: 'SH010', source: { line_from: 7, line_to: 8 } }),
    node('free', 'shot', null, { number: 'SH990' })
  ],
  edges: [],
  settings: {}
});

const text = [
  ['heading', 'INT. BARN - DAY'],
  ['action', 'Rain.'],
  ['action', 'More rain.'],
  ['cue', 'MARA'],
  ['dialogue', 'Listen.'],
  ['', ''],
  ['action', 'Nobody does.']
].map(([kind, words], place) => ({ line: place + 1, kind, text: words }));

describe('a script node', () => {
  test('tells its length as a breakdown sheet does', () => {
    expect([0, 0.01, 0.5, 1, 121.8].map(inEighths)).toEqual([
      { whole: '0', eighths: '' },
      { whole: '', eighths: '1/8' },
      { whole: '', eighths: '4/8' },
      { whole: '1', eighths: '' },
      { whole: '121', eighths: '6/8' }
    ]);
  });
  test('says what a density means in shots, in two figures', () => {
    expect([shotsOf(121.8, 'few'), shotsOf(121.8, 'normal'), shotsOf(121.8, 'many'), shotsOf(0.2, 'few')]).toEqual([490, 850, 1500, 1]);
  });
  test('stands where its draft and its breakdown say', () => {
    const idle = { reading: false, working: false, silent: false };
    const read = { asset_id: 'a', scenes: 3, status: 'read', pending: 3 };
    const done = { ...read, draft_id: 'a', status: 'broken_down', pending: 0 };
    expect([
      standingOf({}, idle),
      standingOf(read, idle),
      standingOf(read, { ...idle, working: true }),
      standingOf({ ...read, status: 'breaking_down' }, { ...idle, silent: true }),
      standingOf({ ...done, status: 'stopped' }, idle),
      standingOf(done, idle),
      standingOf({ ...done, asset_id: 'b', status: 'read', pending: 2 }, idle),
      standingOf({ ...done, asset_id: 'b', status: 'read', pending: 2 }, { ...idle, reading: true })
    ]).toEqual(['empty', 'read', 'breaking', 'silent', 'stopped', 'done', 'pending', 'reading']);
  });
  test('takes files by their names', () => {
    expect(['A.FOUNTAIN', 'b.fdx', 'c.txt', 'd.pdf', 'e.png', 'fountain'].map(isScriptName)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false
    ]);
  });
});

describe('the lines of a script', () => {
  const found = lined(film, 'script', (id) => id === 'wide');

  test('are those of its shots that have any, without omitted scenes', () => {
    expect(found.shots).toEqual([
      { id: 'wide', scene: 'one', number: 'SH010', from: 1, to: 3, mark: '', made: true },
      { id: 'close', scene: 'one', number: 'SH020', from: 3, to: 3, mark: 'changed', made: false }
    ]);
    expect(found.scenes.map(({ id, omitted }) => [id, omitted])).toEqual([
      ['out', true],
      ['one', false]
    ]);
  });
  test('stand side by side where shots overlap', () => {
    const marks = marksOf(found.shots);
    expect([...marks].map(([line, here]) => [line, here.map(({ lane, shot, first, last }) => [lane, shot.id, first, last])])).toEqual([
      [1, [[0, 'wide', true, false]]],
      [2, [[0, 'wide', false, false]]],
      [
        3,
        [
          [0, 'wide', false, true],
          [1, 'close', true, true]
        ]
      ]
    ]);
  });
  test('are counted where a shot can show them; what none shows is told in runs', () => {
    const told = coverage(text, marksOf(found.shots));
    expect([told.all, told.covered, [...told.bare], told.gaps]).toEqual([5, 2, [4, 5, 7], [4]]);
    expect(onlyBare(text, told.bare).map(({ line }) => line)).toEqual([1, 4, 5, 6.5, 7]);
  });
  test('lead from a card to its script, and nowhere from one that comes from none', () => {
    expect([linesOf(film, 'close'), linesOf(film, 'gone'), linesOf(film, 'free')]).toEqual([
      { script: 'script', from: 3, to: 3 },
      null,
      null
    ]);
  });
});

describe('a page', () => {
  /** @param {string} kind @param {string} words */
  const shown = (kind, words) => shownText({ line: 1, kind, text: words }, 'fountain');

  test('shows a line without the marks that force what it is', () => {
    expect([
      shown('heading', '.THE VOID #12A#'),
      shown('action', '!INT. is no heading here'),
      shown('cue', '@McCLANE ^'),
      shown('centered', '> THE END <'),
      shownText({ line: 1, kind: 'action', text: '!plain' }, 'text')
    ]).toEqual([
      { words: 'THE VOID', number: '12A' },
      { words: 'INT. is no heading here', number: '' },
      { words: 'McCLANE', number: '' },
      { words: 'THE END', number: '' },
      { words: '!plain', number: '' }
    ]);
  });
  test('shows emphasis as it is meant, and what is searched for', () => {
    expect(runsOf('She *runs* to the **BARN** and 2 * 3', 'fountain', 'barn')).toEqual([
      { text: 'She ', look: '' },
      { text: 'runs', look: 'italic' },
      { text: ' to the ', look: '' },
      { text: 'BARN', look: 'hit' },
      { text: ' and 2 * 3', look: '' }
    ]);
    expect(hitsOf(text, 'rain')).toEqual([2, 3]);
  });
});

describe('a new draft', () => {
  /** @param {any} kind @param {string} words */
  const line = (kind, words) => ({ kind, text: words });

  test('shows in which words a line differs, and other lines whole', () => {
    const lines = [line('same', 'Rain.'), line('deleted', 'She runs to the barn.'), line('inserted', 'She walks to the barn.')];
    expect(compared(lines)).toEqual([
      { kind: 'same', pieces: [{ text: 'Rain.', other: false }] },
      {
        kind: 'deleted',
        pieces: [
          { text: 'She ', other: false },
          { text: 'runs ', other: true },
          { text: 'to the barn.', other: false }
        ]
      },
      {
        kind: 'inserted',
        pieces: [
          { text: 'She ', other: false },
          { text: 'walks ', other: true },
          { text: 'to the barn.', other: false }
        ]
      }
    ]);
    expect(compared([line('deleted', 'One.'), line('inserted', 'Two words.')]).flatMap(({ pieces }) => pieces)).toEqual([
      { text: 'One.', other: false },
      { text: 'Two words.', other: false }
    ]);
  });
  test('shows every place where two lines differ', () => {
    const found = compared([line('deleted', 'the cat and the dog sleep'), line('inserted', 'that cat and one dog sleep')]);
    expect(found.map(({ pieces }) => pieces.filter(({ other }) => other).map(({ text: words }) => words.trim()))).toEqual([
      ['the', 'the'],
      ['that', 'one']
    ]);
  });
  test('lists what happens, one fate of it, or what people wrote', () => {
    const scenes = /** @type {any[]} */ ([
      { number: '1', fate: 'kept', overwritten: [] },
      { number: '2', fate: 'changed', overwritten: ['title'] },
      { number: '2A', fate: 'new', overwritten: [] }
    ]);
    /** @param {any} wanted */
    const shown = (wanted) => shownScenes(scenes, wanted).map(({ number }) => number);
    expect([shown(null), shown('kept'), shown('new'), shown('written')]).toEqual([['2', '2A'], ['1'], ['2A'], ['2']]);
  });
});
