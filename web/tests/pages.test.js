import { afterEach, describe, expect, test, vi } from 'vitest';

import { ApiError, createApi } from '#lib/net/api.js';
import { pathWithin } from '#lib/net/places.js';
import { orErrorPage } from '#lib/net/upstream.server.js';
import { counted, t } from '#lib/messages/index.js';
import { ago } from '#lib/messages/when.js';

afterEach(() => void vi.unstubAllGlobals());

describe('the way back after signing in', () => {
  test.each([
    ['/project/7?x=1#y', '/project/7?x=1#y'],
    [null, '/'],
    ['https://evil.test/', '/'],
    ['//evil.test/x', '/'],
    ['/\\evil.test', '/'],
    ['javascript:alert(1)', '/']
  ])('%s → %s', (to, path) => expect(pathWithin(to)).toBe(path));
});

describe('a page the API does not give', () => {
  const event = { url: new URL('http://film.test/project/7?a=1'), locals: { language: /** @type {const} */ ('en') } };
  /** @param {number} status */
  const refused = (status) => orErrorPage(event, Promise.reject(new ApiError(status, 'code', 'detail')));

  test('without a session leads to signing in and back', async () => {
    await expect(refused(401)).rejects.toMatchObject({ status: 303, location: '/login?to=%2Fproject%2F7%3Fa%3D1' });
  });
  test.each([
    [404, 404],
    [403, 404],
    [500, 502],
    [0, 502],
    [429, 429]
  ])('%i becomes the error page %i', async (status, shown) => {
    await expect(refused(status)).rejects.toMatchObject({ status: shown });
  });
});

describe('the REST door', () => {
  /** @param {any} answer */
  const answering = (answer) => {
    const asked = vi.fn(async () => answer);
    vi.stubGlobal('fetch', asked);
    return asked;
  };

  test('sends JSON and gives JSON', async () => {
    const asked = answering(Response.json({ id: '1', name: 'The Keeper' }));
    expect(await createApi().createProject('The Keeper')).toEqual({ id: '1', name: 'The Keeper' });
    expect(asked).toHaveBeenCalledWith('/api/v1/projects', {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: '{"name":"The Keeper"}'
    });
  });
  test('tells the server’s own sentence', async () => {
    answering(Response.json({ error: { code: 'forbidden', detail: 'Viewers do not edit.' } }, { status: 403 }));
    await expect(createApi().createProject('x')).rejects.toMatchObject({ status: 403, code: 'forbidden', message: 'Viewers do not edit.' });
  });
  test('says what happened where there is no answer, or none that can be read', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    await expect(createApi().projects()).rejects.toMatchObject({ status: 0, message: 'The server cannot be reached.' });
    answering(new Response('<html>', { status: 502 }));
    await expect(createApi().projects()).rejects.toMatchObject({ status: 502, message: 'The server answered 502.' });
  });
  test('never lets an id break out of its path', async () => {
    const asked = answering(Response.json({}));
    await createApi().projectPage('../../admin?x');
    expect(asked).toHaveBeenCalledWith('/api/v1/projects/..%2F..%2Fadmin%3Fx/page', expect.anything());
  });
});

test('sentences are filled, and count', () => {
  expect(t('dashboard.takes', { takes: 2, shots: 5 })).toBe('2 of 5 shots have a take');
  expect([counted('dashboard.people', 1), counted('dashboard.people', 3)]).toEqual(['1 person', '3 people']);
});

test('times are told as a person tells them', () => {
  const now = Date.parse('2030-01-10T12:00:00Z');
  const told = ['2030-01-10T11:59:30Z', '2030-01-10T11:55:00Z', '2030-01-09T11:00:00Z', '2029-12-20T12:00:00Z', '2030-01-10T13:00:00Z'];
  expect(told.map((instant) => ago(instant, now))).toEqual(['just now', '5 minutes ago', 'yesterday', '3 weeks ago', 'just now']);
});
