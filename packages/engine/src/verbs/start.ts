import { rolesOf } from '../actors.ts';
import { stationAfter } from '../spine.ts';
import { enter, markHandler, tell } from '../step.ts';
import {
  both,
  byOf,
  holderFrom,
  named,
  takeAnswers,
  takeResponsibility,
  type VerbRule,
  wordFor,
} from '../verb-rule.ts';

/** The one it was given to begins. */
export const start: VerbRule = {
  title: (view) => wordFor(view, 'handling', { zh: '开始办理', en: 'Start' }),
  isPossible: ({ kind, state }) => stationAfter(kind, state.station) === 'handling',
  who: ({ kind, state }) => both(byOf(kind, 'handling', []), [state.assignee ? 'assignee' : 'responsible']),
  leadsTo: () => 'handling',
  reason: () => 'optional',
  takes: ['answers'],
  apply(step, input) {
    const refusal = takeAnswers(step, 'handling', input);
    if (refusal) return refusal;
    if (step.next.assignee) {
      step.next.assignee = named(step.next.assignee, step.actor);
    } else {
      takeResponsibility(step, []);
      const roles = rolesOf(step.model, byOf(step.kind, 'handling', []));
      step.next.assignee = holderFrom(step.actor, roles) ?? step.next.responsible;
    }
    markHandler(step, step.actor.personId);
    const gate = enter(step, 'handling');
    if (gate) return gate;
    tell(step, 'case.handling', ['reporter']);
    return null;
  },
};
