import { beforeEach, describe, expect, it } from 'vitest';

import { LAN } from '../testing/examples';
import { loadLogin, saveLogin } from './store';

const login = { token: 'secret', expires_at: '2026-03-02T22:00:00+08:00', agent: LAN };

beforeEach(() => sessionStorage.clear());

describe('the stored sign-in', () => {
  it('survives a reload, however this computer\'s clock goes', () => {
    saveLogin({ ...login, expires_at: '2001-01-01T00:00:00+08:00' });
    expect(loadLogin()).toMatchObject({ token: 'secret' });
  });

  it('is forgotten on leaving', () => {
    saveLogin(login);
    saveLogin(null);
    expect(loadLogin()).toBeNull();
    expect(sessionStorage.length).toBe(0);
  });

  it('is none when it cannot be read', () => {
    sessionStorage.setItem('aftersales.desk', '{broken');
    expect(loadLogin()).toBeNull();
  });
});
