import { randomUUID } from 'node:crypto';

import { t } from '#lib/messages/index.js';

/** @type {import('@sveltejs/kit/hooks').Handle} */
export async function handle({ event, resolve }) {
  const theme = event.cookies.get('canvas_theme') === 'light' ? 'light' : 'dark';
  const response = await resolve(event, { transformPageChunk: ({ html }) => html.replace('%theme%', theme) });
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  // A page holds a person's film: no cache between here and them keeps it.
  response.headers.set('cache-control', 'private, no-store');
  return response;
}

/** @type {import('@sveltejs/kit/hooks').HandleServerError} */
export function handleError({ kind, error, event }) {
  if (kind === 'app') return;
  if (kind === 'framework' && error.status < 500) return { message: t('error.noPage') };
  // The person is given the number, the log the cause.
  const id = randomUUID();
  console.error(JSON.stringify({ event: 'page_failed', id, route: event.route.id, error: String(error) }));
  return { message: t('error.other'), code: id };
}
