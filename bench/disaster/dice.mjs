/** Numbers that a seed brings again. @param {number} seed */
export function dice(seed) {
  let state = (seed * 2654435761) | 0;
  function next() {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }
  return {
    chance: (/** @type {number} */ share) => next() < share,
    below: (/** @type {number} */ count) => Math.floor(next() * count),
    /** @template T @param {readonly T[]} list @returns {T} */
    pick: (list) => list[Math.floor(next() * list.length)],
    /** Milliseconds until something that happens every `mean` milliseconds, at any moment alike. */
    after: (/** @type {number} */ mean) => -Math.log(1 - next()) * mean
  };
}

/** @typedef {ReturnType<typeof dice>} Dice */
