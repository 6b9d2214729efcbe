/**
 * Two drafts side by side, as one looks at them before the new one is brought in.
 *
 * @import { DiffLine, SceneEntry } from '#lib/protocol/schema.js'
 *
 * @typedef {SceneEntry['fate']} Fate
 * @typedef {{ kind: DiffLine['kind'], pieces: { text: string, other: boolean }[] }} Compared `other`: the words in which two lines differ
 */

/** Fates in the order they are told in. @type {readonly Fate[]} */
export const FATES = ['changed', 'new', 'omitted', 'moved', 'kept'];

/**
 * What the list shows: all that happens, or what was asked for.
 * @param {readonly SceneEntry[]} scenes
 * @param {Fate | 'written' | null} wanted
 */
export function shownScenes(scenes, wanted) {
  if (wanted === 'written') return scenes.filter(({ overwritten }) => overwritten.length > 0);
  return scenes.filter(({ fate }) => (wanted ? fate === wanted : fate !== 'kept'));
}

/**
 * How much of two lines is the same at their beginnings and ends, in whole words.
 * @param {string} old
 * @param {string} now
 */
function shared(old, now) {
  const [before, after] = [old.split(/(?<= )/), now.split(/(?<= )/)];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { before, after, start, end };
}

/** @param {string[]} words @param {number} start @param {number} end */
function inPieces(words, start, end) {
  const cut = words.length - end;
  const parts = [
    { text: words.slice(0, start).join(''), other: false },
    { text: words.slice(start, cut).join(''), other: true },
    { text: words.slice(cut).join(''), other: false }
  ];
  return parts.filter(({ text }) => text);
}

/**
 * Lines of both drafts; where as many came as went, each with the words that differ.
 * @param {readonly DiffLine[]} lines
 * @returns {Compared[]}
 */
export function compared(lines) {
  /** @type {Compared[]} */
  const found = lines.map(({ kind, text }) => ({ kind, pieces: [{ text, other: false }] }));
  for (let at = 0; at < lines.length;) {
    const went = count(lines, at, 'deleted');
    const came = count(lines, at + went, 'inserted');
    for (let place = 0; went === came && place < went; place += 1) {
      const [one, two] = [at + place, at + went + place];
      const { before, after, start, end } = shared(lines[one].text, lines[two].text);
      // Lines that have nothing in common are better read whole.
      if (start + end === 0) continue;
      found[one] = { kind: 'deleted', pieces: inPieces(before, start, end) };
      found[two] = { kind: 'inserted', pieces: inPieces(after, start, end) };
    }
    at += Math.max(1, went + came);
  }
  return found;
}

/** @param {readonly DiffLine[]} lines @param {number} from @param {DiffLine['kind']} kind */
function count(lines, from, kind) {
  let at = from;
  while (at < lines.length && lines[at].kind === kind) at += 1;
  return at - from;
}
