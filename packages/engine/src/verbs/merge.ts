import { fieldRequired, refuse } from '../refusals.ts';
import { isBeforeResolved, isFinal, uses } from '../spine.ts';
import { enter, tell } from '../step.ts';
import { both, byOf, takeAnswers, type VerbRule, wordFor } from '../verb-rule.ts';

/** Joined with another case that says the same; what becomes of that one is told to both reporters. */
export const merge: VerbRule = {
  title: (view) => wordFor(view, 'merged', { zh: '并案', en: 'Merge' }),
  isPossible: ({ kind, state }) => uses(kind, 'merged') && isBeforeResolved(state.station),
  who: ({ kind }) => both(byOf(kind, 'merged', []), ['responsible']),
  leadsTo: () => 'merged',
  reason: () => 'optional',
  takes: ['into', 'answers'],
  apply(step, input) {
    if (!input.into) return fieldRequired('into', { zh: '并入哪一件', en: 'Which case to merge into' });
    const target = step.surroundings.mergeTarget;
    if (target !== undefined && (!target || target.kind !== step.next.kind || isFinal(target.station))) {
      return refuse(
        'input',
        'merge-invalid',
        {
          zh: '请选择同类的、尚未结束的另一件事项。',
          en: 'Choose another case of the same kind that has not ended.',
        },
        'into',
      );
    }
    const refusal = takeAnswers(step, 'merged', input) ?? enter(step, 'merged');
    if (refusal) return refusal;
    step.next.mergedInto = input.into;
    tell(step, 'case.merged', ['reporter', 'followers', 'assignee']);
    return null;
  },
};
