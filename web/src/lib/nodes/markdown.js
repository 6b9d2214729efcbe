/**
 * Markdown as plain blocks and runs of text, for drawing without ever making HTML of what somebody wrote.
 *
 * @typedef {{ kind: 'text' | 'strong' | 'em' | 'del' | 'code' | 'break', text: string, parts?: Run[] } | { kind: 'link', text: string, href: string, parts: Run[] }} Run
 * @typedef {{ kind: 'heading', depth: number, runs: Run[] } | { kind: 'paragraph', runs: Run[] } | { kind: 'code', text: string } | { kind: 'quote', blocks: Block[] } | { kind: 'list', ordered: boolean, start: number, items: { checked: boolean | null, blocks: Block[] }[] } | { kind: 'rule' }} Block
 */

import { marked } from 'marked';

/** Links that a click may follow. */
const SAFE = /^(https?:\/\/|mailto:)/i;

/** @type {Record<string, (token: any) => Run>} */
const RUNS = {
  strong: ({ text, tokens }) => ({ kind: 'strong', text, parts: runs(tokens) }),
  em: ({ text, tokens }) => ({ kind: 'em', text, parts: runs(tokens) }),
  del: ({ text, tokens }) => ({ kind: 'del', text, parts: runs(tokens) }),
  codespan: ({ text }) => ({ kind: 'code', text }),
  br: () => ({ kind: 'break', text: '\n' }),
  link: ({ text, href, tokens }) => (SAFE.test(href) ? { kind: 'link', text, href, parts: runs(tokens) } : { kind: 'text', text }),
  escape: ({ text }) => ({ kind: 'text', text })
};

/** @param {any[]} [tokens] @returns {Run[]} */
function runs(tokens = []) {
  return tokens.map((token) => {
    // A text inside a list item has runs of its own; anything else is shown as it was written.
    if (token.type === 'text' && token.tokens) return { kind: 'text', text: token.text, parts: runs(token.tokens) };
    return RUNS[token.type]?.(token) ?? { kind: 'text', text: token.type === 'text' ? token.text : token.raw };
  });
}

/** @type {Record<string, (token: any) => Block>} */
const BLOCKS = {
  heading: ({ depth, tokens }) => ({ kind: 'heading', depth, runs: runs(tokens) }),
  code: ({ text }) => ({ kind: 'code', text }),
  blockquote: ({ tokens }) => ({ kind: 'quote', blocks: blocks(tokens) }),
  list: ({ ordered, start, items }) => ({
    kind: 'list',
    ordered,
    start: Number(start) || 1,
    items: items.map((/** @type {any} */ item) => ({ checked: item.task ? Boolean(item.checked) : null, blocks: blocks(item.tokens) }))
  }),
  hr: () => ({ kind: 'rule' })
};

/** @param {any[]} [tokens] @returns {Block[]} */
function blocks(tokens = []) {
  return tokens
    .filter(({ type }) => !['space', 'def', 'checkbox'].includes(type))
    .map(
      (token) =>
        BLOCKS[token.type]?.(token) ?? {
          kind: 'paragraph',
          runs: token.tokens ? runs(token.tokens) : [{ kind: 'text', text: token.raw.trim() }]
        }
    );
}

/**
 * @param {string} text
 * @returns {Block[]}
 */
export const readMarkdown = (text) => blocks(marked.lexer(text, { gfm: true, breaks: true }));
