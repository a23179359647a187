/** From whom is meant (a person, whoever holds a role, a work group) to who that is today. */
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { holdersAt, holdersFor } from '../orgs/index.ts';
import { workGroupsFor, workGroupsOf } from './store.ts';

/** Somebody to tell, as the one who tells knows them. */
export type Addressee =
  | { personId: string }
  /** A phone without an account. */
  | { deviceHash: Buffer }
  | { workGroupId: string }
  /** Work groups of an organisation; of none there: those of the nearest one covering the place that has some. */
  | { workGroupsFor: { orgId: string | null; areaCode: string } }
  /** Work groups of an organisation, and of no other. */
  | { workGroupsOf: string }
  /** Whoever holds the role at the organisation; null: any post there. */
  | { role: string | null; orgId: string }
  /** Whoever holds the role at an organisation covering the place. */
  | { role: string; areaCode: string };

export type Recipient = { personId: string } | { deviceHash: Buffer } | { workGroupId: string };

/** Everybody once, in the order named. Those looked up share one round trip. */
export async function recipientsAmong(
  tx: Tx,
  model: Model,
  to: readonly Addressee[],
  now: string,
): Promise<Recipient[]> {
  const found = await Promise.all(to.map((one) => resolve(tx, model, one, now)));
  const recipients = new Map<string, Recipient>();
  for (const recipient of found.flat()) {
    const key = keyOf(recipient);
    if (!recipients.has(key)) recipients.set(key, recipient);
  }
  return [...recipients.values()];
}

function resolve(
  tx: Tx,
  model: Model,
  one: Addressee,
  now: string,
): Recipient[] | Promise<readonly Recipient[]> {
  if ('personId' in one || 'deviceHash' in one || 'workGroupId' in one) return [one];
  if ('workGroupsFor' in one || 'workGroupsOf' in one) {
    const groups =
      'workGroupsOf' in one
        ? workGroupsOf(tx, one.workGroupsOf)
        : workGroupsFor(tx, model, one.workGroupsFor.areaCode, one.workGroupsFor.orgId);
    return groups.then((ids) => ids.map((workGroupId) => ({ workGroupId })));
  }
  const holders =
    'orgId' in one
      ? holdersAt(tx, model, one.orgId, one.role, now)
      : holdersFor(tx, model, [one.role], one.areaCode, now);
  return holders.then((all) => all.map(({ personId }) => ({ personId })));
}

export function keyOf(recipient: Recipient): string {
  if ('personId' in recipient) return `person:${recipient.personId}`;
  if ('deviceHash' in recipient) return `device:${recipient.deviceHash.toString('hex')}`;
  return `work-group:${recipient.workGroupId}`;
}
