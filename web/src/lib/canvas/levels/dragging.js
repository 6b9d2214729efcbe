/**
 * Cards in one's hand: moved on the level, carried into a scene, up a crumb or into the tree, or put on a wire.
 *
 * @import { Camera } from '../drawing/camera.js'
 * @import { FlowNode } from '../drawing/flow.js'
 * @import { Stage } from '../drawing/stage.svelte.js'
 * @import { Wiring } from '../wires/wiring.svelte.js'
 */

import { carry, levelAt, offered } from './carry.svelte.js';

/**
 * @param {Stage} stage
 * @param {Camera} camera
 * @param {Wiring} wiring
 */
export function createDragging(stage, camera, wiring) {
  return {
    /** @param {MouseEvent | TouchEvent} event @param {FlowNode[]} nodes */
    dragged(event, nodes) {
      stage.grip.drag(nodes);
      const [{ position }] = nodes;
      wiring.inserting.dragged([...stage.grip.held], position);
      const beside = event instanceof MouseEvent ? offered(event) : undefined;
      // Null is the film itself.
      const inside = beside === undefined && event instanceof MouseEvent;
      const over = inside ? levelAt(stage, camera.toCanvas({ x: event.clientX, y: event.clientY })) : beside;
      if (over === undefined) carry.away();
      else carry.over([...stage.grip.held], over);
    },
    /** @param {FlowNode[]} nodes */
    released(nodes) {
      const elsewhere =
        !stage.givenUp &&
        (carry.drop((level) => stage.lies.placeOn(level, stage.grip.held)) ||
          (nodes.length === 1 && wiring.inserting.insert(nodes[0].id, nodes[0].position)));
      carry.away();
      wiring.inserting.onto = null;
      if (elsewhere || stage.givenUp) stage.grip.putBack();
      else stage.grip.drop();
    }
  };
}
