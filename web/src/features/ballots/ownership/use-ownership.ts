import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCommandId } from '../../../console/command-id.ts';
import { getOwnershipCompounds, getOwnerships } from '../../../ui/api/index.ts';
import { usePhrases } from '../../../ui/i18n/index.ts';
import type { RollEntry } from '../desk/find-entries.ts';
import { ownershipPhrases } from './ownership-phrases.ts';

/** Whose register the viewer keeps; buildings within a compound are found in its own. */
export function useCompounds() {
  return useQuery({
    queryKey: ['ownerships', 'compounds'],
    queryFn: async ({ signal }) => {
      const { compounds } = await getOwnershipCompounds(signal);
      return compounds.filter(
        ({ code }) => !compounds.some((other) => other.code !== code && code.startsWith(other.code)),
      );
    },
    staleTime: 5 * 60_000,
  });
}

/** What a form fills; the id of the command is made when it is sent. */
export type Unsent<Words> = Omit<Words, 'commandId'>;

/** Sends one deed with an id of its own, and reads the register again. */
export function useOwnershipDeed<Body extends object, Reply>(
  send: (body: Body & { commandId: string }) => Promise<Reply>,
  onDone: (reply: Reply) => void,
  /** What is said of it; else that it is done. */
  words?: (reply: Reply) => string,
) {
  const t = usePhrases(ownershipPhrases);
  const client = useQueryClient();
  const { message } = App.useApp();
  const commandIdFor = useCommandId();
  return useMutation({
    mutationFn: (body: Body) => send({ ...body, commandId: commandIdFor(body) }),
    onSuccess: (reply) => {
      void client.invalidateQueries({ queryKey: ['ownerships'] });
      message.success(words?.(reply) ?? t('done'));
      onDone(reply);
    },
  });
}

/** As many homes as one answer may hold. */
const homesAtOnce = 500;

export interface PlaceHomes {
  /** Of the compound or the building that was asked for. */
  name: string;
  homes: RollEntry[];
}

/** All homes of a place, for finding one by what somebody writes of it. */
export function fetchHomes(client: QueryClient, place: string): Promise<PlaceHomes> {
  return client.fetchQuery({
    queryKey: ['ownerships', place, 'homes'],
    queryFn: async ({ signal }) => {
      const homes: RollEntry[] = [];
      for (;;) {
        const page = await getOwnerships({ compound: place, from: homes.length, limit: homesAtOnce }, signal);
        homes.push(
          ...page.homes.map(({ homeCode, name }) => ({ ref: homeCode, homes: [{ code: homeCode, name }] })),
        );
        if (homes.length >= page.total || page.homes.length === 0) return { name: page.compound.name, homes };
      }
    },
    staleTime: 60_000,
  });
}
