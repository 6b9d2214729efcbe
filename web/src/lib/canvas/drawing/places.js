/**
 * Where one looked on each level, so that coming back is coming back.
 *
 * @import { Viewport } from '#lib/protocol/schema.js'
 */

import { projectStore } from '#lib/stores/projectStore.js';

/** @type {Map<string, Viewport>} */
const left = new Map();

/** @param {string | null} level */
const key = (level) => `${projectStore.project.get().id}/${level ?? ''}`;

/**
 * The viewport in which this person left a level; undefined where they have not been yet.
 * @param {string | null} level
 */
export function leftAt(level) {
  const place = projectStore.place;
  return left.get(key(level)) ?? (place?.viewport && place.level === level ? place.viewport : undefined);
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
