import { speak } from '#lib/messages/index.js';
import { inOwnWords } from '#lib/messages/phrases.js';
import { orErrorPage, upstream } from '#lib/net/upstream.server.js';

/** @type {import('./$types').PageServerLoad} */
export async function load(event) {
  const api = upstream(event);
  const [{ user }, projects, catalogue] = await orErrorPage(event, Promise.all([api.session(), api.projects(), api.catalogue()]));
  speak(event.locals.language);
  const team = event.url.searchParams.has('team') || !projects.length;
  const scope = team ? null : (event.url.searchParams.get('project') ?? projects[0].id);
  const [assets, own, shared] = await orErrorPage(
    event,
    Promise.all([api.assets(scope), api.folders(scope), team ? [] : api.folders(null)])
  );
  return { user, projects, scope, assets, folders: [...own, ...shared], types: inOwnWords(catalogue.node_types) };
}
