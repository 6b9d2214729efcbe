import { describe, expect, test } from 'vitest';

import { nudged, readNumber, scrubbed, settled } from '#lib/nodes/parts/controls/numbers.js';
import { readLength, shownLength, timecodeOf } from '#lib/nodes/parts/controls/timecode.js';
import { colorIn, filmColors } from '#lib/nodes/parts/controls/palettes.js';

describe('a length is typed as an editor types it', () => {
  test.each([
    ['3.5', 'seconds', 3.5],
    ['3,5 s', 'seconds', 3.5],
    ['84', 'frames', 3.5],
    ['84 f', 'seconds', 3.5],
    ['3:12', 'seconds', 3.5],
    ['00:00:03:12', 'timecode', 3.5],
    ['1:00:00:00', 'timecode', 3600],
    ['2 min', 'seconds', 120],
    ['+12', 'seconds', 4.5],
    ['-12', 'timecode', 3.5],
    ['+1:00', 'frames', 5],
    ['+2s', 'frames', 6],
    ['-10s', 'seconds', 0],
    ['soon', 'seconds', undefined],
    ['3:12:', 'seconds', undefined]
  ])('%s in %s from 4 s at 24 fps', (text, form, seconds) => {
    expect(readLength(text, 24, /** @type {any} */ (form), 4)).toBe(seconds);
  });
  test('frames count at the film’s own rate, timecode by whole frames of a second', () => {
    expect([readLength('25f', 25, 'seconds', 0), readLength('24', 23.976, 'frames', 0)]).toEqual([1, 24 / 23.976]);
    expect([timecodeOf(25 * 61 + 3, 25), timecodeOf(30, 29.97)]).toEqual(['00:01:01:03', '00:00:01:00']);
  });
  test('it is shown in the form that was chosen', () => {
    expect(/** @type {const} */ (['seconds', 'frames', 'timecode']).map((form) => shownLength(3.5, 24, form))).toEqual([
      '3.5',
      '84',
      '00:00:03:12'
    ]);
  });
});

describe('a number is typed, nudged, scrubbed', () => {
  const motion = { type: 'number', minimum: 0, maximum: 1, step: 0.01 };
  test.each([
    ['0.62', 0.62],
    ['0,62', 0.62],
    ['7', 1],
    ['+0.1', 0.6],
    ['-0.1', 0.4],
    ['*2', 1],
    ['/2', 0.25],
    ['50 %', 1],
    ['much', undefined],
    ['', undefined]
  ])('"%s" from 0.5', (text, value) => expect(readNumber(text, motion, 0.5)).toBe(value));

  test('what may be below zero is typed with its sign', () => {
    expect(readNumber('-3', { type: 'integer', minimum: -10, maximum: 10 }, 5)).toBe(-3);
    expect(readNumber('482 116', { type: 'integer', minimum: 0 }, 0)).toBe(482116);
  });
  test('arrows make steps, finely with Shift, within the limits', () => {
    const key = (/** @type {string} */ name, shiftKey = false) => nudged(/** @type {any} */ ({ key: name, shiftKey }), 0.5, motion);
    expect([key('ArrowUp'), key('ArrowDown', true), key('PageUp'), key('x')]).toEqual([0.51, 0.499, 0.6, undefined]);
  });
  test('a drag over 240 pixels goes through the whole range, a tenth of it with Shift', () => {
    expect([settled(scrubbed(0, 120, motion, false), motion, false), settled(scrubbed(0, 120, motion, true), motion, true)]).toEqual([
      0.5, 0.05
    ]);
  });
});

describe('colours', () => {
  test.each([
    ['#F3A', '#ff33aa'],
    ['6cb6e8', '#6cb6e8'],
    ['red', null]
  ])('%s is %s', (text, color) => expect(colorIn(text)).toBe(color));

  test('those of the film, the most used first', () => {
    const node = (/** @type {any} */ data) => /** @type {any} */ ({ data });
    const found = filmColors([node({ color: '#111111' }), node({ palette: ['#222222', 'moss'] })], [node({ color: '#222222' })]);
    expect(found).toEqual(['#222222', '#111111']);
  });
});
