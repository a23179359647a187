/** A date of birth, for ballots with an age limit: one's own, or somebody's by who administers where they live. */
import type { EnterBirthDate } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { hasAbility, once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { today } from '../today.ts';

export async function enterBirthDate(
  deps: Deps,
  viewer: Viewer,
  { commandId, bornOn, personId: other }: z.output<typeof EnterBirthDate>,
): Promise<void> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const personId = other ?? viewer.personId;
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  await once(deps, viewer, { commandId, verb: 'enter-birth-date', target: personId }, async (tx) => {
    const now = deps.clock.now();
    if (bornOn > today(model, now) || bornOn < '1900-01-01') {
      throw fieldProblem('/bornOn', { zh: '请检查出生日期', en: 'Check the date of birth' });
    }
    const { rows } = await tx.query<{ homeCode: string | null; isKnown: boolean }>(
      `SELECT home_code AS "homeCode",
              EXISTS (SELECT FROM birth_dates WHERE tenant_id = $1 AND person_id = $2) AS "isKnown"
         FROM people WHERE tenant_id = $1 AND person_id = $2`,
      [tx.tenantId, personId],
    );
    const [person] = rows;
    const administers = person?.homeCode != null && hasAbility(viewer, 'administer', person.homeCode);
    if (!person || (other !== undefined && other !== viewer.personId && !administers))
      throw problem('not-found');
    // Who could change their own would be as old as each ballot asks for.
    if (person.isKnown && !administers) {
      throw fieldProblem('/bornOn', {
        zh: '出生日期已登记，需要更正请联系社区',
        en: 'Your date of birth is entered already; ask the community to correct it',
      });
    }
    await tx.query(
      `INSERT INTO birth_dates (tenant_id, person_id, born_on_cipher, entered_at, entered_by_person_id)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (tenant_id, person_id) DO UPDATE SET born_on_cipher = excluded.born_on_cipher,
         entered_at = excluded.entered_at, entered_by_person_id = excluded.entered_by_person_id`,
      [
        tx.tenantId,
        personId,
        deps.secrets.encrypt({ tenantId: tx.tenantId, field: 'birth-date' }, bornOn),
        now,
        viewer.personId,
      ],
    );
    return personId;
  });
}
