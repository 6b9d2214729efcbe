/**
 * Which wires of a level belong to what is selected on it: they stay bright, the others step back. Asked wire by wire, so
 * that a selection costs what is looked at and not what the level holds.
 *
 * @import { Level } from '../drawing/level.js'
 * @typedef {{ cards: ReadonlySet<string>, wires: ReadonlySet<string> }} Chosen
 */

export class Bright {
  /** Null while nothing that is selected has a wire here. */
  #chosen = $state.raw(/** @type {Chosen | null} */ (null));
  /** @type {Chosen | undefined} */
  #seen;
  /** Cards that depend on the asset whose uses are shown; only wires among them stay bright then. @type {ReadonlySet<string> | null} */
  among = $state.raw(null);

  /** @param {Level} lies */
  constructor(lies) {
    this.lies = lies;
  }

  /**
   * Takes up what is selected.
   * @param {ReadonlySet<string>} cards
   * @param {ReadonlySet<string>} wires
   * @param {boolean} [rewired] wires have come or gone since
   */
  look(cards, wires, rewired = false) {
    if (!rewired && this.#seen?.cards === cards && this.#seen.wires === wires) return;
    this.#seen = { cards, wires };
    this.#chosen = this.#wired() ? this.#seen : null;
  }

  #wired() {
    for (const id of this.#seen?.wires ?? []) if (this.lies.wire(id)) return true;
    for (const id of this.#seen?.cards ?? []) if (this.lies.wiresAt(id).size) return true;
    return false;
  }

  /** Whether some wires step back behind others. */
  get any() {
    return this.#chosen !== null || this.among !== null;
  }

  /**
   * Whether a wire has nothing to do with what is selected, nor with the card that the pointer rests on.
   * @param {{ id: string, source: string, target: string }} wire
   * @param {string | null} [card]
   */
  aside({ id, source, target }, card = null) {
    const { among } = this;
    if (among) return !among.has(source) || !among.has(target);
    const chosen = this.#chosen;
    if (card !== null && (source === card || target === card)) return false;
    if (!chosen) return card !== null;
    return !chosen.wires.has(id) && !chosen.cards.has(source) && !chosen.cards.has(target);
  }
}
