/**
 * The keys of the review, as editors know them.
 *
 * @import { MessageKey } from '#lib/messages/index.js'
 * @import { Desk } from './desk.svelte.js'
 */

import { pressed } from '#lib/canvas/commands/keys.js';

/** What the sheet beside the picture tells. @type {[string[], MessageKey][]} */
export const KEYS = [
  [['J', 'L'], 'key.review.JL'],
  [['K'], 'key.review.K'],
  [['Space'], 'key.review.space'],
  [['←', '→'], 'key.review.step'],
  [['Home', 'End'], 'key.review.ends'],
  [['I', 'O', 'X'], 'key.review.marks'],
  [['1', '2', '3', '4'], 'key.review.modes'],
  [['↑', '↓'], 'key.review.choose'],
  [['[', ']'], 'key.review.wipe'],
  [['G'], 'key.review.gain'],
  [['M', 'R'], 'key.review.sound'],
  [['Enter'], 'key.review.use']
];

const MODES = /** @type {const} */ (['single', 'grid', 'wipe', 'difference']);
const FIELDS = 'input, textarea, select, [role="slider"]';
const WORKS_BUTTONS = new Set(['Space', 'Enter']);

/** @type {Record<string, (desk: Desk, held: boolean) => void>} */
const ACTS = {
  J: ({ player }, held) => (held ? player.step(-1) : player.faster(-1)),
  L: ({ player }, held) => (held ? player.step(1) : player.faster(1)),
  K: ({ player }) => player.stand(),
  Space: ({ player }) => player.toggle(),
  ArrowLeft: ({ player }) => player.step(-1),
  ArrowRight: ({ player }) => player.step(1),
  'Shift+ArrowLeft': ({ player }) => player.step(-10),
  'Shift+ArrowRight': ({ player }) => player.step(10),
  Home: ({ player }) => player.go(0),
  End: ({ player }) => player.go(player.length - 1),
  I: ({ player }) => player.mark('from'),
  O: ({ player }) => player.mark('to'),
  X: ({ player }) => player.unmark(),
  M: (desk) => (desk.muted = !desk.muted),
  R: ({ player }) => (player.loop = !player.loop),
  G: (desk) => desk.louder(1),
  'Shift+G': (desk) => desk.louder(-1),
  '[': (desk) => desk.wipeTo(desk.wipe - 2),
  ']': (desk) => desk.wipeTo(desk.wipe + 2),
  ArrowUp: (desk) => desk.turn(-1),
  ArrowDown: (desk) => desk.turn(1),
  Enter: (desk) => desk.use(),
  ...Object.fromEntries(MODES.map((mode, at) => [String(at + 1), (/** @type {Desk} */ desk) => desk.show(mode)]))
};
/** What goes on while its key is held. */
const GOES_ON = /Arrow(Left|Right)|[[\]]|^[JL]$/;

/** Keys of one desk; K that is held makes J and L step. @param {Desk} desk */
export function keysOf(desk) {
  let held = false;
  return {
    /** @param {KeyboardEvent} event */
    down(event) {
      const key = pressed(event);
      const { target } = event;
      const own = target instanceof Element && (target.closest(FIELDS) || (WORKS_BUTTONS.has(key) && target.closest('button, a')));
      if (key === 'K') held = true;
      const act = own ? undefined : ACTS[key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat && !(GOES_ON.test(key) && (held || !/^[JL]$/.test(key)))) return;
      act(desk, held);
    },
    /** @param {KeyboardEvent} event */
    up(event) {
      if (pressed(event) === 'K') held = false;
    }
  };
}
