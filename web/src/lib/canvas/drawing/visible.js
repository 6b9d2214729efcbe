/**
 * What of a level is handed to Svelte Flow: decided by the window, by the zoom, and by what somebody is busy with.
 *
 * @import { Box } from './boxes.js'
 * @import { Size, Viewport } from './camera.js'
 * @typedef {'far' | 'mid' | 'near'} Band
 * @typedef {Box & { zoom: number }} Region what was last looked up, and at which zoom
 */

import { holds, meet } from './boxes.js';
import { seen } from './camera.js';

/** Below these zooms a card is a block, a picture with a title. */
const FAR = 0.2;
const MID = 0.42;
/** Part of the window that is kept ready beyond each of its sides. */
const MARGIN = 0.35;
/** How much the zoom may change before the canvas is painted anew. */
const SHARP = 1.3;
/** More cards than this in reach are painted, not built as elements. */
export const MOST = 160;

/** @param {number} zoom @returns {Band} */
export const bandOf = (zoom) => (zoom < FAR ? 'far' : zoom < MID ? 'mid' : 'near');

/**
 * What a viewport shows, with a margin around it.
 * @param {Viewport} viewport
 * @param {Size} size
 * @returns {Region}
 */
export function reach(viewport, size) {
  const { x, y, width, height } = seen(viewport, size);
  const [dx, dy] = [width * MARGIN, height * MARGIN];
  return { x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy, zoom: viewport.zoom };
}

/**
 * True while nothing has to be looked up: the window is inside the region, in the same band and about as large.
 * @param {Region | null} region
 * @param {Viewport} viewport
 * @param {Size} size
 */
export function covered(region, viewport, size) {
  if (!region || bandOf(region.zoom) !== bandOf(viewport.zoom)) return false;
  const ratio = viewport.zoom / region.zoom;
  return ratio < SHARP && ratio > 1 / SHARP && holds(region, seen(viewport, size));
}

/**
 * The cards that are built as elements, and whether the others in reach are painted.
 * @param {{ band: Band, within: string[], pins: Iterable<string>, has: (id: string) => boolean }} all
 * @returns {{ wanted: Set<string>, painted: boolean }}
 */
export function wantedOf({ band, within, pins, has }) {
  const painted = band === 'far' || within.length > MOST;
  const wanted = new Set(painted ? [] : within);
  for (const id of pins) if (has(id)) wanted.add(id);
  return { wanted, painted };
}

/**
 * Whether a change concerns what is in reach, or was, beyond the cards that stand as elements.
 * @param {import('./level.js').Changed} changed
 * @param {import('./stage.svelte.js').Stage} stage
 */
export function comesOrGoes({ cards, gone }, stage) {
  const { region, within, boxes } = stage;
  if (!region) return false;
  const known = new Set(within);
  const near = (/** @type {string} */ id) => known.has(id) || meet(region, /** @type {Box} */ (boxes.box(id)));
  return [...gone].some((id) => known.has(id) || stage.isElement(id)) || [...cards].some((id) => !stage.isElement(id) && near(id));
}

/**
 * Nearest to the middle of what is seen first.
 * @param {string[]} ids
 * @param {import('./boxes.js').Boxes} boxes
 * @param {Box} view
 */
export function nearest(ids, boxes, { x, y, width, height }) {
  const far = (/** @type {string} */ id) => {
    const box = boxes.box(id) ?? { x, y, width: 0, height: 0 };
    return Math.hypot(box.x + box.width / 2 - x - width / 2, box.y + box.height / 2 - y - height / 2);
  };
  const way = new Map(ids.map((id) => [id, far(id)]));
  return ids.sort((a, b) => (way.get(a) ?? 0) - (way.get(b) ?? 0));
}
