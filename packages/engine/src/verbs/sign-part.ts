import { isParty } from '../actors.ts';
import { fieldRequired, forbidden } from '../refusals.ts';
import { inHand, markHandler, tell } from '../step.ts';
import type { Actor, CaseState } from '../types.ts';
import { chosen, type VerbRule } from '../verb-rule.ts';

/** A party signs off its part, saying what it did. */
export const signPart: VerbRule = {
  title: () => ({ zh: '协办完成', en: 'Sign off my part' }),
  isPossible: ({ state }) => state.parts.some((part) => part.signedAt === null),
  who: () => ['party'],
  notBy: ({ state }, actor) =>
    owedBy(state, actor).length > 0
      ? null
      : forbidden({ zh: '尚未完成的协办方', en: 'the parties whose part is still open' }),
  leadsTo: () => null,
  reason: () => 'optional',
  choices: ({ state }, actor) => owedBy(state, actor),
  takes: ['part'],
  apply(step, input) {
    const owed = owedBy(step.before, step.actor);
    const partId = chosen(input.part?.partId, owed, 'part.partId', { zh: '协办', en: 'Part' });
    if (typeof partId !== 'string') return partId;
    const result = input.part?.result?.trim() ?? '';
    if (result === '') return fieldRequired('part.result', { zh: '协办结果', en: 'What was done' });
    step.next.parts = step.next.parts.map((part) =>
      part.partId === partId ? { ...part, signedAt: step.now, signedBy: step.actor.personId, result } : part,
    );
    markHandler(step, step.actor.personId);
    tell(step, 'case.part-signed', [inHand(step), 'responsible'], { partId });
    return null;
  },
};

function owedBy(state: CaseState, actor: Actor): string[] {
  return state.parts
    .filter((part) => part.signedAt === null && isParty(actor, part))
    .map((part) => part.partId);
}
