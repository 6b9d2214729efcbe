/**
 * What a person does to the graph, as operations.
 *
 * @import { Operation } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Rules, Wire } from '#lib/graph/sockets.js'
 * @import { How } from './ledger.js'
 */

import { v7 as uuid } from 'uuid';

import { textAt } from '#lib/graph/effects.js';
import { withHeld } from '#lib/graph/folds.js';
import { verdictOf } from '#lib/graph/sockets.js';
import { difference, toPoints, transform } from '#lib/graph/text.js';
import { ahead } from './ahead.js';

/** What no server stores: halves of characters, and NUL. @param {string} text */
const storable = (text) => text.toWellFormed().replaceAll('\0', '\uFFFD');

/**
 * @param {{ shown: () => Graph, rules: () => Rules, submit: (ops: Operation[], how?: How) => void, refuse: (reason: string) => void }} film
 */
export function createEdits({ shown, rules, submit, refuse }) {
  /** @type {Operation[] | null} */
  let together = null;

  /**
   * @param {Operation[]} ops
   * @param {How} [how]
   */
  function edit(ops, how) {
    if (together) together.push(...ops);
    else if (ops.length) submit(ops, how);
  }

  return {
    /**
     * Several actions as one step: applied whole or not at all, one undo.
     * @param {string} label
     * @param {() => void} actions
     * @param {string | null} [key] names what is changed: the same again right after goes on with the step
     */
    step(label, actions, key = null) {
      const outer = together;
      const ops = (together = outer ?? []);
      try {
        actions();
      } finally {
        together = outer;
      }
      if (!outer) edit(ops, { label, key });
    },
    /** Ready operations as one step. @param {string} label @param {Operation[]} ops */
    perform(label, ops) {
      edit(ops, { label });
    },
    /**
     * @returns {string} the new node's id
     * @param {{ type: string, parent_id?: string | null, position: { x: number, y: number }, data?: Record<string, any>, order?: string }} node
     */
    addNode({ type, parent_id = null, position, data = {}, order = '' }) {
      const id = uuid();
      edit([{ op: 'node.add', node: { id, type, parent_id, position, order, data } }]);
      return id;
    },
    /** What stands inside goes along, or is lifted. @param {Iterable<string>} ids @param {'delete' | 'lift'} [children] */
    removeNodes(ids, children = 'delete') {
      edit([...ids].map((id) => ({ op: 'node.remove', id, children })));
    },
    /** The end of a drag: one step. What a folded frame holds goes with it. @param {{ id: string, x: number, y: number }[]} moves */
    moveNodes(moves) {
      const known = withHeld(shown(), moves).flatMap(({ id, x, y }) => {
        const node = shown().node(id);
        return node && (node.position.x !== x || node.position.y !== y) ? [{ id, x, y, in: node.parent_id }] : [];
      });
      if (known.length) edit([{ op: 'node.move', moves: known }]);
    },
    /**
     * To another level, or to another place in the order of its own.
     * @param {string} id @param {string | null} parent_id @param {{ x: number, y: number }} position
     * @param {string} [order] kept as it is where none is given
     */
    reparent(id, parent_id, { x, y }, order) {
      edit([{ op: 'node.reparent', id, parent_id, x, y, ...(order === undefined ? {} : { order }) }]);
    },
    /**
     * Shown at once; typing travels as one batch per 150 ms.
     * @param {string} nodeId
     * @param {string | string[]} path a key, or keys from the outside in
     * @param {any} value undefined removes it
     */
    setData(nodeId, path, value) {
      const keys = typeof path === 'string' ? [path] : path;
      /** @type {Operation} */
      const op = value === undefined ? { op: 'node.unset', id: nodeId, path: keys } : { op: 'node.set', id: nodeId, path: keys, value };
      edit([op], { key: JSON.stringify([nodeId, ...keys]) });
    },
    /**
     * Typing in a text that several people write at once: only the difference travels, in batches of 150 ms.
     * @param {string} nodeId
     * @param {string | string[]} path a key, or keys from the outside in
     * @param {string} before what stood in the field; where others have written since, the change goes into their text
     * @param {string} after what stands in it now
     * @param {number | null} [caret] in UTF-16, where the change ended in `after`: decides among equal letters
     */
    editText(nodeId, path, before, after, caret = null) {
      const node = shown().node(nodeId);
      if (!node) return;
      const keys = typeof path === 'string' ? [path] : path;
      const now = textAt(node, keys);
      const clean = storable(after);
      // Within a step nothing is shown yet that an edit before this one did.
      if (together) return edit([{ op: 'node.set', id: nodeId, path: keys, value: clean }]);
      const change = difference(before, clean, caret === null ? null : toPoints(clean, caret));
      const delta = before === now ? change : transform(change, difference(before, now), { left: false });
      if (delta.length) edit([{ op: 'node.text', id: nodeId, path: keys, delta }], { key: JSON.stringify([nodeId, ...keys]) });
    },
    /** Brings removed nodes back, with what stood in them. @param {Iterable<string>} ids */
    restoreNodes(ids) {
      edit([...ids].map((id) => ({ op: 'node.restore', id })));
    },
    /** Brings removed wires back, with what hung on them. @param {Iterable<string>} ids */
    restoreEdges(ids) {
      edit([...ids].map((id) => ({ op: 'edge.restore', id })));
    },
    /**
     * Wires two sockets; on a single input the new wire replaces the old one.
     * @param {Wire & { data?: Record<string, any> }} wire
     * @returns {string | null} the new wire's id; null where it is refused, with a notice
     */
    connect({ source, source_handle, target, target_handle, data = {} }) {
      const verdict = verdictOf(rules(), together ? ahead(shown(), together) : shown(), { source, source_handle, target, target_handle });
      if (verdict.verdict === 'no' || verdict.verdict === 'conversion_node') {
        refuse(verdict.reason);
        return null;
      }
      const id = uuid();
      edit([{ op: 'edge.add', edge: { id, source, source_handle, target, target_handle, data } }]);
      return id;
    },
    /** @param {Iterable<string>} ids */
    removeEdges(ids) {
      edit([...ids].map((id) => ({ op: 'edge.remove', id })));
    },
    /** @param {string} edgeId @param {number} weight 0 to 1 */
    setWeight(edgeId, weight) {
      edit([{ op: 'edge.set', id: edgeId, path: ['weight'], value: weight }], { key: JSON.stringify([edgeId, 'weight']) });
    },
    /** The place of wires among those of their input. @param {{ id: string, order: string }[]} wires */
    orderEdges(wires) {
      edit(wires.map(({ id, order }) => ({ op: 'edge.set', id, path: ['order'], value: order })));
    },
    /** @param {string} key @param {any} value */
    setSetting(key, value) {
      edit([{ op: 'graph.set', path: [key], value }], { key: JSON.stringify(['', key]) });
    }
  };
}
