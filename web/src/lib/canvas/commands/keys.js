/**
 * Names of what is pressed: "Mod+Shift+Z", "F2", "?". Mod is Control, or Command on a Mac.
 */

const NOT_TYPED = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified']);
const NAMES = /** @type {Record<string, string>} */ ({
  ' ': 'Space',
  Del: 'Delete',
  Esc: 'Escape',
  Left: 'ArrowLeft',
  Right: 'ArrowRight'
});
const ORDER = ['Mod', 'Alt', 'Shift'];

/** Elements whose keys are their own. */
const FIELDS = 'input, textarea, select, [contenteditable="true"], [role="textbox"], [role="slider"], [role="separator"], video, audio';
const POPUPS = 'dialog, [role="listbox"]:not([data-own-keys]), [role="menu"], [role="dialog"], [role="alertdialog"]';
/** Keys that work a button, or lead from one to the next. */
const OF_BUTTONS = new Set(['Enter', 'Space', 'Tab', 'Shift+Tab', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);
/** Where plain keys walk and letters search. */
const OWN_KEYS = '[data-own-keys]';
/** Lists that are selected as a whole. */
const OWN_ALL = '[data-own-keys="all"]';
const BUTTONS = 'button, a, summary, label, aside, [role="treeitem"], [role="tab"], [role="radio"]';

/**
 * The key itself, whatever the keyboard's language and whatever Alt makes of it.
 * @param {Pick<KeyboardEvent, 'key' | 'code'>} event
 */
function keyOf({ key, code }) {
  if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase();
  // Other alphabets and Alt write other letters; the place on the keyboard is meant.
  if (/^Key[A-Z]$/.test(code)) return code.slice(3);
  if (/^Digit\d$/.test(code)) return code.slice(5);
  return NAMES[key] ?? key;
}

/**
 * The name of what is pressed; empty where it is only Shift, Control, Alt or half a character.
 * @param {Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>} event
 */
export function pressed(event) {
  if (NOT_TYPED.has(event.key)) return '';
  const key = keyOf(event);
  // "?" is what Shift makes; naming both would make it another key on another keyboard.
  const sign = key.length === 1 && !/[A-Z0-9]/.test(key);
  return [(event.ctrlKey || event.metaKey) && 'Mod', event.altKey && 'Alt', event.shiftKey && !sign && 'Shift', key]
    .filter(Boolean)
    .join('+');
}

/**
 * A binding as it is compared: modifiers in one order, letters in capitals.
 * @param {string} binding
 */
export function normal(binding) {
  const parts = binding.endsWith('++') ? [...binding.slice(0, -2).split('+'), '+'] : binding === '+' ? ['+'] : binding.split('+');
  const key = parts.at(-1) ?? '';
  const held = ORDER.filter((name) => parts.slice(0, -1).includes(name));
  return [...held, key.length === 1 ? key.toUpperCase() : key].join('+');
}

const SIGNS = /** @type {Record<string, string>} */ ({
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  ContextMenu: 'Menu'
});
const ON_A_MAC = /** @type {Record<string, string>} */ ({ Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↩', Backspace: '⌫' });

const isMac = () => typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);

/**
 * A binding as it is written on a key cap: "Ctrl+Shift+Z", "⇧⌘Z".
 * @param {string} binding
 * @param {boolean} [mac]
 */
export function written(binding, mac = isMac()) {
  const parts = normal(binding).split(/\+(?=.)/);
  if (!mac) return parts.map((part) => (part === 'Mod' ? 'Ctrl' : (SIGNS[part] ?? part))).join('+');
  const order = ['Alt', 'Shift', 'Mod'].filter((name) => parts.includes(name));
  return [...order, parts.at(-1) ?? ''].map((part) => ON_A_MAC[part] ?? SIGNS[part] ?? part).join('');
}

/**
 * True while a key belongs to what it was pressed on: a field, a list, an open popup, a button that it works.
 * @param {KeyboardEvent} event
 */
export function belongsElsewhere(event) {
  const { target } = event;
  if (event.isComposing || event.keyCode === 229) return true;
  if (!(target instanceof Element)) return false;
  // A button that went from under the focus leaves it on the page behind the sheet.
  if (target.closest(POPUPS) || document.querySelector('dialog:modal')) return true;
  // F6 writes nothing: it leads out of a field to the next part of the window.
  if (target.closest(FIELDS)) return event.key !== 'F6';
  const plain = !event.ctrlKey && !event.metaKey && event.key !== 'Escape';
  if (plain && target.closest(OWN_KEYS)) return true;
  if (pressed(event) === 'Mod+A' && target.closest(OWN_ALL)) return true;
  return OF_BUTTONS.has(pressed(event)) && target.closest(BUTTONS) !== null;
}
