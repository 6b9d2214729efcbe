/** How this person reads lengths, kept in this browser. */

import { kept } from '#lib/stores/engine/kept.js';

export const lengthForm = kept('canvas.lengths', /** @type {import('./timecode.js').Form} */ ('seconds'));
