/** The language a person reads: a cookie, so that the page server speaks it too. */

import { language } from '#lib/messages/index.js';

import { remember } from './engine/cookies.js';

export const languageStore = {
  get: language,
  /** Loads the page anew in that language; what is not saved is kept by the browser. @param {import('#lib/messages/index.js').Language} wanted */
  choose(wanted) {
    if (wanted === language()) return;
    remember('canvas_language', wanted);
    location.reload();
  }
};
