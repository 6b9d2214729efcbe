/**
 * Folded frames: what each holds is out of sight, and goes wherever the frame goes.
 *
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @import { Graph as WholeGraph } from './model.js'
 *
 * @typedef {Pick<WholeGraph, 'node' | 'children'>} Graph what of a graph has to be known
 * @typedef {{ id: string, x: number, y: number }} Move
 */

/**
 * Cards that a frame holds, which stand on its own level; none where it is not folded.
 * @param {Graph} graph
 * @param {NodeRecord | undefined} frame
 * @returns {string[]}
 */
export function heldBy(graph, frame) {
  if (frame?.type !== 'frame' || !frame.data.collapsed || !Array.isArray(frame.data.holds)) return [];
  return frame.data.holds.filter((id) => id !== frame.id && graph.node(id)?.parent_id === frame.parent_id);
}

/**
 * The frame that each card out of sight is folded into. A card that two frames hold is in the first of them, and no frame is folded into itself.
 * @param {Graph} graph
 * @param {string | null} level
 * @returns {Map<string, string>}
 */
export function foldedOn(graph, level) {
  /** @type {Map<string, string>} */
  const into = new Map();
  /** @param {string} id @param {string} frame */
  const within = (id, frame) => {
    for (let at = /** @type {string | undefined} */ (frame); at !== undefined; at = into.get(at)) if (at === id) return true;
    return false;
  };
  for (const frame of graph.children(level))
    for (const id of heldBy(graph, graph.node(frame))) if (!into.has(id) && !within(id, frame)) into.set(id, frame);
  return into;
}

/**
 * Moves, with those of what the folded frames among them hold.
 * @param {Graph} graph
 * @param {readonly Move[]} moves
 * @returns {Move[]}
 */
export function withHeld(graph, moves) {
  const all = new Map(moves.map((move) => [move.id, move]));
  // Appended to while it is walked: a frame that is held takes along what it holds.
  for (const { id, x, y } of all.values()) {
    const frame = graph.node(id);
    for (const held of heldBy(graph, frame)) {
      const node = graph.node(held);
      if (!node || !frame || all.has(held)) continue;
      all.set(held, { id: held, x: node.position.x + x - frame.position.x, y: node.position.y + y - frame.position.y });
    }
  }
  return [...all.values()];
}
