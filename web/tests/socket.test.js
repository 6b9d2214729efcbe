import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createSocket } from '#lib/net/socket.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A line whose other end the test holds. */
function line() {
  /** @type {any[]} */
  const sockets = [];
  const heard = { onOpen: vi.fn(), onClose: vi.fn(), onFrame: vi.fn(), onRefused: vi.fn(), onLatency: vi.fn() };
  const socket = createSocket({
    url: () => 'ws://film.test/ws/p',
    ...heard,
    open: () => {
      const one = {
        readyState: 0,
        sent: /** @type {any[]} */ ([]),
        send: (/** @type {string} */ text) => one.sent.push(JSON.parse(text)),
        close: vi.fn()
      };
      sockets.push(one);
      return /** @type {any} */ (one);
    }
  });
  const answer = (/** @type {any} */ one) => {
    one.readyState = 1;
    one.onopen();
  };
  return { socket, sockets, heard, answer };
}

test('reconnects after ever longer waits, and quickly again once the server has spoken', () => {
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const { socket, sockets, answer } = line();
  socket.start();
  const waits = [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000];
  for (const wait of waits) {
    sockets.at(-1).onclose({ code: 1006 });
    const count = sockets.length;
    vi.advanceTimersByTime(wait - 1);
    expect(sockets).toHaveLength(count);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(count + 1);
  }
  answer(sockets.at(-1));
  sockets.at(-1).onclose({ code: 4429 });
  vi.advanceTimersByTime(9999);
  expect(sockets).toHaveLength(waits.length + 1);
  vi.advanceTimersByTime(1);
  answer(sockets.at(-1));
  sockets.at(-1).onmessage({ data: '{"event":"server:full_sync"}' });
  sockets.at(-1).onclose({ code: 1006 });
  vi.advanceTimersByTime(250);
  expect(sockets).toHaveLength(waits.length + 3);
  vi.mocked(Math.random).mockRestore();
});

test('a late close of an old socket does not touch the new one', () => {
  const { socket, sockets, heard, answer } = line();
  socket.start();
  answer(sockets[0]);
  socket.restart();
  vi.advanceTimersByTime(10_000);
  answer(sockets[1]);
  sockets[0].onclose({ code: 1006 });
  sockets[0].onmessage({ data: '{"event":"server:ops"}' });
  expect(heard.onClose).toHaveBeenCalledTimes(1);
  expect(heard.onFrame).not.toHaveBeenCalled();
  expect(socket.send({ event: 'client:ping', payload: {} })).toBe(true);
});

test('an attempt that cannot even begin does not end the attempts', () => {
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const heard = { onOpen: vi.fn(), onClose: vi.fn(), onFrame: vi.fn() };
  const attempts = vi.fn();
  const socket = createSocket({
    url: () => {
      attempts();
      if (attempts.mock.calls.length < 3) throw new Error('no way to the server yet');
      return 'ws://film.test/ws/p';
    },
    ...heard,
    open: () => /** @type {any} */ ({ readyState: 0, close: vi.fn() })
  });
  socket.start();
  vi.advanceTimersByTime(250 + 500);
  expect(attempts).toHaveBeenCalledTimes(3);
  socket.stop();
  vi.mocked(Math.random).mockRestore();
});

test('a handshake that is never answered is given up, and tried again', () => {
  vi.spyOn(Math, 'random').mockReturnValue(1);
  const { socket, sockets, answer } = line();
  socket.start();
  vi.advanceTimersByTime(10_000);
  expect(sockets[0].close).toHaveBeenCalled();
  vi.advanceTimersByTime(250);
  expect(sockets).toHaveLength(2);
  answer(sockets[1]);
  vi.mocked(Math.random).mockRestore();
});

test('a frame that cannot be read does not stop the next one', () => {
  const { socket, sockets, heard, answer } = line();
  socket.start();
  answer(sockets[0]);
  sockets[0].onmessage({ data: '{"event":' });
  sockets[0].onmessage({ data: 'null' });
  sockets[0].onmessage({ data: '{"event":"server:ops"}' });
  expect(heard.onFrame.mock.calls).toEqual([[{ event: 'server:ops' }]]);
});

test('a line that went silent is given up', () => {
  const { socket, sockets, heard, answer } = line();
  socket.start();
  answer(sockets[0]);
  vi.advanceTimersByTime(1000);
  expect(sockets[0].sent).toEqual([{ event: 'client:ping', payload: {} }]);
  vi.advanceTimersByTime(20);
  sockets[0].onmessage({ data: '{"event":"server:pong","payload":{}}' });
  expect(heard.onLatency).toHaveBeenCalledWith(20);
  vi.advanceTimersByTime(10_000 + 8000);
  expect(sockets[0].close).toHaveBeenCalled();
  expect(heard.onClose).toHaveBeenCalledTimes(1);
});

test.each([4401, 4403, 4404])('after %i it does not try again', (code) => {
  const { socket, sockets, heard } = line();
  socket.start();
  sockets[0].onclose({ code });
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
  expect(heard.onRefused).toHaveBeenCalledWith(code);
});

test('stopped, it stays closed and sends nothing', () => {
  const { socket, sockets, answer } = line();
  socket.start();
  answer(sockets[0]);
  socket.stop();
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
  expect(socket.send({ event: 'client:ping', payload: {} })).toBe(false);
});
