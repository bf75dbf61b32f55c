import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';

import type { Login } from '../types';
import { SessionContext, type SignOutReason } from './session';
import { loadLogin, saveLogin } from './store';

/** Whether a sign-in still holds is the service's word (401), never this computer's clock. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [login, setLogin] = useState<Login | null>(loadLogin);
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

  const value = useMemo(() => ({ login, ended, signIn, signOut }), [login, ended, signIn, signOut]);
  return <SessionContext value={value}>{children}</SessionContext>;
}
