/**
 * Cards in one's own hand: those that were pressed, what else is selected, and what lies in a frame among them.
 *
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 * @import { Box, Point } from './boxes.js'
 * @import { FlowNode } from './flow.js'
 * @import { Level } from './level.js'
 */

/** Cards whose way others see while they are dragged; the rest lands when it is let go. */
const SHOWN = 200;

/** @param {Box} outer @param {Box} inner */
const wholly = (outer, inner) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

export class Grip {
  /** Ids in the hand: nobody else moves them. @type {Set<string>} */
  held = new Set();
  /** @type {Map<string, Point>} where each was taken up */
  #taken = new Map();

  /**
   * @param {ProjectStore} store
   * @param {object} on
   * @param {Level} on.lies
   * @param {(places: Map<string, Point>, own: ReadonlySet<string>) => void} on.move cards are shown elsewhere; Svelte Flow moves its `own`
   * @param {(ids: Set<string>) => void} on.released
   */
  constructor(store, on) {
    this.store = store;
    this.on = on;
  }

  /** @param {FlowNode[]} nodes as Svelte Flow has them in its hand */
  drag(nodes) {
    if (this.#taken.size === 0) this.#take(nodes);
    const [lead] = nodes;
    const start = lead && this.#taken.get(lead.id);
    if (!start) return;
    const by = { x: lead.position.x - start.x, y: lead.position.y - start.y };
    const places = new Map([...this.#taken].map(([id, { x, y }]) => [id, { x: x + by.x, y: y + by.y }]));
    this.on.move(places, new Set(nodes.map((node) => node.id)));
    const moves = [...this.#taken.keys()].slice(0, SHOWN).flatMap((id) => this.#now(id));
    this.store.presence({ drag: { moves: moves.map((move) => ({ ...move, in: this.store.graph.node(move.id)?.parent_id ?? null })) } });
  }

  /** What is in the hand stays where it is shown. */
  drop() {
    this.#release([...this.#taken.keys()].flatMap((id) => this.#now(id)));
  }

  /** Where it is now, as the graph would have it. @param {string} id */
  #now(id) {
    const place = this.on.lies.place(id);
    return place ? [{ id, x: Math.round(place.x), y: Math.round(place.y) }] : [];
  }

  /** What is in the hand goes back to where the graph has it. */
  putBack() {
    this.#release([]);
  }

  /** @param {{ id: string, x: number, y: number }[]} moves */
  #release(moves) {
    const ids = new Set(this.#taken.keys());
    this.#taken = new Map();
    this.held = new Set();
    if (moves.length) this.store.moveNodes(moves);
    this.store.presence({ drag: null });
    this.on.released(ids);
  }

  /** @param {FlowNode[]} nodes */
  #take(nodes) {
    const { boxes } = this.on.lies;
    const ids = new Set(nodes.map((node) => node.id));
    const selection = this.store.selection.get();
    if (nodes.some((node) => selection.has(node.id))) for (const id of selection) if (boxes.has(id)) ids.add(id);
    for (const id of [...ids]) for (const inside of this.#carried(id)) ids.add(inside);
    // What is shown in an open container goes with it by itself.
    for (const id of [...ids]) for (const inside of this.on.lies.inside(id)) ids.delete(inside);
    this.held = ids;
    this.#taken = new Map([...ids].flatMap((id) => (boxes.has(id) ? [[id, { .../** @type {Box} */ (boxes.box(id)) }]] : [])));
  }

  /** What a frame carries along: all that lies wholly in it. @param {string} id @returns {string[]} */
  #carried(id) {
    const { boxes } = this.on.lies;
    const box = boxes.box(id);
    if (!box || this.store.graph.node(id)?.type !== 'frame') return [];
    return boxes.within(box).filter((other) => other !== id && wholly(box, /** @type {Box} */ (boxes.box(other))));
  }
}
