/**
 * What lies under the pointer, or has the focus, as the target of a menu.
 *
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 * @import { Target } from './types.js'
 */

import { owner } from '../drawing/flow.js';

/**
 * @param {EventTarget | null} element
 * @param {ProjectStore} store
 * @returns {Target | null} null where the page has no menu of its own
 */
export function targetOf(element, store) {
  if (!(element instanceof Element)) return null;
  // A field's own menu pastes and corrects spelling.
  if (element.closest('input, textarea, select, [contenteditable="true"], video')) return null;
  const near = (/** @type {string} */ selector, /** @type {string} */ name) => element.closest(selector)?.getAttribute(name) ?? undefined;
  const row = rowOf(element);
  if (row) return inTree(row);
  const node = near('[data-node-id]', 'data-node-id');
  const take = near('[data-take-id]', 'data-take-id');
  if (take) return { kind: 'take', id: take, node: node ?? shotOf(take, store) };
  const asset = near('[data-asset-id]', 'data-asset-id');
  if (asset) return { kind: 'asset', id: asset };
  const crumb = element.closest('[data-testid="breadcrumb"]');
  if (crumb) return { kind: 'crumb', level: crumb.getAttribute('data-level') || null };
  return onCanvas(element, node, store);
}

/** The row of the tree that is meant: the one under the pointer, or the one that the keys are on. @param {Element} element */
export function rowOf(element) {
  const tree = element.closest('[role="tree"]');
  const current = tree?.getAttribute('aria-activedescendant');
  return element.closest('[data-row]') ?? (tree === element && current ? document.getElementById(current) : null);
}

/** @param {Element} row @returns {Target | null} */
function inTree(row) {
  const take = row.getAttribute('data-take');
  const node = row.getAttribute('data-node') ?? undefined;
  if (take) return { kind: 'take', id: take, node: row.getAttribute('data-row')?.split('/')[0] };
  return node ? { kind: 'node', id: node } : { kind: 'crumb', level: null };
}

/** @param {Element} element @param {string | undefined} node @param {ProjectStore} store @returns {Target | null} */
function onCanvas(element, node, store) {
  const socket = element.closest('.svelte-flow__handle');
  const at = socket?.getAttribute('data-nodeid');
  if (socket && at)
    return {
      kind: 'socket',
      node: owner(at),
      socket: socket.getAttribute('data-handleid') ?? '',
      out: socket.classList.contains('source')
    };
  if (node) return { kind: store.graph.node(node)?.type === 'frame' ? 'frame' : 'node', id: node };
  const wire =
    element.closest('[data-wire-id]')?.getAttribute('data-wire-id') ?? element.closest('.svelte-flow__edge')?.getAttribute('data-id');
  if (wire) return { kind: 'wire', id: wire };
  return element.closest('[data-testid="canvas"]') ? { kind: 'canvas' } : null;
}

/** @param {string} take @param {ProjectStore} store */
function shotOf(take, store) {
  for (const id of store.selection.get()) {
    if (
      store
        .takes(id)
        .get()
        .some((one) => one.id === take)
    )
      return id;
  }
  return undefined;
}
