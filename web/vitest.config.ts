import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: { name: 'shopper', environment: 'happy-dom', include: ['{loader,widget,demo,shared}/**/*.test.{ts,tsx}'] },
      },
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
        test: { name: 'console', environment: 'happy-dom', include: ['console/**/*.test.{ts,tsx}'] },
      },
    ],
  },
});
