/**
 * How much an asset is used, in words.
 *
 * @import { Dependents } from '#lib/graph/dependents.js'
 */

import { counted, t } from '#lib/messages/index.js';

/** "Used in 12 shots, 3 scenes". @param {Pick<Dependents, 'shots' | 'scenes' | 'sources'>} found */
export function usedIn({ shots, scenes, sources }) {
  if (!shots.length) return t(sources.size ? 'usage.placed' : 'usage.unused');
  const said = counted('usage.shots', shots.length);
  return scenes.size ? t('usage.in', { shots: said, scenes: counted('usage.scenes', scenes.size) }) : t('usage.inShots', { shots: said });
}
