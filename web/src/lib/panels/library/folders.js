/**
 * Folders of a library as the rows of a tree.
 *
 * @import { AssetFolder } from '#lib/protocol/schema.js'
 * @typedef {AssetFolder & { depth: number, path: string }} Row `path`: its name and those of what it lies in
 */

/**
 * Every folder under the one that it lies in. One whose own is gone stands at the top.
 * @param {readonly AssetFolder[]} folders by name
 * @returns {Row[]}
 */
export function foldersIn(folders) {
  const known = new Set(folders.map(({ id }) => id));
  /** @type {Row[]} */
  const rows = [];
  /** @param {string | null} within @param {number} depth @param {string} path */
  const put = (within, depth, path) => {
    for (const folder of folders) {
      const above = folder.parent_id !== null && known.has(folder.parent_id) ? folder.parent_id : null;
      if (above !== within) continue;
      const row = { ...folder, depth, path: path ? `${path} / ${folder.name}` : folder.name };
      rows.push(row);
      put(folder.id, depth + 1, row.path);
    }
  };
  put(null, 0, '');
  return rows;
}
