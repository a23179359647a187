/**
 * The pool follows the ladder: a case on a rung that a gathering decides waits there, and nowhere else. The step that
 * lifts a case writes it; this makes good what a step of an older model, or of an older version of Linli, did not.
 */
import { randomUUID } from 'node:crypto';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';

const most = 500;

/** `caseId`: only this one. Gives how many items were begun and ended. */
export async function followLadder(
  tx: Tx,
  model: Model,
  now: string,
  caseId: string | null = null,
): Promise<{ begun: number; ended: number }> {
  const rungs = Object.entries(model.ladders).flatMap(([ladder, { rungs: own }]) =>
    own.flatMap(({ gathering }, index) => (gathering === null ? [] : [{ ladder, index, gathering }])),
  );
  const { rowCount: ended } = await tx.query(
    `UPDATE gathering_items AS items
        SET ended_as = 'moved-on', ended_at = $2, ended_in = items.gathering_id
       FROM cases
      WHERE items.tenant_id = $1 AND items.ended_at IS NULL AND items.ladder IS NOT NULL
        AND ($3::uuid IS NULL OR items.case_id = $3)
        AND cases.tenant_id = $1 AND cases.case_id = items.case_id
        AND (cases.state -> 'rung' ->> 'ladder' IS DISTINCT FROM items.ladder
          OR (cases.state -> 'rung' ->> 'index')::integer IS DISTINCT FROM items.rung
          OR cases.host_org_id IS DISTINCT FROM items.host_org_id)`,
    [tx.tenantId, now, caseId],
  );
  if (rungs.length === 0) return { begun: 0, ended: ended ?? 0 };
  const { rows } = await tx.query<{
    caseId: string;
    areaCode: string;
    hostOrgId: string;
    ladder: string;
    rung: number;
    kind: string;
  }>(
    `SELECT cases.case_id AS "caseId", cases.area_code AS "areaCode", cases.host_org_id AS "hostOrgId",
            known.ladder, known.rung, known.kind
       FROM cases
       JOIN unnest($2::text[], $3::integer[], $4::text[]) AS known (ladder, rung, kind)
         ON known.ladder = cases.state -> 'rung' ->> 'ladder' AND known.rung = (cases.state -> 'rung' ->> 'index')::integer
      WHERE cases.tenant_id = $1 AND cases.host_org_id IS NOT NULL
        AND cases.station NOT IN ('closed', 'withdrawn', 'merged') AND ($5::uuid IS NULL OR cases.case_id = $5)
        AND NOT EXISTS (SELECT FROM gathering_items AS items
                         WHERE items.tenant_id = cases.tenant_id AND items.case_id = cases.case_id AND items.ended_at IS NULL)
      LIMIT ${most}`,
    [
      tx.tenantId,
      rungs.map(({ ladder }) => ladder),
      rungs.map(({ index }) => index),
      rungs.map(({ gathering }) => gathering),
      caseId,
    ],
  );
  if (rows.length === 0) return { begun: 0, ended: ended ?? 0 };
  const { rowCount: begun } = await tx.query(
    `INSERT INTO gathering_items (tenant_id, item_id, host_org_id, kind, about, case_id, ladder, rung, area_code, entered_at)
     SELECT $1, one.item_id, one.host_org_id, one.kind, 'case', one.case_id, one.ladder, one.rung, one.area_code, $2
       FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::integer[], $9::text[])
            AS one (item_id, host_org_id, kind, case_id, ladder, rung, area_code)
     ON CONFLICT DO NOTHING`,
    [
      tx.tenantId,
      now,
      rows.map(() => randomUUID()),
      rows.map(({ hostOrgId }) => hostOrgId),
      rows.map(({ kind }) => kind),
      rows.map((row) => row.caseId),
      rows.map(({ ladder }) => ladder),
      rows.map(({ rung }) => rung),
      rows.map(({ areaCode }) => areaCode),
    ],
  );
  return { begun: begun ?? 0, ended: ended ?? 0 };
}
