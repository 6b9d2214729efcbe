/**
 * Nodes put between two sockets: the one that converts, a dot, the card that is dropped on a wire.
 *
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 * @import { Stage } from '../drawing/stage.svelte.js'
 * @import { EdgeRecord } from '#lib/protocol/schema.js'
 * @import { NodeType, SocketSpec, Verdict } from '#lib/net/api.js'
 * @import { Wire } from '#lib/graph/sockets.js'
 * @import { Point } from './shape.js'
 * @typedef {{ type: NodeType, input: string, output: string, data: Record<string, any>, gives: string }} Converter `gives`: the type of what comes out
 */

import { levelOf } from '#lib/graph/model.js';
import { sourceSocket, targetSocket } from '#lib/graph/sockets.js';
import { t } from '#lib/messages/index.js';
import { cardOf } from '#lib/nodes/cards.js';
import { isBoundary, owner } from '../drawing/flow.js';
import { kindOfLevel } from '../levels/levels.js';
import { converter, passage } from './fits.js';
import { passing } from './geometry.js';
import { splice } from './rewiring.js';
import { waysIn } from './ways.js';

const DOT = 'reroute';

/** Frames and notes are ground to a wire. @param {ProjectStore} store @param {string} node in Svelte Flow's names */
export function socketless(store, node) {
  const type = store.nodeType(store.graph.node(owner(node))?.type ?? '');
  return type !== undefined && type.inputs.length + type.outputs.length === 0;
}

export class Inserting {
  /** The wire that the card in hand would stand on. */
  onto = $state.raw(/** @type {string | null} */ (null));

  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.store = stage.store;
  }

  /** @param {Wire} wire @returns {[SocketSpec, SocketSpec] | undefined} */
  #ends(wire) {
    const { rules, graph } = this.store;
    const [from, to] = [sourceSocket(rules, graph, wire), targetSocket(rules, graph, wire)];
    return from && to ? [from, to] : undefined;
  }

  /** The level that a wire lies on: that of the canvas, or of a scene that stands open on it. @param {Wire} wire @returns {string | null} */
  #level(wire) {
    return levelOf(this.store.graph, /** @type {EdgeRecord} */ (wire)) ?? null;
  }

  /** A place of the canvas as the graph has it on a level. @param {string | null} level @param {Point} at @returns {Point} */
  placeOn(level, { x, y }) {
    const { opened } = this.stage.lies;
    const by = level !== null && opened.has(level) ? opened.offset(level) : { x: 0, y: 0 };
    return { x: Math.round(x - by.x), y: Math.round(y - by.y) };
  }

  // What converts

  /** The node that would make a refused wire possible. @param {Wire} wire @param {Verdict} verdict @returns {Converter | undefined} */
  converter(wire, verdict) {
    const ends = this.#ends(wire);
    const level = kindOfLevel(this.store.graph, this.#level(wire), this.store.nodeType);
    const found = ends && converter(this.store.rules, verdict, ends[0], ends[1], level);
    return found && { ...found, gives: ends[1].types[0] };
  }

  /** Inserts it, in one step. @param {Wire} wire @param {Converter} by @param {EdgeRecord | undefined} before the wire whose end is moved */
  convert(wire, { type, input, output, data }, before) {
    const { store, stage } = this;
    const boxes = [wire.source, wire.target].flatMap((id) => stage.boxes.box(id) ?? []);
    const { width, height } = cardOf(type);
    const [x, y] = boxes.length
      ? [
          boxes.reduce((sum, box) => sum + box.x + box.width / 2, 0) / boxes.length - width / 2,
          boxes.reduce((sum, box) => sum + box.y + box.height / 2, 0) / boxes.length - height / 2
        ]
      : [0, 0];
    store.step(t('wires.inserted', { title: type.title }), () => {
      if (before) store.removeEdges([before.id]);
      const position = this.free({ x: Math.round(x), y: Math.round(y) }, width, height);
      const level = this.#level(wire);
      const id = store.addNode({ type: type.kind, parent_id: level, position: this.placeOn(level, position), data });
      store.connect({ source: wire.source, source_handle: wire.source_handle, target: id, target_handle: input });
      store.connect({ source: id, source_handle: output, target: wire.target, target_handle: wire.target_handle });
    });
  }

  /** The place wanted, or below what stands there. @param {Point} at @param {number} width @param {number} height */
  free(at, width, height) {
    const { boxes } = this.stage;
    const spot = { ...at };
    for (let tries = 0; tries < 20; tries += 1) {
      const met = boxes.within({ ...spot, width, height }).filter((id) => !socketless(this.store, id));
      const lower = met.flatMap((id) => boxes.box(id) ?? []).map((box) => box.y + box.height);
      if (lower.length === 0) break;
      spot.y = Math.round(Math.max(...lower) + 24);
    }
    return spot;
  }

  // A dot

  /**
   * Puts a dot on a wire, where it was clicked.
   * @param {string} id
   * @param {Point} point of the canvas
   */
  addDot(id, point) {
    const { store } = this;
    const edge = store.graph.edge(id);
    const type = store.nodeType(DOT);
    const ends = edge && type && this.#ends(edge);
    const pair = ends && passage(store.rules, ends[0], ends[1], type);
    if (!pair) return;
    const level = this.#level(edge);
    const { width, height } = cardOf(type);
    store.step(t('wires.dotted'), () => {
      const dot = store.addNode({
        type: DOT,
        parent_id: level,
        position: this.placeOn(level, { x: point.x - width / 2, y: point.y - height / 2 })
      });
      splice(store, edge, dot, pair);
    });
  }

  // A card over a wire

  /** A card is dragged: names the wire that it would stand on. @param {string[]} ids @param {Point} at its corner, in canvas pixels */
  dragged(ids, at) {
    const [id] = ids;
    const node = this.store.graph.node(id ?? '');
    const type = node && this.store.nodeType(node.type);
    const box = this.stage.boxes.box(id ?? '');
    this.onto = null;
    if (ids.length !== 1 || !type || !box || isBoundary(id) || this.store.graph.wires(id).size > 0) return;
    const here = { ...box, x: at.x, y: at.y };
    let least = Infinity;
    for (const { edge, way } of waysIn(this.stage, here)) {
      const far = passing(way, here);
      const ends = far < least && this.#level(edge) === node.parent_id ? this.#ends(edge) : undefined;
      if (ends && passage(this.store.rules, ends[0], ends[1], type)) [this.onto, least] = [edge.id, far];
    }
  }

  /** The card is let go: stands on the wire it is over, in one step with its move. False where it is over none. @param {string} node @param {Point} at */
  insert(node, at) {
    const { store } = this;
    const edge = this.onto === null ? undefined : store.graph.edge(this.onto);
    this.onto = null;
    const type = store.nodeType(store.graph.node(node)?.type ?? '');
    const ends = edge && this.#ends(edge);
    const pair = ends && type && passage(store.rules, ends[0], ends[1], type);
    if (!edge || !pair) return false;
    store.step(t('wires.inserted', { title: type.title }), () => {
      store.moveNodes([{ id: node, ...this.placeOn(this.#level(edge), at) }]);
      splice(store, edge, node, pair);
    });
    return true;
  }
}
