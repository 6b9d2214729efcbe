/**
 * How this person wants the canvas to work, kept in this browser.
 *
 * @typedef {{ minimap: boolean, wheel: 'auto' | 'zoom' | 'pan' }} Settings `wheel`: what turning it does; `auto` zooms by a mouse and pans by two fingers
 */

import { cell } from '#lib/stores/engine/channels.js';

const PLACE = 'canvas.settings';
/** @type {Settings} */
const START = { minimap: true, wheel: 'auto' };

/** @returns {Settings} */
function kept() {
  try {
    const { minimap, wheel } = JSON.parse(localStorage.getItem(PLACE) ?? '{}');
    return { minimap: minimap !== false, wheel: ['zoom', 'pan'].includes(wheel) ? wheel : START.wheel };
  } catch {
    return START;
  }
}

const now = cell(typeof localStorage === 'undefined' ? START : kept());

export const settings = {
  subscribe: now.subscribe,
  get: now.get,
  /** @param {Partial<Settings>} change */
  change(change) {
    now.set({ ...now.get(), ...change });
    try {
      localStorage.setItem(PLACE, JSON.stringify(now.get()));
    } catch {
      // A browser that keeps nothing still knows it until the page closes.
    }
  }
};
