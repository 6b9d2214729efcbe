/**
 * The difference of two pictures, pixel by pixel, in 8 bits per colour.
 *
 * @typedef {HTMLVideoElement | HTMLImageElement} Picture
 */

/** Where the sums are made that no gain has touched. */
let plain = /** @type {HTMLCanvasElement | null} */ (null);

/** @param {Picture} picture */
const sizeOf = (picture) =>
  picture instanceof HTMLVideoElement ? [picture.videoWidth, picture.videoHeight] : [picture.naturalWidth, picture.naturalHeight];

/**
 * Draws |A − B| times the gain at the size of A; B is scaled to it. False where one of them has no picture yet.
 * @param {HTMLCanvasElement} canvas
 * @param {Picture} a
 * @param {Picture} b
 * @param {number} gain a power of two
 */
export function drawn(canvas, a, b, gain) {
  const [width, height] = sizeOf(a);
  const context = canvas.getContext('2d');
  if (!width || !sizeOf(b)[0] || !context) return false;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  subtract(context, a, b);
  context.globalCompositeOperation = 'lighter';
  // Added to itself it is twice as bright, exactly, up to white.
  for (let times = 1; times < gain; times *= 2) context.drawImage(canvas, 0, 0);
  return true;
}

/**
 * How much of the picture differs, 0 to 1, and by how much at most, 0 to 255.
 * @param {HTMLCanvasElement} like a canvas of A's size
 * @param {Picture} a
 * @param {Picture} b
 */
export function amount({ width, height }, a, b) {
  plain ??= document.createElement('canvas');
  if (plain.width !== width || plain.height !== height) Object.assign(plain, { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (plain.getContext('2d', { willReadFrequently: true }));
  subtract(context, a, b);
  const { data } = context.getImageData(0, 0, width, height);
  let [most, count] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const here = Math.max(data[at], data[at + 1], data[at + 2]);
    if (here) count += 1;
    if (here > most) most = here;
  }
  return { share: count / (width * height), most };
}

/** @param {CanvasRenderingContext2D} context @param {Picture} a @param {Picture} b */
function subtract(context, a, b) {
  const { width, height } = context.canvas;
  context.globalCompositeOperation = 'copy';
  context.drawImage(a, 0, 0, width, height);
  context.globalCompositeOperation = 'difference';
  context.drawImage(b, 0, 0, width, height);
}
