import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'svelte/compiler';
import { afterEach, describe, expect, test } from 'vitest';

import { SENTENCES, counted, known, preferred, speak, t } from '#lib/messages/index.js';
import { inOwnWords, phrase } from '#lib/messages/phrases.js';
import german from '#lib/messages/phrases.de.json' with { type: 'json' };
import { ago } from '#lib/messages/when.js';
import { inWords } from '#lib/nodes/parts/values.js';

import catalogue from '../../tests/data/catalogue.json' with { type: 'json' };

afterEach(() => speak('en'));

const MESSAGES = new URL('../src/lib/messages', import.meta.url).pathname;
/** Keys of every file that holds sentences, one after the other. */
const written = readdirSync(MESSAGES)
  .filter((name) => /\.js$/.test(name) && !['index.js', 'phrases.js', 'when.js'].includes(name))
  .flatMap((name) => [...readFileSync(join(MESSAGES, name), 'utf8').matchAll(/^ {2}'([\w.]+)': \[/gm)].map(([, key]) => key));
const pairs = Object.entries(SENTENCES);

/** @param {string} sentence */
const places = (sentence) => [...new Set(sentence.match(/\{\w+\}/g))].sort();

describe('both languages', () => {
  test('have a sentence for every key', () => {
    expect(pairs.filter(([, words]) => words.length !== 2 || !words.every(Boolean))).toEqual([]);
  });
  test('say each key once, whatever file it stands in', () => {
    expect(written.toSorted()).toEqual(Object.keys(SENTENCES).sort());
  });
  test('fill the same places', () => {
    const wrong = pairs.filter(
      ([key, [inEnglish, inGerman]]) => places(inEnglish).join() !== places(inGerman).join() && !key.endsWith('.one')
    );
    expect(wrong).toEqual([]);
  });
  test('have a sentence for others wherever they have one for one', () => {
    const lonely = Object.keys(SENTENCES).filter((key) => key.endsWith('.one') && !(key.replace(/one$/, 'other') in SENTENCES));
    expect(lonely).toEqual([]);
  });
  test('count, write numbers and times by their own rules', () => {
    speak('de');
    expect([counted('dashboard.people', 1), counted('dashboard.people', 2500)]).toEqual(['1 Person', '2.500 Personen']);
    expect(t('film.rate', { rate: 23.976 })).toBe('23,976 B/s');
    expect(ago('2030-01-09T11:00:00Z', Date.parse('2030-01-10T12:00:00Z'))).toBe('gestern');
  });
  test('are chosen by what the person’s browser asks for', () => {
    expect(['de-AT,de;q=0.9,en;q=0.8', 'fr, en;q=0.5', 'fr', null].map(preferred)).toEqual(['de', 'en', 'en', 'en']);
    expect(known('constructor')).toBe('en');
  });
});

describe('the catalogue', () => {
  const READ = new Set(['title', 'help', 'category', 'reason', 'label', 'refusal']);
  /** Values of machines that are the same in every language. */
  const NAMES = new Set(['previs', 'comfyui', 'wan2gp', 'function_runner', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

  /** Words that one entry of the catalogue gives out; null where they stand deeper. @param {string} key @param {any} value @param {any} part */
  function givenOut(key, value, part) {
    if (READ.has(key) && typeof value === 'string') return [value];
    if (['titles', 'socket_titles', 'wire_sentences'].includes(key)) return Object.values(value);
    if (key === 'enum' && Array.isArray(value) && !part.titles) return value.map(inWords);
    return key === 'default' ? [] : null;
  }
  /** @param {any} part @returns {string[]} */
  function wordsIn(part) {
    if (Array.isArray(part)) return part.flatMap(wordsIn);
    if (!part || typeof part !== 'object') return [];
    return Object.entries(part).flatMap(([key, value]) => givenOut(key, value, part) ?? wordsIn(value));
  }

  test('has a German word for every word of its own', () => {
    const words = [...new Set(wordsIn(catalogue))].filter((word) => /[a-z]{2}/i.test(word) && !NAMES.has(word));
    speak('de');
    const silent = words.filter((word) => !Object.hasOwn(german, word) && phrase(word) === word);
    expect(silent).toEqual([]);
  });
  test('is spoken in the language of the page, its keys and values left alone', () => {
    const type = {
      kind: 'shot',
      title: 'Shot',
      parameters: [{ key: 'size', default: 'WIDE', schema: { enum: ['WIDE'], titles: { WIDE: 'Wide' } } }]
    };
    expect(inOwnWords(type)).toBe(type);
    speak('de');
    expect(inOwnWords(type)).toEqual({
      ...type,
      title: 'Einstellung',
      parameters: [{ ...type.parameters[0], schema: { enum: ['WIDE'], titles: { WIDE: phrase('Wide') } } }]
    });
    expect(phrase('Wide')).toBe('Totale');
    expect(phrase('A list of control map does not connect to a list of Sequence.')).toBe(
      'Eine Liste von Steuerkarte lässt sich nicht mit einer Liste von Schnittfolge verbinden.'
    );
    expect(phrase('What nobody translated')).toBe('What nobody translated');
  });
});

const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'aria-roledescription', 'aria-description']);
/** The product's name, and marks that are the same everywhere. */
const MARKS =
  /^(Production|Canvas|SH\d+|TAKE|Final|Draft|Esc|Tab|Enter|Ctrl|Shift|Alt|EDL|OTIO|FCPXML|ComfyUI|Wan2GP|GB|fps|px|ms|kHz|dB|Hz|INT|EXT|URL|DE|EN|JSON|BPM|https?)$/;
/** @param {string} text */
const isSentence = (text) => text.split(/[^\p{L}\d]+/u).some((word) => /\p{L}{2}/u.test(word) && !MARKS.test(word));

/** Where an expression goes on to give out words. @type {Record<string, string[]>} */
const PARTS = {
  ConditionalExpression: ['consequent', 'alternate'],
  LogicalExpression: ['left', 'right'],
  BinaryExpression: ['left', 'right'],
  TemplateLiteral: ['expressions']
};

/**
 * Words that stand in a component's markup, and sentences in its script, instead of in a message file.
 * @param {string} source
 */
function literalsOf(source) {
  const { fragment, instance } = parse(source, { modern: true });
  /** @type {string[]} */
  const found = [];

  /** Strings that an expression gives out as words. @param {any} node */
  function given(node) {
    const said = node?.type === 'TemplateLiteral' ? node.quasis.map((/** @type {any} */ { value }) => value.cooked) : [node?.value];
    for (const text of said) if (typeof text === 'string' && !text.startsWith('#') && isSentence(text)) found.push(text);
    for (const part of PARTS[node?.type] ?? []) [node[part]].flat().forEach(given);
  }
  /** @param {any} value */
  function attribute(value) {
    for (const part of [value].flat()) {
      if (part?.type === 'Text' && !part.data.startsWith('#') && isSentence(part.data)) found.push(part.data);
      if (part?.type === 'ExpressionTag') given(part.expression);
    }
  }
  /** @param {any} node */
  function walk(node) {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(walk);
    if (node.type === 'Text' && isSentence(node.data)) found.push(node.data.trim());
    if (node.type === 'ExpressionTag') return given(node.expression);
    if (node.type === 'Attribute') return SPOKEN.has(node.name) ? attribute(node.value) : undefined;
    if (node.type === 'SnippetBlock' || node.type?.endsWith('Block')) {
      for (const part of ['consequent', 'alternate', 'body', 'fallback', 'pending', 'then', 'catch', 'fragment']) walk(node[part]);
      return;
    }
    walk(node.nodes ?? node.fragment);
    walk(node.attributes);
  }
  /** @param {any} node */
  function sentences(node) {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(sentences);
    if (node.type === 'ImportDeclaration') return;
    if (node.type === 'Literal' && typeof node.value === 'string' && /^[A-Z][a-z]+ \S*[a-z]/.test(node.value) && isSentence(node.value))
      found.push(node.value);
    for (const [key, part] of Object.entries(node)) if (key !== 'loc' && !key.endsWith('Comments')) sentences(part);
  }
  walk(fragment);
  sentences(instance?.content);
  return found;
}

const root = new URL('../src', import.meta.url).pathname;
const components = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.svelte'));

test('no component has a sentence of its own', () => {
  expect(literalsOf('<script>const a = "Nobody said this";</script><p title="Some words">{b ? "Yes or no" : t("x")} plain</p>')).toEqual([
    'Yes or no',
    'plain',
    'Some words',
    'Nobody said this'
  ]);
  const found = components.flatMap((path) => literalsOf(readFileSync(join(root, path), 'utf8')).map((words) => `${path}: ${words}`));
  expect(found).toEqual([]);
});
