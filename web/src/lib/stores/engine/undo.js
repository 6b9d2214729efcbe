/**
 * Undo and redo of this person's own steps. The server keeps them and takes them back; here is only what may be asked.
 *
 * @import { Rejected, Undone } from '#lib/protocol/schema.js'
 * @import { Session } from './session.js'
 */

import { t } from '#lib/messages/index.js';

import { cell } from './channels.js';
import { Steps } from './steps.js';

/**
 * @param {{ session: Session, nextId: () => string, mayEdit: () => boolean, notify: (kind: 'error' | 'info' | 'success', text: string) => void }} page
 */
export function createUndo({ session, nextId, mayEdit, notify }) {
  const steps = new Steps();
  const canUndo = cell(true);
  const canRedo = cell(true);

  /** @param {'client:undo' | 'client:redo'} event */
  function ask(event) {
    if (!mayEdit()) return;
    if (!session.open) return notify('error', t('undo.offline'));
    steps.end();
    session.afterSaved(() => session.ask({ event, payload: { client_op_id: nextId() } }));
  }

  return {
    canUndo: { subscribe: canUndo.subscribe, get: canUndo.get },
    canRedo: { subscribe: canRedo.subscribe, get: canRedo.get },
    undo: () => ask('client:undo'),
    redo: () => ask('client:redo'),
    /**
     * Names the step of an edit that is made now.
     * @param {string | null} key the field that is typed into
     */
    edited(key) {
      canUndo.set(true);
      canRedo.set(false);
      return steps.of(key);
    },
    hold: () => steps.hold(),
    /** @param {Undone} told */
    done({ client_op_id, skipped, detail, can_undo, can_redo }) {
      session.replied(client_op_id);
      canUndo.set(can_undo);
      canRedo.set(can_redo);
      if (skipped.length) notify('info', detail);
    },
    /** False where it was no undo that was refused. @param {Rejected} told */
    refused({ client_op_id, code, detail }) {
      const event = session.replied(client_op_id)?.event;
      if (!event) return false;
      const reading = event === 'client:undo' ? canUndo : canRedo;
      // Whoever keeps the keys pressed is told once.
      if (code !== 'nothing_to_undo' || reading.get()) notify(code === 'nothing_to_undo' ? 'info' : 'error', detail);
      if (code === 'nothing_to_undo') reading.set(false);
      return true;
    },
    forget() {
      steps.end();
      canUndo.set(true);
      canRedo.set(true);
    }
  };
}
