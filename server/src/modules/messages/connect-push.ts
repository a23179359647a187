import { randomUUID } from 'node:crypto';
import type { ConnectPush } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { isAllowedAddress } from './allowed-address.ts';
import { pushField } from './channel-fields.ts';
import { withdrawWaiting } from './disconnect.ts';
import { personOf, type Settings, settingsOf } from './settings.ts';
import { isPushSubscription } from './web-push.ts';

/** More than anybody uses; the oldest is dropped for a newer one. */
const mostBrowsers = 10;

/** Connects a browser. Subscribed again (browsers renew by themselves) it is the same one; another person's no longer. */
export async function connectPush(
  deps: Deps,
  viewer: Viewer,
  { commandId, endpoint, keys, device }: z.output<typeof ConnectPush>,
): Promise<Settings> {
  const personId = personOf(viewer);
  const subscription = { endpoint, keys };
  if (!isAllowedAddress(endpoint, deps.config.pushHosts) || !isPushSubscription(subscription)) {
    throw problem('push-unknown');
  }
  const place = { tenantId: viewer.tenantId, field: pushField };
  const hash = deps.secrets.blindIndex(place, endpoint);
  return once(deps, viewer, { commandId, verb: 'connect-push', target: hash.toString('hex') }, async (tx) => {
    const { rows: others } = await tx.query<{ channelId: string }>(
      `DELETE FROM message_channels WHERE tenant_id = $1 AND channel = 'push' AND address_hash = $2 AND person_id <> $3
       RETURNING channel_id AS "channelId"`,
      [tx.tenantId, hash, personId],
    );
    const now = deps.clock.now();
    await tx.query(
      `INSERT INTO message_channels (tenant_id, channel_id, person_id, channel, address_cipher, address_hash, device,
         created_at, confirmed_at)
       VALUES ($1, $2, $3, 'push', $4, $5, $6, $7, $7)
       ON CONFLICT (tenant_id, person_id, channel, address_hash)
       DO UPDATE SET address_cipher = excluded.address_cipher, device = excluded.device`,
      [
        tx.tenantId,
        randomUUID(),
        personId,
        deps.secrets.encrypt(place, JSON.stringify(subscription)),
        hash,
        device,
        now,
      ],
    );
    const { rows: oldest } = await tx.query<{ channelId: string }>(
      `DELETE FROM message_channels WHERE tenant_id = $1 AND channel_id IN (
         SELECT channel_id FROM message_channels WHERE tenant_id = $1 AND person_id = $2 AND channel = 'push'
          ORDER BY created_at DESC, channel_id OFFSET ${mostBrowsers})
       RETURNING channel_id AS "channelId"`,
      [tx.tenantId, personId],
    );
    await withdrawWaiting(
      tx,
      [...others, ...oldest].map(({ channelId }) => channelId),
    );
    return settingsOf(deps, tx, personId, viewer.locale);
  });
}
