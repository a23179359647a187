/** Who teaches a lesson, and what. */
import type { SetLecturers } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import type { Viewer } from '../../people/index.ts';
import { changeAndShow } from '../change-gathering.ts';
import { holdingRoles, mayNot } from '../policy.ts';

export function setLecturers(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  { commandId, lecturers }: z.output<typeof SetLecturers>,
) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'set-lecturers' }, async (changing) => {
    const { tx, row, model, rule, relation } = changing;
    if (relation.holds === null) throw mayNot(model, holdingRoles(rule));
    if (rule.form !== 'lesson' || row.state === 'cancelled' || row.state === 'not-held') {
      throw await changing.stateProblem();
    }
    const of = [tx.tenantId, row.gatheringId];
    await Promise.all([
      tx.query('DELETE FROM gathering_lecturers WHERE tenant_id = $1 AND gathering_id = $2', of),
      tx.query(
        `INSERT INTO gathering_lecturers (tenant_id, gathering_id, lecturer_number, person_id, name, subject)
         SELECT $1, $2, one.number, people.person_id, one.name, one.subject
           FROM unnest($3::integer[], $4::uuid[], $5::text[], $6::text[]) AS one (number, person_id, name, subject)
           LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = one.person_id`,
        [
          ...of,
          lecturers.map((_, place) => place + 1),
          lecturers.map(({ personId }) => personId ?? null),
          lecturers.map(({ name }) => name),
          lecturers.map(({ subject }) => subject ?? null),
        ],
      ),
    ]);
    await changing.record(
      {
        verb: 'set-lecturers',
        changes: { lecturers: lecturers.map(({ name, subject }) => ({ name, subject })) },
      },
      relation.holds,
    );
  });
}
