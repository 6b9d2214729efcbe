import { orErrorPage, upstream } from '#lib/net/upstream.server.js';

/** @type {import('./$types').PageServerLoad} */
export async function load(event) {
  const api = upstream(event);
  const [page, catalogue] = await orErrorPage(event, Promise.all([api.projectPage(event.params.id), api.catalogue()]));
  return { page: { ...page, catalogue }, user: page.user };
}
