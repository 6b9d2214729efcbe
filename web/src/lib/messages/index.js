/**
 * The sentences of the pages in the language of the person who reads them.
 *
 * The language is one per page: the browser takes it over from the page's markup, the page server sets it before each
 * rendering, which runs in one synchronous pass. Choosing another one loads the page anew.
 */

import { BATCH } from './batch.js';
import { CANVAS } from './canvas.js';
import { CARDS } from './cards.js';
import { COMMANDS } from './commands.js';
import { INSPECTOR } from './inspector.js';
import { LIBRARY } from './library.js';
import { MEDIA } from './media.js';
import { PAGES } from './pages.js';
import { QUEUE } from './queue.js';
import { SCRIPT } from './script.js';
import { TAKES } from './takes.js';

/** @typedef {keyof typeof SENTENCES} MessageKey */
/** @typedef {MessageKey extends infer Key ? (Key extends `${infer Base}.other` ? Base : never) : never} CountedKey keys that have a sentence for one and for others */
/** @typedef {'en' | 'de'} Language */

/**
 * Every sentence of the pages, in English and German. `{name}` is filled in by `t`. What is counted ends in `.one` and
 * `.other` and is told by `counted`.
 */
export const SENTENCES = {
  ...PAGES,
  ...BATCH,
  ...CANVAS,
  ...CARDS,
  ...COMMANDS,
  ...INSPECTOR,
  ...LIBRARY,
  ...MEDIA,
  ...QUEUE,
  ...SCRIPT,
  ...TAKES
};

/** Each language by its own name. @type {Record<Language, string>} */
export const LANGUAGES = { en: 'English', de: 'Deutsch' };
const COLUMN = { en: 0, de: 1 };

/** @type {Language} */
let spoken = known(typeof document === 'undefined' ? null : document.documentElement.lang);
let plurals = new Intl.PluralRules(spoken);
let numbers = numbersOf(spoken);

/**
 * A language there are sentences in: this one, or English.
 * @param {string | null | undefined} name
 * @returns {Language}
 */
export function known(name) {
  return name && Object.hasOwn(LANGUAGES, name) ? /** @type {Language} */ (name) : 'en';
}

/**
 * The first language of an Accept-Language header that there are sentences in.
 * @param {string | null} header
 * @returns {Language}
 */
export function preferred(header) {
  const names = (header ?? '').split(',').map((part) => part.split(';')[0].trim().slice(0, 2).toLowerCase());
  return known(names.find((name) => Object.hasOwn(LANGUAGES, name)));
}

/** @param {Language} language what is said from now on */
export function speak(language) {
  if (language === spoken) return;
  spoken = language;
  plurals = new Intl.PluralRules(language);
  numbers = numbersOf(language);
}

/** The language that is spoken. */
export const language = () => spoken;

/**
 * The sentence of a key with its `{places}` filled.
 * @param {MessageKey} key
 * @param {Record<string, string | number>} [values] numbers are written as the language writes them
 * @returns {string}
 */
export function t(key, values = {}) {
  return SENTENCES[key][COLUMN[spoken]].replace(/\{(\w+)\}/g, (place, name) => written(values[name] ?? place));
}

/**
 * The sentence for one or for others, by the language's own rule; `{count}` is filled.
 * @param {CountedKey} key
 * @param {number} count
 * @param {Record<string, string | number>} [values]
 */
export function counted(key, count, values = {}) {
  const form = plurals.select(count) === 'one' ? 'one' : 'other';
  return t(/** @type {MessageKey} */ (`${key}.${form}`), { count, ...values });
}

/** @param {string | number} value */
function written(value) {
  return typeof value === 'number' ? numbers.format(value) : value;
}

/** @param {Language} language */
function numbersOf(language) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
}
