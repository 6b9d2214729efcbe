/**
 * Who wrote a node a moment ago, and how a person is abbreviated.
 *
 * @typedef {{ name: string, color: string, at: number }} Editor `at` counts edits, so that two in a row differ
 */

import { Channels } from '#lib/stores/engine/channels.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { userSessionStore } from '#lib/stores/userSessionStore.js';

/** Milliseconds for which the last editor stands on a card. */
const REMEMBERED = 6000;
/** A batch that writes more nodes than this is a machine's, not a hand's. */
const BY_HAND = 20;

/** @type {Map<string, Editor>} */
const editors = new Map();
const wrote = /** @type {Channels<string>} */ (new Channels());
let edits = 0;

/**
 * Up to two capitals that stand for a person: first letters of the first and the last word.
 * @param {string} name
 */
export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return '?';
  const last = words.length > 1 ? words[words.length - 1] : '';
  const letters = last ? [...words[0]][0] + [...last][0] : [...words[0]].slice(0, 2).join('');
  return letters.toUpperCase();
}

/** Readable of who wrote a node a moment ago. @param {string} id */
export const editorOf = (id) => wrote.reading(id, () => editors.get(id));

/** @param {import('#lib/protocol/schema.js').LoggedBatch} batch */
function written(batch) {
  const person = userSessionStore.members.get().find((member) => member.id === batch.user_id);
  const ids = new Set(batch.ops.flatMap((op) => (op.op === 'node.set' || op.op === 'node.unset' ? [op.id] : [])));
  if (!person || ids.size > BY_HAND) return;
  edits += 1;
  for (const id of ids) {
    const editor = { name: person.name, color: person.color, at: edits };
    editors.set(id, editor);
    setTimeout(() => forget(id, editor), REMEMBERED);
  }
  wrote.tell(ids);
}

/** @param {string} id @param {Editor} editor */
function forget(id, editor) {
  if (editors.get(id) !== editor) return;
  editors.delete(id);
  wrote.tell([id]);
}

/** Follows the edits of others; what it returns ends that. Browser only. */
export const followEdits = () => projectStore.onRemote(written);
