/**
 * Edits of one's own that lost, with both values, until their author decides.
 *
 * @import { ConflictNotice, Operation } from '#lib/protocol/schema.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { How } from './ledger.js'
 *
 * @typedef {Omit<ConflictNotice, 'user_id'> & { id: string }} Conflict `yours` is what was lost, `theirs` what stands now; `name` wrote that
 */

import { cell } from './channels.js';

const KEPT = 20;

/**
 * @param {{ shown: () => Graph, submit: (ops: Operation[], how?: How) => void, lostText: (id: string, path: string[]) => string | undefined, isTextKey: (key: string) => boolean }} film
 *   `lostText`: the whole of a text in which one typed when its node was removed
 */
export function createConflicts({ shown, submit, lostText, isTextKey }) {
  const list = cell(/** @type {readonly Conflict[]} */ ([]));
  let count = 0;

  /** @param {string} id */
  const dismiss = (id) => list.set(list.get().filter((conflict) => conflict.id !== id));

  /**
   * @param {Conflict} conflict
   * @returns {Operation[]}
   */
  function taking({ kind, node_id, path, yours }) {
    if (node_id === null) return [{ op: 'graph.set', path, value: yours }];
    /** @type {Operation[]} */
    const back = kind === 'deleted' && !shown().node(node_id) ? [{ op: 'node.restore', id: node_id }] : [];
    // Of a text that another page typed into only the new letters are known: they must not replace the rest.
    const part = kind === 'deleted' && path.length === 1 && isTextKey(path[0]) && lostText(node_id, path) !== yours;
    if (path.length === 0 || part) return back;
    const unset = yours === null || yours === undefined;
    return [...back, unset ? { op: 'node.unset', id: node_id, path } : { op: 'node.set', id: node_id, path, value: yours }];
  }

  return {
    conflicts: { subscribe: list.subscribe, get: list.get },
    /** @param {ConflictNotice} told */
    told({ kind, node_id, title, path, yours, theirs, name, version }) {
      count += 1;
      const whole = node_id !== null && kind === 'deleted' ? lostText(node_id, path) : undefined;
      const conflict = { id: `conflict-${count}`, kind, node_id, title, path, yours: whole ?? yours, theirs, name, version };
      const register = JSON.stringify([node_id, path]);
      const others = list.get().filter((one) => JSON.stringify([one.node_id, one.path]) !== register);
      list.set([...others, conflict].slice(-KEPT));
    },
    /** Writes one's own value again, into the node brought back where it was removed. @param {string} id */
    takeMine(id) {
      const conflict = list.get().find((one) => one.id === id);
      if (!conflict) return;
      dismiss(id);
      const ops = taking(conflict);
      if (ops.length) submit(ops);
    },
    dismiss,
    clear: () => list.set([])
  };
}
