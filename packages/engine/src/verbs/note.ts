import { tell } from '../step.ts';
import { takePhotos, type VerbRule } from '../verb-rule.ts';

/** Something to know about the case, in words and photos. Nothing else moves. */
export const note: VerbRule = {
  title: () => ({ zh: '添加说明', en: 'Add a note' }),
  isPossible: () => true,
  who: () => ['reporter', 'any-post'],
  leadsTo: () => null,
  reason: () => 'required',
  takes: ['answers'],
  apply(step, input) {
    const refusal = takePhotos(step, input);
    if (refusal) return refusal;
    const others = step.actor.isReporter
      ? (['assignee', 'responsible'] as const)
      : (['reporter', 'assignee', 'responsible'] as const);
    tell(step, 'case.noted', [...others]);
    return null;
  },
};
