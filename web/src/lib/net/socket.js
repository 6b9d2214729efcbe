/**
 * One WebSocket that stays: it reconnects with full-jitter back-off, and notices when the other side has gone silent.
 *
 * @import { Frame } from '#lib/stores/engine/session.js'
 */

const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;
/** Milliseconds for a handshake: a network that swallows it says nothing for minutes. */
const OPEN_PATIENCE = 10_000;
const PING_EVERY = 10_000;
const PONG_PATIENCE = 8000;
/** Close codes after which trying again is of no use: not signed in, not a member, removed. */
const FINAL = new Set([4401, 4403, 4404]);

/** @param {string} text @returns {Frame | null} */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    // What it told will be missed, and asked for.
    return null;
  }
}

/**
 * @param {{ url: () => string, onOpen: () => void, onClose: () => void, onFrame: (frame: Frame) => void, onRefused?: (code: number) => void, onLatency?: (milliseconds: number) => void, open?: (url: string) => WebSocket }} options
 */
export function createSocket({ url, onOpen, onClose, onFrame, onRefused, onLatency, open = (address) => new WebSocket(address) }) {
  /** @type {WebSocket | null} */
  let current = null;
  let attempt = 0;
  let wanted = false;
  let pingedAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let heart;

  function connect() {
    clearTimeout(retry);
    /** @type {WebSocket} */
    let socket;
    try {
      socket = open(url());
    } catch {
      // An attempt that does not even begin is one that failed: the next comes after its wait.
      return closed();
    }
    current = socket;
    heart = setTimeout(restart, OPEN_PATIENCE);
    // A late event of an earlier socket must not touch the one that came after it.
    socket.onopen = () => socket === current && opened();
    socket.onmessage = (event) => socket === current && arrived(event.data);
    socket.onclose = (event) => socket === current && closed(event.code);
  }

  function opened() {
    clearTimeout(heart);
    heart = setTimeout(ping, PING_EVERY / 10);
    onOpen();
  }

  /** @param {unknown} text */
  function arrived(text) {
    if (typeof text !== 'string') return;
    // A server that accepts only to refuse must not be knocked at without a pause: what it says first counts.
    attempt = 0;
    const frame = read(text);
    if (!frame) return;
    if (frame.event === 'server:pong') {
      clearTimeout(heart);
      heart = setTimeout(ping, PING_EVERY);
      onLatency?.(Date.now() - pingedAt);
    } else onFrame(frame);
  }

  function ping() {
    pingedAt = Date.now();
    send({ event: 'client:ping', payload: {} });
    heart = setTimeout(restart, PONG_PATIENCE);
  }

  /** @param {number} [code] */
  function closed(code) {
    current = null;
    clearTimeout(heart);
    onClose();
    if (code !== undefined && FINAL.has(code)) {
      wanted = false;
      onRefused?.(code);
    }
    if (!wanted) return;
    retry = setTimeout(connect, Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt));
    attempt += 1;
  }

  /** @param {Frame} frame @returns {boolean} */
  function send(frame) {
    if (current?.readyState !== 1) return false;
    current.send(JSON.stringify(frame));
    return true;
  }

  /** Gives the present connection up and makes another. */
  function restart() {
    const old = current;
    if (!old) return;
    closed();
    old.close();
  }

  return {
    send,
    restart,
    start() {
      if (wanted) return;
      wanted = true;
      attempt = 0;
      connect();
    },
    /** Tries at once instead of waiting: the network is back. */
    hurry() {
      if (!wanted || current) return;
      attempt = 0;
      connect();
    },
    stop() {
      wanted = false;
      clearTimeout(retry);
      const old = current;
      if (old) closed();
      old?.close(1000);
    }
  };
}

/** @typedef {ReturnType<typeof createSocket>} Socket */
