/**
 * Where this person is in the film, remembered by the server for the next time.
 *
 * @import { Place } from '#lib/net/api.js'
 */

const PAUSE = 800;

/** @param {(where: Place) => Promise<void>} save */
export function createPlaceKeeper(save) {
  /** @type {Place | null} */
  let place = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  return {
    get: () => place,
    /** @param {Place | null} where */
    load: (where) => void (place = where),
    /** @param {Place} where */
    remember(where) {
      place = where;
      clearTimeout(timer);
      timer = setTimeout(() => save(where).catch(() => {}), PAUSE);
    },
    stop: () => clearTimeout(timer)
  };
}
