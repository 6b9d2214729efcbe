/* eslint svelte/prefer-svelte-reactivity: off -- the set is replaced, never changed */
/**
 * The knife: drawn over a level, it takes away every wire that it meets.
 *
 * @import { Stage } from '../drawing/stage.svelte.js'
 * @import { Point } from './shape.js'
 */

import { removal } from '#lib/panels/removal.js';
import { cross, wrapped } from './geometry.js';
import { waysIn } from './ways.js';

export class Knife {
  /** Where it was drawn, in canvas pixels; null while there is none. */
  way = $state.raw(/** @type {Point[] | null} */ (null));
  /** Wires that it has met. @type {ReadonlySet<string>} */
  met = $state.raw(new Set());
  /** Whether the last press drew it. */
  drawn = false;

  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
  }

  /** @param {Point} point of the canvas */
  draw(point) {
    this.way = [...(this.way ?? []), point];
    const last = this.way.slice(-2);
    if (last.length < 2) return;
    const met = waysIn(this.stage, wrapped(last)).filter(({ way }) => cross(way, last));
    if (met.some(({ edge }) => !this.met.has(edge.id))) this.met = new Set([...this.met, ...met.map(({ edge }) => edge.id)]);
  }

  /** @param {boolean} [really] */
  sheathe(really = true) {
    const ids = [...this.met];
    this.drawn = (this.way?.length ?? 0) > 1;
    this.way = null;
    this.met = new Set();
    if (really && ids.length) removal.remove([], ids);
  }
}
