import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { forgetKept } from '../../resident/offline/kept.ts';
import { outbox, useWaiting } from '../../resident/offline/outbox.ts';
import {
  getModel,
  getSession,
  type Preferences,
  type Session,
  savePreferences,
  signOut,
} from '../../ui/api/index.ts';
import type { OutboxItem } from '../../ui/api/outbox.ts';
import {
  type DevicePreferences,
  getPreferences,
  setPreferences,
  usePreferences,
} from '../../ui/preferences.ts';
import { dropAllWords } from '../cases/verb-words.ts';
import { silenceBrowser } from '../messages/silence-browser.ts';
import { isLanguageNews } from './language-news.ts';

export function useSession() {
  const { city } = usePreferences();
  return useQuery({ queryKey: ['session', city], queryFn: ({ signal }) => getSession(signal) });
}

/** What this viewer may open, and the words of the city. Changes rarely. */
export function useModel() {
  const { city, locale } = usePreferences();
  const session = useSession();
  const personId = session.data?.person?.personId ?? null;
  return useQuery({
    queryKey: ['model', city, locale, personId],
    queryFn: ({ signal }) => getModel(signal),
    staleTime: 10 * 60_000,
  });
}

/** The compound this resident looks at: their own, else the one picked on this device. */
export function useHomeCode(): string | null {
  const { homeCode } = usePreferences();
  const session = useSession();
  return homeCode ?? session.data?.person?.homeCode ?? null;
}

/** Changes something on this device and, when signed in, with the person, so that the next device knows. */
export function useSavePreferences(): (change: Partial<DevicePreferences>) => void {
  const client = useQueryClient();
  const session = useSession();
  const isSignedIn = Boolean(session.data?.person);
  return useCallback(
    (change) => {
      setPreferences(change);
      const kept: Preferences = {};
      if (change.locale !== undefined) kept.locale = change.locale;
      if (change.largeType !== undefined) kept.largeType = change.largeType;
      if (change.homeCode !== undefined) kept.homeCode = change.homeCode;
      // Some of what the server said was in the language before.
      const askAgain = () => {
        if (change.locale !== undefined)
          void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      };
      if (!isSignedIn || Object.keys(kept).length === 0) return askAgain();
      savePreferences(kept)
        .then((next) => {
          takeSession(client, next);
          askAgain();
        })
        // The device keeps it anyway; the next change sends it again.
        .catch(() => undefined);
    },
    [client, isSignedIn],
  );
}

function takeSession(client: QueryClient, session: Session): void {
  client.setQueryData(['session', getPreferences().city], session);
}

/** After signing in: this device takes over how the person likes the pages, and everything is looked at with new eyes. */
export async function afterSignIn(client: QueryClient, session: Session): Promise<void> {
  const before = getPreferences();
  const change: Partial<DevicePreferences> = { city: session.city.key, locale: session.locale };
  if (session.largeType) change.largeType = true;
  if (session.person?.homeCode) change.homeCode = session.person.homeCode;
  else if (before.city !== null && before.city !== session.city.key) change.homeCode = null;
  setPreferences(change);
  takeSession(client, session);
  // The person is new to the server, the device is not: what was picked here goes along.
  if (session.person) {
    const unknown: Preferences = {};
    if (!session.person.homeCode && change.homeCode === undefined && before.homeCode)
      unknown.homeCode = before.homeCode;
    if (isLanguageNews(session)) unknown.locale = before.locale;
    if (before.largeType && !session.largeType) unknown.largeType = true;
    if (Object.keys(unknown).length > 0) {
      await savePreferences(unknown)
        .then((next) => takeSession(client, next))
        .catch(() => undefined);
    }
  }
  await client.invalidateQueries();
  // A report that was refused for want of an account may go now.
  for (const item of await outbox.list()) {
    if (item.refusal?.code === 'sign-in-required') await outbox.retry(item.commandId);
  }
  void outbox.flush();
}

/** What waits on this device and was written by whoever is here now, or by nobody in particular. */
export function useMyWaiting(): OutboxItem[] {
  const session = useSession();
  const { items } = useWaiting();
  const personId = session.data?.person?.personId ?? null;
  return items.filter((item) => item.person === null || item.person === personId);
}

/** Signs out and forgets what was kept of this person; what still waits to be sent stays. */
export async function leave(client: QueryClient): Promise<void> {
  await signOut();
  await silenceBrowser();
  setPreferences({ homeCode: null });
  await forgetKept(client);
  dropAllWords();
  await outbox.forgetSent().catch(() => undefined);
  await client.invalidateQueries();
}
