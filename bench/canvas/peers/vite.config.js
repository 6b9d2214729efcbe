import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  oxc: { jsx: { runtime: 'automatic' } },
  build: { rollupOptions: { input: ['svelte.html', 'react.html'] } }
});
