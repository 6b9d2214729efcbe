/**
 * A composite's layers: what is wired, in the order in which it lies, with what a person set for each.
 *
 * @typedef {{ id: string, title: string, src: string | null, name: string, order: number, blend: string, opacity: number, x: number, y: number, scale: number, rotation: number, hidden: boolean }} Layer `id` is that of the wire which brings it; `x` and `y` of its centre from the picture's, in its width and height
 */

const FRESH = { name: '', order: 0, blend: 'normal', opacity: 1, x: 0, y: 0, scale: 1, rotation: 0, hidden: false };

/**
 * The lowest first.
 * @param {readonly { edge: string, title: string, src: string | null }[]} clips in the order of their wires
 * @param {Record<string, Record<string, any>>} [table]
 * @returns {Layer[]}
 */
export function layersOf(clips, table = {}) {
  return clips
    .map(({ edge, title, src }, index) => ({ ...FRESH, title, src, index, ...table[edge], id: edge }))
    .sort((a, b) => a.order - b.order || a.index - b.index)
    .map(({ index: _, ...layer }) => layer);
}

/**
 * New orders that put a layer one place up or down: whole numbers, for those that change.
 * @param {Layer[]} layers the lowest first
 * @param {string} id
 * @param {1 | -1} step
 * @returns {[string, number][]}
 */
export function moved(layers, id, step) {
  const at = layers.findIndex((layer) => layer.id === id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= layers.length) return [];
  const next = [...layers];
  [next[at], next[to]] = [next[to], next[at]];
  return next.flatMap((layer, order) => (layer.order === order ? [] : [/** @type {[string, number]} */ ([layer.id, order])]));
}

/** Blend modes that a canvas has under a name of its own. @type {Record<string, GlobalCompositeOperation>} */
const NATIVE = {
  normal: 'source-over',
  multiply: 'multiply',
  screen: 'screen',
  overlay: 'overlay',
  darken: 'darken',
  lighten: 'lighten',
  dodge: 'color-dodge',
  burn: 'color-burn',
  hardlight: 'hard-light',
  softlight: 'soft-light',
  difference: 'difference',
  exclusion: 'exclusion',
  addition: 'lighter'
};

/** The others, by channel from 0 to 255: `under` is what lies there, `over` what comes. @type {Record<string, (under: number, over: number) => number>} */
const BY_CHANNEL = {
  subtract: (under, over) => under - over,
  divide: (under, over) => (over === 0 ? 255 : (under * 255) / over),
  average: (under, over) => (under + over) / 2,
  negation: (under, over) => 255 - Math.abs(255 - under - over),
  grainmerge: (under, over) => under + over - 128,
  grainextract: (under, over) => under - over + 128
};

/** Blend modes that are drawn as themselves; any other is drawn as normal. */
export const BLENDS = new Set([...Object.keys(NATIVE), ...Object.keys(BY_CHANNEL)]);

/**
 * Draws the layers over each other.
 * @param {HTMLCanvasElement} canvas
 * @param {{ still: CanvasImageSource & { width: number, height: number }, layer: Layer }[]} stack the lowest first
 * @param {string | null} background
 */
export function composite(canvas, stack, background) {
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  if (background) {
    pen.fillStyle = background;
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
  for (const { still, layer } of stack) {
    if (layer.hidden) continue;
    if (layer.blend in BY_CHANNEL) blended(pen, still, layer);
    else placed(pen, still, layer, NATIVE[layer.blend] ?? 'source-over');
  }
}

/**
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} pen
 * @param {CanvasImageSource & { width: number, height: number }} still
 * @param {Layer} layer
 * @param {GlobalCompositeOperation} operation
 */
function placed(pen, still, { opacity, x, y, scale, rotation }, operation) {
  const { width, height } = pen.canvas;
  const fit = Math.min(width / still.width, height / still.height) * scale;
  pen.save();
  pen.globalAlpha = opacity;
  pen.globalCompositeOperation = operation;
  pen.translate(width * (0.5 + x), height * (0.5 + y));
  pen.rotate((rotation * Math.PI) / 180);
  pen.drawImage(still, (-still.width * fit) / 2, (-still.height * fit) / 2, still.width * fit, still.height * fit);
  pen.restore();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {CanvasImageSource & { width: number, height: number }} still
 * @param {Layer} layer
 */
function blended(pen, still, layer) {
  const { width, height } = pen.canvas;
  const sheet = new OffscreenCanvas(width, height);
  const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (sheet.getContext('2d'));
  placed(brush, still, { ...layer, opacity: 1 }, 'source-over');
  const over = brush.getImageData(0, 0, width, height).data;
  const picture = pen.getImageData(0, 0, width, height);
  const mix = BY_CHANNEL[layer.blend];
  for (let at = 0; at < over.length; at += 4) {
    const alpha = (over[at + 3] / 255) * layer.opacity;
    for (let channel = at; channel < at + 3; channel += 1) {
      const under = picture.data[channel];
      picture.data[channel] = under + (Math.min(255, Math.max(0, mix(under, over[channel]))) - under) * alpha;
    }
    picture.data[at + 3] = Math.max(picture.data[at + 3], alpha * 255);
  }
  pen.putImageData(picture, 0, 0);
}
