/** Which meeting's agenda a case waited for, and how it left it: read from the steps of its own life. */
import type { Model } from '@linli/model';
import { wayOffRung } from '@linli/server';
import type { Told } from '../story/case-life.ts';
import type { ToldCase } from '../story/told-case.ts';

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
