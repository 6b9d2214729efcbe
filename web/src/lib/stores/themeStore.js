/** Dark or light, remembered in a cookie so that the server's first paint has it already. */

import { cell } from './engine/channels.js';

const YEAR = 31_536_000;
const theme = cell(/** @type {'dark' | 'light'} */ ('dark'));

export const themeStore = {
  subscribe: theme.subscribe,
  get: theme.get,
  /** Takes over what the server painted. */
  start() {
    theme.set(document.documentElement.dataset.theme === 'light' ? 'light' : 'dark');
  },
  toggle() {
    theme.set(theme.get() === 'dark' ? 'light' : 'dark');
    document.documentElement.dataset.theme = theme.get();
    document.cookie = `canvas_theme=${theme.get()}; path=/; max-age=${YEAR}; samesite=lax`;
  }
};
