/**
 * The name of a node in words: "2 EXT. LIGHTHOUSE - DUSK", "SH010 Anna at the door", "Anna".
 * @param {import('#lib/protocol/schema.js').NodeRecord} record
 * @param {string} [otherwise]
 */
export function titleOf(record, otherwise = '') {
  const { number, title, name } = record.data;
  const words = [number, title || name].filter((part) => typeof part === 'string' && part !== '').join(' ');
  return words || otherwise || record.type;
}
