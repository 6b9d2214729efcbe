/**
 * The film as a list of scenes and shots.
 *
 * @import { Graph } from '#lib/graph/model.js'
 */

/** Kinds that stand in the tree. */
export const FILM = ['scene_group', 'shot'];

/**
 * How many scenes and shots a film has, how many shots have a take, and how long they run together.
 * @param {Graph} graph
 * @param {(id: string) => boolean} hasTake
 */
export function totals(graph, hasTake) {
  const sum = { ...scenesAndShots(graph), ready: 0, seconds: 0 };
  for (const node of graph.nodes.values()) {
    if (node.type !== 'shot') continue;
    sum.ready += hasTake(node.id) ? 1 : 0;
    sum.seconds += Number(node.data.duration ?? 4) || 0;
  }
  return sum;
}

/**
 * How many scenes and shots a film has.
 * @param {Graph} graph
 */
export function scenesAndShots(graph) {
  const sum = { scenes: 0, shots: 0 };
  for (const node of graph.nodes.values()) {
    if (node.type === 'scene_group') sum.scenes += 1;
    if (node.type === 'shot') sum.shots += 1;
  }
  return sum;
}

/**
 * Every scene or shot that is open in the tree: the level one is on, and all above it.
 * @param {Graph} graph
 * @param {string | null} level
 */
export function opened(graph, level) {
  const open = new Set();
  for (let id = level; id !== null && !open.has(id); id = graph.node(id)?.parent_id ?? null) open.add(id);
  return open;
}

/**
 * Arrow keys in a tree: up and down walk its rows, right unfolds, left folds or goes to the row above.
 * @param {KeyboardEvent & { currentTarget: HTMLElement }} event
 */
export function walk(event) {
  const row = /** @type {HTMLElement} */ (event.target).closest('[role="treeitem"]');
  const rows = [...event.currentTarget.querySelectorAll('[role="treeitem"]')];
  const at = row ? rows.indexOf(row) : -1;
  if (!row || at < 0) return;
  const expanded = row.getAttribute('aria-expanded');
  const level = Number(row.getAttribute('aria-level'));
  const above = rows.slice(0, at).findLast((found) => Number(found.getAttribute('aria-level')) < level);
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowDown: () => focus(rows[at + 1]),
    ArrowUp: () => focus(rows[at - 1]),
    Home: () => focus(rows[0]),
    End: () => focus(rows.at(-1)),
    ArrowRight: () => (expanded === 'false' ? fold(row) : expanded === 'true' ? focus(rows[at + 1]) : undefined),
    ArrowLeft: () => (expanded === 'true' ? fold(row) : focus(above))
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  keys[event.key]();
}

/** @param {Element | undefined} row */
const focus = (row) => /** @type {HTMLElement | null | undefined} */ (row?.matches('button') ? row : row?.querySelector('.name'))?.focus();

/** @param {Element} row */
const fold = (row) => /** @type {HTMLElement | null} */ (row.querySelector('.fold'))?.click();
