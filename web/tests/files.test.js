import { expect, test } from 'vitest';
import { sortHeld, sortOf } from '#lib/nodes/files.js';

test.each([
  ['portrait.png', 'image/png', 'image'],
  ['portrait.PNG', '', 'image'],
  ['still.jpeg', '', 'image'],
  ['reel', 'video/mp4', 'video'],
  ['rushes.MOV', '', 'video'],
  ['rushes.mov', 'application/octet-stream', 'video'],
  ['foghorn.wav', '', 'audio'],
  ['voice.m4a', '', 'audio'],
  ['Ferry.fountain', '', 'script'],
  ['Ferry.txt', 'text/plain', 'script'],
  ['Ferry.pdf', 'application/pdf', 'script'],
  ['notes.docx', '', null],
  ['png', '', null],
  ['portrait.png.zip', 'application/zip', null]
])('%s of type “%s” is taken for %s', (name, type, sort) => {
  expect(sortOf({ name, type })).toBe(sort);
});

test('what is dragged is judged by the types of its files alone', () => {
  const held = (/** @type {{ kind: string, type: string }[]} */ ...items) => sortHeld(/** @type {any} */ ({ items }));
  expect(held({ kind: 'file', type: '' })).toBe('other');
  expect(held({ kind: 'file', type: '' }, { kind: 'file', type: 'image/webp' })).toBe('media');
  expect(held({ kind: 'string', type: 'text/plain' })).toBe(null);
  expect(sortHeld(null)).toBe(null);
});
