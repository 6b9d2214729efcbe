/**
 * Takes: made, stopped, chosen.
 *
 * @import { Command, Context } from './types.js'
 */

import Check from '@lucide/svelte/icons/check';
import Clapperboard from '@lucide/svelte/icons/clapperboard';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Square from '@lucide/svelte/icons/square';

import { counted } from '#lib/messages/index.js';
import { goTo } from '../levels/looking.js';
import { say } from './announce.js';
import { atLeast, chosen } from './chosen.js';

/** Selected cards that make something. @param {Context} context */
const runnable = (context) => chosen(context).filter(({ type }) => context.store.nodeType(type)?.runnable);

/** Selected cards that are at work or wait for it. @param {Context} context */
const working = (context) => runnable(context).filter(({ id }) => ['queued', 'generating'].includes(context.store.runtime(id).get().state));

/** The take that a menu was opened on, and whose it is. @param {Context} context */
function takeOf({ store, target }) {
  const node = target?.node ?? '';
  const take = store
    .takes(node)
    .get()
    .find(({ id }) => id === target?.id);
  return { node, take };
}

/** @type {Command[]} */
export const commands = [
  {
    id: 'film.generate',
    title: 'command.film.generate',
    group: 'film',
    keys: ['Mod+Enter'],
    icon: Sparkles,
    edits: true,
    menus: ['node'],
    when: (context) => (atLeast(context) === true ? runnable(context).length > 0 || 'why.notRunnable' : atLeast(context)),
    run(context) {
      const all = runnable(context);
      for (const { id } of all) context.store.generate(id);
      say(counted('say.generating', all.length));
    }
  },
  {
    id: 'film.stop',
    title: 'command.film.stop',
    group: 'film',
    keys: ['Mod+Alt+Enter'],
    icon: Square,
    edits: true,
    menus: ['node'],
    when: (context) => working(context).length > 0 || 'why.nothingRuns',
    run(context) {
      const tasks = working(context).flatMap(({ id }) => context.store.runtime(id).get().task_id ?? []);
      for (const task of tasks) context.store.cancel(task);
      say(counted('say.stopped', tasks.length));
    }
  },
  {
    id: 'film.takeActive',
    title: 'command.film.takeActive',
    group: 'film',
    icon: Check,
    edits: true,
    hidden: true,
    menus: ['take'],
    when: (context) => (takeOf(context).take?.active ? 'why.takeIsActive' : takeOf(context).take !== undefined),
    run(context) {
      const { node, take } = takeOf(context);
      if (take) void context.store.activateTake(node, take.id);
    }
  },
  {
    id: 'film.takeShot',
    title: 'command.film.takeShot',
    group: 'film',
    icon: Clapperboard,
    hidden: true,
    menus: ['take'],
    when: (context) => takeOf(context).take !== undefined,
    run: (context) => goTo(takeOf(context).node)
  }
];
