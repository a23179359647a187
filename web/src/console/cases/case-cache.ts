import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { CaseList, CaseReply, CaseSummary, CaseView, Workbench } from '../../ui/api/index.ts';
import { type Kept, keep } from '../field/kept.ts';

export const workbenchKey = ['workbench'] as const;
export const casesKey = ['cases'] as const;
export const caseKey = (caseId: string) => ['case', caseId] as const;
export const keptCaseKey = (personId: string, caseId: string) => `case:${personId}:${caseId}`;
export const keptWorkbenchKey = (personId: string) => `workbench:${personId}`;

/** A reply that carries a case makes every list that shows it current at once, before the lists are fetched again. */
export function showCase(client: QueryClient, personId: string, view: CaseView): void {
  void keep(keptCaseKey(personId, view.caseId), { case: view } satisfies CaseReply);
  client.setQueryData<Kept<CaseReply>>(caseKey(view.caseId), { data: { case: view }, keptAt: null });
  const replace = <C extends CaseSummary>(one: C): C =>
    one.caseId === view.caseId && one.seq < view.seq ? { ...one, ...summaryOf(view) } : one;
  client.setQueryData<Kept<Workbench>>(workbenchKey, (old) =>
    old === undefined ? old : { ...old, data: { ...old.data, mine: old.data.mine.map(replace) } },
  );
  client.setQueriesData<InfiniteData<CaseList>>({ queryKey: casesKey }, (old) =>
    old === undefined
      ? old
      : { ...old, pages: old.pages.map((page) => ({ ...page, cases: page.cases.map(replace) })) },
  );
}

/** The lists may have lost or won a line. */
export function refreshLists(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: workbenchKey });
  void client.invalidateQueries({ queryKey: casesKey });
  void client.invalidateQueries({ queryKey: ['opinions'] });
}

/** Version of a case as this page last saw it; 0 when it never did. */
export function knownSeq(client: QueryClient, caseId: string): number {
  return client.getQueryData<Kept<CaseReply>>(caseKey(caseId))?.data.case.seq ?? 0;
}

function summaryOf(view: CaseView): CaseSummary {
  const {
    description: _1,
    answers: _2,
    areaPath: _3,
    photoIds: _4,
    clocks: _5,
    pausedReason: _6,
    pausedUntil: _7,
    routeReason: _8,
    reporter: _9,
    parts: _10,
    ladder: _11,
    rating: _12,
    mergedInto: _13,
    mergedFrom: _14,
    stations: _15,
    history: _16,
    following: _17,
    powerTakenBack: _18,
    ...summary
  } = view;
  return summary;
}
