/**
 * Who is told that a ballot has moved: whoever holds a post there, and once it is out, who is on its roll, speaks for somebody on
 * it, lives there or owns a home there. Drafts are their desk's alone, so a draft's hint goes to posts.
 */
import type { Tx } from '../../platform/db/index.ts';
import type { LiveEvent } from '../../platform/live/index.ts';
import type { Viewer } from '../people/index.ts';

export interface BallotHint {
  ballotId: string;
  seq: number;
}

export interface BallotReaders {
  ballotId: string;
  place: string;
  /** Of the persons asked about, those it concerns. */
  personIds: string[];
}

export function ballotHintOf({ ballotId, seq }: LiveEvent['data']): BallotHint[] {
  return typeof ballotId === 'string' && typeof seq === 'number' ? [{ ballotId, seq }] : [];
}

export async function findBallotReaders(
  tx: Tx,
  hints: readonly BallotHint[],
  viewers: readonly Viewer[],
): Promise<BallotReaders[]> {
  const { rows } = await tx.query<BallotReaders>(
    `SELECT one.ballot_id AS "ballotId", one.place,
            ARRAY(SELECT asked.id::text FROM unnest($3::uuid[]) AS asked (id)
                   WHERE one.is_out
                     AND (EXISTS (SELECT FROM people WHERE people.tenant_id = $1 AND people.person_id = asked.id
                                     AND starts_with(people.home_code, one.place))
                       OR EXISTS (SELECT FROM ballot_roll_entries AS roll WHERE roll.tenant_id = $1
                                     AND roll.voter_id = asked.id AND roll.ballot_id = one.ballot_id)
                       OR EXISTS (SELECT FROM ballot_roll_claims AS claim WHERE claim.tenant_id = $1
                                     AND claim.voter_id = asked.id AND claim.ballot_id = one.ballot_id)
                       OR EXISTS (SELECT FROM ballot_entries AS mark WHERE mark.tenant_id = $1
                                     AND mark.proxy_to = asked.id AND mark.ballot_id = one.ballot_id)
                       OR EXISTS (SELECT FROM ownerships AS own WHERE own.tenant_id = $1 AND own.person_id = asked.id
                                     AND own.owned_to IS NULL AND starts_with(own.home_code, one.place)))) AS "personIds"
       FROM (SELECT ballot_id, coalesce(part_code, area_code) AS place,
                    (state->>'postedAt' IS NOT NULL OR jsonb_typeof(state->'study') = 'object') AS is_out
               FROM ballots WHERE tenant_id = $1 AND ballot_id = ANY ($2::uuid[])) AS one`,
    [
      tx.tenantId,
      [...new Set(hints.map(({ ballotId }) => ballotId))],
      [...new Set(viewers.flatMap(({ personId }) => personId ?? []))],
    ],
  );
  return rows;
}

export function mayKnowBallot({ personId, posts }: Viewer, { place, personIds }: BallotReaders): boolean {
  if (personId !== null && personIds.includes(personId)) return true;
  return posts.some(({ areas }) => areas.some((area) => place.startsWith(area) || area.startsWith(place)));
}
