import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';

import type { Login } from '../types';
import { SessionContext, type SignOutReason } from './session';
import { loadLogin, saveLogin } from './store';

/** setTimeout counts in signed 32 bits; a longer wait would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [login, setLogin] = useState<Login | null>(() => loadLogin(Date.now()));
  const [ended, setEnded] = useState<SignOutReason | null>(null);

  const signIn = useCallback((next: Login) => {
    saveLogin(next);
    setEnded(null);
    setLogin(next);
  }, []);

  const signOut = useCallback(
    (reason: SignOutReason) => {
      saveLogin(null);
      setLogin(null);
      setEnded(reason);
      // The next person at this machine must not see what the last one read.
      client.clear();
    },
    [client],
  );

  useEffect(() => {
    if (!login) return;
    const wait = Math.min(Date.parse(login.expires_at) - Date.now(), LONGEST_TIMEOUT_MS);
    const timer = setTimeout(() => signOut('expired'), wait);
    return () => clearTimeout(timer);
  }, [login, signOut]);

  const value = useMemo(() => ({ login, ended, signIn, signOut }), [login, ended, signIn, signOut]);
  return <SessionContext value={value}>{children}</SessionContext>;
}
