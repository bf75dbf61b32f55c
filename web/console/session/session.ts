import { createContext, useContext } from 'react';

import type { DeskApi } from '../api';
import type { Agent, Login } from '../types';

export type SignOutReason = 'left' | 'expired';

export interface SessionState {
  login: Login | null;
  /** Why the last session ended, for the sign-in page. */
  ended: SignOutReason | null;
  signIn: (login: Login) => void;
  signOut: (reason: SignOutReason) => void;
}

export interface Desk {
  api: DeskApi;
  agent: Agent;
  token: string;
  signOut: (reason: SignOutReason) => void;
}

export const SessionContext = createContext<SessionState | null>(null);
export const DeskContext = createContext<Desk | null>(null);

export function useSession(): SessionState {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside SessionProvider');
  return session;
}

/** The signed-in agent and her API; only below the sign-in gate. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk outside the sign-in gate');
  return desk;
}
