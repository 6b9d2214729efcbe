/**
 * What a person is about to touch becomes an element before they do: the card or the wire under the pointer, the card
 * that holds the focus.
 *
 * @import { Camera } from './camera.js'
 * @import { Stage } from './stage.svelte.js'
 */

import { isBoundary } from './flow.js';

/** Pixels of the screen from which a wire is felt. */
const REACH = 9;

/**
 * @param {Stage} stage
 * @param {Camera} camera
 */
export function createAttention(stage, camera) {
  let frame = 0;
  /** @type {{ x: number, y: number, empty: boolean } | null} */
  let pointer = null;

  function look() {
    frame = 0;
    if (!pointer) return;
    if (!pointer.empty) return;
    const point = camera.toCanvas(pointer);
    const [hover] = stage.boxes.at(point);
    if (hover) return stage.attend({ hover, wire: null });
    stage.attend({ hover: null, wire: stage.wireAt(point, REACH / camera.viewport.zoom) ?? null });
  }

  /** @param {EventTarget | null} target */
  const cardOf = (target) => (target instanceof Element ? (target.closest('.svelte-flow__node')?.getAttribute('data-id') ?? null) : null);

  return {
    /** @param {PointerEvent} event */
    moved(event) {
      const target = /** @type {Element} */ (event.target);
      const empty = target.classList?.contains('svelte-flow__pane') ?? false;
      if (event.buttons) return;
      pointer = { x: event.clientX, y: event.clientY, empty };
      frame ||= requestAnimationFrame(look);
    },
    /** A finger gives no notice: what is under it is looked for as it comes down. @param {PointerEvent} event */
    pressed(event) {
      stage.more = event.shiftKey || event.metaKey || event.ctrlKey;
      if (event.pointerType === 'mouse') return;
      pointer = { x: event.clientX, y: event.clientY, empty: true };
      look();
    },
    /** Who moves the view with the middle button goes on typing where they were. @param {MouseEvent} event */
    kept(event) {
      if (event.button === 1) event.preventDefault();
    },
    gone() {
      pointer = null;
      stage.attend({ hover: null, wire: null });
    },
    /** @param {FocusEvent} event */
    focused({ target }) {
      const id = cardOf(target);
      stage.attend({ focus: id && !isBoundary(id) ? id : null });
    },
    /** @param {FocusEvent} event */
    blurred({ relatedTarget }) {
      // A card that is taken away loses the focus amid the drawing: what follows from it waits until that is done.
      if (!cardOf(relatedTarget))
        queueMicrotask(() => document.activeElement?.closest('.svelte-flow__node') || stage.attend({ focus: null }));
    },
    end: () => cancelAnimationFrame(frame)
  };
}
