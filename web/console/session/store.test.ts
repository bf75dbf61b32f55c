import { beforeEach, describe, expect, it } from 'vitest';

import { LAN } from '../testing/examples';
import { loadLogin, saveLogin } from './store';

const login = { token: 'secret', expires_at: '2026-03-02T22:00:00+08:00', agent: LAN };
const at = (iso: string) => Date.parse(iso);

beforeEach(() => sessionStorage.clear());

describe('the stored sign-in', () => {
  it('survives a reload until it runs out, and is forgotten then', () => {
    saveLogin(login);
    expect(loadLogin(at('2026-03-02T21:59:59+08:00'))).toEqual(login);
    expect(loadLogin(at('2026-03-02T22:00:00+08:00'))).toBeNull();
    expect(sessionStorage.length).toBe(0);
  });

  it('is none when it cannot be read', () => {
    sessionStorage.setItem('aftersales.desk', '{broken');
    expect(loadLogin(0)).toBeNull();
  });
});
