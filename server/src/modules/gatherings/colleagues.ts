/** Who may take a seat of a shift, and which shifts they have. */
import type { Colleagues } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import type { GatheringKind, Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { prefixesOf } from '../orgs/index.ts';
import type { Viewer } from '../people/index.ts';
import { findParts, mayNot, noPart, relationTo, serverPost } from './policy.ts';
import { ruleFor } from './rules.ts';
import { findGathering, type GatheringRow } from './store.ts';

interface Colleague {
  personId: string;
  name: string;
  role: string;
}

export async function findColleagues(
  tx: Tx,
  model: Model,
  { shift }: Pick<GatheringKind, 'shift'>,
  { hostOrgId, areaCode }: Pick<GatheringRow, 'hostOrgId' | 'areaCode'>,
  now: string,
): Promise<Colleague[]> {
  const { rows } = await tx.query<Colleague>(
    `SELECT DISTINCT ON (people.person_id) people.person_id AS "personId", people.name, posts.role
       FROM posts
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
       JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
      WHERE posts.tenant_id = $1 AND posts.role = ANY ($2)
        AND posts.held_from <= $3::date AND coalesce(posts.held_to, 'infinity') >= $3::date
        AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
        AND (posts.org_id = $4 OR EXISTS (
              SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id
                 AND (org_areas.area_code = ANY ($5)
                   OR (org_areas.area_code >= $6 AND org_areas.area_code < $6 || '~'))))
      ORDER BY people.person_id, posts.held_from`,
    [
      tx.tenantId,
      shift?.roles ?? [],
      localDateOf(now, model.timeZone),
      hostOrgId,
      prefixesOf(model, areaCode),
      areaCode,
    ],
  );
  return rows.toSorted((left, right) => left.name.localeCompare(right.name, 'zh-CN'));
}

export async function listColleagues(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
): Promise<z.output<typeof Colleagues>> {
  const now = deps.clock.now();
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const row = await findGathering(tx, gatheringId, 'to show');
      if (row === undefined) throw problem('not-found');
      const { model, rule } = await ruleFor(deps, tx.tenantId, row);
      const part = (await findParts(tx, viewer, [gatheringId])).get(gatheringId) ?? noPart;
      const relation = relationTo(model, rule, viewer, row, part);
      if (!relation.sees || rule.shift === null) throw problem('not-found');
      if (relation.calls === null && serverPost(viewer, rule.shift.roles, row) === null) {
        throw mayNot(model, rule.shift.roles);
      }
      const colleagues = await findColleagues(tx, model, rule, row, now);
      const { rows: shifts } = await tx.query<{
        personId: string;
        gatheringId: string;
        seat: number;
        startsAt: string;
      }>(
        `SELECT shifts.person_id AS "personId", shifts.gathering_id AS "gatheringId", shifts.seat,
                gatherings.starts_at AS "startsAt"
           FROM gathering_shifts AS shifts
           JOIN gatherings ON gatherings.tenant_id = $1 AND gatherings.gathering_id = shifts.gathering_id
          WHERE shifts.tenant_id = $1 AND shifts.person_id = ANY ($2::uuid[]) AND gatherings.host_org_id = $3
            AND gatherings.kind = $4 AND gatherings.starts_at > $5 AND gatherings.state IN ('planned', 'announced')
          ORDER BY gatherings.starts_at`,
        [tx.tenantId, colleagues.map(({ personId }) => personId), row.hostOrgId, row.kind, now],
      );
      const byPerson = Map.groupBy(shifts, ({ personId }) => personId);
      return {
        people: colleagues.map(({ personId, name, role }) => ({
          personId,
          name,
          roleTitle: model.roles[role]?.title ?? { zh: role, en: role },
          shifts: (byPerson.get(personId) ?? []).map(({ personId: _, ...shift }) => shift),
        })),
      };
    },
    { readOnly: true },
  );
}
