/** An owner asks somebody to vote for them: somebody registered here, named by phone and name together, or picked. */
import type { GiveBallotProxy } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { tell } from '../../messages/index.ts';
import type { Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { placeOf } from '../policy.ts';
import { findBallot } from '../store.ts';
import { actOnEntry } from './act-on-entry.ts';

export async function giveBallotProxy(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  entryId: string,
  { commandId, to }: z.output<typeof GiveBallotProxy>,
): Promise<void> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const personId = await findProxy(deps, viewer.tenantId, to);
  await actOnEntry(deps, viewer, ballotId, entryId, commandId, { do: 'give-proxy', to: personId });
  await inTenant(deps.db, viewer.tenantId, async (tx) => {
    const row = await findBallot(tx, ballotId, 'to show');
    if (!row?.state.votingUntil) return;
    await tell(deps, tx, {
      template: 'ballot.proxy-asked',
      data: { ballot: row.state.title, untilAt: row.state.votingUntil },
      dedupeKey: `${ballotId}:${entryId}:${commandId}`,
      to: [{ personId }],
      about: { noun: 'ballot', id: ballotId },
      areaCode: placeOf(row.state),
    });
  });
}

/** Phone and name must both fit: with one alone, anybody could find out who is registered. */
async function findProxy(
  { db, secrets }: Deps,
  tenantId: number,
  to: z.output<typeof GiveBallotProxy>['to'],
): Promise<string> {
  if ('personId' in to) return to.personId;
  const { rows } = await inTenant(
    db,
    tenantId,
    (tx) =>
      tx.query<{ personId: string }>(
        'SELECT person_id AS "personId" FROM people WHERE tenant_id = $1 AND phone_index = $2 AND name = $3',
        [tenantId, secrets.blindIndex({ tenantId, field: 'phone' }, to.phone), to.name],
      ),
    { readOnly: true },
  );
  const [found] = rows;
  if (found) return found.personId;
  throw fieldProblem('/to/phone', {
    zh: '没有登记过这个手机号和姓名的人，请受托人先登录一次',
    en: 'Nobody with this phone and name is registered. Ask them to sign in once first',
  });
}
