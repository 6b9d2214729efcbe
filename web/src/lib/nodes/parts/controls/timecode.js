/**
 * Lengths as an editor types and reads them: seconds, frames, HH:MM:SS:FF at the film's rate, counted without drop frames.
 */

import { shownNumber } from './numbers.js';

/** @typedef {'seconds' | 'frames' | 'timecode'} Form */

/** @type {readonly Form[]} */
export const FORMS = ['seconds', 'frames', 'timecode'];

/** @param {number} seconds @param {number} rate */
export const framesOf = (seconds, rate) => Math.round(seconds * rate);

/**
 * HH:MM:SS:FF of a number of frames.
 * @param {number} frames
 * @param {number} rate
 */
export function timecodeOf(frames, rate) {
  const base = Math.max(1, Math.round(rate));
  const whole = Math.max(0, Math.round(frames));
  const parts = [Math.floor(whole / (base * 3600)), Math.floor(whole / (base * 60)) % 60, Math.floor(whole / base) % 60, whole % base];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * @param {number | null | undefined} seconds
 * @param {number} rate
 * @param {Form} form
 */
export function shownLength(seconds, rate, form) {
  if (seconds === null || seconds === undefined) return '';
  const frames = framesOf(Number(seconds), rate);
  if (form === 'frames') return String(frames);
  return form === 'timecode' ? timecodeOf(frames, rate) : shownNumber(Number(seconds.toFixed?.(3) ?? seconds));
}

/**
 * Frames of "HH:MM:SS:FF" or its end: "3:12" is 3 seconds and 12 frames; null where it is no timecode.
 * @param {string} text
 * @param {number} rate
 */
function framesIn(text, rate) {
  if (!/^\d{1,3}([:;]\d{1,2}){1,3}$/.test(text)) return null;
  const base = Math.max(1, Math.round(rate));
  const [frames, seconds = 0, minutes = 0, hours = 0] = text.split(/[:;]/).map(Number).reverse();
  return ((hours * 60 + minutes) * 60 + seconds) * base + frames;
}

/**
 * Seconds of one length that was typed: "3.5", "3,5 s", "84 f", "3:12", a bare number being what the field shows.
 * @param {string} text
 * @param {number} rate
 * @param {Form} form
 */
function lengthIn(text, rate, form) {
  const frames = framesIn(text, rate);
  if (frames !== null) return frames / rate;
  const found = /^(\d*[.,]?\d+)\s*([a-zäöü]*)\.?$/i.exec(text);
  if (!found) return undefined;
  const value = Number(found[1].replace(',', '.'));
  const unit = found[2].toLowerCase();
  if (/^(s|sec|sek|seconds?|sekunden?)$/.test(unit)) return value;
  if (/^m(in)?$/.test(unit)) return value * 60;
  if (/^(f|fr|frames?|b|bild(er)?)$/.test(unit)) return value / rate;
  if (unit) return undefined;
  return form === 'seconds' ? value : value / rate;
}

/**
 * Seconds from what was typed; "+12" adds 12 frames, "-1:00" takes a second away, "+2s" adds two.
 * @param {string} text
 * @param {number} rate
 * @param {Form} form how the field shows its value
 * @param {number} now seconds it held
 * @returns {number | undefined} undefined where the text is no length
 */
export function readLength(text, rate, form, now) {
  const [, sign, rest] = /** @type {RegExpExecArray} */ (/^\s*([+-]?)\s*(.*?)\s*$/.exec(text));
  const typed = lengthIn(rest, rate, sign ? 'frames' : form);
  if (typed === undefined) return undefined;
  return sign === '+' ? now + typed : sign === '-' ? Math.max(0, now - typed) : typed;
}
