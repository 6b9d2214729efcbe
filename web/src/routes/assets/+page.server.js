import { speak } from '#lib/messages/index.js';
import { inOwnWords } from '#lib/messages/phrases.js';
import { orErrorPage, upstream } from '#lib/net/upstream.server.js';

/** @type {import('./$types').PageServerLoad} */
export async function load(event) {
  const api = upstream(event);
  const [{ user }, projects, catalogue] = await orErrorPage(event, Promise.all([api.session(), api.projects(), api.catalogue()]));
  speak(event.locals.language);
  const wanted = event.url.searchParams.get('project') ?? projects[0]?.id ?? '';
  const assets = wanted ? await orErrorPage(event, api.assets(wanted)) : [];
  return { user, projects, wanted, assets, types: inOwnWords(catalogue.node_types) };
}
