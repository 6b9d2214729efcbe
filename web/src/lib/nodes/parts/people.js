/**
 * Who wrote a node or a field a moment ago, who is in a field now, and how a person is abbreviated.
 *
 * @import { LoggedBatch, Operation, PresenceOf } from '#lib/protocol/schema.js'
 * @typedef {{ name: string, color: string, at: number }} Editor `at` counts bursts of edits, so that two of them differ
 */

import { t } from '#lib/messages/index.js';
import { Channels } from '#lib/stores/engine/channels.js';
import { projectStore } from '#lib/stores/projectStore.js';
import { userSessionStore } from '#lib/stores/userSessionStore.js';

/** Milliseconds for which the last editor stands on a card; what they write meanwhile is one burst. */
const REMEMBERED = 6000;
/** A batch that writes more nodes than this is a machine's, not a hand's. */
const BY_HAND = 20;
const WRITES = new Set(['node.set', 'node.unset', 'node.text', 'node.list']);

/** Who began to write last, by node or field. @type {Map<string, Editor>} */
const editors = new Map();
/** What ends each burst, by node or field and person. @type {Map<string, ReturnType<typeof setTimeout>>} */
const endings = new Map();
const wrote = /** @type {Channels<string>} */ (new Channels());
let count = 0;

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

/**
 * What one calls a person in passing, on a flag or beside a field.
 * @param {string} name
 */
export const called = (name) => name.trim().split(/\s+/)[0] || name;

/**
 * Readable of who wrote a node, or one of its fields, a moment ago.
 * @param {string} id
 * @param {string} [name] the field's
 */
export const editorOf = (id, name = '') => wrote.reading(`${id}/${name}`, () => editors.get(`${id}/${name}`));

/**
 * Those of a node's editors who are in this field; one person with two windows is one.
 * @param {readonly PresenceOf[]} present
 * @param {string} name
 */
export function inField(present, name) {
  const there = present.filter(({ editing }) => editing?.path[0] === name);
  return [...new Map(there.map((peer) => [peer.user_id, peer])).values()];
}

/** @param {Operation} op @returns {{ id: string, path: string[] }[]} */
const fieldsOf = (op) => (WRITES.has(op.op) ? [/** @type {any} */ (op)] : []);

/** @param {LoggedBatch} batch */
function written(batch) {
  const person = userSessionStore.members.get().find((member) => member.id === batch.user_id);
  const fields = batch.ops.flatMap(fieldsOf);
  if (!person || new Set(fields.map(({ id }) => id)).size > BY_HAND) return;
  for (const key of new Set(fields.flatMap(({ id, path }) => [`${id}/`, `${id}/${path[0]}`]))) remember(key, person);
}

/**
 * Two who write by turns are two bursts, not one after every letter.
 * @param {string} key
 * @param {{ id: string, name: string, color: string }} person
 */
function remember(key, { id, name, color }) {
  const burst = `${key} ${id}`;
  const goesOn = endings.has(burst);
  clearTimeout(endings.get(burst));
  const timer = setTimeout(() => (endings.delete(burst), forget(key, name)), REMEMBERED);
  endings.set(burst, timer);
  if (goesOn) return;
  count += 1;
  editors.set(key, { name, color, at: count });
  wrote.tell([key]);
}

/** @param {string} key @param {string} name */
function forget(key, name) {
  if (editors.get(key)?.name !== name) return;
  editors.delete(key);
  wrote.tell([key]);
}

/** Follows the edits of others; what it returns ends that. Browser only. */
export const followEdits = () => projectStore.onRemote(written);

/**
 * The field somebody is in, as one says it in a sentence.
 * @param {{ session_id: string }} person
 * @param {readonly import('#lib/protocol/schema.js').PresenceOf[]} present who writes in the card
 * @param {{ parameters: { key: string, title: string }[] }} spec
 */
export function fieldOf({ session_id }, present, spec) {
  const key = present.find((peer) => peer.session_id === session_id)?.editing?.path[0];
  const title = spec.parameters.find((parameter) => parameter.key === key)?.title;
  return title ? title.toLowerCase() : t('company.thisCard');
}
