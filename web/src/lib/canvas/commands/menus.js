/**
 * The entries of a menu on something, from the registry.
 *
 * @import { MessageKey } from '#lib/messages/index.js'
 * @import { Command, Context } from './types.js'
 * @typedef {{ command: Command, why: string }} Entry `why` it cannot run; empty where it can
 * @typedef {{ under: MessageKey | null, entries: Entry[], group: string }} Block entries between two lines; with `under`, a submenu
 */

import { commands, ready } from './registry.js';

/**
 * @param {Context} context with its target
 * @returns {Block[]}
 */
export function menuOf(context) {
  const kind = context.target?.kind ?? 'canvas';
  /** @type {Block[]} */
  const blocks = [];
  for (const command of commands) {
    if (!command.menus?.includes(kind)) continue;
    const can = ready(command, context);
    if (can === false) continue;
    const under = command.under ?? null;
    const found = blocks.find((block) => block.group === command.group && block.under === under);
    const entry = { command, why: can === true ? '' : can };
    if (found) found.entries.push(entry);
    else blocks.push({ under, group: command.group, entries: [entry] });
  }
  return blocks;
}
