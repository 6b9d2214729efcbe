/**
 * From card to card by the arrow keys: along wires to the right and left, among neighbours up and down.
 *
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Box } from './types.js'
 * @typedef {'left' | 'right' | 'up' | 'down'} Direction
 */

/** @param {Box} box */
const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/**
 * The card that comes next in that direction; undefined where there is none.
 * @param {Graph} graph
 * @param {ReadonlyMap<string, Box>} boxes every card of the level
 * @param {string} from
 * @param {Direction} direction
 * @returns {string | undefined}
 */
export function nextOf(graph, boxes, from, direction) {
  const here = boxes.get(from);
  if (!here) return boxes.keys().next().value;
  if (direction === 'left' || direction === 'right') {
    const wired = alongWires(graph, from, direction).filter((id) => boxes.has(id));
    const near = wired.sort((a, b) => away(here, boxes.get(a)) - away(here, boxes.get(b)))[0];
    if (near) return near;
  }
  return beside(boxes, from, here, direction);
}

/** @param {Graph} graph @param {string} from @param {'left' | 'right'} direction */
function alongWires(graph, from, direction) {
  return [...graph.wires(from)].flatMap((id) => {
    const edge = graph.edge(id);
    if (!edge) return [];
    if (direction === 'right') return edge.source === from ? [edge.target] : [];
    return edge.target === from ? [edge.source] : [];
  });
}

/** How far apart in height first, then in width. @param {Box} here @param {Box | undefined} there */
function away(here, there) {
  if (!there) return Infinity;
  const [a, b] = [middle(here), middle(there)];
  return Math.abs(b.y - a.y) + Math.abs(b.x - a.x) / 8;
}

/**
 * The nearest in that direction; what lies straight ahead is nearer than what lies aside.
 * @param {ReadonlyMap<string, Box>} boxes @param {string} from @param {Box} here @param {Direction} direction
 */
function beside(boxes, from, here, direction) {
  const across = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  const start = middle(here);
  let found;
  let best = Infinity;
  for (const [id, box] of boxes) {
    if (id === from) continue;
    const at = middle(box);
    const ahead = sign * (across ? at.x - start.x : at.y - start.y);
    const aside = Math.abs(across ? at.y - start.y : at.x - start.x);
    if (ahead < 8 || aside > 4 * ahead) continue;
    const distance = ahead + 2 * aside;
    if (distance < best) [found, best] = [id, distance];
  }
  return found;
}
