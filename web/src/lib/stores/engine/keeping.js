/**
 * Keeps what is unsaved in this browser, and brings back what closed pages left there.
 *
 * @import { Ledger, Pending } from './ledger.js'
 * @import { Session } from './session.js'
 * @import { Mirror } from '#lib/net/mirror.js'
 */

import { v7 as uuid } from 'uuid';

import { openMirror } from '#lib/net/mirror.js';

/** Milliseconds between two looks for pages that were closed since. */
const LOOK_EVERY = 10_000;

/**
 * @param {{ ledger: Ledger, session: Session }} page
 */
export function createKeeping({ ledger, session }) {
  /** @type {Mirror<Pending> | null} */
  let mirror = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let looking;

  /** @param {Mirror<Pending>} opened */
  async function look(opened) {
    const found = await opened.leftovers().catch(() => []);
    if (opened === mirror) for (const left of found) session.inherit(left);
  }

  function taken() {
    ledger.handOver(uuid());
    session.pump();
  }

  return {
    /** Whether a closed tab would lose nothing. */
    get works() {
      return mirror?.works ?? false;
    },
    /** @param {string} user @param {string} project */
    start(user, project) {
      /** @type {Mirror<Pending>} */
      const opened = openMirror({ user, project, client: ledger.clientId, onTaken: () => opened === mirror && taken() });
      mirror = opened;
      void look(opened);
      looking = setInterval(() => void look(opened), LOOK_EVERY);
    },
    /** Something pending came, went or changed. */
    save() {
      mirror?.save(ledger.pending, ledger.clientId);
    },
    stop() {
      clearInterval(looking);
      void mirror?.close();
      mirror = null;
    }
  };
}
