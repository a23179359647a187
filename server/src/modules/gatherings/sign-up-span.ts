/** From when until when one may sign up; null: one just comes. */
import type { GatheringKind, Model } from '@linli/model';
import { before } from './rules.ts';
import type { GatheringRow } from './store.ts';

export function signUpSpan(
  model: Model,
  { signUp }: Pick<GatheringKind, 'signUp'>,
  { startsAt }: Pick<GatheringRow, 'startsAt'>,
): { from: string | null; until: string } | null {
  if (signUp === null) return null;
  return {
    from: signUp.opensBefore === null ? null : before(model, signUp.opensBefore, startsAt),
    until: signUp.closesBefore === null ? startsAt : before(model, signUp.closesBefore, startsAt),
  };
}
