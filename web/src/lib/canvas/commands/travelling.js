/**
 * Into a scene or a shot and out again.
 *
 * @import { Command, Context } from './types.js'
 */

import CornerDownRight from '@lucide/svelte/icons/corner-down-right';
import CornerLeftUp from '@lucide/svelte/icons/corner-left-up';
import UnfoldVertical from '@lucide/svelte/icons/unfold-vertical';

import { t } from '#lib/messages/index.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { following } from '#lib/panels/following.js';
import { openedStore } from '#lib/stores/openedStore.js';
import { usageStore } from '#lib/stores/usageStore.js';
import { goTo } from '../levels/looking.js';
import { say } from './announce.js';
import { single } from './chosen.js';
import { popup } from './popup.js';
import { hand } from './wiring.js';

/** @param {Context} context */
function inside(context) {
  const record = single(context);
  return record && context.store.nodeType(record.type)?.container ? record : undefined;
}

/**
 * One rung at a time: what is in hand, what stands open, who is followed, whose uses are shown, what is selected, the level.
 * @param {Context} context
 */
function out(context) {
  const { stage, store, level } = context;
  if (stage.letGo()) return say(t('say.letGo'));
  if (hand.get()) return hand.let();
  if (popup.get()) return popup.close();
  if (following.get()) return following.stop();
  if (usageStore.shown.get()) {
    usageStore.end();
    return say(t('usage.ended'));
  }
  if (store.selection.get().size || stage.selectedWires.get().size) {
    stage.selectedWires.set(new Set());
    store.select([]);
    return say(t('say.nothingSelected'));
  }
  if (level !== null) store.enter(store.graph.node(level)?.parent_id ?? null);
}

/** @type {Command[]} */
export const commands = [
  {
    id: 'level.enter',
    title: 'command.level.enter',
    group: 'levels',
    keys: ['Enter'],
    icon: CornerDownRight,
    menus: ['node'],
    when: (context) => (single(context) ? inside(context) !== undefined || 'why.notEntered' : 'why.selectOne'),
    run(context) {
      const record = inside(context);
      if (!record) return;
      context.store.enter(record.id);
      say(t('say.inside', { title: titleOf(record, context.store.nodeType(record.type)?.title) }));
    }
  },
  {
    id: 'level.open',
    title: 'command.level.open',
    group: 'levels',
    keys: ['Alt+E'],
    icon: UnfoldVertical,
    menus: ['node'],
    when(context) {
      if (!single(context)) return 'why.selectOne';
      const record = inside(context);
      if (!record || record.parent_id !== context.level) return 'why.notEntered';
      return context.store.graph.children(record.id).size > 0 || 'why.nothingInside';
    },
    run(context) {
      const record = inside(context);
      if (!record) return;
      openedStore.toggle(record.id);
      const title = titleOf(record, context.store.nodeType(record.type)?.title);
      say(t(openedStore.get().includes(record.id) ? 'say.opened' : 'say.folded', { title }));
    }
  },
  {
    id: 'level.out',
    title: 'command.level.out',
    group: 'levels',
    keys: ['Escape'],
    icon: CornerLeftUp,
    run: out
  },
  {
    id: 'level.go',
    title: 'command.level.go',
    group: 'levels',
    icon: CornerDownRight,
    hidden: true,
    menus: ['crumb'],
    when: ({ target, level }) => (target?.level === level ? 'why.youAreHere' : target?.kind === 'crumb'),
    run: ({ store, target }) => store.enter(target?.level ?? null)
  },
  {
    id: 'level.showCard',
    title: 'command.level.showCard',
    group: 'levels',
    icon: CornerLeftUp,
    hidden: true,
    menus: ['crumb'],
    when: ({ target }) => (target?.level ? true : 'why.filmHasNoCard'),
    run: ({ target }) => goTo(target?.level ?? '')
  }
];
