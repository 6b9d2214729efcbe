/**
 * What is to be asked about a wire on the level that is looked at: set by commands, shown by the level.
 *
 * @import { Popup } from './wiring.svelte.js'
 */

import { cell } from '#lib/stores/engine/channels.js';

export const asked = cell(/** @type {Popup | null} */ (null));
