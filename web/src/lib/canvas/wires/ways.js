/**
 * Where the wires of a level run, drawn or not: for what cuts them and what is dropped on them.
 *
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @import { Stage } from '../drawing/stage.svelte.js'
 * @import { Box } from './geometry.js'
 * @import { Ends, Point } from './shape.js'
 * @typedef {{ edge: EdgeRecord, ends: Ends, way: Point[] }} Way
 */

import { overlap, wrapped } from './geometry.js';
import { wirePoints } from './shape.js';

/**
 * Where a wire begins and ends; undefined where a socket is missing.
 * @param {Stage} stage
 * @param {string} id
 * @returns {Ends | undefined}
 */
export const endsOf = (stage, id) => stage.lies.endsOf(id);

/**
 * The wires of a level that may meet a box.
 * @param {Stage} stage
 * @param {Box} box
 * @returns {Way[]}
 */
export function waysIn(stage, box) {
  return stage.lies.strung.within(box).flatMap((id) => {
    const edge = stage.store.graph.edge(id);
    const ends = stage.lies.endsOf(id);
    const way = ends ? wirePoints(ends) : [];
    return edge && ends && overlap(wrapped(way), box) ? [{ edge, ends, way }] : [];
  });
}
