import type { CaseListFilter } from '../../ui/api/index.ts';

/** What a list is narrowed to, kept in the address so that a link opens the same list. */
export interface ListFilter {
  q: string;
  station: string;
  kind: string;
  severity: string;
  area: string;
  over: boolean;
}

export const noFilter: ListFilter = { q: '', station: '', kind: '', severity: '', area: '', over: false };

export function readFilter(search: URLSearchParams): ListFilter {
  return {
    q: search.get('q') ?? '',
    station: search.get('station') ?? '',
    kind: search.get('kind') ?? '',
    severity: search.get('severity') ?? '',
    area: search.get('area') ?? '',
    over: search.get('over') === '1',
  };
}

/** Puts the filter into the address beside what else stands there (the view, say). */
export function writeFilter(search: URLSearchParams, filter: ListFilter): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const key of ['q', 'station', 'kind', 'severity', 'area'] as const) {
    if (filter[key] === '') next.delete(key);
    else next.set(key, filter[key]);
  }
  if (filter.over) next.set('over', '1');
  else next.delete('over');
  return next;
}

export function isFiltered(filter: ListFilter): boolean {
  return Object.values(filter).some((value) => value !== '' && value !== false);
}

export function filterQuery(filter: ListFilter): CaseListFilter {
  return {
    q: filter.q || undefined,
    station: (filter.station || undefined) as CaseListFilter['station'],
    kind: filter.kind || undefined,
    severity: (filter.severity || undefined) as CaseListFilter['severity'],
    area: filter.area || undefined,
    over: filter.over ? true : undefined,
  };
}
