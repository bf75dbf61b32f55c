import { type ReactNode, useMemo } from 'react';

import { DeskApi } from '../api';
import { DeskContext, useSession } from './session';
import { SignIn } from './SignIn';

/** The gate: the sign-in page, or the desk of whoever signed in. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { login, signOut } = useSession();
  const desk = useMemo(
    () =>
      login && {
        api: new DeskApi(login.token, () => signOut('expired')),
        agent: login.agent,
        token: login.token,
        signOut,
      },
    [login, signOut],
  );
  return desk ? <DeskContext value={desk}>{children}</DeskContext> : <SignIn />;
}
