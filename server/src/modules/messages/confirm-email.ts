import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { isSameHash } from '../../platform/secrets/index.ts';
import type { Viewer } from '../people/index.ts';
import { codeHash } from './connect-email.ts';
import { personOf, type Settings, settingsOf } from './settings.ts';

const mostTries = 5;

interface Tried {
  addressHash: Buffer;
  codeHash: Buffer | null;
  expiresAt: string | null;
  tries: number;
  isConfirmed: boolean;
}

/** Proves that the address is one's own. Confirmed once it stays so: the same code again is no fault. */
export async function confirmEmail(
  deps: Deps,
  viewer: Viewer,
  { channelId, code }: { channelId: string; code: string },
): Promise<Settings> {
  const personId = personOf(viewer);
  const { tenantId } = viewer;
  const now = deps.clock.now();
  // The try is counted whatever comes of it, in a transaction of its own: a refusal must not undo the count.
  const tried = await inTenant(deps.db, tenantId, async (tx) => {
    const { rows } = await tx.query<Tried>(
      `UPDATE message_channels SET code_tries = code_tries + 1
        WHERE tenant_id = $1 AND channel_id = $2 AND person_id = $3 AND channel = 'email'
       RETURNING address_hash AS "addressHash", code_hash AS "codeHash", code_expires_at AS "expiresAt",
                 code_tries AS tries, confirmed_at IS NOT NULL AS "isConfirmed"`,
      [tenantId, channelId, personId],
    );
    return rows[0];
  });
  if (tried === undefined) throw problem('not-found');
  if (!tried.isConfirmed) {
    if (
      tried.codeHash === null ||
      tried.expiresAt === null ||
      tried.tries > mostTries ||
      tried.expiresAt <= now
    ) {
      throw problem('code-expired');
    }
    if (!isSameHash(tried.codeHash, codeHash(deps, tried.addressHash, code))) {
      throw problem('code-wrong', { data: { left: mostTries - tried.tries } });
    }
  }
  return inTenant(deps.db, tenantId, async (tx) => {
    await tx.query(
      `UPDATE message_channels SET confirmed_at = coalesce(confirmed_at, $4), code_hash = NULL, code_expires_at = NULL
        WHERE tenant_id = $1 AND channel_id = $2 AND person_id = $3`,
      [tenantId, channelId, personId, now],
    );
    return settingsOf(deps, tx, personId, viewer.locale);
  });
}
