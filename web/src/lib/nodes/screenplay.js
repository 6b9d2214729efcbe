/**
 * What a script node says of its screenplay, in the trade's own terms.
 */

/** How a screenplay's file is called. */
export const SCRIPT_ENDINGS = ['.fountain', '.spmd', '.fdx', '.txt', '.pdf'];

/** Whether a file is called as screenplays are. @param {string} name */
export const isScriptName = (name) => SCRIPT_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));

/** Shots a page, by density. @type {Record<string, number>} */
export const SHOTS_A_PAGE = { few: 4, normal: 7, many: 12 };

/**
 * A length as a breakdown sheet writes it: whole pages and eighths.
 * @param {number} pages
 * @returns {{ whole: string, eighths: string }} either may be empty
 */
export function inEighths(pages) {
  const all = Math.max(pages > 0 ? 1 : 0, Math.round(pages * 8));
  const rest = all % 8;
  return { whole: all >= 8 || all === 0 ? String(Math.floor(all / 8)) : '', eighths: rest ? `${rest}/8` : '' };
}

/**
 * About how many shots a density makes of so many pages: two figures that mean something.
 * @param {number} pages
 * @param {string} density
 */
export function shotsOf(pages, density) {
  const count = Math.max(1, Math.round(pages * (SHOTS_A_PAGE[density] ?? SHOTS_A_PAGE.normal)));
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.round(count / step) * step;
}

/**
 * Where a script stands between file and canvas. `pending`: a new draft waits to be looked at.
 * @typedef {'empty' | 'reading' | 'read' | 'breaking' | 'silent' | 'stopped' | 'failed' | 'pending' | 'done'} Standing
 *
 * @param {Record<string, any>} script data of the node
 * @param {{ reading: boolean, working: boolean, silent: boolean }} now `silent`: nothing was heard of the breakdown for a while
 * @returns {Standing}
 */
export function standingOf(script, { reading, working, silent }) {
  if (working || script.status === 'breaking_down') return silent ? 'silent' : 'breaking';
  if (reading) return 'reading';
  if (!script.asset_id && !script.scenes) return 'empty';
  if (script.draft_id && script.draft_id !== script.asset_id && script.pending) return 'pending';
  if (script.status === 'stopped' || script.status === 'failed') return script.status;
  return script.status === 'broken_down' ? 'done' : 'read';
}
