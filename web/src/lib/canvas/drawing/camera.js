/**
 * The view onto a level, for everybody who moves it. It knows all cards of the level, also those that are not drawn.
 *
 * @import { Boxes, Box, Point } from './boxes.js'
 * @typedef {{ x: number, y: number, zoom: number }} Viewport
 * @typedef {{ width: number, height: number }} Size in pixels of the screen
 * @typedef {{ padding?: number, minZoom?: number, maxZoom?: number, duration?: number, beside?: number }} Fit `padding`: the part of the window that stays free on every side; `beside`: canvas pixels that are shown left and right of it
 */

import { still } from './glide.js';

/** The zooms that a person can reach. */
export const ZOOM = { least: 0.08, most: 2.5 };
/** Room that In and Out take on both sides of a level inside a container. */
export const IN_AND_OUT = 288;
/** Pixels at the foot of the window that the toolbar takes. */
const FOOT = 72;
const PADDING = 0.08;
const PACE = 200;

/**
 * The viewport in which a box is seen whole, as large as the limits allow.
 * @param {Box} box
 * @param {Size} size
 * @param {Fit} [how]
 * @returns {Viewport}
 */
export function fitting(box, { width, height }, { padding = PADDING, minZoom = ZOOM.least, maxZoom = 1.1, beside = 0 } = {}) {
  const free = 1 - 2 * padding;
  const clear = Math.max(height / 2, height - FOOT);
  const fit = Math.min((width * free) / Math.max(1, box.width + 2 * beside), (clear * free) / Math.max(1, box.height));
  const zoom = Math.max(minZoom, Math.min(maxZoom, fit));
  return {
    x: width / 2 - (box.x + box.width / 2) * zoom,
    y: clear / 2 - (box.y + box.height / 2) * zoom,
    zoom
  };
}

/**
 * The part of the canvas that a viewport shows.
 * @param {Viewport} viewport
 * @param {Size} size
 * @returns {Box}
 */
export const seen = ({ x, y, zoom }, { width, height }) => ({ x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom });

/**
 * @param {object} on
 * @param {Boxes} on.boxes
 * @param {() => Viewport} on.viewport
 * @param {() => Size} on.size
 * @param {() => DOMRect | undefined} on.room where the canvas stands on the screen
 * @param {(viewport: Viewport, options: { duration: number }) => unknown} on.move
 */
export function createCamera({ boxes, viewport, size, room, move }) {
  /** @param {Viewport} next @param {number} [duration] */
  const go = (next, duration = PACE) => void move(next, { duration: still() ? 0 : duration });
  const corner = () => room() ?? { left: 0, top: 0 };

  return {
    get viewport() {
      return viewport();
    },
    get size() {
      return size();
    },
    /** The part of the canvas that is on the screen. */
    get seen() {
      return seen(viewport(), size());
    },
    /** @param {Point} point in pixels of the page @returns {Point} */
    toCanvas(point) {
      const { x, y, zoom } = viewport();
      const { left, top } = corner();
      return { x: (point.x - left - x) / zoom, y: (point.y - top - y) / zoom };
    },
    /** @param {Point} point of the canvas @returns {Point} in pixels of the page */
    toScreen(point) {
      const { x, y, zoom } = viewport();
      const { left, top } = corner();
      return { x: point.x * zoom + x + left, y: point.y * zoom + y + top };
    },
    /** Shows these cards whole, or all with null; nothing moves where there are none. @param {Iterable<string> | null} ids @param {Fit} [how] */
    fit(ids, how = {}) {
      const box = ids ? boxes.bounds(ids) : boxes.bounds();
      if (box) go(fitting(box, size(), how), how.duration);
    },
    /** @param {Point} point of the canvas that comes into the middle @param {number} [zoom] @param {number} [duration] */
    center(point, zoom = viewport().zoom, duration = PACE) {
      const { width, height } = size();
      go({ x: width / 2 - point.x * zoom, y: height / 2 - point.y * zoom, zoom }, duration);
    },
    /** Larger or smaller around the middle of the window. @param {number} factor */
    zoomBy(factor) {
      const { width, height } = size();
      const { x, y, zoom } = viewport();
      const next = Math.max(ZOOM.least, Math.min(ZOOM.most, zoom * factor));
      const part = next / zoom;
      go({ x: width / 2 - (width / 2 - x) * part, y: height / 2 - (height / 2 - y) * part, zoom: next }, PACE * 0.7);
    },
    /** Moves the view at once. @param {Point} by in pixels of the screen */
    panBy(by) {
      const { x, y, zoom } = viewport();
      go({ x: x + by.x, y: y + by.y, zoom }, 0);
    }
  };
}

/** @typedef {ReturnType<typeof createCamera>} Camera */
