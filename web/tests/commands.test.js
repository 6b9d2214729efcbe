import { describe, expect, test } from 'vitest';

import { aligned, distributed } from '#lib/canvas/commands/aligning.js';
import { bound, createBindings, holderOf, read as readKeys } from '#lib/canvas/commands/bindings.js';
import { fit, found } from '#lib/canvas/commands/fuzzy.js';
import { normal, pressed, written } from '#lib/canvas/commands/keys.js';
import { around, BY_WIRES, laidOut } from '#lib/canvas/commands/layout.js';
import { behind, lastOf } from '#lib/canvas/commands/ordering.js';
import { GESTURES } from '#lib/canvas/commands/gestures.js';
import { commands, GROUPS } from '#lib/canvas/commands/registry.js';
import { seen, tops } from '#lib/canvas/commands/rows.js';
import { nextOf } from '#lib/canvas/commands/walking.js';
import { shifted, Wheel } from '#lib/canvas/commands/wheel.js';
import { Graph } from '#lib/graph/model.js';
import { SENTENCES } from '#lib/messages/index.js';
import { t } from '#lib/messages/index.js';

import { edge, node } from './film.js';

/** @param {string} key @param {string} code @param {string} [held] @returns {any} */
const event = (key, code, held = '') => ({
  key,
  code,
  ctrlKey: held.includes('c'),
  metaKey: held.includes('m'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s')
});

describe('names of keys', () => {
  test.each([
    [event('z', 'KeyZ', 'c'), 'Mod+Z'],
    [event('Z', 'KeyZ', 'ms'), 'Mod+Shift+Z'],
    [event('я', 'KeyZ', 'c'), 'Mod+Z'],
    [event('ç', 'KeyC', 'a'), 'Alt+C'],
    [event('a', 'KeyQ', ''), 'A'],
    [event('!', 'Digit1', 's'), 'Shift+1'],
    [event('?', 'Minus', 's'), '?'],
    [event('+', 'Equal', 's'), '+'],
    [event(' ', 'Space'), 'Space'],
    [event('F10', 'F10', 's'), 'Shift+F10'],
    [event('Enter', 'Enter', 'ca'), 'Mod+Alt+Enter'],
    [event('Shift', 'ShiftLeft', 's'), ''],
    [event('Dead', 'Equal'), '']
  ])('%o is %s', (given, name) => {
    expect(pressed(given)).toBe(name);
  });

  test('are compared whatever the order of what is held', () => {
    expect([normal('Shift+Mod+z'), normal('Alt++'), normal('+')]).toEqual(['Mod+Shift+Z', 'Alt++', '+']);
  });

  test('are written as on the key caps of the system', () => {
    expect([written('Mod+Shift+Z', false), written('Alt+ArrowLeft', false), written('Mod+Shift+Z', true), written('+', false)]).toEqual([
      'Ctrl+Shift+Z',
      'Alt+←',
      '⇧⌘Z',
      '+'
    ]);
  });
});

describe('the registry', () => {
  test('names every command once', () => {
    const ids = commands.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('gives no key to two commands', () => {
    const all = commands.flatMap(({ keys = [] }) => keys.map(normal));
    expect(all.filter((key, place) => all.indexOf(key) !== place)).toEqual([]);
  });

  test('has a sentence for every title, and a group for every command', () => {
    expect(commands.filter(({ title }) => !(title in SENTENCES)).map(({ id }) => id)).toEqual([]);
    expect(commands.filter(({ group }) => !GROUPS.includes(group)).map(({ id }) => id)).toEqual([]);
  });
});

/** @returns {Map<string, string> & { getItem: any, setItem: any, removeItem: any }} */
function storage() {
  const kept = /** @type {any} */ (new Map());
  return Object.assign(kept, {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
    removeItem: (/** @type {string} */ key) => kept.delete(key)
  });
}

describe('the page of shortcuts', () => {
  /** @param {readonly string[]} cells */
  const line = (cells) => `| ${cells.join(' | ')} |`;

  test('tells what the registry holds; `vitest run -u` writes it anew', async () => {
    const sections = GROUPS.flatMap((group) => {
      const own = commands.filter((command) => command.group === group && command.keys?.length);
      const rows = own.map(({ title, keys = [] }) => line([t(title), keys.map((key) => `\`${written(key, false)}\``).join(' ')]));
      return rows.length ? [`## ${t(`group.${group}`)}`, [line(['does', 'keys']), line(['---', '---']), ...rows].join('\n')] : [];
    });
    const hands = GESTURES.map(({ what, how }) => line([t(what), t(how)]));
    const page = [
      '# Shortcuts',
      'As they come; `?` on the canvas shows them, finds them and binds them anew, for this person in this browser. On a Mac',
      '`Ctrl` is `⌘`. Nothing fires while somebody types. Generated from the registry of commands; a test compares it.',
      ...sections,
      `## ${t('group.gestures')}`,
      [line(['does', 'by']), line(['---', '---']), ...hands].join('\n')
    ];
    const text = page.join('\n\n').replace('On a Mac\n\n', 'On a Mac\n');
    await expect(`${text}\n`).toMatchFileSnapshot('../../docs/shortcuts.md');
  });
});

describe('bindings', () => {
  const some = [{ id: 'undo', keys: ['Mod+Z'] }, { id: 'redo', keys: ['Mod+Y', 'Mod+Shift+Z'] }, { id: 'bare' }];

  test('start as the registry has them', () => {
    expect([...bound(some)]).toEqual([
      ['undo', ['Mod+Z']],
      ['redo', ['Mod+Y', 'Mod+Shift+Z']],
      ['bare', []]
    ]);
  });

  test('are kept for the person who changed them, and for nobody else', () => {
    const kept = storage();
    const first = createBindings(some, () => kept);
    first.load('mia');
    expect(first.bind('bare', 'u')).toBe(undefined);
    const again = createBindings(some, () => kept);
    again.load('mia');
    expect(again.get().get('bare')).toEqual(['U']);
    again.load('ben');
    expect(again.get().get('bare')).toEqual([]);
  });

  test('refuse a key that another command has, and say which', () => {
    const own = createBindings(some, storage);
    expect(own.bind('bare', 'Shift+Mod+z')).toBe('redo');
    expect(own.get().get('bare')).toEqual([]);
  });

  test('give a key over where that is wanted, and all of them back', () => {
    const own = createBindings(some, storage);
    own.take('bare', 'Mod+Z');
    expect([own.get().get('bare'), own.get().get('undo'), own.differs('undo')]).toEqual([['Mod+Z'], [], true]);
    own.reset('undo');
    expect([own.get().get('undo'), own.get().get('bare')]).toEqual([['Mod+Z'], []]);
    own.reset();
    expect([...own.get()]).toEqual([...bound(some)]);
  });

  test('leave out whatever cannot be read', () => {
    expect(readKeys('{"undo":["U"],"gone":["G"],"redo":"R","bare":[1]}', some)).toEqual({ undo: ['U'] });
    expect([readKeys('no JSON', some), readKeys('null', some), readKeys(null, some)]).toEqual([{}, {}, {}]);
    expect(holderOf(bound(some), 'Mod+Z', 'undo')).toBe(undefined);
  });
});

describe('a few letters', () => {
  const titles = ['Character', 'Camera', 'Chapter: Cut', 'Frame', 'Environment', 'Convert to character'];

  test('find what is meant, best first', () => {
    expect(found(titles, 'char', (title) => title).slice(0, 2)).toEqual(['Character', 'Convert to character']);
    expect(found(titles, 'cc', (title) => title)[0]).toBe('Chapter: Cut');
    expect(found(titles, 'chrctr', (title) => title)[0]).toBe('Character');
    expect(found(titles, 'to convert', (title) => title)).toEqual(['Convert to character']);
  });

  test('find nothing that does not hold them', () => {
    expect([fit('xyz', 'Character'), fit('', 'Character')]).toEqual([-1, 0]);
  });

  test('are the same with and without accents', () => {
    expect(found(['Café', 'Cave'], 'cafe', (title) => title)).toEqual(['Café']);
  });
});

/** @param {number} x @param {number} y @param {number} [width] @param {number} [height] */
const box = (x, y, width = 100, height = 50) => ({ x, y, width, height });

describe('arranging', () => {
  const boxes = new Map([
    ['a', box(0, 0)],
    ['b', box(130, 40, 60, 20)],
    ['c', box(400, 10)]
  ]);

  test('brings edges and middles into one line', () => {
    expect(aligned(boxes, 'right').map(({ x }) => x)).toEqual([400, 440, 400]);
    expect(aligned(boxes, 'middle').map(({ y }) => y)).toEqual([5, 20, 5]);
    expect(aligned(boxes, 'top').map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [130, 0],
      [400, 0]
    ]);
  });

  test('spreads evenly between the outermost', () => {
    expect(distributed(boxes, 'x').map(({ id, x }) => [id, x])).toEqual([
      ['a', 0],
      ['b', 220],
      ['c', 400]
    ]);
  });
});

/** @param {string} id @param {any} [more] */
const card = (id, more = {}) => ({ id, kind: 'shot', order: id, x: 0, y: 0, width: 300, height: 400, ...more });
/** @param {{ x: number, y: number, width: number, height: number }[]} boxes */
const apart = (boxes) =>
  boxes.every((a, place) =>
    boxes.slice(place + 1).every((b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y)
  );
/** @param {any[]} cards @param {any} layout */
const after = (cards, { moves }) => cards.map((one) => ({ ...one, ...moves.find((/** @type {any} */ move) => move.id === one.id) }));

describe('laying out', () => {
  test('leads wires from left to right, and no card upon another', () => {
    const cards = ['a', 'b', 'c', 'd', 'loose'].map((id) => card(id));
    const wires = [
      { source: 'c', target: 'b' },
      { source: 'b', target: 'a' },
      { source: 'd', target: 'a' }
    ];
    const placed = after(cards, laidOut({ cards, wires, frames: [] }));
    const x = Object.fromEntries(placed.map((one) => [one.id, one.x]));
    expect([x.c < x.b, x.b < x.a, x.d < x.a, apart(placed)]).toEqual([true, true, true, true]);
  });

  test('takes large levels in the order of the film, quickly', () => {
    const cards = Array.from({ length: 5000 }, (_, at) => card(`n${String(at).padStart(5, '0')}`));
    const wires = cards.slice(1).map(({ id }, at) => ({ source: cards[at].id, target: id }));
    const start = performance.now();
    const placed = after(cards.slice(0, 200), laidOut({ cards, wires, frames: [] }));
    expect(performance.now() - start).toBeLessThan(1000);
    expect([BY_WIRES < 5000, apart(placed), placed[0].y === placed[1].y, placed[0].x < placed[1].x]).toEqual([true, true, true, true]);
  });

  test('keeps what lies in a frame together, with the frame around it', () => {
    const cards = [card('a', { frame: 'f' }), card('b', { frame: 'f' }), card('c')];
    const layout = laidOut({ cards, wires: [], frames: [card('f', { kind: 'frame' })] });
    const placed = after(cards, layout);
    const inside = placed.filter((one) => one.frame);
    expect(layout.moves.find(({ id }) => id === 'f')).toEqual({ id: 'f', x: around(inside).x, y: around(inside).y });
    expect(layout.sizes).toEqual([{ id: 'f', width: around(inside).width, height: around(inside).height }]);
    expect(apart(placed)).toBe(true);
  });

  test('of nothing is nothing', () => {
    expect(laidOut({ cards: [], wires: [], frames: [] })).toEqual({ moves: [], sizes: [] });
  });
});

describe('walking', () => {
  const graph = Graph.read({
    nodes: [node('a', 'shot', null), node('b', 'shot', null), node('c', 'shot', null), node('d', 'shot', null)],
    edges: [edge('ac', 'a', 'sequence_out', 'c', 'sequence_in')],
    settings: {}
  });
  const boxes = new Map([
    ['a', box(0, 0)],
    ['b', box(200, 0)],
    ['c', box(600, 300)],
    ['d', box(0, 200)]
  ]);

  test('follows wires to the right and left, and neighbours where there is none', () => {
    expect([nextOf(graph, boxes, 'a', 'right'), nextOf(graph, boxes, 'c', 'left'), nextOf(graph, boxes, 'b', 'left')]).toEqual([
      'c',
      'a',
      'a'
    ]);
  });

  test('goes up and down among neighbours, and nowhere where there is nobody', () => {
    expect([nextOf(graph, boxes, 'a', 'down'), nextOf(graph, boxes, 'd', 'up'), nextOf(graph, boxes, 'a', 'up')]).toEqual([
      'd',
      'a',
      undefined
    ]);
  });
});

describe('orders of siblings', () => {
  test('follow each other and stay short', () => {
    let last = lastOf([]);
    for (let count = 0; count < 5000; count += 1) {
      const next = behind(last);
      if (next <= last || next.length > 12) throw new Error(`${last} ${next}`);
      last = next;
    }
    expect(behind('a00012') > 'a00012').toBe(true);
    expect(behind('Vzzzz') > 'Vzzzz').toBe(true);
    expect(lastOf([{ order: 'a' }, { order: 'b' }, { order: '' }])).toBe('b');
  });
});

describe('rows of a list', () => {
  test('are drawn only near what is seen', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => (at % 100 ? { key: String(at) } : { key: String(at), heading: 'level' }));
    const edges = tops(rows);
    const span = seen(edges, 100_000, 400);
    expect(span.to - span.from).toBeLessThan(40);
    expect(edges[span.from] <= 100_000 && edges[span.to] >= 100_400).toBe(true);
    expect(seen(tops([]), 0, 400)).toEqual({ from: 0, to: 0 });
  });
});

describe('the wheel', () => {
  /** @param {any} more @returns {any} */
  const turn = (more) => ({ deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, metaKey: false, shiftKey: false, timeStamp: 0, ...more });

  test('zooms by notches, pans by two fingers, zooms by a pinch', () => {
    expect(new Wheel().does(turn({ deltaY: 100, wheelDeltaY: -120 }), 'auto')).toBe('zoom');
    expect(new Wheel().does(turn({ deltaY: 3, deltaMode: 1 }), 'auto')).toBe('zoom');
    expect(new Wheel().does(turn({ deltaX: 4, deltaY: 7, wheelDeltaY: -21 }), 'auto')).toBe('pan');
    expect(new Wheel().does(turn({ deltaY: 7.5, ctrlKey: true }), 'auto')).toBe('zoom');
  });

  test('does what was set, whatever the device', () => {
    expect(new Wheel().does(turn({ deltaY: 100, wheelDeltaY: -120 }), 'pan')).toBe('pan');
    expect(new Wheel().does(turn({ deltaX: 4, deltaY: 7 }), 'zoom')).toBe('zoom');
  });

  test('keeps to what a gesture began as', () => {
    const wheel = new Wheel();
    wheel.does(turn({ deltaX: 4, deltaY: 7, wheelDeltaY: -21, timeStamp: 10 }), 'auto');
    expect(wheel.does(turn({ deltaY: 40, wheelDeltaY: -120, timeStamp: 40 }), 'auto')).toBe('pan');
    expect(wheel.does(turn({ deltaY: 40, wheelDeltaY: -120, timeStamp: 900 }), 'auto')).toBe('zoom');
  });

  test('pans sideways with Shift', () => {
    expect(shifted(turn({ deltaY: 3, deltaMode: 1, shiftKey: true }))).toEqual({ x: 48, y: 0 });
  });
});
