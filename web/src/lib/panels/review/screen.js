/**
 * One take that is looked at: it is sent to frames, and tells which one really stands on the screen.
 *
 * @import { TakeRecord } from '#lib/protocol/schema.js'
 */

import { exactRate, filmFrame, middleOf, ownFrame } from './frames.js';

const MOST_TRIES = 3;
/** Milliseconds after which a frame that was not told as presented has been there before. */
const SILENT = 100;

export class Screen {
  /** Its own frame that was presented last; -1 before the first. */
  shown = -1;
  #wanted = -1;
  #asked = -1;
  #ended = false;
  #tries = 0;

  /**
   * @param {TakeRecord} take
   * @param {HTMLVideoElement | HTMLAudioElement | null} media null for a picture
   * @param {number} rate of the film
   * @param {(screen: Screen) => void} onshown
   */
  constructor(take, media, rate, onshown) {
    this.take = take;
    this.media = media;
    this.rate = rate;
    this.onshown = onshown;
    /** Frames can be told apart as they come on the screen. */
    this.exact = take.kind === 'video' && media !== null && 'requestVideoFrameCallback' in media;
  }

  /** Whether it shows what it was sent to. */
  get settled() {
    const { media } = this;
    return !media || media.error !== null || this.take.kind !== 'video' || this.#wanted < 0 || this.shown === this.#wanted;
  }

  /** Where it plays, in seconds. */
  get time() {
    return this.media?.currentTime ?? 0;
  }

  /** Whether its last frame is over. */
  get over() {
    return this.#ended || (this.media?.ended ?? true);
  }

  /** Hears what it presents, until what comes out is called. */
  watch() {
    const { media } = this;
    if (!media) return () => {};
    let alive = true;
    // Sent to the frame it shows already, a browser presents none: then it is the one at the time it stands at.
    const stands = () => {
      if (alive && this.shown < 0 && !media.seeking) this.#present(Math.floor(media.currentTime * exactRate(this.take.rate || this.rate)));
    };
    const seeked = () => {
      this.#send();
      if (this.exact) setTimeout(stands, SILENT);
      else stands();
    };
    const loaded = () => this.#send(true);
    const ended = () => ((this.#ended = true), this.onshown(this));
    media.addEventListener('seeked', seeked);
    media.addEventListener('loadeddata', loaded);
    media.addEventListener('ended', ended);
    const video = /** @type {HTMLVideoElement} */ (media);
    const each = (/** @type {number} */ _, /** @type {{ mediaTime: number }} */ { mediaTime }) => {
      if (!alive) return;
      this.#present(Math.round(mediaTime * exactRate(this.take.rate)));
      video.requestVideoFrameCallback(each);
    };
    if (this.exact) video.requestVideoFrameCallback(each);
    return () => {
      alive = false;
      media.removeEventListener('seeked', seeked);
      media.removeEventListener('loadeddata', loaded);
      media.removeEventListener('ended', ended);
      media.pause();
    };
  }

  /**
   * Sends it to a frame of the film; of several in a row only the last has to be reached.
   * @param {number} frame
   * @param {boolean} [surely] though it seems to be there: it has been running until now
   */
  seek(frame, surely = false) {
    this.#wanted = ownFrame(frame, this.take, this.rate);
    this.#ended = false;
    this.#tries = 0;
    if (surely || !this.exact) this.shown = this.#asked = -1;
    if (this.take.kind === 'audio' && this.media) this.media.currentTime = frame / exactRate(this.rate);
    else this.#send();
  }

  /** Plays on from where it stands; nothing where it is over. @param {number} speed @param {number} frame of the film */
  play(speed, frame) {
    const { media } = this;
    this.#wanted = -1;
    this.#asked = -1;
    if (!media || frame > filmFrame(Math.max(0, this.take.frames - 1), this.take, this.rate)) return;
    this.#ended = false;
    media.playbackRate = speed;
    // A play that is paused before it has begun is told as an error.
    void media.play().catch(() => {});
  }

  pause() {
    this.media?.pause();
  }

  /** Keeps it beside the one that leads: a little faster or slower, or at once where it is far off. @param {Screen} leader @param {number} speed */
  follow(leader, speed) {
    const { media } = this;
    if (!media || this.over || media.seeking) return;
    const ahead = media.currentTime - leader.time;
    if (Math.abs(ahead) > 0.25) media.currentTime = leader.time;
    media.playbackRate = Math.abs(ahead) * exactRate(this.rate) < 0.35 ? speed : speed * (ahead > 0 ? 0.9 : 1.1);
  }

  #send(again = false) {
    const { media } = this;
    if (!media || this.#wanted < 0 || media.seeking || media.readyState < 1 || this.take.kind !== 'video') return;
    if (!again && (this.shown === this.#wanted || this.#asked === this.#wanted)) return;
    this.#asked = this.#wanted;
    media.currentTime = middleOf(this.#wanted, this.take.rate);
  }

  /** @param {number} own */
  #present(own) {
    this.shown = Math.min(Math.max(0, own), Math.max(0, this.take.frames - 1));
    if (this.#wanted >= 0 && this.shown !== this.#wanted && this.#tries < MOST_TRIES && !this.media?.seeking) {
      // What was on its way when it was stopped came after all.
      this.#tries += 1;
      this.#asked = -1;
      this.#send();
    }
    this.onshown(this);
  }
}
