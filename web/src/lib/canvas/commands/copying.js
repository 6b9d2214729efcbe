/**
 * Copy, cut, paste, duplicate. The clipboard is the system's own and holds JSON text: what is copied here goes into
 * another film, another tab, a file, a letter.
 *
 * @import { Command, Context } from './types.js'
 * @import { Clipping } from './clipboard.js'
 */

import Clipboard from '@lucide/svelte/icons/clipboard';
import Copy from '@lucide/svelte/icons/copy';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import Scissors from '@lucide/svelte/icons/scissors';
import { v7 as uuid } from 'uuid';

import { counted, t } from '#lib/messages/index.js';
import { removal } from '#lib/panels/removal.js';
import { fresh } from '../fresh.js';
import { kindOfLevel } from '../levels/levels.js';
import { add, middleOf } from './adding.js';
import { say } from './announce.js';
import { atLeast } from './chosen.js';
import { placed, read, written } from './clipboard.js';
import { partOf } from './copies.js';

const OFFSET = 40;

/**
 * The text of what is selected.
 * @param {Context} context
 */
export const copied = ({ stage, store }) => written(partOf(store.graph, stage.selected), store.project.get().id);

/** @param {Context} context */
export function cut(context) {
  removal.remove(context.stage.selected);
}

/**
 * A number that no card of the kind has on the level.
 * @param {string} kind @param {import('#lib/protocol/schema.js').NodeRecord[]} siblings @param {Record<string, any>} data
 */
function renumbered(kind, siblings, data) {
  const taken = siblings.some((node) => node.type === kind && node.data.number === data.number);
  return data.number && taken ? { ...data, number: fresh(kind, siblings, 0).number ?? data.number } : data;
}

/**
 * Puts a clipping on the level: one step, whatever its size.
 * @param {Context} context
 * @param {Clipping} clipping
 * @param {{ at: import('./types.js').Point, keepWires?: boolean }} how `at`: its middle, in canvas coordinates
 */
function put({ store, level }, clipping, { at, keepWires }) {
  const { graph, rules } = store;
  const levelKind = kindOfLevel(graph, level, store.nodeType);
  const project = store.project.get().id;
  const result = placed(clipping, { graph, rules, level, levelKind, project, at, newId: uuid, keepWires, fresh: renumbered });
  if (result.refused.length) store.notify('info', t('paste.refused', { kinds: result.refused.join(', ') }));
  if (result.ids.length === 0) return;
  store.perform(counted('paste.step', result.ids.length), result.operations);
  store.select(result.ids.filter((id) => graph.node(id)));
  say(counted('say.pasted', result.ids.length));
  if (result.lost) store.notify('info', counted('paste.lost', result.lost));
}

/**
 * Pastes a text: cards where it holds ours, else a note with it.
 * @param {Context} context
 * @param {string} text
 * @param {boolean} [keepWires]
 */
export function pasted(context, text, keepWires = false) {
  const { camera, pointer, room, store } = context;
  if (!context.canEdit) return store.notify('error', t('role.cannotEdit'));
  const at = camera.toCanvas(pointer ?? middleOf(room));
  const clipping = read(text);
  if (clipping) return put(context, clipping, { at, keepWires });
  const limit = store.nodeType('note')?.parameters.find(({ key }) => key === 'text')?.schema.maxLength ?? 2000;
  const words = text.replaceAll('\0', '').trim();
  if (!words || !store.nodeType('note')) return store.notify('info', t('paste.empty'));
  add(context, 'note', { position: at, data: { text: words.slice(0, limit) }, alone: true });
  if (words.length > limit) store.notify('info', t('paste.cutOff', { count: limit }));
}

/** @param {Context} context @param {boolean} [keepWires] */
function duplicate(context, keepWires = false) {
  const part = { ...partOf(context.store.graph, context.stage.selected), project: context.store.project.get().id };
  const roots = context.stage.selected.flatMap((id) => context.store.graph.node(id) ?? []);
  const middle = (/** @type {'x' | 'y'} */ axis) => {
    const all = roots.map(({ position }) => position[axis]);
    return (Math.min(...all) + Math.max(...all)) / 2 + OFFSET;
  };
  put(context, part, { at: { x: middle('x'), y: middle('y') }, keepWires });
}

/**
 * Pastes what the system's clipboard holds, where the browser gives it without its own keys.
 * @param {Context} context @param {boolean} [keepWires]
 */
async function pasteFromMenu(context, keepWires) {
  try {
    pasted(context, await navigator.clipboard.readText(), keepWires);
  } catch {
    // No permission, or a page that is not served securely: the browser's own keys always work.
    context.store.notify('info', t('paste.byKeys'));
  }
}

/** @type {Command[]} */
export const commands = [
  {
    id: 'clipboard.cut',
    title: 'command.clipboard.cut',
    group: 'clipboard',
    keys: ['Mod+X'],
    icon: Scissors,
    edits: true,
    menus: ['node', 'frame'],
    when: (context) => atLeast(context),
    run: () => void document.execCommand('cut')
  },
  {
    id: 'clipboard.copy',
    title: 'command.clipboard.copy',
    group: 'clipboard',
    keys: ['Mod+C'],
    icon: Copy,
    menus: ['node', 'frame'],
    when: (context) => atLeast(context),
    run: () => void document.execCommand('copy')
  },
  {
    id: 'clipboard.paste',
    title: 'command.clipboard.paste',
    group: 'clipboard',
    keys: ['Mod+V'],
    icon: Clipboard,
    edits: true,
    menus: ['canvas'],
    run: (context) => void pasteFromMenu(context)
  },
  {
    id: 'clipboard.pasteWired',
    title: 'command.clipboard.pasteWired',
    group: 'clipboard',
    keys: ['Mod+Shift+V'],
    icon: Clipboard,
    edits: true,
    menus: ['canvas'],
    run: (context) => void pasteFromMenu(context, true)
  },
  {
    id: 'clipboard.duplicate',
    title: 'command.clipboard.duplicate',
    group: 'clipboard',
    keys: ['Mod+D'],
    icon: CopyPlus,
    edits: true,
    menus: ['node', 'frame'],
    when: (context) => atLeast(context),
    run: (context) => duplicate(context)
  },
  {
    id: 'clipboard.duplicateWired',
    title: 'command.clipboard.duplicateWired',
    group: 'clipboard',
    keys: ['Mod+Shift+D'],
    icon: CopyPlus,
    edits: true,
    when: (context) => atLeast(context),
    run: (context) => duplicate(context, true)
  }
];
