import type { Login } from '../types';

const KEY = 'aftersales.desk';

/** The sign-in of this tab, or null when there is none or it has run out. */
export function loadLogin(now: number): Login | null {
  const stored = sessionStorage.getItem(KEY);
  if (!stored) return null;
  try {
    const login = JSON.parse(stored) as Login;
    if (Date.parse(login.expires_at) > now) return login;
  } catch {
    // A value nobody can read is the same as none.
  }
  sessionStorage.removeItem(KEY);
  return null;
}

export function saveLogin(login: Login | null): void {
  if (login) sessionStorage.setItem(KEY, JSON.stringify(login));
  else sessionStorage.removeItem(KEY);
}
