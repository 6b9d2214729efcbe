/**
 * Undo inside a text field goes to the film: the field's own history knows nothing of what others wrote meanwhile.
 *
 * @typedef {(which: 'undo' | 'redo') => void} TakeBack
 */

/** @type {Record<string, 'undo' | 'redo'>} */
const KEYS = { z: 'undo', Z: 'redo', y: 'redo' };
/** @type {Record<string, 'undo' | 'redo'>} */
const KINDS = { historyUndo: 'undo', historyRedo: 'redo' };

/** @param {TakeBack} act */
export const undoPressed = (act) => (/** @type {KeyboardEvent} */ event) => {
  const which = (event.ctrlKey || event.metaKey) && !event.altKey ? KEYS[event.shiftKey ? event.key.toUpperCase() : event.key] : undefined;
  if (!which || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  act(which);
};

/** From the browser's own menu. @param {TakeBack} act */
export const undoAsked = (act) => (/** @type {InputEvent} */ event) => {
  const which = KINDS[event.inputType];
  if (!which) return;
  event.preventDefault();
  act(which);
};
