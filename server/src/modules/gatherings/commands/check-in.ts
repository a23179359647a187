/** Somebody is here, and proves it by the code on the wall. */
import { randomUUID } from 'node:crypto';
import type { AttendanceCode, CheckedIn, CheckIn } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer } from '../../people/index.ts';
import { codeAt, isCodeValid, whenShown } from '../attendance-code.ts';
import { changeGathering } from '../change-gathering.ts';
import { findParts, holdingRoles, mayNot, noPart, relationTo } from '../policy.ts';
import { ruleFor, titleOf } from '../rules.ts';
import { findGathering, type GatheringRow } from '../store.ts';

/** A phone is without signal for an evening, not for a month. */
const keptAtMostMs = 24 * 3_600_000;

export async function checkIn(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  { commandId, code, scannedAt }: z.output<typeof CheckIn>,
): Promise<z.output<typeof CheckedIn>> {
  return changeGathering(deps, viewer, gatheringId, { commandId, verb: 'check-in' }, async (changing) => {
    const { tx, row, model, now, personId } = changing;
    const wasKept = scannedAt !== undefined;
    if (row.state !== 'open' && !(wasKept && endedLately(row, now))) throw await changing.stateProblem();
    const came = cameBy(deps, row, { tenantId: tx.tenantId, gatheringId }, { code, wasKept, now });
    if (came === null) {
      throw problem('attendance-code-invalid', {
        errors: [
          { at: '/code', message: { zh: '请扫描现在的二维码', en: 'Scan the code that is shown now' } },
        ],
      });
    }
    await tx.query(
      `INSERT INTO gathering_attendance (tenant_id, gathering_id, attendance_id, person_id, name, how, came_at, entered_at,
                                         entered_by_person_id)
       SELECT $1, $2, $3, $4, name, $5, $6, $7, $4 FROM people WHERE tenant_id = $1 AND person_id = $4
       ON CONFLICT DO NOTHING`,
      [tx.tenantId, gatheringId, randomUUID(), personId, came.how, came.at, now],
    );
    // Who was on the paper list before came then.
    const { rows } = await tx.query<{ cameAt: string }>(
      `SELECT came_at AS "cameAt" FROM gathering_attendance WHERE tenant_id = $1 AND gathering_id = $2 AND person_id = $3`,
      [tx.tenantId, gatheringId, personId],
    );
    return { gatheringId, title: titleOf(model, row.kind, row), cameAt: rows[0]?.cameAt ?? came.at };
  });
}

function endedLately({ state, endedAt }: GatheringRow, now: string): boolean {
  return state === 'ended' && endedAt !== null && Date.parse(now) <= Date.parse(endedAt) + keptAtMostMs;
}

/**
 * A code that stands there now proves that somebody is here; one that a phone kept proves only that it stood there, for it
 * may have been handed on meanwhile: the list says which, and whoever keeps it strikes who was not there.
 */
function cameBy(
  { secrets }: Deps,
  { state, openedAt, endedAt }: GatheringRow,
  where: { tenantId: number; gatheringId: string },
  { code, wasKept, now }: { code: string; wasKept: boolean; now: string },
): { how: 'code' | 'code-kept'; at: string } | null {
  if (state === 'open' && isCodeValid(secrets, where, code, now)) return { how: 'code', at: now };
  if (!wasKept || openedAt === null) return null;
  const at = whenShown(secrets, where, code, { from: openedAt, to: endedAt ?? now });
  return at === null ? null : { how: 'code-kept', at };
}

/** For the wall: whoever runs the gathering shows it. */
export async function showCode(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
): Promise<z.output<typeof AttendanceCode>> {
  const { row, relation, model, rule } = await inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const found = await findGathering(tx, gatheringId, 'to show');
      if (found === undefined) throw problem('not-found');
      const of = await ruleFor(deps, tx.tenantId, found);
      const part = (await findParts(tx, viewer, [gatheringId])).get(gatheringId) ?? noPart;
      return { row: found, relation: relationTo(of.model, of.rule, viewer, found, part), ...of };
    },
    { readOnly: true },
  );
  if (!relation.sees) throw problem('not-found');
  if (relation.holds === null) throw mayNot(model, holdingRoles(rule));
  if (row.state !== 'open') throw problem('gathering-state');
  const { code, changesAt } = codeAt(
    deps.secrets,
    { tenantId: viewer.tenantId, gatheringId },
    deps.clock.now(),
  );
  return {
    code,
    address: `${deps.config.publicUrl ?? ''}/gatherings/${gatheringId}/check-in?code=${code}`,
    changesAt,
  };
}
