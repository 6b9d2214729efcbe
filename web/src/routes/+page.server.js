import { orErrorPage, upstream } from '#lib/net/upstream.server.js';

/** @type {import('./$types').PageServerLoad} */
export async function load(event) {
  const api = upstream(event);
  const [{ user }, projects] = await orErrorPage(event, Promise.all([api.session(), api.projects()]));
  return { user, projects, now: Date.now() };
}
