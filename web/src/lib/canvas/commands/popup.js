/**
 * The one thing that stands open over the canvas: a menu, a search, a sheet, a field.
 *
 * @import { Point, Target } from './types.js'
 * @typedef {{ node: string, handle: string, out: boolean }} LooseWire a wire that was dropped on empty canvas
 * @typedef {{ kind: 'add', at: Point, from?: LooseWire, middle?: boolean } | { kind: 'menu', at: Point, target: Target } | { kind: 'palette' } | { kind: 'find' } | { kind: 'keys' } | { kind: 'version' } | { kind: 'history' }} Popup `at` in screen coordinates; `middle`: the card goes to the middle of what is seen
 */

import { cell } from '#lib/stores/engine/channels.js';

const now = cell(/** @type {Popup | null} */ (null));
/** @type {Element | null} */
let before = null;

export const popup = {
  subscribe: now.subscribe,
  get: now.get,
  /** @param {Popup} next */
  open(next) {
    if (!now.get()) before = document.activeElement;
    now.set(next);
  },
  /** Another level is drawn: closes what belongs to this one. */
  leave() {
    if (now.get() && now.get()?.kind !== 'history') popup.close();
  },
  /** Closes it; the focus goes back to where it was. */
  close() {
    if (!now.get()) return;
    now.set(null);
    const back = before;
    before = null;
    requestAnimationFrame(() => {
      const lost = !document.activeElement || document.activeElement === document.body;
      if (lost && !now.get() && back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
    });
  }
};
