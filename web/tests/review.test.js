import { beforeEach, describe, expect, it, vi } from 'vitest';

import { bounds, codeOf, exactRate, filmFrame, filmLength, middleOf, ownFrame, shuttled } from '#lib/panels/review/frames.js';
import { Player } from '#lib/panels/review/player.svelte.js';
import { Screen } from '#lib/panels/review/screen.js';

const clip = (/** @type {any} */ rest = {}) => ({ id: 'a', kind: 'video', frames: 96, rate: 24, duration: 4, ...rest });

/** A player of a browser that seeks when it is told the time has come, and may show another frame first. */
class Media extends EventTarget {
  readyState = 4;
  paused = true;
  seeking = false;
  ended = false;
  error = null;
  playbackRate = 1;
  #at = 0;
  /** @type {((now: number, frame: { mediaTime: number }) => void)[]} */
  #callbacks = [];
  seeks = 0;

  get currentTime() {
    return this.#at;
  }
  set currentTime(seconds) {
    this.#at = seconds;
    this.seeking = true;
    this.seeks += 1;
  }
  play() {
    this.paused = false;
    return Promise.resolve();
  }
  pause() {
    this.paused = true;
  }
  /** @param {any} callback */
  requestVideoFrameCallback(callback) {
    this.#callbacks.push(callback);
  }
  /** The seek is done and its frame stands. @param {number} rate */
  arrive(rate) {
    if (!this.seeking) return;
    this.seeking = false;
    this.show(Math.floor(this.#at * rate + 1e-9) / rate);
    this.dispatchEvent(new Event('seeked'));
  }
  /** @param {number} mediaTime */
  show(mediaTime) {
    if (!this.seeking) this.#at = Math.max(this.#at, mediaTime);
    for (const each of this.#callbacks.splice(0)) each(0, { mediaTime });
  }
  /** Runs on to that frame. @param {number} frame @param {number} rate */
  run(frame, rate) {
    this.#at = frame / rate;
    this.show(frame / rate);
  }
}

describe('frames of the film and of takes', () => {
  it('shuttles down and up the ladder, from the other direction first to the plain speed', () => {
    const run = (/** @type {number[]} */ ways) =>
      ways.reduce((speeds, way) => [...speeds, shuttled(speeds.at(-1) ?? 0, /** @type {1 | -1} */ (way))], [0]);
    expect(run([1, 1, 1, 1, -1, -1, -1, 1])).toEqual([0, 1, 2, 4, 4, -1, -2, -2, 1]);
  });

  it('knows the exact rate behind a rounded one', () => {
    expect([24, 23.976, 29.97, 12].map(exactRate)).toEqual([24, 24 / 1.001, 30 / 1.001, 12]);
  });

  it("gives every frame of a take of the film's own rate its own number, and each of half the rate twice", () => {
    for (const rate of [24, 23.976, 29.97, 60])
      for (let frame = 0; frame < 5000; frame += 7) {
        const own = ownFrame(frame, clip({ rate, frames: 9000 }), rate);
        expect(own).toBe(frame);
        expect(Math.floor(middleOf(own, rate) * exactRate(rate))).toBe(frame);
        expect(filmFrame(own, clip({ rate }), rate)).toBe(frame);
      }
    expect([0, 1, 2, 3, 4].map((frame) => ownFrame(frame, clip({ rate: 12, frames: 48 }), 24))).toEqual([0, 0, 1, 1, 2]);
    expect([0, 1, 2].map((own) => filmFrame(own, clip({ rate: 12 }), 24))).toEqual([0, 2, 4]);
  });

  it('holds the last frame of a take that is over', () => {
    expect(ownFrame(500, clip(), 24)).toBe(95);
    expect(
      [clip(), clip({ rate: 12, frames: 6 }), clip({ kind: 'image', frames: 0, rate: 0, duration: 0 })].map((take) => filmLength(take, 24))
    ).toEqual([96, 12, 1]);
  });

  it('tells timecode as it is burnt in', () => {
    expect([0, 23, 24, 24 * 61 + 5].map((frame) => codeOf(frame, 24))).toEqual([
      '00:00:00:00',
      '00:00:00:23',
      '00:00:01:00',
      '00:01:01:05'
    ]);
    expect(codeOf(24, exactRate(23.976))).toBe('00:00:01:00');
  });

  it('keeps marks inside the film and in order', () => {
    expect(bounds({ from: null, to: null }, 10)).toEqual([0, 9]);
    expect(bounds({ from: 4, to: 90 }, 10)).toEqual([4, 9]);
    expect(bounds({ from: 8, to: 3 }, 10)).toEqual([8, 8]);
  });
});

describe('the clock of the review', () => {
  /** @type {((now: number) => void)[]} */
  let beats = [];
  /** @type {Player} */
  let player;
  /** @type {Record<string, { media: Media, screen: Screen, rate: number }>} */
  let desk;

  beforeEach(() => {
    beats = [];
    vi.stubGlobal('requestAnimationFrame', (/** @type {(now: number) => void} */ beat) => beats.push(beat));
    vi.stubGlobal('cancelAnimationFrame', () => {});
    player = new Player(24);
    desk = {};
    for (const take of [clip(), clip({ id: 'b' }), clip({ id: 'half', rate: 12, frames: 24, duration: 2 })]) {
      const media = new Media();
      const screen = new Screen(/** @type {any} */ (take), /** @type {any} */ (media), player.rate, (one) => player.heard(one));
      desk[take.id] = { media, screen, rate: take.rate };
      player.add(screen);
    }
    arrive();
  });

  /** All seeks are done, also those that waited for another. */
  const arrive = () => [1, 2, 3].forEach(() => Object.values(desk).forEach(({ media, rate }) => media.arrive(rate)));
  const beat = () => beats.splice(0).forEach((each) => each(performance.now()));
  const shown = () => Object.values(desk).map(({ screen }) => screen.shown);

  it('shows the same frame on all after any number of steps, also where they came faster than the seeks', () => {
    for (let step = 0; step < 50; step += 1) player.step(1);
    arrive();
    expect([player.frame, ...shown()]).toEqual([50, 50, 50, 23]);
    player.step(-11);
    arrive();
    expect([player.settled, ...shown()]).toEqual([true, 39, 39, 19]);
    // Steps in between were not sought one by one.
    expect(desk.a.media.seeks).toBeLessThan(8);
  });

  it('sends all to the frame of the leader when it stops, wherever the others have drifted', () => {
    player.shuttle(1);
    expect(Object.values(desk).every(({ media }) => !media.paused)).toBe(true);
    desk.b.media.run(10, 24);
    desk.half.media.run(7, 12);
    desk.a.media.run(12, 24);
    expect(player.frame).toBe(12);
    player.stand();
    // What was on its way comes after all.
    desk.a.media.show(13 / 24);
    arrive();
    desk.b.media.show(13 / 24);
    arrive();
    expect([player.speed, ...shown()]).toEqual([0, 12, 12, 6]);
  });

  it('sets one that is far off beside the leader at once', () => {
    player.shuttle(1);
    desk.b.media.run(5, 24);
    desk.a.media.run(24, 24);
    expect(desk.b.media.currentTime).toBe(1);
  });

  it('runs a little faster or slower beside the leader rather than to jump', () => {
    player.shuttle(2);
    desk.b.media.run(10, 24);
    desk.a.media.run(12, 24);
    expect(desk.b.media.playbackRate).toBeCloseTo(2.2);
    desk.b.media.run(15, 24);
    desk.a.media.run(13, 24);
    expect(desk.b.media.playbackRate).toBeCloseTo(1.8);
    desk.b.media.run(14, 24);
    desk.a.media.run(14, 24);
    expect(desk.b.media.playbackRate).toBe(2);
  });

  it('begins again at the mark, and stands at the other where it does not loop', () => {
    player.go(10);
    player.mark('from');
    player.go(20);
    player.mark('to');
    arrive();
    player.shuttle(1);
    arrive();
    beat();
    expect(player.frame).toBe(10);
    player.loop = false;
    desk.a.media.run(21, 24);
    arrive();
    expect([player.speed, player.frame, ...shown()]).toEqual([0, 20, 20, 20, 10]);
    player.mark('to');
    expect(player.marks).toEqual({ from: 10, to: null });
  });

  it('ends where the takes that are seen end', () => {
    player.look((screen) => screen.take.id === 'half');
    player.loop = false;
    player.go(40);
    arrive();
    player.shuttle(1);
    beat();
    desk.half.media.ended = true;
    desk.half.media.run(23, 12);
    arrive();
    expect([player.speed, player.frame, player.length, ...shown()]).toEqual([0, 46, 96, 46, 46, 23]);
  });

  it('waits for no take whose file cannot be played', () => {
    Object.assign(desk.b.media, { error: { code: 4 } });
    player.go(5);
    desk.a.media.arrive(24);
    desk.half.media.arrive(12);
    expect(player.settled).toBe(true);
  });

  it('goes no further than the ends', () => {
    player.step(-3);
    expect(player.frame).toBe(0);
    player.go(1e9);
    arrive();
    expect([player.frame, ...shown()]).toEqual([95, 95, 95, 23]);
  });
});
