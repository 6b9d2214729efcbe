/**
 * Assets of the library on the canvas.
 *
 * @import { Command, Context } from './types.js'
 */

import Locate from '@lucide/svelte/icons/locate';
import Plus from '@lucide/svelte/icons/plus';

import { t } from '#lib/messages/index.js';
import { usedIn } from '#lib/nodes/usage.js';
import { assetLibraryStore } from '#lib/stores/assetLibraryStore.js';
import { usageStore } from '#lib/stores/usageStore.js';
import { goTo } from '../levels/looking.js';
import { standIn } from '../wires/placing.js';
import { add, middleOf, typesFor } from './adding.js';
import { say } from './announce.js';
import { single } from './chosen.js';

/** The asset a menu was opened on. @param {Context} context */
const assetOf = ({ target }) => assetLibraryStore.assets.get().find(({ id }) => id === target?.id);

/** The card that stands for the asset here. @param {Context} context */
function cardOf(context) {
  const asset = assetOf(context);
  return asset && standIn(typesFor(context), asset);
}

/** The asset a card stands for. @param {Context} context */
const assetOfCard = (context) => String(single(context)?.data.asset_id ?? '');

/** Cards anywhere in the film that stand for the asset. @param {Context} context */
function isUsed({ target }) {
  return usageStore.statistics(target?.id ?? '').sources.size > 0;
}

/** Lights what depends on it, and says how much. @param {string} id */
function light(id) {
  usageStore.show(id);
  say(t('usage.said', { name: assetLibraryStore.asset(id).get()?.name ?? '', words: usedIn(usageStore.statistics(id)) }));
}

/** @param {1 | -1} by */
function step(by) {
  const id = usageStore.step(by);
  if (id) goTo(id);
}

/** @returns {true | 'why.noUsage'} */
const isShown = () => usageStore.shown.get() !== null || 'why.noUsage';

/** @type {Command[]} */
export const commands = [
  {
    id: 'asset.place',
    title: 'command.asset.place',
    group: 'add',
    icon: Plus,
    edits: true,
    hidden: true,
    menus: ['asset'],
    when: (context) => (assetOf(context) ? cardOf(context) !== undefined || 'why.notOnThisLevel' : false),
    run(context) {
      const asset = assetOf(context);
      const card = cardOf(context);
      if (!asset || !card) return;
      add(context, card.type.kind, { position: context.camera.toCanvas(middleOf(context.room)), data: card.data, alone: true });
      say(t('say.placed', { name: asset.name }));
    }
  },
  {
    id: 'asset.uses',
    title: 'command.asset.uses',
    group: 'select',
    icon: Locate,
    hidden: true,
    menus: ['asset'],
    when: (context) => (assetOf(context) ? isUsed(context) || 'why.notUsed' : false),
    run: ({ target }) => light(target?.id ?? '')
  },
  {
    id: 'usage.node',
    title: 'command.usage.node',
    group: 'select',
    icon: Locate,
    keys: ['U'],
    menus: ['node'],
    when: (context) => (assetOfCard(context) ? true : 'why.noAsset'),
    run: (context) => light(assetOfCard(context))
  },
  { id: 'usage.next', title: 'command.usage.next', group: 'select', keys: ['N'], when: isShown, run: () => step(1) },
  { id: 'usage.previous', title: 'command.usage.previous', group: 'select', keys: ['Shift+N'], when: isShown, run: () => step(-1) },
  {
    id: 'usage.only',
    title: 'command.usage.only',
    group: 'select',
    keys: ['Shift+U'],
    when: isShown,
    run: () => usageStore.only(!usageStore.shown.get()?.only)
  }
];
