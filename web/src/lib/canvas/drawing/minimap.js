/**
 * The map of a level, drawn on a canvas of its own.
 *
 * @import { Box } from './boxes.js'
 * @typedef {{ x: number, y: number, scale: number }} Fit offset and scale from canvas coordinates to pixels of the map
 */

import { toneOf } from './painter.js';

const MARGIN = 8;
/** While the uses of an asset are shown the map shows nothing else. @type {Record<string, string>} */
const FOR_USE = { source: '--accent', direct: '--accent', used: '--accent', holds: '--accent-hover', aside: '--line' };

/**
 * @param {Box} bounds
 * @param {number} width
 * @param {number} height
 * @returns {Fit}
 */
export function fitted(bounds, width, height) {
  const scale = Math.min((width - 2 * MARGIN) / Math.max(1, bounds.width), (height - 2 * MARGIN) / Math.max(1, bounds.height));
  return {
    x: (width - bounds.width * scale) / 2 - bounds.x * scale,
    y: (height - bounds.height * scale) / 2 - bounds.y * scale,
    scale
  };
}

/** Before the colour of what others lie on. */
const BEHIND = 'behind ';

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ width: number, height: number, boxes: Iterable<Box & { state: string, selected: boolean, behind: boolean, use?: string }>, fit: Fit, tone: (token: string) => string }} map
 */
export function paint(canvas, { width, height, boxes, fit, tone }) {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
  pen.clearRect(0, 0, width, height);
  /** @type {Map<string, Box[]>} */
  const alike = new Map();
  for (const box of boxes) {
    const token = box.selected ? '--text' : (FOR_USE[box.use ?? ''] ?? toneOf(box.state));
    const key = `${box.behind ? BEHIND : ''}${token}`;
    const known = alike.get(key);
    if (known) known.push(box);
    else alike.set(key, [box]);
  }
  for (const [key, group] of [...alike].sort(([a], [b]) => Number(b.startsWith(BEHIND)) - Number(a.startsWith(BEHIND)))) {
    const behind = key.startsWith(BEHIND);
    pen.globalAlpha = behind ? 0.35 : 1;
    pen.fillStyle = tone(behind ? key.slice(BEHIND.length) : key);
    pen.beginPath();
    for (const box of group) {
      const [w, h] = [Math.max(1, box.width * fit.scale), Math.max(1, box.height * fit.scale)];
      if (w < 5) pen.rect(box.x * fit.scale + fit.x, box.y * fit.scale + fit.y, w, h);
      else pen.roundRect(box.x * fit.scale + fit.x, box.y * fit.scale + fit.y, w, h, 2);
    }
    pen.fill();
  }
}
