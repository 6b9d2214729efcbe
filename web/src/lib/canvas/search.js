/**
 * How well `query` fits `text`: the letters in order, better at starts of words and in a row; -1 where they are not all there.
 * @param {string} query
 * @param {string} text
 */
function fit(query, text) {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  const within = text.toLowerCase();
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const found = within.indexOf(letter, at + 1);
    if (found < 0) return -1;
    const starts = found === 0 || /[\s_-]/.test(within[found - 1]);
    score += (starts ? 3 : 0) + (found === at + 1 ? 2 : 0) + 1;
    at = found;
  }
  return score - within.length / 100;
}

/**
 * The entries that fit `query`, best first; all in their own order for an empty query.
 * @template T
 * @param {T[]} entries
 * @param {string} query
 * @param {(entry: T) => string} text
 */
export function found(entries, query, text) {
  if (!query.trim()) return entries;
  return entries
    .map((entry) => ({ entry, score: fit(query, text(entry)) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}
