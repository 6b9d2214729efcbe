/**
 * Dark or light: what the person chose, else what their system says. The choice is a cookie, so that the server's first
 * paint has it already.
 *
 * @typedef {'system' | 'dark' | 'light'} Choice
 */

import { cell } from './engine/channels.js';
import { remember, remembered } from './engine/cookies.js';

const theme = cell(/** @type {'dark' | 'light'} */ ('dark'));
const choice = cell(/** @type {Choice} */ ('system'));

/** @param {boolean} light what the system says */
function paint(light) {
  const chosen = choice.get();
  theme.set(chosen === 'system' ? (light ? 'light' : 'dark') : chosen);
  document.documentElement.dataset.theme = theme.get();
}

export const themeStore = {
  /** What is shown. */
  subscribe: theme.subscribe,
  get: theme.get,
  /** What was chosen. */
  choice: { subscribe: choice.subscribe, get: choice.get },
  /** Takes over what was painted, and follows the system from then on where nothing was chosen. @returns {() => void} ends that */
  start() {
    const kept = remembered('canvas_theme');
    choice.set(kept === 'light' || kept === 'dark' ? kept : 'system');
    const system = matchMedia('(prefers-color-scheme: light)');
    const follow = () => paint(system.matches);
    follow();
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  },
  /** @param {Choice} wanted */
  choose(wanted) {
    choice.set(wanted);
    remember('canvas_theme', wanted);
    paint(matchMedia('(prefers-color-scheme: light)').matches);
  }
};
