import { refuse } from '../refusals.ts';
import { stationBefore, uses } from '../spine.ts';
import { enter, tell } from '../step.ts';
import type { Actor, Refusal } from '../types.ts';
import { byOf, takeAnswers, type VerbRule, type View, wordFor } from '../verb-rule.ts';

/** Somebody who did not handle it says that it is done. */
export const verify: VerbRule = {
  title: (view) => wordFor(view, 'verified', { zh: '核查通过', en: 'Verify' }),
  isPossible: isToBeVerified,
  who: ({ kind }) => byOf(kind, 'verified', ['responsible']),
  notBy: refuseHandler,
  leadsTo: () => 'verified',
  reason: () => 'optional',
  takes: ['answers'],
  apply(step, input) {
    const refusal = takeAnswers(step, 'verified', input) ?? enter(step, 'verified');
    if (refusal) return refusal;
    tell(step, 'case.verified', ['reporter', 'followers'], {
      asksRating: step.kind.rating && step.next.station === 'verified' ? 1 : 0,
    });
    if (step.next.station === 'closed') tell(step, 'case.closed', ['reporter', 'followers']);
    return null;
  },
};

export function isToBeVerified({ kind, state }: View): boolean {
  return uses(kind, 'verified') && state.station === stationBefore(kind, 'verified');
}

/** Whoever handled a case never judges it, whatever the model says: a rate that one can give oneself is worth nothing. */
export function refuseHandler({ state }: View, actor: Actor): Refusal | null {
  if (actor.personId === null || !state.handlerIds.includes(actor.personId)) return null;
  return refuse(
    'forbidden',
    'handler-may-not-verify',
    {
      zh: '办理人不能自己核查，请由没有办理过这件事的人核查。',
      en: 'Whoever handled it may not verify it; somebody who did not must.',
    },
    'stations.verified.notBy',
  );
}
