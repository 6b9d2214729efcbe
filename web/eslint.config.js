import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';

/**
 * Rooms from the top down. A room imports from rooms below it only; `panels` and `canvas` stand side by side.
 * `graph` and `messages` are plain functions that every room may use.
 */
const ABOVE = {
  panels: ['routes'],
  canvas: ['routes'],
  nodes: ['routes', 'panels', 'canvas'],
  'nodes/parts': ['routes', 'panels', 'canvas', 'nodes'],
  stores: ['routes', 'panels', 'canvas', 'nodes'],
  net: ['routes', 'panels', 'canvas', 'nodes', 'stores'],
  graph: ['routes', 'panels', 'canvas', 'nodes', 'stores', 'net'],
  messages: ['routes', 'panels', 'canvas', 'nodes', 'stores', 'net', 'graph'],
  protocol: ['routes', 'panels', 'canvas', 'nodes', 'stores', 'net', 'graph', 'messages']
};

/** @param {string} room @param {string[]} above */
function layer(room, above) {
  const rooms = above.filter((name) => !(room === 'nodes/parts' && name === 'nodes')).join('|');
  const message = `${room} stands below: import only from the rooms under it.`;
  const patterns = [{ regex: `^(#lib/|(\\.\\./)+)(lib/)?(${rooms})/`, message }];
  // Parts lie inside `nodes`: its plain modules serve both, its components stand above.
  if (room === 'nodes/parts') patterns.push({ regex: '^(#lib/nodes|\\.\\.)/[^/]+\\.svelte$', message });
  return {
    files: [`src/lib/${room}/**`],
    ...(room === 'nodes' ? { ignores: ['src/lib/nodes/parts/**'] } : {}),
    rules: { 'no-restricted-imports': ['error', { patterns }] }
  };
}

const NETWORK = ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource'].map((name) => ({
  name,
  message: 'Components ask a store or the API of net/context.js.'
}));

export default [
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'src/lib/protocol/schema.d.ts'] },
  js.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      complexity: ['error', 14],
      'max-lines-per-function': 'off',
      'max-depth': ['error', 3],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The types of the project's JavaScript are read by svelte-check.
      'no-undef': 'off'
    }
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'no-restricted-globals': ['error', ...NETWORK],
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/button-has-type': 'error',
      // Paths are this site's own and never below a base path.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
      // `let` with `$props()` stays one statement though some of it is never written.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      'max-lines': ['error', 250]
    }
  },
  ...Object.entries(ABOVE).map(([room, above]) => layer(room, above))
];
