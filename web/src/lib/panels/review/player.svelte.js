/**
 * The one clock of the viewer: a frame number of the film that drives every take on the screen.
 *
 * Standing, every take shows exactly that frame. Forwards the longest take leads, the others are kept beside it, and at every stop
 * all are sent to the leader's frame. Backwards no browser plays: all are sent from frame to frame, the next when all have come.
 *
 * @import { Screen } from './screen.js'
 */

import { bounds, exactRate, filmFrame, filmLength, ownFrame, shuttled } from './frames.js';

/** Milliseconds after which what has not come yet is waited for no longer. */
const LATE = 1500;

export class Player {
  /** The frame of the film. */
  frame = $state(0);
  /** Times the plain speed; below 0 backwards, 0 stands. */
  speed = $state(0);
  loop = $state(true);
  marks = $state(/** @type {{ from: number | null, to: number | null }} */ ({ from: null, to: null }));
  /** How many frames of the film the longest take lasts. */
  length = $state(1);
  /** Counts what was presented: what draws from the takes draws anew. */
  presented = $state(0);
  /** @type {Screen[]} */
  screens = [];
  /** Which of them play. @type {(screen: Screen) => boolean} */
  #visible = () => true;
  #since = 0;
  #start = 0;
  #frameRequest = 0;
  #running = false;

  /** @param {number} rate frames per second of the film */
  constructor(rate) {
    this.rate = exactRate(rate);
  }

  /** A take comes on, at the frame where the others stand. @param {Screen} screen @returns {() => void} takes it off again */
  add(screen) {
    this.screens.push(screen);
    this.#measure();
    const unwatch = screen.watch();
    screen.seek(this.frame);
    if (this.speed) this.#go();
    return () => {
      unwatch();
      this.screens = this.screens.filter((each) => each !== screen);
      this.#measure();
    };
  }

  /** Says which takes are seen; only those play. @param {(screen: Screen) => boolean} visible */
  look(visible) {
    this.#visible = visible;
    const speed = this.speed;
    this.stand();
    if (speed) this.shuttle(speed);
  }

  /** All takes show what they were sent to. */
  get settled() {
    return this.screens.every((screen) => screen.settled);
  }

  /** Whether those takes show one and the same frame of the film just now. @param {readonly string[]} ids */
  together(ids) {
    const found = this.screens.filter(({ take, exact }) => exact && ids.includes(take.id));
    if (!this.speed) return found.every((screen) => screen.settled);
    const [lead] = found.toSorted((a, b) => b.take.rate - a.take.rate);
    const at = lead ? filmFrame(lead.shown, lead.take, this.rate) : 0;
    return found.every(({ take, shown }) => shown === ownFrame(at, take, this.rate));
  }

  get range() {
    return bounds(this.marks, this.length);
  }

