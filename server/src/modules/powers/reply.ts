/** What a command answers: the item as it is today. */
import type { PowerReply } from '@linli/contract';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { areaNames } from '../areas/index.ts';
import type { Viewer } from '../people/index.ts';
import { presentPower } from './present.ts';
import { findPowers } from './store.ts';

export async function replyOf(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  powerId: string,
  today: string,
): Promise<PowerReply> {
  const [power] = await findPowers(tx, powerId);
  if (power === undefined) throw new Error('an item that was just written is not there');
  const names = await areaNames(
    tx,
    power.rows.map(({ areaCode }) => areaCode),
  );
  const reading = { model, viewer, areaNames: names, on: today, today };
  return { powerId, power: presentPower(reading, power) ?? null };
}
