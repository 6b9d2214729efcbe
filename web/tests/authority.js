/**
 * A server in small: it orders batches, transforms what is typed past what was typed since, answers a repeated batch again
 * and names every wire and node that went along.
 */

import { effectsOf, loggedEffects, textAt, write } from '#lib/graph/effects.js';
import { Graph } from '#lib/graph/model.js';
import { completed, transform } from '#lib/graph/text.js';

import { graph } from './film.js';

export class Authority {
  graph = Graph.read(graph());
  version = 10;
  /** @type {any[]} */
  log = [];

  /** The graph on the wire. */
  get record() {
    const { nodes, edges, settings } = this.graph;
    return structuredClone({
      id: 'g',
      epoch: 'one',
      version: this.version,
      nodes: [...nodes.values()],
      edges: [...edges.values()],
      settings: Object.fromEntries(settings)
    });
  }

  /** What was logged after a version. @param {number} version */
  since(version) {
    return structuredClone(this.log.filter((logged) => logged.version > version));
  }

  /** @param {any} batch @returns {{ logged?: any, rejected?: boolean, repeated?: boolean }} */
  submit(batch) {
    const before = this.log.find((logged) => logged.client_op_id === batch.client_op_id);
    if (before) return { logged: before, repeated: true };
    const broken = batch.ops.some(
      (/** @type {any} */ op) => op.op === 'edge.add' && !(this.graph.node(op.edge.source) && this.graph.node(op.edge.target))
    );
    if (broken || batch.ops.some((/** @type {any} */ op) => op.value === 'refuse me')) return { rejected: true };
    const ops = this.#carried(batch).flatMap((/** @type {any} */ op) => this.#apply(op));
    this.version += 1;
    const logged = { version: this.version, user_id: 'u', client_op_id: batch.client_op_id, ops, result: 'accepted' };
    this.log.push(logged);
    return { logged };
  }

  /** @param {any} batch */
  #carried({ base_version, ops }) {
    if (base_version > this.version) throw new RangeError('a batch for a version that is not there yet');
    const passed = new Map();
    return ops.map((/** @type {any} */ op) => {
      if (op.op !== 'node.text') return op;
      const register = JSON.stringify([op.id, op.path]);
      const since = passed.get(register) ?? this.#typedIn(register, base_version);
      let { delta } = op;
      passed.set(
        register,
        since.map((/** @type {any} */ other) => {
          const moved = transform(other, delta, { left: true });
          delta = transform(delta, other, { left: false });
          return moved;
        })
      );
      return { ...op, delta };
    });
  }

  /** @param {string} register @param {number} version */
  #typedIn(register, version) {
    const ops = this.log.flatMap((logged) => (logged.version > version ? logged.ops : []));
    return ops.flatMap((op) => (op.op === 'node.text' && JSON.stringify([op.id, op.path]) === register ? [op.delta] : []));
  }

  /** @param {any} op */
  #apply(op) {
    if (op.id && op.op.startsWith('node') && !this.graph.node(op.id)) return [];
    if (op.op === 'node.text') return this.#type(op);
    const single = (/** @type {Graph} */ _graph, /** @type {any} */ edge) => edge.target_handle !== 'characters';
    const effects = effectsOf(this.graph, op, single);
    // A wire that stands already is not drawn twice.
    if (op.op === 'edge.add' && effects.length === 0) return [];
    const gone = effects.filter(
      (effect) =>
        effect.change(/** @type {any} */ (undefined)) === undefined && effect.change(/** @type {any} */ ({ data: {} })) === undefined
    );
    for (const effect of effects) write(this.graph, effect);
    const named = gone.map((effect) => ({ op: `${effect.of}.remove`, id: effect.id, children: 'delete' }));
    return op.op.endsWith('.remove') ? named : [...named, op];
  }

  /** @param {any} op */
  #type(op) {
    const done = { ...op, delta: completed(textAt(this.graph.node(op.id), op.path), op.delta) };
    for (const effect of loggedEffects(done)) write(this.graph, effect);
    return done.delta.length ? [done] : [];
  }
}

/** Numbers that a seed replays. @param {number} seed */
export function dice(seed) {
  let state = seed * 2654435761;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    chance: (/** @type {number} */ share) => next() < share,
    pick: (/** @type {any[]} */ list) => list[Math.floor(next() * list.length)],
    below: (/** @type {number} */ count) => Math.floor(next() * count)
  };
}
