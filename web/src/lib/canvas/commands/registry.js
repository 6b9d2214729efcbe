/**
 * All commands. Keys, menus, the palette, the toolbar and the sheet of keys are made of this one list.
 *
 * @import { Command, Context, Group } from './types.js'
 */

import { t } from '#lib/messages/index.js';
import { commands as adding } from './adding.js';
import { commands as arranging } from './arranging.js';
import { createBindings } from './bindings.js';
import { commands as copying } from './copying.js';
import { commands as editing } from './editing.js';
import { commands as filming } from './filming.js';
import { commands as queueing } from './queueing.js';
import { commands as reviewing } from './reviewing.js';
import { commands as scripting } from './scripting.js';
import { commands as selecting } from './selecting.js';
import { commands as travelling } from './travelling.js';
import { commands as using } from './using.js';
import { commands as viewing } from './viewing.js';
import { commands as wiring } from './wiring.js';

/** @type {readonly Command[]} */
export const commands = [
  ...travelling,
  ...adding,
  ...using,
  ...filming,
  ...queueing,
  ...reviewing,
  ...scripting,
  ...wiring,
  ...copying,
  ...editing,
  ...selecting,
  ...arranging,
  ...viewing
];

/** Groups as they follow each other in the sheet. @type {readonly Group[]} */
export const GROUPS = ['add', 'select', 'edit', 'clipboard', 'wires', 'arrange', 'film', 'levels', 'view', 'history', 'help'];

const byId = new Map(commands.map((command) => [command.id, command]));

/** @param {string} id */
export const commandOf = (id) => byId.get(id);

/** What a command is called away from its submenu: "Wheel: Always pans". @param {Command} command */
export const nameOf = ({ title, under }) => (under === 'menu.wheel' ? `${t(under)}: ${t(title)}` : t(title));

export const bindings = createBindings(commands);

/**
 * Whether a command can run: true, false, or the sentence that says why not.
 * @param {Command} command
 * @param {Context} context
 * @returns {boolean | string}
 */
export function ready(command, context) {
  if (command.edits && !context.canEdit) return t('role.cannotEdit');
  const found = command.when ? command.when(context) : true;
  return typeof found === 'string' ? t(found) : found;
}

/**
 * Runs a command, or says why it cannot. False where it does not belong here at all.
 * @param {Command} command
 * @param {Context} context
 */
export function perform(command, context) {
  const can = ready(command, context);
  if (can === true) command.run(context);
  else if (can) context.store.notify('info', can);
  return can !== false;
}
