/**
 * Pending edits of texts, carried along while others write in the same text.
 *
 * @import { Batch, NodeText, Operation } from '#lib/protocol/schema.js'
 * @import { Effect } from '#lib/graph/effects.js'
 * @import { Graph } from '#lib/graph/model.js'
 * @import { Delta } from '#lib/graph/text.js'
 *
 * @typedef {{ op: Operation, effects: Effect[] }} Act one pending operation and what it shows
 * @typedef {{ batch: Batch, acts: Act[] }} Flight `batch` stays as it was sent, `acts` are what it means by now: none where the confirmed graph has them
 * @typedef {{ id: string, path: string[], text: string }} Held a text register, and the confirmed text its first pending edit was made for
 */

import { textAt, typed } from '#lib/graph/effects.js';
import { getAt } from '#lib/graph/paths.js';
import { TextMismatch, apply, completed, compose, difference, endOf, invert, transform } from '#lib/graph/text.js';

/**
 * Names a register: a node's id and the keys to the value.
 * @param {string} id
 * @param {string[]} path
 */
export const registerKey = (id, path) => JSON.stringify([id, ...path]);

/** @param {string[]} path @param {string[]} start */
const beginsWith = (path, start) => start.every((key, index) => path[index] === key);

/**
 * The text after an operation that writes the register as a whole; undefined where it does not.
 * @param {Operation} op
 * @param {Held} held
 */
function rewritten(op, { id, path }) {
  if (op.op === 'node.add') return op.node.id === id ? textAt(op.node, path) : undefined;
  if ((op.op !== 'node.set' && op.op !== 'node.unset') || op.id !== id) return undefined;
  if (!beginsWith(path, op.path) && !beginsWith(op.path, path)) return undefined;
  const value =
    op.op === 'node.set' && beginsWith(path, op.path) ? getAt({ value: op.value }, ['value', ...path.slice(op.path.length)]) : '';
  return typeof value === 'string' ? value : '';
}

/**
 * @param {Operation} op
 * @param {Held} held
 * @returns {op is NodeText}
 */
const types = (op, { id, path }) => op.op === 'node.text' && op.id === id && op.path.length === path.length && beginsWith(op.path, path);

/**
 * What a confirmed operation does to the register's text.
 * @param {Operation} op
 * @param {Held} held
 * @returns {Delta}
 */
function changeOf(op, held) {
  if (types(op, held)) return op.delta;
  const after = rewritten(op, held);
  return after === undefined ? [] : difference(held.text, after);
}

/**
 * Moves pending acts over what was done before them.
 * @param {Act[]} acts
 * @param {Held} held
 * @param {Delta} delta made for the text that the first act was made for
 * @returns {Delta} what it does to the text behind the last act
 */
function carry(acts, held, delta) {
  for (const act of acts) {
    if (delta.length === 0) break;
    if (types(act.op, held)) {
      const own = act.op.delta;
      retype(act, transform(own, delta, { left: false }));
      delta = transform(delta, own, { left: true });
    } else if (rewritten(act.op, held) !== undefined) delta = [];
  }
  return delta;
}

/**
 * The register's text with the acts done.
 * @param {Act[]} acts
 * @param {Held} held
 */
function through(acts, held) {
  return acts.reduce((text, { op }) => (types(op, held) ? apply(text, op.delta) : (rewritten(op, held) ?? text)), held.text);
}

/**
 * @param {Act} act one that types
 * @param {Delta} delta
 */
export function retype(act, delta) {
  const op = { .../** @type {NodeText} */ (act.op), delta };
  act.op = op;
  act.effects = [typed(op)];
}

/**
 * Whether a graph has what the acts add: nobody else adds under these ids.
 * @param {Graph} graph
 * @param {Act[]} acts
 */
function holds(graph, acts) {
  return acts.some(({ op }) => (op.op === 'node.add' && graph.node(op.node.id)) || (op.op === 'edge.add' && graph.edge(op.edge.id)));
}

/**
 * A batch as it has to be sent to a server that was restored and knows nothing of the version it was made for.
 * @param {Flight} flight
 * @param {number} version
 * @returns {Batch}
 */
export function expressed({ batch, acts }, version) {
  const { seen_version: _, ...rest } = batch;
  return { ...rest, base_version: version, ops: acts.length ? acts.map((act) => act.op) : batch.ops };
}

/** The texts that pending edits were made for. */
export class HeldTexts {
  /** @type {Map<string, Held>} */
  #held = new Map();

  /** @param {(id: string, path: string[], delta: Delta) => void} onShift hears what others' writing does to a text as it is shown */
  constructor(onShift) {
    this.onShift = onShift;
  }

