import { type QueryClient, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type BallotDesk, type BallotView, type DeskFilter, getDesk } from '../../../ui/api/index.ts';
import { nameWithin } from './find-entries.ts';
import { isTaken, noteStandings, type SentPaper } from './paper-queue.ts';

/** Of which ballot, and where it is held: inside it homes are called by what tells them apart. */
type Held = Pick<BallotView, 'ballotId' | 'area'>;
export type DeskPaper = BallotDesk['papers'][number];

const pageSize = 500;
/** Somebody else reads at another desk: without a hint it is looked at again after this. */
const againMs = 15_000;

const deskKey = (ballotId: string) => ['ballot', ballotId, 'desk'] as const;

export function useDesk({ ballotId, area }: Held, filter: DeskFilter, on = true) {
  return useQuery({
    queryKey: [...deskKey(ballotId), filter],
    queryFn: ({ signal }) => getDesk(ballotId, filter, signal),
    refetchInterval: againMs,
    placeholderData: (before) => before,
    select: (desk) => ({ ...desk, papers: desk.papers.map((paper) => named(paper, area.name)) }),
    enabled: on,
  });
}

/**
 * The whole roll, once: a paper is then found without asking anybody. Of how a paper stands it tells nothing, since that
 * changes while one reads.
 */
export function useRoll({ ballotId, area }: Held) {
  return useQuery({
    queryKey: ['desk-roll', ballotId],
    queryFn: async ({ signal }) => {
      const roll: DeskPaper[] = [];
      for (;;) {
        const page = await getDesk(ballotId, { from: roll.length, limit: pageSize }, signal);
        roll.push(...page.papers);
        if (page.papers.length === 0 || roll.length >= page.total) break;
      }
      return roll.filter(({ entryId }) => entryId !== null).map((entry) => named(entry, area.name));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How one entry stands now. */
export function usePaper(held: Held, entry: DeskPaper | null) {
  const code = entry?.homes[0]?.code;
  const desk = useDesk(held, { q: code ?? entry?.ref ?? '', limit: 20 }, entry !== null);
  return entry === null ? undefined : desk.data?.papers.find(({ ref }) => ref === entry.ref);
}

/** As many of one's last papers as stand beside the one in hand. */
const followed = 60;

/** What the other person reads, or voids, changes how one's own last papers stand: they are looked at with the rest of the desk. */
export function useFollowed({ ballotId }: Held, sent: readonly SentPaper[]): void {
  const refs = sent
    .filter(isTaken)
    .slice(0, followed)
    .map(({ paper }) => paper.ref)
    .sort()
    .join(',');
  const { data } = useQuery({
    queryKey: [...deskKey(ballotId), { refs }],
    queryFn: async ({ signal }) => {
      const askedMs = Date.now();
      const { papers } = await getDesk(ballotId, { refs, limit: followed }, signal);
      return { askedMs, standings: papers.map(({ ref, state }) => [ref, state] as const) };
    },
    refetchInterval: againMs,
    enabled: refs !== '',
  });
  useEffect(() => {
    if (data !== undefined) noteStandings(ballotId, new Map(data.standings), data.askedMs);
  }, [ballotId, data]);
}

const gatherMs = 600;
const looking = new Set<string>();

/** Several papers within a moment are one look again: of a large roll each look is much to read. */
export function lookAtDesk(client: QueryClient, ballotId: string): void {
  if (looking.has(ballotId)) return;
  looking.add(ballotId);
  setTimeout(() => {
    looking.delete(ballotId);
    void client.invalidateQueries({ queryKey: ['ballot', ballotId] });
  }, gatherMs);
}

function named(paper: DeskPaper, place: string): DeskPaper {
  return { ...paper, homes: paper.homes.map(({ code, name }) => ({ code, name: nameWithin(name, place) })) };
}
