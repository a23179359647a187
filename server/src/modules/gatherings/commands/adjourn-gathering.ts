/** Broken off with things left on its agenda: it goes on another day with just these, and those who are called are told. */
import { randomUUID } from 'node:crypto';
import type { AdjournGathering } from '@linli/contract';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import type { Viewer } from '../../people/index.ts';
import { changeAndShow } from '../change-gathering.ts';
import { fieldProblem } from '../field-problem.ts';
import { close, hearDuties, record } from '../lifecycle.ts';
import { hint } from '../live.ts';
import { addGathering } from '../new-gathering.ts';
import { holdingRoles, mayNot } from '../policy.ts';
import { titleOf } from '../rules.ts';
import { signatureOf } from '../sign.ts';
import { findGathering, type ItemRow, setGathering } from '../store.ts';
import { concerned, dataOf, tellGroups, tellOf } from '../tell-people.ts';

export function adjournGathering(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  words: z.output<typeof AdjournGathering>,
) {
  const asked = { commandId: words.commandId, verb: 'adjourn' };
  return changeAndShow(deps, viewer, gatheringId, asked, async (changing) => {
    const { tx, row, model, rule, relation, now, commandId } = changing;
    const { reason } = words;
    if (relation.holds === null) throw mayNot(model, holdingRoles(rule));
    if (row.state !== 'open') throw await changing.stateProblem();
    const left = await hearDuties(tx, row.gatheringId, now);
    // With nothing left it is over, and not broken off.
    if (left.length === 0) throw await changing.stateProblem();
    const startsAt = new Date(words.startsAt).toISOString();
    if (startsAt <= now) {
      throw fieldProblem('/startsAt', { zh: '请选择以后的时间', en: 'Choose a later time' });
    }
    const by = await signatureOf(tx, model, viewer, relation.holds);
    const title = titleOf(model, row.kind, row);
    const continuation = await addGathering(
      tx,
      model,
      rule,
      {
        hostOrgId: row.hostOrgId,
        kind: row.kind,
        areaCode: row.areaCode,
        place: words.place === undefined ? row.place : words.place,
        titleZh: title.zh.endsWith(continued.zh) ? title.zh : `${title.zh}${continued.zh}`,
        titleEn: title.en.endsWith(continued.en) ? title.en : `${title.en}${continued.en}`,
        startsAt,
        lastsMinutes: words.lastsMinutes ?? null,
        capacity: row.capacity,
        seats: null,
        reason,
        continuesId: row.gatheringId,
      },
      now,
    );
    await carryOn(tx, left, { from: row.gatheringId, to: continuation, reason, now });
    await close(changing, { adjournedAt: now });
    await record({ ...changing, by }, 'adjourn', { to: continuation, startsAt, items: left.length }, reason);
    const next = await findGathering(tx, continuation, 'to change');
    if (next === undefined) throw new Error('a gathering that was just called is not there');
    await setGathering(tx, next, { state: 'announced', announcedAt: now });
    const changes = { startsAt, place: next.place, continues: row.gatheringId, items: left.length };
    await record({ tx, row: next, now, by, commandId }, 'call', changes, reason);
    const told = { template: 'gathering.goes-on', data: dataOf(model, next) } as const;
    const to = [...(await concerned(tx, model, rule, next)), ...(await present(tx, row.gatheringId))];
    await tellOf(deps, tx, next, { ...told, to, exceptPersonId: viewer.personId });
    await tellGroups(deps, tx, rule, next, told);
    hint(deps, tx, continuation);
  });
}

const continued = { zh: '（续会）', en: ' (continued)' };

/** Each goes on as a new item in its old order: the one that ends here keeps what was said of it here. */
async function carryOn(
  tx: Tx,
  items: readonly ItemRow[],
  { from, to, reason, now }: { from: string; to: string; reason: string; now: string },
): Promise<void> {
  const ids = items.map(({ itemId }) => itemId);
  await tx.query(
    `UPDATE gathering_items SET ended_as = 'carried-over', ended_at = $3, ended_in = $2, end_reason = $4
      WHERE tenant_id = $1 AND gathering_id = $2 AND item_id = ANY ($5::uuid[])`,
    [tx.tenantId, from, now, reason, ids],
  );
  await tx.query(
    `INSERT INTO gathering_items (tenant_id, item_id, host_org_id, kind, about, case_id, topic_id, resolution_id, title,
                                  body, ladder, rung, area_code, entered_at, entered_by_person_id, carried_from,
                                  gathering_id, position)
     SELECT $1, carried.item_id, items.host_org_id, items.kind, items.about, items.case_id, items.topic_id,
            items.resolution_id, items.title, items.body, items.ladder, items.rung, items.area_code, $3,
            items.entered_by_person_id, items.item_id, $2, carried.position
       FROM unnest($4::uuid[], $5::uuid[]) WITH ORDINALITY AS carried (old_id, item_id, position)
       JOIN gathering_items AS items ON items.tenant_id = $1 AND items.item_id = carried.old_id`,
    [tx.tenantId, to, now, ids, ids.map(() => randomUUID())],
  );
}

async function present(tx: Tx, gatheringId: string): Promise<{ personId: string }[]> {
  const { rows } = await tx.query<{ personId: string }>(
    `SELECT person_id AS "personId" FROM gathering_attendance
      WHERE tenant_id = $1 AND gathering_id = $2 AND person_id IS NOT NULL`,
    [tx.tenantId, gatheringId],
  );
  return rows;
}
