/**
 * Taking back, selecting, naming, deleting, and what a card is set to.
 *
 * @import { Command, Context } from './types.js'
 */

import ChevronsDownUp from '@lucide/svelte/icons/chevrons-down-up';
import PencilLine from '@lucide/svelte/icons/pencil-line';
import Redo2 from '@lucide/svelte/icons/redo-2';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import VolumeX from '@lucide/svelte/icons/volume-x';
import Waypoints from '@lucide/svelte/icons/waypoints';

import { t } from '#lib/messages/index.js';
import { nameKeyOf, renaming } from '#lib/nodes/renaming.js';
import { collapse } from '#lib/nodes/folding.js';
import { removal } from '#lib/panels/removal.js';
import { say } from './announce.js';
import { atLeast, chosen, single } from './chosen.js';
import { bringIntoSight } from './selecting.js';

/** Below this zoom a card shows no name to write in. */
const LEGIBLE = 0.45;

/** The key of the one selected card's name. @param {Context} context */
function nameKey(context) {
  const record = single(context);
  return record && nameKeyOf(context.store.nodeType(record.type));
}

/** Makes the card's title a field. @param {Context} context */
function rename(context) {
  const id = single(context)?.id ?? '';
  if (context.camera.viewport.zoom < LEGIBLE) context.camera.fit([id]);
  else bringIntoSight(context, id);
  renaming.set(id);
}

/**
 * Sets a switch on all that is selected: on, unless all have it.
 * @param {Context} context
 * @param {'bypassed' | 'muted' | 'collapsed'} key
 */
function turn(context, key) {
  const { store } = context;
  const records = chosen(context).filter(({ type }) => store.nodeType(type)?.parameters.some((parameter) => parameter.key === key));
  const on = !records.every((record) => record.data[key]);
  if (key === 'collapsed') return say(collapse(store, records, on));
  const words = t(on ? `switch.${key}.on` : `switch.${key}.off`, { count: records.length });
  store.step(words, () => records.forEach(({ id }) => store.setData(id, key, on)));
  say(words);
}

/** @param {Context} context @param {string} key */
const knows = (context, key) => {
  if (atLeast(context) !== true) return atLeast(context);
  const has = chosen(context).some(({ type }) => context.store.nodeType(type)?.parameters.some((parameter) => parameter.key === key));
  return has || /** @type {const} */ ('why.notOfThese');
};

/** @type {Command[]} */
export const commands = [
  {
    id: 'edit.undo',
    title: 'undo.undo',
    group: 'edit',
    keys: ['Mod+Z'],
    icon: Undo2,
    edits: true,
    menus: ['canvas'],
    run: ({ store }) => store.undo()
  },
  {
    id: 'edit.redo',
    title: 'undo.redo',
    group: 'edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    icon: Redo2,
    edits: true,
    menus: ['canvas'],
    run: ({ store }) => store.redo()
  },
  {
    id: 'edit.rename',
    title: 'command.edit.rename',
    group: 'edit',
    keys: ['F2'],
    icon: PencilLine,
    edits: true,
    menus: ['node', 'frame'],
    when: (context) => (single(context) ? Boolean(nameKey(context)) || 'why.noName' : 'why.selectOne'),
    run: rename
  },
  {
    id: 'edit.bypass',
    title: 'command.edit.bypass',
    group: 'edit',
    keys: ['Mod+B'],
    icon: Waypoints,
    edits: true,
    menus: ['node'],
    when: (context) => knows(context, 'bypassed'),
    run: (context) => turn(context, 'bypassed')
  },
  {
    id: 'edit.mute',
    title: 'command.edit.mute',
    group: 'edit',
    keys: ['Mod+M'],
    icon: VolumeX,
    edits: true,
    menus: ['node'],
    when: (context) => knows(context, 'muted'),
    run: (context) => turn(context, 'muted')
  },
  {
    id: 'edit.collapse',
    title: 'command.edit.collapse',
    group: 'edit',
    keys: ['Alt+C'],
    icon: ChevronsDownUp,
    edits: true,
    menus: ['node'],
    when: (context) => knows(context, 'collapsed'),
    run: (context) => turn(context, 'collapsed')
  },
  {
    id: 'edit.delete',
    title: 'command.edit.delete',
    group: 'edit',
    keys: ['Delete', 'Backspace'],
    icon: Trash2,
    edits: true,
    bad: true,
    menus: ['node', 'wire', 'frame'],
    when: ({ stage }) => stage.selected.length + stage.selectedWires.get().size > 0 || 'why.selectOne',
    run({ stage }) {
      removal.remove(stage.selected, [...stage.selectedWires.get()]);
      say(removal.get()?.words ?? '');
    }
  }
];
