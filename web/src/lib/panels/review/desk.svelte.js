/**
 * What lies on the desk of the review: which takes, how they are compared, which one is meant.
 *
 * @import { TakeRecord } from '#lib/protocol/schema.js'
 * @import { Mode } from '#lib/nodes/reviewing.js'
 * @import { Screen } from './screen.js'
 */

import { t } from '#lib/messages/index.js';
import { MOST } from '#lib/nodes/reviewing.js';
import { Player } from './player.svelte.js';

export const GAINS = [1, 2, 4, 8, 16];

export class Desk {
  mode = $state(/** @type {Mode} */ ('single'));
  /** Ids of those that are compared; the first is A. */
  compared = $state.raw(/** @type {string[]} */ ([]));
  /** The one that is meant: heard, told of, used. */
  chosen = $state('');
  gain = $state(1);
  /** Where A ends, in percent of the picture. */
  wipe = $state(50);
  muted = $state(false);
  /** What was said last; a number beside it, since the same may be said twice. */
  said = $state.raw({ turn: 0, text: '' });

  /**
   * @param {{ takes: readonly string[], mode: Mode, rate: number, all: () => readonly TakeRecord[], use: (take: TakeRecord) => void }} given
   */
  constructor({ takes, mode, rate, all, use }) {
    this.player = new Player(rate);
    this.all = all;
    this.given = use;
    this.compared = [...takes];
    this.chosen = takes.at(-1) ?? '';
    this.mode = mode;
    this.player.look((screen) => this.isSeen(screen.take.id));
  }

  /** Takes that are compared, as they are now. */
  get takes() {
    return this.compared.flatMap((id) => this.all().find((take) => take.id === id) ?? []);
  }

  get take() {
    return this.all().find(({ id }) => id === this.chosen) ?? this.takes[0];
  }

  /** A and B of wipe and difference: the first, and the one that is meant or else the second. @returns {[string, string]} */
  get pair() {
    const [a, second] = this.compared;
    return [a, this.chosen !== a ? this.chosen : (second ?? a)];
  }

  /** @param {string} id */
  isSeen(id) {
    if (this.mode === 'single') return id === this.chosen;
    return this.mode === 'grid' || this.pair.includes(id);
  }

  /** @param {Screen} screen */
  hears = (screen) => this.player.heard(screen);

  /** @param {Mode} mode */
  show(mode) {
    if (mode !== 'single' && this.compared.length < 2) {
      // The take before it is the one people mean when they name none.
      const all = this.all();
      const at = all.findIndex(({ id }) => id === this.chosen);
      const other = all[at - 1] ?? all[at + 1];
      if (!other) return this.say(t('why.oneTake'));
      this.compared = [other.id, this.chosen];
    }
    this.mode = mode;
    this.#look();
  }

  /** Looks at one, and at no other unless it is among those compared. @param {string} id */
  look(id) {
    if (!this.compared.includes(id))
      this.compared = this.mode === 'single' || this.compared.length < 2 ? [id] : [...this.compared.slice(0, -1), id];
    if (this.chosen !== id) this.say('');
    this.chosen = id;
    if (this.compared.length < 2) this.mode = 'single';
    this.#look();
  }

  /** Beside the others, or away from them. @param {string} id */
  beside(id) {
    if (this.compared.includes(id)) {
      if (this.compared.length === 1) return;
      this.compared = this.compared.filter((each) => each !== id);
      if (this.chosen === id) this.chosen = /** @type {string} */ (this.compared.at(-1));
      if (this.compared.length < 2) this.mode = 'single';
    } else if (this.compared.length >= MOST) return this.say(t('review.full'));
    else {
      this.compared = [...this.compared, id];
      this.chosen = id;
      if (this.mode === 'single') this.mode = 'grid';
    }
    this.#look();
  }

  /** The one before or after: of those compared, or of all where there is one. @param {1 | -1} by */
  turn(by) {
    const all = this.compared.length > 1 ? this.compared : this.all().map(({ id }) => id);
    const next = all[(all.indexOf(this.chosen) + by + all.length) % all.length];
    if (next) this.look(next);
  }

  /** @param {1 | -1} by */
  louder(by) {
    this.gain = GAINS[(GAINS.indexOf(this.gain) + by + GAINS.length) % GAINS.length];
  }

  /** @param {number} percent */
  wipeTo(percent) {
    this.wipe = Math.min(100, Math.max(0, Math.round(percent * 10) / 10));
  }

  use() {
    if (this.take && !this.take.active) this.given(this.take);
  }

  /** @param {string} text */
  say(text) {
    this.said = { turn: this.said.turn + 1, text };
  }

  #look() {
    this.player.look((screen) => this.isSeen(screen.take.id));
  }
}
