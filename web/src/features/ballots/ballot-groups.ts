import type { BallotSummary } from '../../ui/api/index.ts';

/** How a desk sees the phases of a ballot: by what is to be done. In the order of the way. */
export const ballotGroups = ['preparing', 'posted', 'voting', 'counting', 'decided', 'ended'] as const;
export type BallotGroup = (typeof ballotGroups)[number];

const groupOf = {
  draft: 'preparing',
  study: 'preparing',
  posted: 'posted',
  voting: 'voting',
  counting: 'counting',
  counted: 'counting',
  announced: 'decided',
  final: 'decided',
  failed: 'decided',
  annulled: 'ended',
  withdrawn: 'ended',
} as const satisfies Record<BallotSummary['phase'], BallotGroup>;

/** Those that wait for the viewer's own vote stand first. */
export function askedFirst<One extends Pick<BallotSummary, 'phase' | 'myEntries' | 'myVotes'>>(
  all: readonly One[],
): One[] {
  const isAsked = ({ phase, myEntries, myVotes }: One): boolean => phase === 'voting' && myEntries > myVotes;
  return [...all.filter(isAsked), ...all.filter((one) => !isAsked(one))];
}

/** What comes to an end first stands first; what has no day stands last. */
export function groupBallots<One extends Pick<BallotSummary, 'phase' | 'next'>>(
  all: readonly One[],
): [BallotGroup, One[]][] {
  const dueOf = ({ next }: One): number => (next === null ? Number.POSITIVE_INFINITY : Date.parse(next.at));
  return ballotGroups.flatMap((group) => {
    const those = all.filter(({ phase }) => groupOf[phase] === group);
    // Those without a day keep the order they came in, which is the newest first.
    const ordered = those.toSorted((a, b) => (dueOf(a) === dueOf(b) ? 0 : dueOf(a) - dueOf(b)));
    return those.length === 0 ? [] : [[group, ordered] as [BallotGroup, One[]]];
  });
}
