/** How the fates of scenes look: a shape, a colour, a word. */

import Check from '@lucide/svelte/icons/check';
import CircleMinus from '@lucide/svelte/icons/circle-minus';
import CirclePlus from '@lucide/svelte/icons/circle-plus';
import MoveVertical from '@lucide/svelte/icons/move-vertical';
import PencilLine from '@lucide/svelte/icons/pencil-line';

/** @type {Record<import('./drafts.js').Fate, { icon: any, hue: string, word: import('#lib/messages/index.js').MessageKey }>} */
export const LOOKS = {
  changed: { icon: PencilLine, hue: 'var(--warn)', word: 'draft.changed' },
  new: { icon: CirclePlus, hue: 'var(--ok)', word: 'draft.new' },
  omitted: { icon: CircleMinus, hue: 'var(--bad)', word: 'draft.omitted' },
  moved: { icon: MoveVertical, hue: 'var(--info)', word: 'draft.moved' },
  kept: { icon: Check, hue: 'var(--text-3)', word: 'draft.kept' }
};
