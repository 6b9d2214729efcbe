import { speak } from '#lib/messages/index.js';
import { inOwnWords } from '#lib/messages/phrases.js';
import { orErrorPage, upstream } from '#lib/net/upstream.server.js';

/** @type {import('./$types').PageServerLoad} */
export async function load(event) {
  const api = upstream(event);
  const [page, catalogue] = await orErrorPage(event, Promise.all([api.projectPage(event.params.id), api.catalogue()]));
  speak(event.locals.language);
  return { page: { ...page, catalogue: inOwnWords(catalogue) }, user: page.user, rooms: event.cookies.get('canvas_rooms') };
}
