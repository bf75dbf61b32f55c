import { afterEach, expect, it, vi } from 'vitest';

import { newTheme } from './theme';

afterEach(() => vi.unstubAllGlobals());

it.each([true, false])('moves nothing for those who asked for that: %s', (reduced) => {
  const asked = vi.fn((media: string) => ({ media, matches: reduced }));
  vi.stubGlobal('matchMedia', asked);
  expect(newTheme().token?.motion).toBe(!reduced);
  expect(asked).toHaveBeenCalledWith('(prefers-reduced-motion: reduce)');
});
