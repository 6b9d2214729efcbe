import { randomUUID } from 'node:crypto';

import { known, preferred, speak, t } from '#lib/messages/index.js';

/** @type {import('@sveltejs/kit/hooks').Handle} */
export async function handle({ event, resolve }) {
  const chosen = event.cookies.get('canvas_theme');
  // Empty: the page asks the system, before it paints.
  const theme = chosen === 'light' || chosen === 'dark' ? chosen : '';
  const cookie = event.cookies.get('canvas_language');
  const language = cookie ? known(cookie) : preferred(event.request.headers.get('accept-language'));
  event.locals.language = language;
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%theme%', theme).replace('%language%', language)
  });
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  // A page holds a person's film: no cache between here and them keeps it.
  response.headers.set('cache-control', 'private, no-store');
  return response;
}

/** @type {import('@sveltejs/kit/hooks').HandleServerError} */
export function handleError({ kind, error, event }) {
  if (kind === 'app') return;
  speak(event.locals.language ?? 'en');
  if (kind === 'framework' && error.status < 500) return { message: t('error.noPage') };
  // The person is given the number, the log the cause.
  const id = randomUUID();
  console.error(JSON.stringify({ event: 'page_failed', id, route: event.route.id, error: String(error) }));
  return { message: t('error.other'), code: id };
}
