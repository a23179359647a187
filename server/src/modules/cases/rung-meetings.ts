/** Which meetings of its ladder had a case, and what they made of it: for its page. */
import { type Label, type Locale, ownWordsIn, type RungMeeting } from '@linli/contract';
import type { CaseState } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { maskName } from '../../platform/secrets/index.ts';
import { keptLabelIn } from '../models/index.ts';
import { ownReasons } from './own-reasons.ts';

export interface RungMeetingRow {
  rung: number;
  kind: string;
  gatheringId: string | null;
  titleZh: string | null;
  titleEn: string | null;
  startsAt: string | null;
  state: string | null;
  endedAs: NonNullable<RungMeeting['ended']>['as'] | null;
  endedAt: string | null;
  endReason: string | null;
  text: string | null;
  by: string | null;
  ownerLabel: string | null;
  dueOn: string | null;
  dueAt: string | null;
  dutyState: NonNullable<RungMeeting['decided']>['state'] | null;
  answer: string | null;
}

// What was taken up and left open by a meeting goes back to waiting: the item says where it stands, and where it ended.
const sql = `
  SELECT items.rung, items.kind, at.gathering_id AS "gatheringId", coalesce(at.title_zh, series.title_zh) AS "titleZh",
         CASE WHEN at.title_zh IS NULL THEN series.title_en ELSE at.title_en END AS "titleEn",
         at.starts_at AS "startsAt", at.state, items.ended_as AS "endedAs", items.ended_at AS "endedAt",
         items.end_reason AS "endReason", resolutions.text, steps.actor_label AS by,
         resolutions.owner_label AS "ownerLabel", resolutions.due_on::text AS "dueOn", resolutions.due_at AS "dueAt",
         resolutions.state AS "dutyState", resolutions.answer
    FROM gathering_items AS items
    LEFT JOIN gatherings AS at
      ON at.tenant_id = items.tenant_id AND at.gathering_id = coalesce(items.ended_in, items.gathering_id)
    LEFT JOIN gathering_series AS series ON series.tenant_id = items.tenant_id AND series.series_id = at.series_id
    LEFT JOIN gathering_resolutions AS resolutions
      ON resolutions.tenant_id = items.tenant_id AND resolutions.case_id = items.case_id AND resolutions.item_id = items.item_id
    LEFT JOIN gathering_history AS steps
      ON steps.tenant_id = items.tenant_id AND steps.gathering_id = resolutions.gathering_id AND steps.item_id = items.item_id
     AND steps.verb = 'resolve'
   WHERE items.tenant_id = $1 AND items.case_id = $2 AND items.ladder = $3
   ORDER BY items.entered_at, items.ended_at NULLS LAST`;

/** Oldest first; nothing is looked up for a case that never climbed. */
export async function findRungMeetings(
  tx: Tx,
  model: Model,
  { caseId, state }: { caseId: string; state: CaseState },
): Promise<RungMeetingRow[]> {
  const ladder = model.caseKinds[state.kind]?.ladder ?? null;
  if (ladder === null || state.highestRung === 0) return [];
  const { rows } = await tx.query<RungMeetingRow>(sql, [tx.tenantId, caseId, ladder]);
  return rows;
}

export function presentRungMeeting(
  model: Model,
  row: RungMeetingRow,
  { hasDuty, locale, now }: { hasDuty: boolean; locale: Locale; now: string },
): RungMeeting {
  const named = (signed: string | null): string | null =>
    signed === null ? null : keptLabelIn(locale, model, hasDuty ? signed : withMaskedName(signed));
  return {
    gathering:
      row.gatheringId === null || row.startsAt === null || row.state === null
        ? null
        : {
            gatheringId: row.gatheringId,
            title: titleOf(model, row),
            startsAt: row.startsAt,
            state: row.state,
          },
    ended:
      row.endedAs === null || row.endedAt === null
        ? null
        : {
            as: row.endedAs,
            at: row.endedAt,
            reason: row.endReason && ownWordsIn(locale, Object.values(ownReasons), row.endReason),
          },
    decided:
      row.text === null || row.dutyState === null
        ? null
        : {
            text: row.text,
            by: named(row.by),
            ownerLabel: named(row.ownerLabel),
            dueOn: row.dueOn,
            state: row.dutyState,
            isLate: row.dutyState === 'running' && row.dueAt !== null && row.dueAt < now,
            answer: row.answer,
          },
  };
}

function titleOf(model: Model, { kind, titleZh, titleEn }: RungMeetingRow): Label {
  if (titleZh !== null) return { zh: titleZh, en: titleEn || titleZh };
  return model.gatherings[kind]?.title ?? { zh: kind, en: kind };
}

/** Labels are signed `NAME · POST`; a post alone names nobody. */
function withMaskedName(signed: string): string {
  const [name = '', ...post] = signed.split(' · ');
  return post.length === 0 ? signed : [maskName(name), ...post].join(' · ');
}
