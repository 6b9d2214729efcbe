/**
 * What a person does with screenplays: files are brought, broken down, read, and new drafts looked at.
 *
 * @import { RevisionPreview, ScriptPage } from '#lib/protocol/schema.js'
 * @import { ScriptSummary } from '#lib/net/api.js'
 * @import { RuntimeBoard } from './runtime.js'
 * @import { Session } from './session.js'
 */

import { t } from '#lib/messages/index.js';

const LARGEST = 10 * 1024 * 1024;

/** @param {unknown} error */
const sentence = (error) => (error instanceof Error ? error.message : String(error));

/**
 * @param {{ session: Session, runtime: RuntimeBoard, services: () => import('../projectStore.js').Services, projectId: () => string, mayEdit: () => boolean, notify: (kind: 'error' | 'info' | 'success', text: string, nodeId?: string) => void }} page
 */
export function createScripts({ session, runtime, services, projectId, mayEdit, notify }) {
  /** Everything edited so far has reached the server. @returns {Promise<void>} */
  const saved = () => new Promise((resolve) => session.afterSaved(resolve));

  return {
    /**
     * Brings a file to a script node. While it is read and where it is refused, the node's `paper` says so.
     * @param {string} nodeId
     * @param {File} file
     * @returns {Promise<ScriptSummary | undefined>} undefined where it was refused; the node is then as it was
     */
    async uploadScript(nodeId, file) {
      if (!mayEdit()) return undefined;
      const { name } = file;
      const refused = (/** @type {string} */ problem) => void runtime.change(nodeId, { paper: { name, reading: false, problem } });
      if (file.size > LARGEST) return refused(t('script.tooLarge', { name }));
      if (!session.open) return refused(t('script.offline'));
      runtime.change(nodeId, { paper: { name, reading: true, problem: '' } });
      try {
        await saved();
        const told = await services().uploadScript(projectId(), nodeId, file);
        runtime.change(nodeId, { paper: null });
        return told;
      } catch (error) {
        return refused(sentence(error));
      }
    },
    /** Takes the word about a refused file away. @param {string} nodeId */
    dismissPaper: (nodeId) => runtime.change(nodeId, { paper: null }),
    /** Puts scenes and shots on the canvas; the answer comes with the last of them. @param {string} nodeId */
    async breakDown(nodeId) {
      if (!mayEdit()) return;
      if (!session.open) return notify('error', t('generate.offline'), nodeId);
      runtime.change(nodeId, { script: { done: 0, total: 1, step: '' } });
      try {
        await saved();
        await services().breakDown(projectId(), nodeId);
      } catch (error) {
        notify('error', sentence(error), nodeId);
      }
      // Whatever became of it, nothing is under way any more.
      const now = runtime.of(nodeId).get().script;
      if (now && now.done < now.total) runtime.change(nodeId, { script: null });
    },
    /** Ends a breakdown after the scene it is at. @param {string} nodeId */
    async stopBreakdown(nodeId) {
      if (!mayEdit()) return;
      await services()
        .stopBreakdown(projectId(), nodeId)
        .catch((error) => notify('error', sentence(error), nodeId));
    },
    /** Lines of the draft on the canvas. @param {string} nodeId @param {number} from @returns {Promise<ScriptPage>} */
    scriptPage: (nodeId, from) => services().scriptPage(projectId(), nodeId, from),
    /** What the newest draft would change. @param {string} nodeId @returns {Promise<RevisionPreview>} */
    revision: (nodeId) => services().revision(projectId(), nodeId),
    /**
     * Makes the canvas follow the draft that was looked at.
     * @param {string} nodeId
     * @param {string} draft
     * @returns {Promise<{ total: number }>}
     */
    async bringIn(nodeId, draft) {
      await saved();
      return services().bringIn(projectId(), nodeId, draft);
    }
  };
}
