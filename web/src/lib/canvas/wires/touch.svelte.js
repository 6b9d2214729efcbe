/**
 * Which wire or card the pointer is at: that wire comes forward, and wires that have nothing to do with that card step back.
 */

/** Milliseconds: a wire stays forward on the way to the marks at its ends; a card in passing dims nothing. */
const LEAVING = 160;
const RESTING = 180;

let wire = $state.raw(/** @type {string | null} */ (null));
let card = $state.raw(/** @type {string | null} */ (null));
/** @type {ReturnType<typeof setTimeout> | undefined} */
let wireTimer;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let cardTimer;

export const touch = {
  get wire() {
    return wire;
  },
  get card() {
    return card;
  },
  /** @param {string | null} id */
  atWire(id) {
    clearTimeout(wireTimer);
    if (id !== null) wire = id;
    else wireTimer = setTimeout(() => (wire = null), LEAVING);
  },
  /** @param {string | null} id */
  atCard(id) {
    clearTimeout(cardTimer);
    if (id === null) card = null;
    else if (id !== card) cardTimer = setTimeout(() => (card = id), RESTING);
  },
  leave() {
    clearTimeout(wireTimer);
    clearTimeout(cardTimer);
    wire = card = null;
  }
};
