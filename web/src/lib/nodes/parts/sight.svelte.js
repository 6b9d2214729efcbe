/* eslint svelte/prefer-svelte-reactivity: off -- what waits is never drawn from */
/**
 * How the cards are seen right now, and when there is time to build more of them.
 */

import { flushSync } from 'svelte';

/** Milliseconds of a frame that cards may take to be filled in. */
const BUDGET = 4;

class Sight {
  /** From afar a card is a block, then a picture with its title, then whole. */
  band = $state(/** @type {'far' | 'mid' | 'near'} */ ('near'));
  /** The view moves: nothing is filled in meanwhile. */
  moving = false;
}

export const sight = new Sight();

/** @type {Set<() => void>} */
const waiting = new Set();
let frame = 0;

function turn() {
  const start = performance.now();
  frame = 0;
  if (!sight.moving) {
    for (const act of waiting) {
      waiting.delete(act);
      act();
      flushSync();
      if (performance.now() - start > BUDGET) break;
    }
  }
  if (waiting.size) frame = requestAnimationFrame(turn);
}

/**
 * Acts when the view is at rest and the frame has time.
 * @param {() => void} act
 * @returns {() => void} forgets it
 */
export function inTime(act) {
  waiting.add(act);
  if (!frame) frame = requestAnimationFrame(turn);
  return () => void waiting.delete(act);
}
