/**
 * How wide the rooms of the screen are and which are open: a cookie of this person, so that the first paint has it.
 *
 * @typedef {{ left: number, right: number, script: number, library: number, activity: number, queue: number, leftOpen: boolean, rightOpen: boolean }} Rooms
 *   `left`, `right` and `script` in pixels, `library` and `activity` in percent of their column's height, `queue` of the screen's
 */

import { cell } from '#lib/stores/engine/channels.js';
import { remember } from '#lib/stores/engine/cookies.js';

/** @type {Readonly<Rooms>} */
export const START = Object.freeze({
  left: 264,
  right: 320,
  script: 480,
  library: 45,
  activity: 26,
  queue: 34,
  leftOpen: true,
  rightOpen: true
});
/** @type {Record<'left' | 'right' | 'script' | 'library' | 'activity' | 'queue', [number, number]>} */
export const LIMITS = { left: [200, 480], right: [264, 560], script: [320, 760], library: [12, 80], activity: [10, 70], queue: [18, 70] };

const shown = cell(/** @type {Readonly<Rooms>} */ (START));

/** @param {Partial<Rooms>} change @returns {Rooms} */
function within(change) {
  const next = { ...shown.get(), ...change };
  for (const name of /** @type {(keyof typeof LIMITS)[]} */ (Object.keys(LIMITS))) {
    const [low, high] = LIMITS[name];
    next[name] = Math.round(Math.min(high, Math.max(low, Number(next[name]) || START[name])));
  }
  return { ...next, leftOpen: next.leftOpen !== false, rightOpen: next.rightOpen !== false };
}

export const rooms = {
  subscribe: shown.subscribe,
  get: shown.get,
  /** Takes over what the cookie says; whatever cannot be read is as at the start. @param {string | undefined} text */
  load(text) {
    shown.set(START);
    try {
      const read = JSON.parse(text ?? '');
      if (read && typeof read === 'object') shown.set(within(read));
    } catch {
      // A first visit, or a cookie that somebody else wrote.
    }
  },
  /** @param {Partial<Rooms>} change */
  set(change) {
    shown.set(within(change));
    remember('canvas_rooms', JSON.stringify(shown.get()));
  },
  /** @param {'left' | 'right'} side */
  turn: (side) => rooms.set(side === 'left' ? { leftOpen: !shown.get().leftOpen } : { rightOpen: !shown.get().rightOpen })
};
