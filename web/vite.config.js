import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

import { plainIcons } from './icons.js';

const upstream = process.env.CANVAS_API_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [
    plainIcons(),
    sveltekit({
      adapter: adapter({ out: 'build', precompress: true }),
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // Places, sizes and people's colours are set on single elements; style sheets come from files alone.
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:', 'blob:'],
          'media-src': ['self', 'blob:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none']
        }
      }
    })
  ],
  server: {
    proxy: {
      '/api': upstream,
      '/auth': upstream,
      '/files': upstream,
      '/enter': upstream,
      '/ws': { target: upstream, ws: true }
    }
  },
  test: {
    include: ['tests/**/*.test.js', 'src/**/*.test.js'],
    environment: 'node'
  }
});
