/**
 * Where letters of a text area stand: a block beside it lays the same text out in the same way, and can be asked.
 *
 * @typedef {{ x: number, y: number, width: number, height: number }} Box in pixels of the text area, from its inner top left corner
 * @typedef {{ head: number, anchor: number }} Selected offsets in UTF-16
 */

const SAME = /** @type {const} */ ([
  'fontFamily',
  'fontSize',
  'fontWeight',
  'fontStyle',
  'fontStretch',
  'fontFeatureSettings',
  'fontVariantNumeric',
  'fontKerning',
  'letterSpacing',
  'wordSpacing',
  'lineHeight',
  'textIndent',
  'textTransform',
  'textRendering',
  'textAlign',
  'tabSize',
  'direction',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft'
]);
/** Stands behind the text, so that its end is before a letter like every other place. */
const END = '\u200b';
/** A line end inside a selection, in pixels. */
const LINE_END = 4;

/**
 * Lays the text out anew.
 * @param {HTMLElement} mirror
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 */
export function reflect(mirror, field, text) {
  const look = getComputedStyle(field);
  for (const name of SAME) mirror.style[name] = look[name];
  // The border box may end on parts of a pixel; the scroll bar takes whole ones.
  const bar = field.offsetWidth - field.clientWidth - parseFloat(look.borderLeftWidth) - parseFloat(look.borderRightWidth);
  const width =
    parseFloat(look.width) - parseFloat(look.borderLeftWidth) - parseFloat(look.borderRightWidth) - Math.max(0, Math.round(bar));
  mirror.style.width = `${width}px`;
  mirror.textContent = text + END;
}

/**
 * The caret and the lines of a selection in a text that `reflect` laid out.
 * @param {HTMLElement} mirror
 * @param {Selected} selected
 * @returns {{ caret: Box, lines: Box[] } | null} null where there is nothing to see
 */
export function places(mirror, { head, anchor }) {
  const letters = mirror.firstChild;
  const edge = mirror.getBoundingClientRect();
  if (!(letters instanceof Text) || !edge.width) return null;
  const last = letters.length - END.length;
  const scale = edge.width / parseFloat(mirror.style.width);
  const at = Math.min(head, last);
  const [from, to] = [Math.min(head, anchor), Math.min(last, Math.max(head, anchor))];
  /** @param {DOMRect} rect @returns {Box} */
  const inside = (rect) => ({
    x: (rect.left - edge.left) / scale,
    y: (rect.top - edge.top) / scale,
    width: rect.width / scale,
    height: rect.height / scale
  });
  const [letter] = boxes(letters, at, at + ((letters.data.codePointAt(at) ?? 0) > 0xffff ? 2 : 1));
  if (!letter) return null;
  const lines = from < to ? boxes(letters, from, to).map(inside) : [];
  return { caret: inside(letter), lines: lines.map((line) => ({ ...line, width: Math.max(line.width, LINE_END) })) };
}

/** @param {Text} letters @param {number} from @param {number} to */
function boxes(letters, from, to) {
  const range = document.createRange();
  range.setStart(letters, from);
  range.setEnd(letters, to);
  return [...range.getClientRects()];
}
