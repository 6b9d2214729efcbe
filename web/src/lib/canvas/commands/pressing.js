/**
 * Keys on their way to commands.
 *
 * @import { Context } from './types.js'
 */

import { belongsElsewhere, pressed } from './keys.js';
import { bindings, commandOf, perform } from './registry.js';
import { hand, steer } from './wiring.js';

/** What the browser does by itself at these keys, with an event of its own that the canvas answers. */
const BROWSERS_OWN = /** @type {Record<string, string>} */ ({
  'clipboard.copy': 'Mod+C',
  'clipboard.cut': 'Mod+X',
  'clipboard.paste': 'Mod+V',
  'clipboard.pasteWired': 'Mod+Shift+V'
});
/** What goes on while its key is held. */
const GOES_ON = /^(select\.|arrange\.nudge\.|view\.zoom(In|Out)|edit\.(undo|redo))/;

/** Nobody has pressed a key on this page yet, nor brought the mouse: Tab goes through it, from its first links on. */
let fresh = true;

/** @param {() => Context} context */
export function handles(context) {
  let wired = false;

  /** The command of a key. @param {string} key */
  function commandFor(key) {
    for (const [id, keys] of bindings.get()) if (keys.includes(key)) return commandOf(id);
    return undefined;
  }

  return {
    /** @param {KeyboardEvent} event */
    down(event) {
      const first = fresh && !context().pointer;
      fresh = false;
      if (event.defaultPrevented || belongsElsewhere(event)) return;
      const key = pressed(event);
      if (first && key === 'Tab') return;
      if (hand.get() && steer(context(), key)) return taken(event);
      const command = key ? commandFor(key) : undefined;
      if (!command) return;
      wired = command.id === 'clipboard.pasteWired';
      if (BROWSERS_OWN[command.id] === key) return;
      if (event.repeat && !GOES_ON.test(command.id)) return taken(event);
      if (perform(command, context())) taken(event);
    },
    /** Whether what is focused keeps its keys and its clipboard. @param {EventTarget | null} target */
    elsewhere: (target) =>
      target instanceof HTMLElement &&
      target.closest('input, textarea, select, [contenteditable="true"], dialog, [role="dialog"]') !== null,
    /** Whether the paste that comes now keeps incoming wires. */
    wired() {
      const now = wired;
      wired = false;
      return now;
    }
  };
}

/** What is answered here is not answered again by what lies under it. @param {KeyboardEvent} event */
function taken(event) {
  event.preventDefault();
  event.stopPropagation();
}
