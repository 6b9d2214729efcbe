import { speak } from '#lib/messages/index.js';
import { inOwnWords } from '#lib/messages/phrases.js';
import { orErrorPage, upstream } from '#lib/net/upstream.server.js';

/** @type {import('./$types').PageServerLoad} */
export async function load(event) {
  const api = upstream(event);
  const [page, catalogue] = await orErrorPage(event, Promise.all([api.projectPage(event.params.id), api.catalogue()]));
  speak(event.locals.language);
  // As text: a browser reads a film as JSON in a third of the time that it takes to compile it as a program.
  const text = JSON.stringify({ ...page, catalogue: inOwnWords(catalogue) });
  return { page: text, user: page.user, rooms: event.cookies.get('canvas_rooms') };
}