  /** @returns {Held[]} */
  get all() {
    return [...this.#held.values()];
  }

  /** @param {string} id @param {string[]} path */
  has(id, path) {
    return this.#held.has(registerKey(id, path));
  }

  /**
   * @param {Operation} op
   * @param {(id: string, path: string[]) => string} textOf the confirmed text
   */
  hold(op, textOf) {
    if (op.op === 'node.text' && !this.has(op.id, op.path)) this.put({ id: op.id, path: op.path, text: textOf(op.id, op.path) });
  }

  /** @param {Held} held */
  put(held) {
    this.#held.set(registerKey(held.id, held.path), { ...held });
  }

  /**
   * Lets go of texts in which nothing is pending any more.
   * @param {Act[]} acts all that are pending
   * @returns {Held[]} what was let go
   */
  release(acts) {
    const needed = new Set(acts.flatMap(({ op }) => (op.op === 'node.text' ? [registerKey(op.id, op.path)] : [])));
    const gone = [...this.#held].filter(([key]) => !needed.has(key));
    for (const [key] of gone) this.#held.delete(key);
    return gone.map(([, held]) => held);
  }

  /**
   * Somebody else's operation was confirmed.
   * @param {Operation} op
   * @param {() => Act[]} acts all that are pending, in order
   */
  follow(op, acts) {
    for (const held of this.#held.values()) {
      const delta = changeOf(op, held);
      if (delta.length) this.#moved(held, delta, acts());
    }
  }

  /**
   * One's own batch was confirmed: `ops` are what it became, none where the confirmed graph had them already.
   * @param {Operation[]} ops
   * @param {Act[]} flight
   * @param {Act[]} rest
   * @param {(id: string) => boolean} isGone whether the node was removed: what is typed into it is kept together until its author decides
   */
  land(ops, flight, rest, isGone) {
    for (const held of this.#held.values()) {
      const expected = through(flight, held);
      for (const op of ops) held.text = apply(held.text, changeOf(op, held));
      if (isGone(held.id)) held.text = expected;
      else this.#shift(held, rest, difference(expected, held.text));
    }
  }

  /**
   * What was typed for a node that was gone is in no log, though the node be back.
   * @param {Operation[]} ops what one's own batch became
   * @param {Act[]} flight
   * @returns {Held[]} the texts that are without it, as they would be with it
   */
  leftOut(ops, flight) {
    const without = this.all.filter(
      (held) => flight.some(({ op }) => types(op, held) && op.delta.length) && !ops.some((op) => types(op, held))
    );
    return without.map((held) => ({ ...held, text: through(flight, held) }));
  }

  /**
   * One's own batch was refused: what came after it goes on without it.
   * @param {Act[]} flight
   * @param {Act[]} rest
   */
  refuse(flight, rest) {
    for (const held of this.#held.values()) {
      const own = flight.filter(({ op }) => types(op, held)).map(({ op }) => /** @type {NodeText} */ (op).delta);
      const typing = flight.every(({ op }) => rewritten(op, held) === undefined);
      const done = typing ? completed(held.text, own.reduce(compose, [])) : difference(held.text, through(flight, held));
      this.#shift(held, rest, invert(done));
    }
  }

  /**
   * The confirmed graph was read anew. The batch in flight may be in it already, its answer still to come.
   * @param {Graph} graph
   * @param {Flight | null} flight
   * @param {Act[]} rest
   */
  replace(graph, flight, rest) {
    const flying = flight?.acts ?? [];
    const arrived = holds(graph, flying);
    for (const held of this.#held.values()) {
      const expected = through(flying, held);
      const node = graph.node(held.id);
      const text = node ? textAt(node, held.path) : arrived ? expected : held.text;
      if (arrived) {
        held.text = text;
        this.#shift(held, rest, difference(expected, text));
      } else if (text === held.text) continue;
      else if (text !== expected) this.#moved(held, difference(held.text, text), [...flying, ...rest]);
      else {
        held.text = text;
        flying.filter(({ op }) => types(op, held)).forEach((act) => retype(act, []));
      }
    }
    if (flight && arrived) flight.acts = [];
  }

  /**
   * Throws TextMismatch where the acts were not made for these texts.
   * @param {Act[]} acts
   */
  check(acts) {
    for (const { op } of acts) if (op.op === 'node.text' && !this.has(op.id, op.path)) throw new TextMismatch(0, endOf(op.delta));
    for (const held of this.all) through(acts, held);
  }

  /**
   * Other pending acts come before those of these texts.
   * @param {HeldTexts} theirs
   * @param {Act[]} acts
   * @param {Act[]} own
   */
  precede(theirs, acts, own) {
    for (const held of theirs.all) {
      for (const { op } of acts) if (types(op, held)) carry(own, held, op.delta);
      this.put(held);
    }
  }

  /**
   * @param {Held} held
   * @param {Delta} delta
   * @param {Act[]} acts
   */
  #moved(held, delta, acts) {
    held.text = apply(held.text, delta);
    this.#shift(held, acts, delta);
  }

  /**
   * @param {Held} held
   * @param {Act[]} acts
   * @param {Delta} delta
   */
  #shift(held, acts, delta) {
    const shown = carry(acts, held, delta);
    if (shown.length) this.onShift(held.id, held.path, shown);
  }
}
