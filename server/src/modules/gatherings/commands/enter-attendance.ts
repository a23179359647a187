/** Names from the paper list, or entered later; sent again, also under another command, each counts once. */
import type { EnterAttendance, StrikeAttendance } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer } from '../../people/index.ts';
import { takesNames } from '../around.ts';
import { type Changing, changeAndShow } from '../change-gathering.ts';
import { findExpected } from '../expected.ts';
import { mayNot, writersOf } from '../policy.ts';

export function enterAttendance(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  words: z.output<typeof EnterAttendance>,
) {
  const asked = { commandId: words.commandId, verb: 'enter-attendance' };
  return changeAndShow(deps, viewer, gatheringId, asked, async (changing) => {
    const { tx, row, now, personId } = changing;
    await requireMinutes(changing);
    for (const [place, { personId: who, name, cameAt }] of words.people.entries()) {
      if (who === undefined && name === undefined) {
        throw problem('field-required', {
          labels: { field: { zh: '姓名', en: 'Name' } },
          errors: [{ at: `/people/${place}/name`, message: { zh: '请填写姓名', en: 'Give a name' } }],
        });
      }
      if (cameAt !== undefined && cameAt > now) {
        throw problem('field-invalid', {
          detail: { zh: '到场时间不能晚于现在。', en: 'Nobody came later than now.' },
          errors: [{ at: `/people/${place}/cameAt`, message: { zh: '晚于现在', en: 'Later than now' } }],
        });
      }
    }
    const people = await knownAmong(changing, words.people);
    const column = <Value>(of: (one: Named) => Value): Value[] => people.map(of);
    const { rowCount } = await tx.query(
      `INSERT INTO gathering_attendance (tenant_id, gathering_id, attendance_id, person_id, name, how, came_at, entered_at,
                                         entered_by_person_id)
       SELECT $1, $2, one.attendance_id, people.person_id, coalesce(people.name, one.name), $3,
              coalesce(one.came_at, $4::timestamptz), $5, $6
         FROM unnest($7::uuid[], $8::uuid[], $9::text[], $10::timestamptz[])
              AS one (attendance_id, person_id, name, came_at)
         LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = one.person_id
        WHERE coalesce(people.name, one.name) IS NOT NULL
       ON CONFLICT DO NOTHING`,
      [
        tx.tenantId,
        row.gatheringId,
        words.how,
        row.startsAt < now ? row.startsAt : now,
        now,
        personId,
        column(({ attendanceId }) => attendanceId),
        column((one) => one.personId ?? null),
        column(({ name }) => name ?? null),
        column(({ cameAt }) => cameAt ?? null),
      ],
    );
    await changing.record(
      { verb: 'enter-attendance', changes: { entered: rowCount ?? 0, how: words.how } },
      changing.relation.minutes,
    );
  });
}

type Named = z.output<typeof EnterAttendance>['people'][number];

/**
 * A name that only one of those expected has is that person, so that whoever scanned the code and signed on paper too is
 * counted once. Two of one name on a list are two people, and of a namesake more is written than the name.
 */
async function knownAmong(
  { tx, model, rule, row, now }: Changing,
  people: readonly Named[],
): Promise<Named[]> {
  const names = people.flatMap(({ personId, name }) => (personId === undefined ? (name ?? []) : []));
  if (names.length === 0) return [...people];
  const expected = await findExpected(tx, model, rule, row, names, now);
  const taken = new Set<string>();
  return people.map((one) => {
    const [personId, another] = expected.get(one.name ?? '') ?? [];
    if (one.personId !== undefined || personId === undefined || another !== undefined) return one;
    if (taken.has(personId)) return one;
    taken.add(personId);
    return { ...one, personId };
  });
}

export function strikeAttendance(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  { commandId, attendanceId, reason }: z.output<typeof StrikeAttendance>,
) {
  const asked = { commandId, verb: 'strike-attendance' };
  return changeAndShow(deps, viewer, gatheringId, asked, async (changing) => {
    const { tx, row } = changing;
    await requireMinutes(changing);
    const { rowCount } = await tx.query(
      'DELETE FROM gathering_attendance WHERE tenant_id = $1 AND gathering_id = $2 AND attendance_id = $3',
      [tx.tenantId, row.gatheringId, attendanceId],
    );
    if (rowCount === 0) throw problem('not-found');
    await changing.record(
      { verb: 'strike-attendance', reason, changes: { struck: attendanceId } },
      changing.relation.minutes,
    );
  });
}

async function requireMinutes(changing: Changing): Promise<void> {
  const { relation, model, rule, row, now } = changing;
  if (relation.minutes === null) throw mayNot(model, writersOf(rule));
  if (!takesNames(row, now)) throw await changing.stateProblem();
}
