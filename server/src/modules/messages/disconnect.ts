import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { once, type Viewer } from '../people/index.ts';
import { personOf, type Settings, settingsOf } from './settings.ts';

/** Takes a browser or an address away, at once: what waits for it is not sent. One that is gone already stays gone. */
export async function disconnect(
  deps: Deps,
  viewer: Viewer,
  { commandId, channelId }: { commandId: string; channelId: string },
): Promise<Settings> {
  const personId = personOf(viewer);
  return once(deps, viewer, { commandId, verb: 'disconnect-channel', target: channelId }, async (tx) => {
    const { rowCount } = await tx.query(
      'DELETE FROM message_channels WHERE tenant_id = $1 AND channel_id = $2 AND person_id = $3',
      [tx.tenantId, channelId, personId],
    );
    if (rowCount === 1) await withdrawWaiting(tx, [channelId]);
    return settingsOf(deps, tx, personId, viewer.locale);
  });
}

/** From the link in an e-mail, without a session; again as often as anybody presses it. */
export async function unsubscribe(
  deps: Pick<Deps, 'db'>,
  { tenantId, channelId }: { tenantId: number; channelId: string },
): Promise<void> {
  await inTenant(deps.db, tenantId, async (tx) => {
    await tx.query('DELETE FROM message_channels WHERE tenant_id = $1 AND channel_id = $2', [
      tx.tenantId,
      channelId,
    ]);
    await withdrawWaiting(tx, [channelId]);
  });
}

export async function withdrawWaiting(tx: Tx, channelIds: readonly string[]): Promise<void> {
  if (channelIds.length === 0) return;
  await tx.query(
    `UPDATE messages SET status = 'withdrawn' WHERE tenant_id = $1 AND channel_id = ANY ($2::uuid[]) AND status = 'waiting'`,
    [tx.tenantId, channelIds],
  );
}
