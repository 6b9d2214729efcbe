/**
 * Where the wires of a level run, drawn or not: for what cuts them and what is dropped on them.
 *
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @import { Stage } from '../drawing/stage.svelte.js'
 * @import { Box } from './geometry.js'
 * @import { Ends, Point } from './shape.js'
 * @typedef {{ edge: EdgeRecord, ends: Ends, way: Point[] }} Way
 */

import { IN, OUT } from '../drawing/flow.js';
import { overlap, wrapped } from './geometry.js';
import { wirePoints } from './shape.js';

/**
 * Where a wire begins and ends; undefined where a socket is not drawn.
 * @param {Stage} stage
 * @param {string} id
 * @returns {Ends | undefined}
 */
export function endsOf(stage, id) {
  const edge = stage.store.graph.edge(id);
  if (!edge) return undefined;
  const source = place(stage, edge.source === stage.level ? IN + edge.source : edge.source, edge.source_handle, 'source');
  const target = place(stage, edge.target === stage.level ? OUT + edge.target : edge.target, edge.target_handle, 'target');
  return source && target && { source, target, room: { source: source.room, target: target.room } };
}

/**
 * @param {Stage} stage
 * @param {string} id
 * @param {string} handle
 * @param {'source' | 'target'} type
 */
function place(stage, id, handle, type) {
  const node = stage.nodes.find((each) => each.id === id);
  const socket = /** @type {any[] | undefined} */ (node?.handles)?.find((each) => each.id === handle && each.type === type);
  if (!node || !socket) return undefined;
  const middle = socket.y + socket.height / 2;
  const x = node.position.x + socket.x + (type === 'source' ? socket.width : 0);
  return { x, y: node.position.y + middle, room: { above: middle, below: (node.height ?? 0) - middle } };
}

/**
 * The wires of a level that may meet a box.
 * @param {Stage} stage
 * @param {Box} box
 * @returns {Way[]}
 */
export function waysIn(stage, box) {
  return stage.store
    .edges(stage.level)
    .get()
    .flatMap((edge) => {
      const ends = endsOf(stage, edge.id);
      const way = ends ? wirePoints(ends) : [];
      return ends && overlap(wrapped(way), box) ? [{ edge, ends, way }] : [];
    });
}
