import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: { target: 'es2020', outDir: '../dist/demo', emptyOutDir: true, modulePreload: false, assetsInlineLimit: 0 },
});
