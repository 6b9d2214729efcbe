/**
 * The map of a level, drawn on a canvas of its own.
 *
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {{ x: number, y: number, scale: number }} Fit offset and scale from canvas coordinates to pixels of the map
 */

const MARGIN = 8;
/** Which token colours a state; a state without one is grey. @type {Record<string, string>} */
const TONES = { success: '--ok', generating: '--accent', queued: '--info', error: '--bad', selected: '--text' };

/**
 * @param {Box[]} boxes
 * @param {number} width
 * @param {number} height
 * @returns {Fit}
 */
export function fitted(boxes, width, height) {
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const wide = Math.max(1, Math.max(...boxes.map((box) => box.x + box.width)) - left);
  const high = Math.max(1, Math.max(...boxes.map((box) => box.y + box.height)) - top);
  const scale = Math.min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high);
  return { x: (width - wide * scale) / 2 - left * scale, y: (height - high * scale) / 2 - top * scale, scale };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ width: number, height: number, boxes: (Box & { state: string })[], view: Box, fit: Fit }} map
 */
export function paint(canvas, { width, height, boxes, view, fit }) {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const tokens = getComputedStyle(canvas);
  const tone = (/** @type {string} */ name) => tokens.getPropertyValue(name);
  /** @param {Box} box @returns {[number, number, number, number]} */
  const at = (box) => [box.x * fit.scale + fit.x, box.y * fit.scale + fit.y, box.width * fit.scale, box.height * fit.scale];
  pen.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
  pen.clearRect(0, 0, width, height);
  for (const box of boxes) {
    pen.fillStyle = tone(TONES[box.state] ?? '--line-strong');
    pen.beginPath();
    pen.roundRect(...at(box), 2);
    pen.fill();
  }
  pen.strokeStyle = tone('--text-3');
  pen.beginPath();
  pen.roundRect(...at(view), 3);
  pen.stroke();
}
