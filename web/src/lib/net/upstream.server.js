/**
 * The API as the page server reaches it, in the name of the person whose page it makes.
 *
 * @import { RequestEvent } from '@sveltejs/kit'
 */

import process from 'node:process';

import { error, redirect } from '@sveltejs/kit';

import { ApiError, createApi } from './api.js';
import { speak, t } from '#lib/messages/index.js';

const FORWARDED = ['cookie', 'authorization'];

/** @param {Pick<RequestEvent, 'request'>} event */
export function upstream({ request }) {
  const address = process.env.CANVAS_API_URL;
  if (!address) throw new Error('CANVAS_API_URL must name the address of the API, such as http://127.0.0.1:8000.');
  const headers = Object.fromEntries(
    FORWARDED.flatMap((name) => (request.headers.get(name) ? [[name, String(request.headers.get(name))]] : []))
  );
  // The way between the two servers is short: packing would take longer.
  return createApi({ base: address.replace(/\/$/, ''), headers: { ...headers, 'accept-encoding': 'identity' } });
}

/**
 * What the API answered. Without a session: to the sign-in page and back; refused otherwise: the error page.
 * @template T
 * @param {Pick<RequestEvent, 'url' | 'locals'>} event
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
export async function orErrorPage({ url, locals }, answer) {
  try {
    return await answer;
  } catch (refusal) {
    if (!(refusal instanceof ApiError)) throw refusal;
    speak(locals.language);
    if (refusal.status === 401) redirect(303, `/login?to=${encodeURIComponent(url.pathname + url.search)}`);
    if (refusal.status === 0 || refusal.status >= 500) error(502, t('error.502'), { code: refusal.code });
    // What exists but is not for this person must look as if it did not.
    if (refusal.status === 404 || refusal.status === 403 || refusal.status === 422) error(404, t('error.404'), { code: refusal.code });
    error(refusal.status, refusal.message, { code: refusal.code });
  }
}
