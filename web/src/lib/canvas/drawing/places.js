/**
 * Where one looked on each level, so that coming back is coming back.
 *
 * @import { Viewport } from '#lib/protocol/schema.js'
 */

import { projectStore } from '#lib/stores/projectStore.js';
import { fitting, IN_AND_OUT, seen } from './camera.js';

/** Zoom at which cards can be read. */
const READABLE = 0.45;
/** Part of the window that stays free on each side. */
const PADDING = 0.06;

/** @type {Map<string, Viewport>} */
const left = new Map();

/** @param {string | null} level */
const key = (level) => `${projectStore.project.get().id}/${level ?? ''}`;

/**
 * The viewport in which this person left a level; undefined where they have not been yet.
 * @param {string | null} level
 */
function leftAt(level) {
  const place = projectStore.place;
  return left.get(key(level)) ?? (place?.viewport && place.level === level ? place.viewport : undefined);
}

/**
 * The viewport in which a level opens: as it was left, or all of it, as far as it can be read. A place from which no card
 * is seen any more is not gone back to.
 * @param {string | null} level
 * @param {import('./boxes.js').Boxes} boxes
 * @param {import('./camera.js').Size} size
 * @returns {Viewport}
 */
export function start(level, boxes, size) {
  const known = leftAt(level);
  if (known && (boxes.size === 0 || boxes.within(seen(known, size)).length)) return known;
  return whole(level, boxes, size);
}

/**
 * The viewport that shows all of a level, as far as it can be read: of what is larger, the beginning.
 * @param {string | null} level
 * @param {import('./boxes.js').Boxes} boxes
 * @param {import('./camera.js').Size} size
 * @returns {Viewport}
 */
export function whole(level, boxes, size) {
  const bounds = boxes.bounds();
  if (!bounds) return { x: size.width / 2, y: size.height / 2, zoom: 1 };
  const wide = level === null ? { x: bounds.x, width: bounds.width } : { x: bounds.x - IN_AND_OUT, width: bounds.width + 2 * IN_AND_OUT };
  const box = { ...bounds, ...wide };
  const { x, y, zoom } = fitting(box, size, { padding: PADDING, maxZoom: 1, minZoom: READABLE });
  return {
    x: Math.max(x, PADDING * size.width - box.x * zoom),
    y: Math.max(y, PADDING * size.height - box.y * zoom),
    zoom
  };
}

/**
 * @param {string | null} level
 * @param {Viewport} viewport
 */
export function remember(level, { x, y, zoom }) {
  const viewport = { x, y, zoom };
  left.set(key(level), viewport);
  projectStore.rememberPlace({ level, viewport });
}
