/** What gatherings gave somebody to do: mine, or those of an organisation. */
import type { DutiesPage, DutyQuery } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { oldestFirst, pageOf, startOf } from './pages.ts';
import { presentResolution } from './present.ts';
import { type ResolutionRow, resolutionColumns, resolutionsAround } from './store.ts';
import { watchesOrg } from './watch.ts';

export async function listDuties(
  deps: Deps,
  viewer: Viewer,
  { org, state, cursor, limit }: z.output<typeof DutyQuery>,
): Promise<DutiesPage> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  const start = startOf(cursor, oldestFirst);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      if (org !== undefined) await watchesOrg(tx, viewer, org);
      // Given to the person, or to an office of theirs that names nobody.
      const scope =
        org === undefined
          ? `(resolutions.owner_person_id = $2 OR (resolutions.owner_person_id IS NULL AND EXISTS (
               SELECT FROM unnest($3::uuid[], $4::text[]) AS mine (org_id, role)
                WHERE mine.org_id = resolutions.owner_org_id AND mine.role = resolutions.owner_role)))
             AND $5::uuid IS NULL`
          : `(resolutions.host_org_id = $5 OR resolutions.owner_org_id = $5)
             AND ($2::uuid IS NOT NULL AND $3::uuid[] IS NOT NULL AND $4::text[] IS NOT NULL)`;
      const values = [
        tx.tenantId,
        viewer.personId,
        viewer.posts.map(({ orgId }) => orgId),
        viewer.posts.map(({ role }) => role),
        org ?? null,
      ];
      const [found, counts] = await Promise.all([
        tx.query<ResolutionRow>(
          `SELECT ${resolutionColumns} FROM ${resolutionsAround}
            WHERE resolutions.tenant_id = $1 AND resolutions.state <> 'no-duty' AND ${scope}
              AND ($6::text IS NULL OR CASE $6 WHEN 'running' THEN resolutions.state = 'running'
                     WHEN 'late' THEN resolutions.state = 'running' AND resolutions.due_at < $7
                     ELSE resolutions.state IN ('kept', 'not-kept') END)
              AND (resolutions.due_at, resolutions.resolution_id) > ($8::timestamptz, $9::uuid)
            ORDER BY resolutions.due_at, resolutions.resolution_id LIMIT $10`,
          [...values, state ?? null, now, start.at, start.id, limit + 1],
        ),
        tx.query<DutiesPage['counts']>(
          `SELECT count(*) FILTER (WHERE state = 'running')::integer AS running,
                  count(*) FILTER (WHERE state = 'running' AND due_at < $6)::integer AS late,
                  count(*) FILTER (WHERE state = 'kept')::integer AS kept,
                  count(*) FILTER (WHERE state = 'not-kept')::integer AS "not-kept"
             FROM gathering_resolutions AS resolutions
            WHERE resolutions.tenant_id = $1 AND resolutions.state <> 'no-duty' AND ${scope}`,
          [...values, now],
        ),
      ]);
      const page = pageOf(
        found.rows.map((row) => ({ ...row, at: row.dueAt ?? row.decidedAt, id: row.resolutionId })),
        limit,
      );
      return {
        duties: page.rows.map((row) => presentResolution(model, viewer, org !== undefined, row, now)),
        nextCursor: page.nextCursor,
        counts: counts.rows[0] ?? { running: 0, late: 0, kept: 0, 'not-kept': 0 },
      };
    },
    { readOnly: true },
  );
}
