/**
 * What a person does to the film besides its graph: takes.
 *
 * @import { RuntimeBoard } from './runtime.js'
 * @import { Send, Session } from './session.js'
 */

import { t } from '#lib/messages/index.js';

/**
 * @param {{ session: Session, runtime: RuntimeBoard, send: Send, services: () => import('../projectStore.js').Services, projectId: () => string, mayEdit: () => boolean, notify: (kind: 'error' | 'info' | 'success', text: string, nodeId?: string) => void }} page
 */
export function createFilm({ session, runtime, send, services, projectId, mayEdit, notify }) {
  /**
   * @template T
   * @param {Promise<T>} work
   * @returns {Promise<T | undefined>} undefined where it failed; the notice says why
   */
  const orNotice = (work) =>
    work.catch((error) => {
      notify('error', error.message);
      return undefined;
    });

  return {
    /** Makes a take, once everything edited so far has reached the server. @param {string} nodeId */
    generate(nodeId) {
      if (!mayEdit()) return;
      if (!session.open) return notify('error', t('generate.offline'), nodeId);
      session.afterSaved(() => send({ event: 'client:start_generation', payload: { node_id: nodeId } }));
    },
    /**
     * What becomes of cards, of scenes with all that is in them, or with no ids of the film, once everything edited so far
     * has reached the server; begun, unless it is only to be told. Throws with the sentence.
     * @param {import('#lib/net/generating.js').GenerateMany} asked
     */
    async generateMany(asked) {
      if (!session.open) throw new Error(t('batch.offline'));
      await new Promise((resolve) => session.afterSaved(() => resolve(undefined)));
      return services().generateMany(projectId(), asked);
    },
    /** Stops them together. @param {readonly string[]} taskIds */
    cancelMany: (taskIds) => orNotice(services().cancelMany(projectId(), taskIds)),
    /** @param {string} taskId */
    cancel(taskId) {
      if (!send({ event: 'client:cancel_generation', payload: { task_id: taskId } })) notify('error', t('generate.offline'));
    },
    /** @param {string} nodeId @param {string} takeId */
    async activateTake(nodeId, takeId) {
      const answer = await orNotice(services().activateTake(projectId(), takeId));
      if (answer) runtime.setTakes(nodeId, answer.takes);
    }
  };
}
