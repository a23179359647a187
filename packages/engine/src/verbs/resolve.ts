import type { CaseKind } from '@linli/model';
import { refuse } from '../refusals.ts';
import { stationAfter } from '../spine.ts';
import { enter, markHandler, tell } from '../step.ts';
import type { CaseState, Refusal } from '../types.ts';
import { both, byOf, named, takeAnswers, type VerbRule, type View, wordFor } from '../verb-rule.ts';

/** Done, in the words of the one who handled it. */
export const resolve: VerbRule = {
  title: (view) => wordFor(view, 'resolved', { zh: '办结', en: 'Resolve' }),
  isPossible: ({ kind, state }) => stationAfter(kind, state.station) === 'resolved',
  who: ({ kind, state }) =>
    state.assignee ? byOf(kind, 'resolved', ['assignee']) : both(byOf(kind, 'resolved', []), ['responsible']),
  leadsTo: () => 'resolved',
  reason: () => 'optional',
  takes: ['answers'],
  apply(step, input) {
    const refusal = openParts(step, step.next) ?? takeAnswers(step, 'resolved', input);
    if (refusal) return refusal;
    step.next.assignee = named(step.next.assignee, step.actor);
    markHandler(step, step.actor.personId);
    const gate = enter(step, 'resolved');
    if (gate) return gate;
    tell(step, 'case.resolved', ['reporter', 'followers', 'responsible']);
    if (step.next.station === 'closed') tell(step, 'case.closed', ['reporter', 'followers']);
    return null;
  },
};

function openParts(view: { kind: CaseKind; model: View['model'] }, state: CaseState): Refusal | null {
  if (!view.kind.parts?.beforeResolved) return null;
  const open = state.parts.filter((part) => part.signedAt === null);
  if (open.length === 0) return null;
  const titles = open.map((part) => view.model.roles[part.role]?.title ?? { zh: part.role, en: part.role });
  const zh = titles.map((title) => title.zh).join('、');
  return refuse(
    'gate',
    'parts-open',
    {
      zh: `还有协办未完成，请等待或催办：${zh}。`,
      en: `Parts are still open. Wait for or urge: ${titles.map((title) => title.en).join(', ')}.`,
    },
    'parts',
    { parts: zh },
  );
}
