/** What files are, as the browser can tell before anyone has opened them. */

import { isScriptName } from './screenplay.js';

/** @typedef {'image' | 'video' | 'audio'} Media */

const TYPED = /^(image|video|audio)\//;
/** For a file whose type the browser does not know. @type {[Media, RegExp][]} */
const NAMED = [
  ['image', /\.(jpe?g|a?png|webp)$/i],
  ['video', /\.(mp4|m4v|mov|webm)$/i],
  ['audio', /\.(mp3|m4a|aac|wav|flac|ogg|oga|opus)$/i]
];

/** What the library takes, for a file dialog. @type {Record<Media, string>} */
export const ACCEPTED = {
  image: 'image/png,image/jpeg,image/webp',
  video: 'video/mp4,video/quicktime,video/webm,.mov,.m4v',
  audio: 'audio/*,.m4a,.opus'
};
export const MEDIA_ACCEPT = Object.values(ACCEPTED).join();

/**
 * What a file most likely holds, by its type or else by its name; null: nothing of a film.
 * @param {{ name: string, type: string }} file
 * @returns {Media | 'script' | null}
 */
export function sortOf({ name, type }) {
  const typed = TYPED.exec(type)?.[1];
  if (typed) return /** @type {Media} */ (typed);
  if (isScriptName(name)) return 'script';
  return NAMED.find(([, ending]) => ending.test(name))?.[0] ?? null;
}

/**
 * What is dragged, before the drop, when a browser tells types and no names: `other` may be a screenplay.
 * @param {DataTransfer | null} data
 * @returns {'media' | 'other' | null} null: no files
 */
export function sortHeld(data) {
  const files = [...(data?.items ?? [])].filter(({ kind }) => kind === 'file');
  if (!files.length) return null;
  return files.some(({ type }) => TYPED.test(type)) ? 'media' : 'other';
}
