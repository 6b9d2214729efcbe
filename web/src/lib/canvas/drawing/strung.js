/**
 * The wires of a level: which hang at a card, and the space that each takes.
 *
 * @import { Ends } from '../wires/shape.js'
 * @import { Box, Point } from './boxes.js'
 * @import { FlowEdge } from './flow.js'
 */

import { wirePoints } from '../wires/shape.js';
import { around, Boxes } from './boxes.js';
import { distance } from './ends.js';

export class Strung {
  /** @type {Map<string, FlowEdge>} */
  #wires = new Map();
  /** @type {Map<string, Set<string>>} */
  #at = new Map();
  #spans = new Boxes();
  /** Wires whose space is to be measured anew before anybody asks for it. @type {Set<string>} */
  #loose = new Set();

  /** @param {(wire: FlowEdge) => Ends | undefined} endsOf where a wire begins and ends; undefined where a socket is missing */
  constructor(endsOf) {
    this.endsOf = endsOf;
  }

  /** @param {string} id */
  get(id) {
    return this.#wires.get(id);
  }

  /** Takes a wire up in the place of the one of that id, or leaves it out. @param {string} id @param {FlowEdge | undefined} wire */
  put(id, wire) {
    const before = this.#wires.get(id);
    if (before) for (const end of [before.source, before.target]) this.#at.get(end)?.delete(id);
    if (!wire) {
      this.#wires.delete(id);
      this.#spans.drop(id);
      this.#loose.delete(id);
      return;
    }
    this.#wires.set(id, wire);
    this.#loose.add(id);
    for (const end of [wire.source, wire.target]) {
      const known = this.#at.get(end);
      if (known) known.add(id);
      else this.#at.set(end, new Set([id]));
    }
  }

  /** Ids of the wires at a card or boundary. @param {string} end @returns {ReadonlySet<string>} */
  at(end) {
    return this.#at.get(end) ?? NONE;
  }

  /** What hangs at these has moved. @param {string[]} ends */
  loosen(...ends) {
    for (const end of ends) for (const id of this.at(end)) this.#loose.add(id);
  }

  /**
   * Ids of the wires with both ends among these cards.
   * @param {ReadonlySet<string>} cards
   * @param {Iterable<string>} first those to be found before all others
   * @param {number} most
   * @returns {Set<string>}
   */
  among(cards, first, most) {
    const found = /** @type {Set<string>} */ (new Set());
    const both = (/** @type {FlowEdge | undefined} */ wire) => wire && cards.has(wire.source) && cards.has(wire.target);
    for (const id of first) if (both(this.#wires.get(id))) found.add(id);
    for (const card of cards) {
      for (const id of this.at(card)) {
        if (found.size >= most) return found;
        const wire = this.#wires.get(id);
        if (wire?.source === card && both(wire)) found.add(id);
      }
    }
    return found;
  }

  /** Ids of the wires that may be seen in a box. @param {Box} box */
  within(box) {
    this.#measure();
    return this.#spans.within(box);
  }

  /**
   * The wire nearest to a point, no farther than `reach` canvas pixels.
   * @param {Point} point
   * @param {number} reach
   */
  near({ x, y }, reach) {
    let best = /** @type {string | undefined} */ (undefined);
    let least = reach;
    for (const id of this.within({ x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach })) {
      const way = this.#way(id);
      const far = way ? distance({ x, y }, way) : Infinity;
      if (far <= least) [best, least] = [id, far];
    }
    return best;
  }

  /** @param {string} id */
  #way(id) {
    const wire = this.#wires.get(id);
    const ends = wire && this.endsOf(wire);
    return ends && wirePoints(ends);
  }

  #measure() {
    for (const id of this.#loose) {
      const span = around((this.#way(id) ?? []).map(({ x, y }) => ({ x, y, width: 0, height: 0 })));
      if (span) this.#spans.put(id, span);
      else this.#spans.drop(id);
    }
    this.#loose.clear();
  }
}

const NONE = /** @type {ReadonlySet<string>} */ (new Set());
