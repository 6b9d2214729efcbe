/**
 * Mouse wheel or two fingers: browsers tell both as the same event, and only its numbers tell them apart.
 *
 * @typedef {Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'timeStamp'> & { wheelDeltaY?: number }} Turn
 */

/** Milliseconds for which a gesture that was known stays what it is. */
const GESTURE = 350;
/** What one notch of a wheel tells, in Chromium and WebKit. */
const NOTCH = 120;

/** Remembers the gesture that is going on: the same fingers do not change what they do half way. */
export class Wheel {
  #fingers = false;
  #at = -Infinity;

  /**
   * Whether two fingers move over a pad, as far as the numbers tell.
   * @param {Turn} turn
   */
  fingers(turn) {
    const goesOn = turn.timeStamp - this.#at < GESTURE;
    this.#at = turn.timeStamp;
    if (!goesOn || !this.#fingers) this.#fingers = looksLikeFingers(turn);
    return this.#fingers;
  }

  /**
   * What the turn does to the canvas. A pinch comes as a turn with Control.
   * @param {Turn} turn
   * @param {'auto' | 'zoom' | 'pan'} setting
   * @returns {'zoom' | 'pan'}
   */
  does(turn, setting) {
    const fingers = this.fingers(turn);
    if (turn.ctrlKey || turn.metaKey) return 'zoom';
    if (turn.shiftKey || setting === 'pan') return 'pan';
    return setting === 'zoom' || !fingers ? 'zoom' : 'pan';
  }
}

/** @param {Turn} turn */
function looksLikeFingers({ deltaX, deltaY, deltaMode, wheelDeltaY }) {
  if (deltaMode !== 0) return false;
  if (deltaX !== 0 && deltaY !== 0) return true;
  // A notch is a whole number of 120; a pad tells three times its pixels.
  if (wheelDeltaY !== undefined) return deltaY === 0 ? deltaX !== 0 : Math.abs(wheelDeltaY) % NOTCH !== 0;
  return !Number.isInteger(deltaY) || Math.abs(deltaY) < 40;
}

/**
 * How far a turn pans, in pixels; with Shift the wheel pans sideways.
 * @param {Turn} turn
 */
export function shifted({ deltaX, deltaY, deltaMode, shiftKey }) {
  const unit = deltaMode === 1 ? 16 : deltaMode === 2 ? 400 : 1;
  return shiftKey && deltaX === 0 ? { x: deltaY * unit, y: 0 } : { x: deltaX * unit, y: deltaY * unit };
}
