/**
 * Who is at this screen, and what they may do here.
 *
 * @import { Member, Role, SessionUser } from '#lib/net/api.js'
 */

import { cell } from './engine/channels.js';

const user = cell(/** @type {SessionUser | null} */ (null));
const role = cell(/** @type {Role} */ ('viewer'));
const members = cell(/** @type {readonly Member[]} */ ([]));

/** Whether a role changes the film. @param {Role} held */
const edits = (held) => held === 'owner' || held === 'editor';

export const userSessionStore = {
  /** The signed-in person; null before a page is loaded. */
  user: { subscribe: user.subscribe, get: user.get },
  /** Their role in the open project. */
  role: { subscribe: role.subscribe, get: role.get },
  /** Everybody of the open project. */
  members: { subscribe: members.subscribe, get: members.get },
  /** Readable: whether this person may edit. */
  canEdit: {
    get: () => edits(role.get()),
    subscribe: (/** @type {(value: boolean) => void} */ run) => role.subscribe((held) => run(edits(held)))
  },
  /** @param {{ user: SessionUser, role?: Role, members?: Member[] }} page */
  load(page) {
    user.set(page.user);
    if (page.role) role.set(page.role);
    if (page.members) members.set(page.members);
  },
  /** @param {Role} held the server's word on reconnecting */
  setRole: (held) => role.set(held)
};
