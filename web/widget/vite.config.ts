import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2020', outDir: '../dist/widget', emptyOutDir: true, modulePreload: false, assetsInlineLimit: 0 },
});
