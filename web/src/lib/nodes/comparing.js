/**
 * Two takes that are looked at side by side.
 */

import { cell } from '#lib/stores/engine/channels.js';

/** The node and its two takes; null where none are compared. A card asks for it, the viewer shows it. */
export const comparing = cell(/** @type {{ node: string, takes: [string, string] } | null} */ (null));
