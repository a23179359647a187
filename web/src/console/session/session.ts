import { createContext, use } from 'react';
import type { Session } from '../../ui/api/index.ts';

/** The session of somebody who is signed in: every page of the console but the sign-in stands inside it. */
export type StaffSession = Session & { person: NonNullable<Session['person']> };

export const SessionContext = createContext<StaffSession | null>(null);

export function useStaffSession(): StaffSession {
  const session = use(SessionContext);
  if (session === null) throw new Error('only within a signed-in console');
  return session;
}

export function useAbility(ability: string): boolean {
  return useStaffSession().posts.some((post) => post.abilities.includes(ability));
}

export const sessionKey = ['session'] as const;
