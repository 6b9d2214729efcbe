/**
 * @import { MessageKey } from '#lib/messages/index.js'
 */

import { t } from '#lib/messages/index.js';

/**
 * The sentence for one or for many of something.
 * @param {'save.kept' | 'tree.scenes' | 'tree.shots' | 'tree.takes' | 'inspector.generate' | 'status.failed'} key
 * @param {number} count
 */
export const numbered = (key, count) => t(/** @type {MessageKey} */ (`${key}.${count === 1 ? 'one' : 'many'}`), { count });
