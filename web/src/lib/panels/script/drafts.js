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

/** Words of the longest lines that are compared word by word. */
const LONGEST = 300;

/**
 * Which words of two lines are the same, in order, by the longest common sequence.
 * @param {string[]} old
 * @param {string[]} now
 * @returns {[Set<number>, Set<number>]}
 */
function same(old, now) {
  const longest = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let one = old.length - 1; one >= 0; one -= 1)
    for (let two = now.length - 1; two >= 0; two -= 1)
      longest[one][two] =
        old[one].trim() === now[two].trim() ? longest[one + 1][two + 1] + 1 : Math.max(longest[one + 1][two], longest[one][two + 1]);
  /** @type {[Set<number>, Set<number>]} */
  const found = [new Set(), new Set()];
  for (let one = 0, two = 0; one < old.length && two < now.length;) {
    if (old[one].trim() === now[two].trim()) {
      found[0].add(one++);
      found[1].add(two++);
    } else if (longest[one + 1][two] >= longest[one][two + 1]) one += 1;
    else two += 1;
  }
  return found;
}

/** @param {string[]} words @param {Set<number>} kept */
function inPieces(words, kept) {
  /** @type {{ text: string, other: boolean }[]} */
  const pieces = [];
  words.forEach((text, place) => {
    const other = !kept.has(place);
    const last = pieces.at(-1);
    if (last && last.other === other) last.text += text;
    else pieces.push({ text, other });
  });
  return pieces;
}

/**
 * Two lines with the words that differ; null where little is the same and they are better read whole.
 * @param {string} old
 * @param {string} now
 */
function beside(old, now) {
  const [before, after] = [old.split(/(?<= )/), now.split(/(?<= )/)];
  if (Math.max(before.length, after.length) > LONGEST) return null;
  const [one, two] = same(before, after);
  if (one.size * 3 < Math.max(before.length, after.length)) return null;
  return { before: inPieces(before, one), after: inPieces(after, two) };
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
      const pieces = beside(lines[one].text, lines[two].text);
      if (!pieces) continue;
      found[one] = { kind: 'deleted', pieces: pieces.before };
      found[two] = { kind: 'inserted', pieces: pieces.after };
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
