/**
 * Assets of the library on the canvas.
 *
 * @import { Command, Context } from './types.js'
 */

import Locate from '@lucide/svelte/icons/locate';
import Plus from '@lucide/svelte/icons/plus';

import { counted, t } from '#lib/messages/index.js';
import { assetLibraryStore } from '#lib/stores/assetLibraryStore.js';
import { standIn } from '../wires/placing.js';
import { add, middleOf, typesFor } from './adding.js';
import { say } from './announce.js';

/** The asset a menu was opened on. @param {Context} context */
const assetOf = ({ target }) => assetLibraryStore.assets.get().find(({ id }) => id === target?.id);

/** The card that stands for the asset here. @param {Context} context */
function cardOf(context) {
  const asset = assetOf(context);
  return asset && standIn(typesFor(context), asset);
}

/** Cards anywhere in the film that stand for the asset. @param {Context} context */
const usesOf = ({ store, target }) => [...store.graph.nodes.values()].filter((node) => target?.id && node.data.asset_id === target.id);

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
    when: (context) => (assetOf(context) ? usesOf(context).length > 0 || 'why.notUsed' : false),
    run(context) {
      const uses = usesOf(context);
      const here = uses.filter((node) => node.parent_id === context.level);
      const shown = here.length ? here : uses.filter((node) => node.parent_id === uses[0].parent_id);
      if (!here.length) context.store.enter(uses[0].parent_id);
      context.store.select(shown.map(({ id }) => id));
      say(counted('say.selected', shown.length));
    }
  }
];
