import type { Login } from '../types';

const KEY = 'aftersales.desk';

/** The sign-in of this tab, or null when there is none. */
export function loadLogin(): Login | null {
  const stored = sessionStorage.getItem(KEY);
  if (!stored) return null;
  try {
    return JSON.parse(stored) as Login;
  } catch {
    // A value nobody can read is the same as none.
    sessionStorage.removeItem(KEY);
    return null;
  }
}

export function saveLogin(login: Login | null): void {
  if (login) sessionStorage.setItem(KEY, JSON.stringify(login));
  else sessionStorage.removeItem(KEY);
}
