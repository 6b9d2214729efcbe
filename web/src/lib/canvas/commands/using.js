/**
 * Assets of the library on the canvas.
 *
 * @import { Command, Context } from './types.js'
 */

import Locate from '@lucide/svelte/icons/locate';
import Plus from '@lucide/svelte/icons/plus';

import { counted, t } from '#lib/messages/index.js';
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

/**
 * Wires the asset to the selected cards that take it, from the card that stands for it here or a new one before them: one step.
 * @param {Context} context
 * @param {import('#lib/protocol/schema.js').AssetRecord} asset
 * @param {NonNullable<ReturnType<typeof standIn>>} card
 * @returns {number} how many it was wired to
 */
function hand({ stage, store, level }, asset, { type, data }) {
  const { graph } = store;
  const standing = [...graph.children(level)].find((id) => graph.node(id)?.data.asset_id === asset.id);
  const fits = (/** @type {string} */ id) => {
    const inputs = store.nodeType(graph.node(id)?.type ?? '')?.inputs ?? [];
    return inputs.flatMap(({ name, types }) =>
      type.outputs
        .filter((out) => types.some((one) => out.types.includes(one)))
        .slice(0, 1)
        .map((out) => ({ target: id, target_handle: name, source_handle: out.name }))
    );
  };
  const wires = stage.selected.filter((id) => id !== standing).flatMap((id) => fits(id).slice(0, 1));
  const box = stage.boxes.bounds(wires.map(({ target }) => target));
  if (!wires.length || !box) return 0;
  store.step(t('step.add', { title: type.title }), () => {
    const source =
      standing ??
      store.addNode({
        type: type.kind,
        parent_id: level,
        position: { x: Math.round(box.x - type.width - 96), y: Math.round(box.y) },
        data
      });
    for (const wire of wires) store.connect({ ...wire, source });
  });
  return wires.length;
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
      const wired = hand(context, asset, card);
      if (wired) return say(counted('say.wired', wired, { name: asset.name }));
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
