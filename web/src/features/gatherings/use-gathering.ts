import { useQuery } from '@tanstack/react-query';
import { fetchOrKept } from '../../console/field/kept.ts';
import { useStaffSession } from '../../console/session/session.ts';
import { getGathering } from '../../ui/api/index.ts';
import { gatheringKey } from './gathering-deed.ts';

/** One gathering as it is, or as it was last seen where there is no signal. */
export function useGathering(gatheringId: string, everyMs = 60_000) {
  const { person } = useStaffSession();
  return useQuery({
    queryKey: gatheringKey(gatheringId),
    queryFn: ({ signal }) =>
      fetchOrKept(`gathering:${person.personId}:${gatheringId}`, () => getGathering(gatheringId, signal)),
    // Hints over the live line come sooner; where it does not come through, the room still moves.
    refetchInterval: everyMs,
  });
}
