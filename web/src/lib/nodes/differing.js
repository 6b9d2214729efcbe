/**
 * What differs between takes, in words.
 *
 * @import { DifferenceRow, TakeRecord } from '#lib/protocol/schema.js'
 */

import { counted, t } from '#lib/messages/index.js';
import { phrase } from '#lib/messages/phrases.js';
import { inWords } from './parts/values.js';

/** Texts that people wrote; all others of one word are choices. */
const PROSE = /\s|[.,;!?]/;

/** @param {DifferenceRow} row */
export function titleOfRow({ what, title, subject }) {
  const words = title.split(' · ').map(phrase).join(' · ');
  return subject && what !== 'wire' ? `${subject} · ${words}` : words;
}

/** @param {DifferenceRow} row @param {any} value */
export function valueOfRow({ what, unit }, value) {
  if (value === null || value === '') return what === 'wire' ? t('takes.notWired') : t('takes.none');
  if (what === 'version') return t('takes.version', { version: String(value) });
  if (what === 'take') return t('takes.file', { letter: String(value) });
  if (typeof value === 'string') return what === 'wire' ? value : PROSE.test(value.trim()) ? phrase(value) : inWords(value);
  return plainly(value, unit);
}

/** @param {any} value @param {string} unit */
function plainly(value, unit) {
  if (typeof value === 'boolean') return t(value ? 'takes.yes' : 'takes.no');
  if (typeof value === 'number') return unit ? `${plain(value)} ${unit}` : plain(value);
  return Array.isArray(value) && value.every((each) => typeof each !== 'object')
    ? value.join(', ')
    : counted('takes.many', Object.keys(value).length);
}

/** Seeds and numbers as they are written in fields: no groups of digits. @param {number} value */
const plain = (value) => String(Math.round(value * 1000) / 1000);

/** "Mara · Version: v1 → v2". @param {DifferenceRow} row */
export function rowInWords(row) {
  const [before, after] = [row.values[0], row.values.at(-1)].map((value) => valueOfRow(row, value));
  return t('takes.change', { title: titleOfRow(row), before, after });
}

/** Rows in one line: what changed, each named once. @param {readonly DifferenceRow[]} rows */
export const namesOf = (rows) => [...new Set(rows.map((row) => titleOfRow(row)))].join(', ');

/** "v01 take 02". @param {Pick<TakeRecord, 'version' | 'take'>} take */
export const shortName = ({ version, take }) =>
  t('takes.short', { version: String(version).padStart(2, '0'), take: String(take).padStart(2, '0') });

/**
 * What a take that was made again turned out to be; empty of any other.
 * @param {TakeRecord} take @param {readonly TakeRecord[]} all
 */
export function likeness(take, all) {
  const of = all.find(({ id }) => id === (take.identical_to ?? take.remake_of));
  if (!of) return '';
  return t(take.identical_to ? 'takes.identicalTo' : 'takes.differsFrom', { other: shortName(of) });
}

/**
 * What a restore came to, in a sentence.
 * @param {string} name of the take @param {{ changed: number, left: DifferenceRow[] }} done
 */
export function restored(name, { changed, left }) {
  const said = t(changed ? 'takes.restored' : 'takes.restoredNothing', { name });
  return left.length ? t('takes.left', { said, what: left.map(rowInWords).join('; ') }) : said;
}

/** What making a take again came to. @param {TakeRecord} made @param {TakeRecord} of */
export const remade = (made, of) => t(made.identical_to ? 'takes.identical' : 'takes.notIdentical', { name: made.name, other: of.name });