  /** A screen tells that it has presented a frame. @param {Screen} screen */
  heard(screen) {
    this.presented += 1;
    if (this.speed > 0 && this.#running && screen === this.#leader()) this.#led(screen, filmFrame(screen.shown, screen.take, this.rate));
  }

  /** Stands at a frame. @param {number} frame */
  go(frame) {
    const playing = this.speed > 0;
    this.#halt();
    this.#send(frame, playing);
  }

  /** @param {number} frames */
  step(frames) {
    if (this.speed) this.stand();
    this.go(this.frame + frames);
  }

  /** Stops; every take shows the same frame. */
  stand() {
    const playing = this.speed > 0;
    this.#halt();
    if (playing) this.#send(this.frame, true);
  }

  toggle() {
    if (this.speed) this.stand();
    else this.shuttle(1);
  }

  /** Faster forwards or backwards. @param {1 | -1} way */
  faster(way) {
    this.shuttle(shuttled(this.speed, way));
  }

  /** @param {number} speed */
  shuttle(speed) {
    if (speed === 0) return this.stand();
    const [first, last] = this.range;
    const turned = Math.sign(speed) !== Math.sign(this.speed) || speed < 0;
    if (turned) this.#halt();
    const outside = speed > 0 ? this.frame >= last || this.frame < first : this.frame <= first;
    if (outside) this.#send(speed > 0 ? first : last, true);
    this.speed = speed;
    this.#go();
  }

  /** Sets the mark here, or takes it away where it stands here. @param {'from' | 'to'} side */
  mark(side) {
    const here = this.marks[side] === this.frame ? null : this.frame;
    const next = { ...this.marks, [side]: here };
    const crossed = next.from !== null && next.to !== null && next.from > next.to;
    this.marks = crossed ? { from: null, to: null, [side]: here } : next;
  }

  unmark() {
    this.marks = { from: null, to: null };
  }

  /** The end of everything. */
  close() {
    this.#halt();
  }

  #seen() {
    return this.screens.filter((screen) => screen.media && this.#visible(screen));
  }

  /** The longest of those that play, clips before sounds; the first among equals. */
  #leader() {
    const seen = this.#seen();
    const clips = seen.filter(({ take }) => take.kind === 'video');
    const [first, ...rest] = clips.length ? clips : seen;
    return rest.reduce((best, each) => (filmLength(best.take, this.rate) >= filmLength(each.take, this.rate) ? best : each), first);
  }

  /** The leader is at that frame. @param {Screen} leader @param {number} now */
  #led(leader, now) {
    const [first, last] = this.range;
    // Where only shorter takes are seen, theirs is the end.
    if (now >= last || leader.over) return this.#arrived(first, Math.max(first, Math.min(now, last)));
    this.frame = now;
    for (const other of this.#seen()) if (other !== leader) other.follow(leader, this.speed);
  }

  #measure() {
    this.length = Math.max(1, ...this.screens.map(({ take }) => filmLength(take, this.rate)));
    if (this.frame >= this.length) this.go(this.length - 1);
  }

  /** @param {number} frame @param {boolean} [surely] they have been running until now */
  #send(frame, surely = false) {
    this.frame = Math.min(this.length - 1, Math.max(0, Math.round(frame)));
    for (const screen of this.screens) screen.seek(this.frame, surely);
  }

  #halt() {
    this.speed = 0;
    this.#running = false;
    cancelAnimationFrame(this.#frameRequest);
    for (const screen of this.screens) screen.pause();
  }

  /** All set off together: forwards when every take stands where it should. */
  #go() {
    cancelAnimationFrame(this.#frameRequest);
    this.#running = false;
    this.#since = performance.now();
    this.#start = this.frame;
    this.#tick(performance.now());
  }

  /** @param {number} now */
  #tick(now) {
    const leader = this.#leader();
    const late = now - this.#since > LATE;
    if (this.speed < 0 || !leader) this.#walk(now);
    else if (this.#running) this.#led(leader, Math.floor(leader.time * this.rate));
    else if (this.settled || late) {
      this.#running = true;
      for (const screen of this.#seen()) screen.play(this.speed, this.frame);
    }
    // A clip that tells its frames is heard; all else is looked at.
    if (this.speed && !(this.#running && leader?.exact)) this.#frameRequest = requestAnimationFrame((next) => this.#tick(next));
  }

  /** By the clock, from frame to frame: backwards, and where nothing but pictures are there. @param {number} now */
  #walk(now) {
    if (!this.settled) return;
    const [first, last] = this.range;
    const frame = Math.round(this.#start + ((now - this.#since) / 1000) * this.rate * this.speed);
    if (this.speed < 0 ? frame < first : frame > last) return this.#arrived(first, last);
    if (frame !== this.frame) this.#send(frame);
  }

  /** At the end of the range: from its other end again, or it stands there. @param {number} first @param {number} last */
  #arrived(first, last) {
    const { speed } = this;
    const [begin, end] = speed < 0 ? [last, first] : [first, last];
    this.#halt();
    this.#send(this.loop ? begin : end, true);
    if (!this.loop || first === last) return;
    this.speed = speed;
    this.#go();
  }
}
