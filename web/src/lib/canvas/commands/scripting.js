/**
 * Between the canvas and the text of the screenplay.
 *
 * @import { Command, Context } from './types.js'
 */

import BookOpenText from '@lucide/svelte/icons/book-open-text';
import TextSearch from '@lucide/svelte/icons/text-search';

import { linesOf } from '#lib/panels/script/lining.js';
import { scriptStore } from '#lib/stores/scriptStore.js';
import { single } from './chosen.js';

/** The script one means: the selected one, else the one of the selected shot, else the film's first. @param {Context} context */
function scriptOf(context) {
  const { graph } = context.store;
  const record = single(context);
  if (record?.type === 'script') return record.id;
  const lines = record && linesOf(graph, record.id);
  return lines?.script ?? [...graph.children(null)].find((id) => graph.node(id)?.type === 'script' && graph.node(id)?.data.asset_id);
}

/** Lines of the selected shot or scene. @param {Context} context */
function lines(context) {
  const record = single(context);
  return record ? linesOf(context.store.graph, record.id) : null;
}

/** @type {Command[]} */
export const commands = [
  {
    id: 'film.script',
    title: 'command.film.script',
    group: 'film',
    keys: ['T'],
    icon: BookOpenText,
    menus: ['canvas'],
    when: (context) => scriptStore.text.get() !== null || scriptOf(context) !== undefined || 'why.noScript',
    run(context) {
      const script = scriptOf(context);
      if (scriptStore.text.get()) scriptStore.close();
      else if (script) scriptStore.read(script);
    }
  },
  {
    id: 'film.lines',
    title: 'command.film.lines',
    group: 'film',
    keys: ['Shift+T'],
    icon: TextSearch,
    menus: ['node'],
    when(context) {
      const type = single(context)?.type ?? '';
      if (lines(context)) return true;
      return ['shot', 'scene_group'].includes(type) ? 'why.noLines' : context.target ? false : 'why.noLines';
    },
    run(context) {
      const found = lines(context);
      if (found) scriptStore.read(found.script, { from: found.from, to: found.to });
    }
  }
];
