/**
 * Easing of a move from one key frame to the next: named ones, and a curve of one's own as CSS has it.
 *
 * @typedef {[number, number, number, number]} Curve x and y of both handles; x from 0 to 1
 */

/** @type {Record<string, Curve>} */
const CURVES = {
  linear: [0, 0, 1, 1],
  ease_in: [0.42, 0, 1, 1],
  ease_out: [0, 0, 0.58, 1],
  ease_in_out: [0.42, 0, 0.58, 1]
};

/**
 * The handles of a key's easing; null where it holds its value until the next.
 * @param {{ easing?: string, curve?: number[] }} key
 * @returns {Curve | null}
 */
export function curveOf({ easing = 'linear', curve }) {
  if (easing === 'hold') return null;
  if (easing === 'custom' && curve?.length === 4) return /** @type {Curve} */ ([...curve]);
  return CURVES[easing] ?? CURVES.ease_in_out;
}

/** The named easing that a curve is, else "custom". @param {Curve} curve */
export function nameOf(curve) {
  const found = Object.entries(CURVES).find(([, named]) => named.every((part, index) => Math.abs(part - curve[index]) < 0.005));
  return found ? found[0] : 'custom';
}

/**
 * The path of keys in order through a box, each segment by the easing of the key it leaves.
 * @param {{ time: number, value: number, easing?: string, curve?: number[] }[]} keys
 * @param {(time: number) => number} x
 * @param {(value: number) => number} y
 */
export function pathThrough(keys, x, y) {
  return keys
    .map((key, index) => {
      const before = keys[index - 1];
      if (!before) return `M${x(0)} ${y(key.value)}H${x(key.time)}`;
      const curve = curveOf(before);
      if (!curve) return `H${x(key.time)}V${y(key.value)}`;
      const [x1, y1, x2, y2] = curve;
      const at = (/** @type {number} */ part) => x(before.time + (key.time - before.time) * part);
      const to = (/** @type {number} */ part) => y(before.value + (key.value - before.value) * part);
      return `C${at(x1)} ${to(y1)} ${at(x2)} ${to(y2)} ${x(key.time)} ${y(key.value)}`;
    })
    .concat(keys.length ? [`H${x(1)}`] : [])
    .join('');
}
