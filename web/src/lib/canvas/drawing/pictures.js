/**
 * Pictures for the painted cards: fetched once, made small, the least used forgotten.
 *
 * @typedef {{ small: ImageBitmap | null }} Picture null while it loads, and for good where it cannot be read
 */

/** As many small pictures as are kept. */
const KEPT = 400;
/** Width in pixels in which they are kept. */
const WIDTH = 320;

/** @type {Map<string, Picture>} */
const known = new Map();

/**
 * The picture at an address, once it is there; `loaded` is called when that changes.
 * @param {string} url
 * @param {() => void} loaded
 * @returns {ImageBitmap | null}
 */
export function pictureAt(url, loaded) {
  const found = known.get(url);
  if (found) {
    known.delete(url);
    known.set(url, found);
    return found.small;
  }
  const picture = /** @type {Picture} */ ({ small: null });
  known.set(url, picture);
  const image = new Image();
  image.decoding = 'async';
  image.onload = async () => {
    const wide = image.naturalWidth > WIDTH ? { resizeWidth: WIDTH, resizeQuality: /** @type {const} */ ('medium') } : {};
    picture.small = await createImageBitmap(image, wide).catch(() => null);
    if (known.get(url) === picture) loaded();
    else picture.small?.close();
  };
  image.src = url;
  forget();
  return null;
}

function forget() {
  for (const [url, picture] of known) {
    if (known.size <= KEPT) return;
    known.delete(url);
    picture.small?.close();
  }
}
