/** Which meeting's agenda a case waited for, and how it left it: read from the steps of its own life. */
import type { Model } from '@linli/model';
import { wayOffRung } from '@linli/server';
import type { Told } from '../story/case-life.ts';
import type { ToldCase } from '../story/told-case.ts';
import type { ToldItem } from './told-gathering.ts';

export interface RungStay {
  caseId: string;
  hostOrgId: string;
  /** Key of the gatherings that decide there. */
  kind: string;
  ladder: string;
  rung: number;
  areaCode: string;
  enteredAt: string;
  /** Null: it stands there still. */
  left: { at: string; as: string; reason: string | null; told: Told } | null;
  /** What the case waits as, where that was written down before. */
  item?: ToldItem;
}

export function rungStaysOf(model: Model, { caseId, life }: Pick<ToldCase, 'caseId' | 'life'>): RungStay[] {
  if (life.told.every(({ decision }) => decision.next.rung === null)) return [];
  const stays: RungStay[] = [];
  let open: RungStay | null = null;
  for (const told of life.told) {
    const { rung, areaCode } = told.decision.next;
    const isSame =
      open !== null &&
      rung !== null &&
      rung.ladder === open.ladder &&
      rung.index === open.rung &&
      rung.hostOrgId === open.hostOrgId;
    if (isSame) continue;
    if (open !== null) {
      open.left = { at: told.at, ...wayOffRung(told.decision), told };
      open = null;
    }
    if (rung === null || rung.hostOrgId === null) continue;
    const kind = model.ladders[rung.ladder]?.rungs[rung.index]?.gathering ?? null;
    if (kind === null) continue;
    open = {
      caseId,
      hostOrgId: rung.hostOrgId,
      kind,
      ladder: rung.ladder,
      rung: rung.index,
      areaCode,
      enteredAt: told.at,
      left: null,
    };
    stays.push(open);
  }
  return stays;
}

/**
 * Of a case whose story goes on: the steps that are new, and the items that were written down with them. It stands on the rung of
 * the first of these from before.
 */
export function staysGoingOn(
  model: Model,
  one: Pick<ToldCase, 'caseId' | 'life'>,
  items: readonly ToldItem[],
): RungStay[] {
  const [first, ...others] = items.toSorted((left, right) => (left.enteredAt < right.enteredAt ? -1 : 1));
  const stays = rungStaysOf(model, one);
  if (first === undefined || first.ladder === null || first.rung === null) return stays;
  const isSame = ({ ladder, rung, hostOrgId }: RungStay, item: ToldItem): boolean =>
    ladder === item.ladder && rung === item.rung && hostOrgId === item.hostOrgId;
  const [next] = stays;
  const firstStep = one.life.told[0];
  if (next === undefined || !isSame(next, first)) {
    // It left that rung by the first of its new steps, or stands there still.
    stays.unshift({
      caseId: one.caseId,
      hostOrgId: first.hostOrgId,
      kind: first.kind,
      ladder: first.ladder,
      rung: first.rung,
      areaCode: first.areaCode ?? one.life.state.areaCode,
      enteredAt: first.enteredAt,
      left:
        firstStep === undefined
          ? null
          : { at: firstStep.at, ...wayOffRung(firstStep.decision), told: firstStep },
    });
  }
  const free = [first, ...others];
  for (const stay of stays) {
    const place = free.findIndex((item) => isSame(stay, item));
    const [item] = place === -1 ? [] : free.splice(place, 1);
    if (item === undefined) continue;
    stay.item = item;
    if (item.enteredAt < stay.enteredAt) stay.enteredAt = item.enteredAt;
  }
  return stays;
}
