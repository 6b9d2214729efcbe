/**
 * Lines of a screenplay as a page shows them.
 *
 * @import { ScriptLine } from '#lib/protocol/schema.js'
 *
 * @typedef {{ text: string, look: '' | 'bold' | 'italic' | 'underline' | 'hit' }} Run
 */

/** Marks of Fountain that force what a line is: the page shows the line without them. @type {Record<string, RegExp>} */
const FORCED = { heading: /^\.(?!\.)/, action: /^!/, cue: /^@/, lyric: /^~/, transition: /^>\s*/, synopsis: /^=\s*/, section: /^#+\s*/ };
const NUMBER = /\s*#([^#\s]{1,24})#\s*$/;
const EMPHASIS = /\*{1,3}[^*\s][^*]*\*{1,3}|_[^_\s][^_]*_/g;

/**
 * The text without the marks of its format, and the scene number that it tells.
 * @param {ScriptLine} line
 * @param {string} format
 */
export function shownText({ kind, text }, format) {
  let words = text.trim();
  if (format !== 'fountain') return { words, number: '' };
  const number = kind === 'heading' ? (NUMBER.exec(words)?.[1] ?? '') : '';
  if (number) words = words.replace(NUMBER, '');
  if (FORCED[kind]) words = words.replace(FORCED[kind], '');
  if (kind === 'centered') words = words.replace(/^>\s*|\s*<$/g, '');
  if (kind === 'cue') words = words.replace(/\s*\^$/, '');
  return { words, number };
}

/** @param {string} found @returns {Run} */
function emphasised(found) {
  const marks = /^(\*{1,3}|_)/.exec(found)?.[0] ?? '';
  const look = marks === '_' ? 'underline' : marks === '*' ? 'italic' : 'bold';
  return { text: found.slice(marks.length, -marks.length), look };
}

/** @param {string} words @returns {Run[]} */
function written(words) {
  if (!/[*_]/.test(words)) return [{ text: words, look: '' }];
  /** @type {Run[]} */
  const runs = [];
  let at = 0;
  for (const found of words.matchAll(EMPHASIS)) {
    if (found.index > at) runs.push({ text: words.slice(at, found.index), look: '' });
    runs.push(emphasised(found[0]));
    at = found.index + found[0].length;
  }
  if (at < words.length) runs.push({ text: words.slice(at), look: '' });
  return runs;
}

/**
 * The pieces of a line as they look; what is searched for stands out.
 * @param {string} words
 * @param {string} format
 * @param {string} query in small letters
 * @returns {Run[]}
 */
export function runsOf(words, format, query) {
  const runs = format === 'fountain' ? written(words) : [{ text: words, look: /** @type {const} */ ('') }];
  if (!query) return runs;
  return runs.flatMap((run) => {
    const small = run.text.toLowerCase();
    /** @type {Run[]} */
    const pieces = [];
    let at = 0;
    for (let hit = small.indexOf(query); hit >= 0; hit = small.indexOf(query, at)) {
      if (hit > at) pieces.push({ ...run, text: run.text.slice(at, hit) });
      pieces.push({ text: run.text.slice(hit, hit + query.length), look: 'hit' });
      at = hit + query.length;
    }
    return at < run.text.length ? [...pieces, { ...run, text: run.text.slice(at) }] : pieces;
  });
}

/**
 * Lines that hold what is searched for.
 * @param {readonly ScriptLine[]} lines
 * @param {string} query in small letters
 * @returns {number[]}
 */
export const hitsOf = (lines, query) =>
  query.length < 2 ? [] : lines.filter(({ text }) => text.toLowerCase().includes(query)).map(({ line }) => line);
