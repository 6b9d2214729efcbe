/**
 * Stills to draw with: the posters of what is wired, or a drawn field with a letter where nothing is.
 */

/** @type {Map<string, Promise<HTMLImageElement | null>>} */
const loaded = new Map();
const KEPT = 200;
const FIELD = { width: 320, height: 180 };

/**
 * A picture once it can be drawn; null where it cannot be loaded. Browser only.
 * @param {string} src
 */
export function stillOf(src) {
  const known = loaded.get(src);
  if (known) return known;
  const picture = new Image();
  picture.decoding = 'async';
  picture.src = src;
  const still = picture.decode().then(
    () => picture,
    () => (loaded.delete(src), null)
  );
  if (loaded.size >= KEPT) loaded.delete(/** @type {string} */ (loaded.keys().next().value));
  loaded.set(src, still);
  return still;
}

/**
 * A field that stands for a clip that is not there: its letter on its tone.
 * @param {string} letter
 * @param {HTMLElement} where whose tokens give the colours
 * @param {'--s-video' | '--s-style'} tone
 */
export function field(letter, where, tone) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, FIELD);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const tokens = getComputedStyle(where);
  const token = (/** @type {string} */ name) => tokens.getPropertyValue(name).trim();
  pen.fillStyle = token('--bg');
  pen.fillRect(0, 0, FIELD.width, FIELD.height);
  pen.globalAlpha = 0.42;
  pen.fillStyle = token(tone);
  pen.fillRect(0, 0, FIELD.width, FIELD.height);
  pen.globalAlpha = 1;
  pen.fillStyle = token('--text');
  pen.font = `600 72px ${token('--font')}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(letter, FIELD.width / 2, FIELD.height / 2);
  return canvas;
}
