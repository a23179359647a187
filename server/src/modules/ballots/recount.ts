/**
 * A ballot that is counted again: its papers are read by two persons who have not read them before. The desk says so before anybody
 * takes a paper, and what to do where too few are left.
 */
import type { BallotDesk } from '@linli/contract';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Viewer } from '../people/index.ts';
import type { Found } from './find-ballot.ts';
import { countersOf, placeOf } from './policy.ts';
import { today } from './today.ts';

export async function recountOf(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  { row, model, kind }: Found,
): Promise<BallotDesk['recount']> {
  const { ballotId, state } = row;
  const { recountedAt } = state;
  if (recountedAt === undefined) return null;
  const titlesOf = (roles: readonly string[]) =>
    roles.map((role) => model.roles[role]?.title ?? { zh: role, en: role });
  const [mine, short] = await Promise.all([
    // What stands is not read again.
    tx.query<{ ref: string }>(
      `SELECT ref FROM ballot_paper_readings
        WHERE tenant_id = $1 AND ballot_id = $2
        GROUP BY ref
       HAVING NOT bool_or(agreed AND voided_at IS NULL) AND bool_or(by_person_id = $3 AND at < $4) ORDER BY ref`,
      [tx.tenantId, ballotId, viewer.personId, recountedAt],
    ),
    tx.query(
      `WITH able AS (
         SELECT DISTINCT posts.person_id
           FROM posts
           JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
           JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
          WHERE posts.tenant_id = $1 AND posts.role = ANY ($4::text[]) AND posts.person_id IS NOT NULL
            AND starts_with($5, org_areas.area_code)
            AND orgs.valid_from <= $6::date AND coalesce(orgs.valid_to, 'infinity') >= $6::date
            AND posts.held_from <= $6::date AND coalesce(posts.held_to, 'infinity') >= $6::date)
       SELECT FROM ballot_paper_readings AS reading
         LEFT JOIN able ON able.person_id = reading.by_person_id
        WHERE reading.tenant_id = $1 AND reading.ballot_id = $2 AND reading.at < $3
        GROUP BY reading.ref
       HAVING (SELECT count(*) FROM able) - count(able.person_id) < 2 LIMIT 1`,
      [
        tx.tenantId,
        ballotId,
        recountedAt,
        countersOf(kind, state),
        placeOf(state),
        today(model, deps.clock.now()),
      ],
    ),
  ]);
  return {
    at: recountedAt,
    notMine: mine.rows.map(({ ref }) => ref),
    isShort: short.rowCount !== 0,
    counters: titlesOf(kind.countedBy),
    lent: titlesOf(kind.annulledBy.filter((role) => !kind.countedBy.includes(role))),
  };
}
