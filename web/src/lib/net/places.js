/**
 * A path of this site from what an address bar said; anything else leads home. Never another site.
 * @param {string | null} to
 */
export function pathWithin(to) {
  const home = 'http://home.invalid';
  if (!to?.startsWith('/') || !URL.canParse(to, home)) return '/';
  const url = new URL(to, home);
  return url.origin === home ? url.pathname + url.search + url.hash : '/';
}
