import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    target: 'es2020',
    outDir: '../dist',
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: 'main.ts', formats: ['iife'], name: 'AfterSalesLoader', fileName: () => 'widget.js' },
  },
});
