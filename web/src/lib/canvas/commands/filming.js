/**
 * Takes: made, stopped, chosen.
 *
 * @import { Command, Context } from './types.js'
 */

import Check from '@lucide/svelte/icons/check';
import Clapperboard from '@lucide/svelte/icons/clapperboard';
import ChevronsUp from '@lucide/svelte/icons/chevrons-up';
import Film from '@lucide/svelte/icons/film';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Square from '@lucide/svelte/icons/square';

import { counted } from '#lib/messages/index.js';
import { batchStore } from '#lib/stores/batchStore.js';
import { goTo } from '../levels/looking.js';
import { say } from './announce.js';
import { chosen } from './chosen.js';

/** Before all else that waits. */
const FRONT = 2;

/** Selected cards that make something. @param {Context} context */
const runnable = (context) => chosen(context).filter(({ type }) => context.store.nodeType(type)?.runnable);

/** Whether a card makes something, or holds what may. @param {Context} context @param {import('#lib/protocol/schema.js').NodeRecord} record */
const makes = ({ store }, { type, id }) => Boolean(store.nodeType(type)?.runnable) || store.graph.children(id).size > 0;

/**
 * What is meant by Generate: the selection, else what one is inside of; an empty list is the film, null nothing.
 * @param {Context} context
 * @returns {string[] | null}
 */
function asked(context) {
  const { target, level } = context;
  if (target?.kind === 'crumb') return target.level ? [target.level] : [];
  const records = chosen(context);
  if (records.length === 0) return level ? [level] : [];
  const ids = records.filter((record) => makes(context, record)).map(({ id }) => id);
  return ids.length ? ids : null;
}

/**
 * One card begins at once; what is more than one tells first what it would do.
 * @param {Context} context @param {boolean} front
 */
function generate(context, front) {
  const { store } = context;
  const ids = asked(context) ?? [];
  const only = ids.length === 1 ? store.graph.node(ids[0]) : undefined;
  if (!only || !store.nodeType(only.type)?.runnable) return batchStore.ask(ids, front);
  if (front) {
    store.generateMany({ node_ids: ids, anew: true, priority: FRONT }).catch((error) => store.notify('error', error.message, only.id));
  } else store.generate(only.id);
  say(counted('say.generating', 1));
}

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
    menus: ['node', 'crumb'],
    when: (context) => asked(context) !== null || 'why.notRunnable',
    run: (context) => generate(context, false)
  },
  {
    id: 'film.generateFront',
    title: 'command.film.generateFront',
    group: 'film',
    keys: ['Mod+Shift+Enter'],
    icon: ChevronsUp,
    edits: true,
    menus: ['node'],
    when: (context) => asked(context) !== null || 'why.notRunnable',
    run: (context) => generate(context, true)
  },
  {
    id: 'film.generateFilm',
    title: 'command.film.generateFilm',
    group: 'film',
    icon: Film,
    edits: true,
    run: () => batchStore.ask([])
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
      // Together, so that none fails because another was stopped before it.
      void context.store.cancelMany(tasks);
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
