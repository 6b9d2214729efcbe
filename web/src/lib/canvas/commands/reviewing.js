/**
 * Takes looked at again: reviewed, compared, their settings given back, made again.
 *
 * @import { TakeRecord } from '#lib/protocol/schema.js'
 * @import { Command, Context } from './types.js'
 */

import Columns2 from '@lucide/svelte/icons/columns-2';
import Download from '@lucide/svelte/icons/download';
import History from '@lucide/svelte/icons/history';
import MonitorPlay from '@lucide/svelte/icons/monitor-play';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';

import { remade, restored } from '#lib/nodes/differing.js';
import { review } from '#lib/nodes/reviewing.js';
import { takesStore } from '#lib/stores/takesStore.js';
import { atLeast, single } from './chosen.js';

/** The take that a menu was opened on, with all of its card. @param {Context} context */
function takeOf({ store, target }) {
  const node = target?.node ?? '';
  const all = store.takes(node).get();
  return { node, all, take: all.find(({ id }) => id === target?.id) };
}

/** The selected card's takes. @param {Context} context */
const takesOf = (context) => context.store.takes(single(context)?.id ?? '').get();

/** Does it and says what came of it. @param {Context} context @param {(take: TakeRecord) => Promise<string>} act */
function tell(context, act) {
  const { take, node } = takeOf(context);
  if (!take) return;
  act(take).then(
    (said) => context.store.notify('success', said, node),
    (error) => context.store.notify('error', error.message, node)
  );
}

/** @type {Command[]} */
export const commands = [
  {
    id: 'takes.review',
    title: 'command.takes.review',
    group: 'film',
    keys: ['V'],
    icon: MonitorPlay,
    menus: ['node'],
    when: (context) => (atLeast(context) === true ? takesOf(context).length > 0 || 'why.noTakes' : atLeast(context)),
    run(context) {
      const takes = takesOf(context);
      const shown = takes.find(({ active }) => active) ?? takes.at(-1);
      if (shown) review(shown.node_id, [shown.id]);
    }
  },
  {
    id: 'takes.open',
    title: 'command.takes.open',
    group: 'film',
    icon: MonitorPlay,
    hidden: true,
    menus: ['take'],
    when: (context) => takeOf(context).take !== undefined,
    run(context) {
      const { node, take } = takeOf(context);
      if (take) review(node, [take.id]);
    }
  },
  {
    id: 'takes.compare',
    title: 'command.takes.compare',
    group: 'film',
    icon: Columns2,
    hidden: true,
    menus: ['take'],
    when(context) {
      const { take, all } = takeOf(context);
      return take ? all.length > 1 || 'why.oneTake' : false;
    },
    run(context) {
      const { node, take, all } = takeOf(context);
      const other = all.find(({ id, active }) => active && id !== take?.id) ?? all.findLast(({ id }) => id !== take?.id);
      if (take && other) review(node, [other.id, take.id]);
    }
  },
  {
    id: 'takes.restore',
    title: 'command.takes.restore',
    group: 'film',
    icon: History,
    edits: true,
    hidden: true,
    menus: ['take'],
    when: (context) => takeOf(context).take !== undefined,
    run: (context) => tell(context, async (take) => restored(take.name, await takesStore.restore(take)))
  },
  {
    id: 'takes.remake',
    title: 'command.takes.remake',
    group: 'film',
    icon: RotateCcw,
    edits: true,
    hidden: true,
    menus: ['take'],
    when: (context) => takeOf(context).take !== undefined,
    run: (context) => tell(context, async (take) => remade(await takesStore.remake(take), take))
  },
  {
    id: 'takes.download',
    title: 'command.takes.download',
    group: 'film',
    icon: Download,
    hidden: true,
    menus: ['take'],
    when: (context) => takeOf(context).take !== undefined,
    run(context) {
      const link = document.createElement('a');
      Object.assign(link, { href: takeOf(context).take?.url ?? '', download: '' });
      link.click();
    }
  }
];
