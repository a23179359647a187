/** An owner asks somebody to vote for them: somebody registered here, named by phone and name together, or picked. */
import type { GiveBallotProxy } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { tell } from '../../messages/index.ts';
import type { Viewer } from '../../people/index.ts';
import { findRegistered } from '../find-registered.ts';
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
  const personId =
    'personId' in to
      ? to.personId
      : await inTenant(deps.db, viewer.tenantId, (tx) => findRegistered(deps, tx, to, '/to/phone'), {
          readOnly: true,
        });
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
