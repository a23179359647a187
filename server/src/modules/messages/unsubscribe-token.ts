/** The address in an e-mail that ends it: whoever holds the mail may, and nobody can make one up. */
import { isSameHash, type Secrets } from '../../platform/secrets/index.ts';

const macBytes = 16;
const purpose = 'unsubscribe';

export function unsubscribeToken(
  secrets: Pick<Secrets, 'hashToken'>,
  tenantId: number,
  channelId: string,
): string {
  return `${tenantId}.${channelId}.${macOf(secrets, tenantId, channelId).toString('base64url')}`;
}

/** Undefined: not one of ours. */
export function readUnsubscribeToken(
  secrets: Pick<Secrets, 'hashToken'>,
  token: string,
): { tenantId: number; channelId: string } | undefined {
  const match = /^(\d{1,9})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{22})$/.exec(token);
  if (match === null) return undefined;
  const [, tenant = '', channelId = '', mac = ''] = match;
  const tenantId = Number(tenant);
  if (!isSameHash(macOf(secrets, tenantId, channelId), Buffer.from(mac, 'base64url'))) return undefined;
  return { tenantId, channelId };
}

function macOf(secrets: Pick<Secrets, 'hashToken'>, tenantId: number, channelId: string): Buffer {
  return secrets.hashToken(purpose, `${tenantId}.${channelId}`).subarray(0, macBytes);
}
