/**
 * Boxes brought into line, and spread evenly.
 *
 * @import { Box } from './types.js'
 * @typedef {{ id: string, x: number, y: number }} Moved
 * @typedef {'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'} Edge
 */

/** @type {Record<Edge, { axis: 'x' | 'y', size: 'width' | 'height', part: number }>} */
const EDGES = {
  left: { axis: 'x', size: 'width', part: 0 },
  centre: { axis: 'x', size: 'width', part: 0.5 },
  right: { axis: 'x', size: 'width', part: 1 },
  top: { axis: 'y', size: 'height', part: 0 },
  middle: { axis: 'y', size: 'height', part: 0.5 },
  bottom: { axis: 'y', size: 'height', part: 1 }
};

/**
 * Where the boxes go so that one of their edges, or their middles, stand in one line within what they span.
 * @param {ReadonlyMap<string, Box>} boxes
 * @param {Edge} edge
 * @returns {Moved[]}
 */
export function aligned(boxes, edge) {
  const { axis, size, part } = EDGES[edge];
  const all = [...boxes.values()];
  const low = Math.min(...all.map((box) => box[axis]));
  const high = Math.max(...all.map((box) => box[axis] + box[size]));
  const line = low + (high - low) * part;
  return [...boxes].map(([id, box]) => ({ id, x: box.x, y: box.y, [axis]: Math.round(line - box[size] * part) }));
}

/**
 * Where the boxes go so that the gaps between them are equal; the outermost stay.
 * @param {ReadonlyMap<string, Box>} boxes at least three
 * @param {'x' | 'y'} axis
 * @returns {Moved[]}
 */
export function distributed(boxes, axis) {
  const size = axis === 'x' ? 'width' : 'height';
  const row = [...boxes].sort(([, a], [, b]) => a[axis] + a[size] / 2 - (b[axis] + b[size] / 2));
  const first = row[0][1];
  const last = row[row.length - 1][1];
  const filled = row.reduce((sum, [, box]) => sum + box[size], 0);
  const gap = (last[axis] + last[size] - first[axis] - filled) / (row.length - 1);
  let at = first[axis];
  return row.map(([id, box]) => {
    const moved = { id, x: box.x, y: box.y, [axis]: Math.round(at) };
    at += box[size] + gap;
    return moved;
  });
}
