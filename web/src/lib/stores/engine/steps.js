/**
 * What is undone together: typing into one field with pauses below a second, and whatever is done in one go.
 */

import { v7 as uuid } from 'uuid';

/** Milliseconds without typing after which the next letter begins a step of its own. */
const PAUSE = 1000;

export class Steps {
  #held = 0;
  #typing = { key: '', at: -Infinity, step: '' };

  /**
   * Names the step of an edit that is made now.
   * @param {string | null} key the field that is typed into, null for anything else
   * @returns {string}
   */
  of(key) {
    const { key: before, at, step } = this.#typing;
    const now = Date.now();
    const goesOn = key !== null && key === before && (this.#held > 0 || now - at < PAUSE);
    this.#typing = { key: key ?? '', at: now, step: goesOn ? step : uuid() };
    return this.#typing.step;
  }

  /**
   * A hand that holds something, as when it drags a number: what it does to one field is one step, whatever pauses it makes.
   * @returns {() => void} lets go; what follows begins a step of its own
   */
  hold() {
    let holding = true;
    this.end();
    this.#held += 1;
    return () => {
      if (!holding) return;
      holding = false;
      this.#held -= 1;
      this.end();
    };
  }

  /** What is typed next begins a step of its own. */
  end() {
    this.#typing.at = -Infinity;
  }
}
