/**
 * True while a key belongs to a field, a menu or a player, and so never to the canvas.
 * @param {EventTarget | null} target
 */
function typing(target) {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable="true"], [role="listbox"], [role="menu"], [role="dialog"], video') !== null
  );
}

/** Keys that press a button or leave it. */
const OF_BUTTONS = ['Enter', 'Tab', ' '];

/**
 * True where the key works the button it was pressed on.
 * @param {KeyboardEvent} event
 */
function pressing({ key, ctrlKey, metaKey, target }) {
  return (
    !ctrlKey &&
    !metaKey &&
    OF_BUTTONS.includes(key) &&
    target instanceof HTMLElement &&
    target.closest('button, a, summary, [role="treeitem"]') !== null
  );
}

/**
 * The name of what is pressed: "Mod+A", "Shift+Tab", "F". Mod is Control, or Command on a Mac.
 * @param {KeyboardEvent} event
 */
function pressed(event) {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [(event.ctrlKey || event.metaKey) && 'Mod', event.altKey && 'Alt', event.shiftKey && 'Shift', key].filter(Boolean).join('+');
}

/**
 * A listener that calls the action bound to the keys, unless somebody is typing.
 * @param {Record<string, (event: KeyboardEvent) => void>} bindings
 */
export function shortcuts(bindings) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.defaultPrevented || event.isComposing || typing(event.target) || pressing(event)) return;
    const action = bindings[pressed(event)];
    if (!action) return;
    // What is answered here is not answered again by the card under it.
    event.preventDefault();
    event.stopPropagation();
    action(event);
  };
}
