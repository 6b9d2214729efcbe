/**
 * What is told to this person, the newest last, until it is dismissed.
 *
 * @typedef {{ id: number, kind: 'error' | 'info' | 'success', text: string, node_id?: string, action?: { title: string, href: string } }} Notice `action`: what is to be done, and where
 */

import { cell } from './channels.js';

const MOST = 50;

export function createNotices() {
  const notices = cell(/** @type {readonly Notice[]} */ ([]));
  let lastId = 0;

  return {
    notices: { subscribe: notices.subscribe, get: notices.get },
    /**
     * @param {Notice['kind']} kind
     * @param {string} text
     * @param {string} [node_id]
     * @param {Notice['action']} [action]
     */
    notify(kind, text, node_id, action) {
      lastId += 1;
      const notice = { id: lastId, kind, text, ...(node_id ? { node_id } : {}), ...(action ? { action } : {}) };
      notices.set([...notices.get(), notice].slice(-MOST));
    },
    /** @param {number} id */
    dismiss: (id) => notices.set(notices.get().filter((notice) => notice.id !== id)),
    clear: () => notices.set([])
  };
}
