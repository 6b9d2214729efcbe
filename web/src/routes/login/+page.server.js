import { redirect } from '@sveltejs/kit';

import { ApiError } from '#lib/net/api.js';
import { pathWithin } from '#lib/net/places.js';
import { upstream } from '#lib/net/upstream.server.js';

/** @type {import('./$types').PageServerLoad} */
export async function load(event) {
  const to = pathWithin(event.url.searchParams.get('to'));
  const found = await upstream(event)
    .session()
    .catch((refusal) => {
      if (refusal instanceof ApiError) return null;
      throw refusal;
    });
  if (found) redirect(303, to);
  return { to };
}
