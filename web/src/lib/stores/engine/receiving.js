/**
 * What becomes of every frame of the server.
 *
 * @import { Notice } from '../projectStore.js'
 * @import { CaretBoard } from './carets.js'
 * @import { PresenceBoard } from './presence.js'
 * @import { RuntimeBoard } from './runtime.js'
 * @import { Frame, Session } from './session.js'
 */

import { assetLibraryStore } from '../assetLibraryStore.js';
import { queueStore } from '../queueStore.js';
import { userSessionStore } from '../userSessionStore.js';

/**
 * @param {{
 *   session: Session, runtime: RuntimeBoard, presence: PresenceBoard, carets: CaretBoard,
 *   undoing: ReturnType<typeof import('./undo.js').createUndo>,
 *   conflicts: ReturnType<typeof import('./conflicts.js').createConflicts>,
 *   waiting: ReturnType<typeof import('./waiting.js').createWaiting>,
 *   notify: (kind: Notice['kind'], text: string, nodeId?: string) => void
 * }} page
 * @returns {(frame: Frame) => void}
 */
export function createReceiver({ session, runtime, presence, carets, undoing, conflicts, waiting, notify }) {
  /** @param {any} meta */
  function welcome(meta) {
    if (!meta) return;
    if (meta.runtime || meta.takes) runtime.load(meta.runtime ?? {}, meta.takes ?? {});
    waiting.loaded();
    if (meta.role) userSessionStore.setRole(meta.role);
    if (!meta.session_id) return;
    presence.joined(meta.session_id);
    carets.again();
  }

  /** @type {Record<string, (payload: any, meta: any) => void>} */
  const handlers = {
    'server:ops': (payload) => session.ops(payload),
    'server:delta_sync': (payload, meta) => {
      welcome(meta);
      session.ops(payload, true);
    },
    'server:full_sync': ({ graph }, meta) => {
      welcome(meta);
      session.full(graph);
    },
    'server:rejected': (payload) => (undoing.refused(payload) ? undefined : session.rejected(payload)),
    'server:undone': (payload) => undoing.done(payload),
    'server:conflict': (payload) => conflicts.told(payload),
    'server:node_state_updated': ({ node_id, state }, meta) => runtime.enter(node_id, state, meta?.task_id),
    'server:task_progress': ({ task_id, node_id, progress, step }, meta) => {
      // Measured less often than progress is told: what was told last holds.
      const used = meta?.resources ? { used: meta.resources } : {};
      runtime.change(node_id, { state: 'generating', task_id, progress, step, error: null, ...used });
    },
    'server:task_success': ({ task_id, node_id }) =>
      runtime.change(node_id, { state: 'success', task_id, progress: 100, step: '', error: null }),
    'server:task_failed': ({ task_id, node_id, error }) => {
      // Without a task nothing had started: a generation that runs goes on.
      if (task_id) runtime.change(node_id, { state: 'error', task_id, error, step: '' });
      notify('error', error, node_id);
    },
    'server:queue_updated': (payload) => {
      waiting.updated(payload);
      queueStore.updated(payload);
    },
    'server:workers_updated': queueStore.crew,
    'server:takes_updated': ({ node_id, takes }) => runtime.setTakes(node_id, takes),
    'server:asset_updated': ({ asset }) => assetLibraryStore.put(asset),
    'server:asset_removed': ({ asset_id, instead }) => assetLibraryStore.drop(asset_id, instead),
    'server:asset_folders_updated': ({ project_id, folders }) => assetLibraryStore.putFolders(project_id, folders),
    'server:script_progress': ({ node_id, done, total, step }) => runtime.change(node_id, { script: { done, total, step } }),
    'server:presence': ({ sessions }) => void (presence.seen(sessions) && carets.again()),
    'server:presence_left': ({ session_id }) => presence.left(session_id),
    'server:error': ({ detail }) => notify('error', detail)
  };

  return ({ event, payload, meta }) => {
    // A newer server may say things that this page does not know yet.
    if (Object.hasOwn(handlers, event)) handlers[event](payload, meta);
  };
}
