/**
 * What is shown: the confirmed graph with one's own pending effects on top. Only what is named is drawn anew.
 *
 * @import { Effect, EdgeEffect, NodeEffect } from '#lib/graph/effects.js'
 *
 * @typedef {{ nodes: Set<string>, edges: Set<string>, levels: Set<string | null>, wirings: Set<string | null>, settings: boolean }} Touched
 */

import { write } from '#lib/graph/effects.js';
import { Graph, levelOf } from '#lib/graph/model.js';
import { same } from '#lib/graph/paths.js';

const MARK = { node: 'n', edge: 'e', setting: 's' };

/** Names what an effect writes. @param {Effect} effect */
export const keyOf = (effect) => `${MARK[effect.of]}${effect.id}`;

/** @returns {Touched} */
export function nothing() {
  return { nodes: new Set(), edges: new Set(), levels: new Set(), wirings: new Set(), settings: false };
}

/** @param {Graph} graph @returns {Touched} */
export function everything(graph) {
  const levels = new Set([...graph.inside.keys(), null]);
  return { nodes: new Set(graph.nodes.keys()), edges: new Set(graph.edges.keys()), levels, wirings: levels, settings: true };
}

/**
 * Keys of all that two graphs do not have in common. What is equal keeps in `after` the identity it has in `before`.
 * @param {Graph} before
 * @param {Graph} after
 */
export function differing(before, after) {
  /** @type {Set<string>} */
  const keys = new Set();
  for (const [mark, old, now] of /** @type {[string, Map<string, any>, Map<string, any>][]} */ ([
    ['n', before.nodes, after.nodes],
    ['e', before.edges, after.edges],
    ['s', before.settings, after.settings]
  ])) {
    for (const id of old.keys()) if (!now.has(id)) keys.add(mark + id);
    for (const [id, record] of now) {
      if (old.has(id) && same(old.get(id), record)) now.set(id, old.get(id));
      else keys.add(mark + id);
    }
  }
  return keys;
}

export class Shown {
  graph = new Graph();

  /**
   * Shows effects on top of what is shown.
   * @param {Effect[]} effects
   * @param {Touched} touched notes what changes
   */
  show(effects, touched) {
    for (const effect of effects) this.#show(effect, touched);
  }

  /**
   * Shows anew what is named, and only that: confirmed, with the pending effects on top.
   * @param {Set<string>} keys
   * @param {Graph} confirmed
   * @param {Effect[]} effects every pending one, in order
   */
  renew(keys, confirmed, effects) {
    const touched = nothing();
    /** @type {Map<string, Effect[]>} */
    const pending = Map.groupBy(effects, keyOf);
    // Nodes first: a wire is shown only between nodes that are.
    const all = [...keys];
    for (const key of [...all.filter((one) => one[0] === 'n'), ...all.filter((one) => one[0] !== 'n')]) {
      this.#restore(key, confirmed, pending.get(key) ?? [], touched);
    }
    for (const id of [...touched.nodes]) this.#settleWires(id, confirmed, pending, touched);
    return touched;
  }

  /**
   * @param {string} key
   * @param {Graph} confirmed
   * @param {Effect[]} effects
   * @param {Touched} touched
   */
  #restore(key, confirmed, effects, touched) {
    const id = key.slice(1);
    /** @param {any} start */
    const result = (start) => effects.reduce((value, effect) => effect.change(/** @type {any} */ (value)), start);
    if (key[0] === 's') return this.#show({ of: 'setting', id, change: () => result(confirmed.settings.get(id)) }, touched);
    if (key[0] === 'n') return this.#show({ of: 'node', id, change: () => result(confirmed.node(id)) }, touched);
    const edge = result(confirmed.edge(id));
    const held = edge && this.graph.node(edge.source) && this.graph.node(edge.target);
    return this.#show({ of: 'edge', id, change: () => (held ? edge : undefined) }, touched);
  }

  /**
   * Wires of a node that came or went come and go with it.
   * @param {string} id
   * @param {Graph} confirmed
   * @param {Map<string, Effect[]>} pending
   * @param {Touched} touched
   */
  #settleWires(id, confirmed, pending, touched) {
    const wires = new Set([...confirmed.wires(id), ...this.graph.wires(id)]);
    for (const [key, effects] of pending) {
      const edge = key[0] === 'e' ? /** @type {any} */ (effects[0].change(undefined)) : undefined;
      if (edge?.source === id || edge?.target === id) wires.add(edge.id);
    }
    for (const wire of wires) {
      const held = this.graph.node(id) !== undefined;
      if (held !== this.graph.edges.has(wire)) this.#restore(`e${wire}`, confirmed, pending.get(`e${wire}`) ?? [], touched);
    }
  }

  /**
   * @param {Effect} effect
   * @param {Touched} touched
   */
  #show(effect, touched) {
    if (effect.of === 'node') this.#showNode(effect, touched);
    else if (effect.of === 'edge') this.#showEdge(effect, touched);
    else touched.settings = write(this.graph, effect) || touched.settings;
  }

  /**
   * @param {NodeEffect} effect
   * @param {Touched} touched
   */
  #showNode({ id, change }, touched) {
    const before = this.graph.node(id);
    const after = change(before);
    if (same(before, after)) return;
    write(this.graph, { of: 'node', id, change: () => after });
    touched.nodes.add(id);
    if (before && after && before.parent_id === after.parent_id && before.order === after.order) return;
    for (const node of [before, after].filter((one) => one !== undefined)) {
      touched.levels.add(node.parent_id);
      touched.wirings.add(node.parent_id);
    }
  }

  /**
   * @param {EdgeEffect} effect
   * @param {Touched} touched
   */
  #showEdge({ id, change }, touched) {
    const before = this.graph.edge(id);
    const after = change(before);
    if (same(before, after)) return;
    for (const edge of [before, after].filter((one) => one !== undefined)) touched.wirings.add(levelOf(this.graph, edge) ?? null);
    write(this.graph, { of: 'edge', id, change: () => after });
    touched.edges.add(id);
  }
}
