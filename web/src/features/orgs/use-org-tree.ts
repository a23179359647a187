import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { getOrg, getOrgs, type OrgList } from '../../ui/api/index.ts';
import { visibleRows } from './visible-rows.ts';

/** Of those at the top. */
const top = null;
type Under = string | typeof top;
const pageKey = (under: Under, after: string | null) =>
  under === top && after === null ? (['orgs', 'roots'] as const) : (['orgs', 'under', under, after] as const);
const fetchPage = (under: Under, after: string | null, signal: AbortSignal) =>
  getOrgs({ ...(under === top ? {} : { under }), ...(after === null ? {} : { after }) }, signal);

/** The tree as far as it has been opened: children are fetched when their organisation is, page by page as one comes to them. */
export function useOrgTree() {
  const client = useQueryClient();
  const [touched, setTouched] = useState<ReadonlySet<string> | null>(null);
  const [wanted, setWanted] = useState<ReadonlyMap<Under, number>>(new Map());
  const roots = useQuery({
    queryKey: pageKey(top, null),
    queryFn: ({ signal }) => fetchPage(top, null, signal),
  });
  const first = roots.data?.orgs;
  // A city with one organisation at the top begins with what stands under it.
  const open = useMemo(
    () => touched ?? new Set(first?.length === 1 ? first.map(({ orgId }) => orgId) : []),
    [touched, first],
  );
  // Each page begins after the last of the one before, as that one is now: whatever came or went meanwhile, nothing is skipped.
  const pages = [top, ...open].flatMap((under) => {
    const chain: { under: Under; after: string | null }[] = [{ under, after: null }];
    for (let count = 1; count < (wanted.get(under) ?? 1); count += 1) {
      const last = chain.at(-1) as { after: string | null };
      const next = client.getQueryData<OrgList>(pageKey(under, last.after))?.next ?? null;
      if (next === null) break;
      chain.push({ under, after: next });
    }
    return chain;
  });
  const results = useQueries({
    queries: pages.map(({ under, after }) => ({
      queryKey: pageKey(under, after),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(under, after, signal),
    })),
    combine: useCallback(
      (all: { data: OrgList | undefined; isPending: boolean }[]) =>
        all.map(({ data, isPending }) => ({ data, isPending })),
      [],
    ),
  });
  const pagesOf = Map.groupBy(
    pages.map(({ under }, at) => ({ under, ...results[at] })),
    ({ under }) => under,
  );
  const orgsOf = (under: Under) => {
    const all = pagesOf.get(under) ?? [];
    return all[0]?.data === undefined ? undefined : all.flatMap(({ data }) => data?.orgs ?? []);
  };
  const rows = visibleRows(
    orgsOf(top) ?? [],
    orgsOf,
    open,
    (under) => (pagesOf.get(under)?.at(-1)?.data?.next ?? null) !== null,
  );
  const loading = new Set(
    [...open].filter((orgId) => pagesOf.get(orgId)?.some(({ isPending }) => isPending)),
  );
  const change = (by: (next: Set<string>) => void) =>
    setTouched((before) => {
      const next = new Set(before ?? open);
      by(next);
      return next;
    });
  return {
    roots,
    rows,
    loading,
    kinds: roots.data?.kinds ?? [],
    verbs: roots.data?.verbs ?? [],
    openOrg: (orgId: string) => change((next) => next.add(orgId)),
    closeOrg: (orgId: string) => change((next) => next.delete(orgId)),
    /** One page more than there are under an organisation. */
    showMore: (under: Under) =>
      setWanted((before) => new Map(before).set(under, (pagesOf.get(under)?.length ?? 1) + 1)),
    /** Opens everything above an organisation, so that its row is there. */
    openPathTo: async (orgId: string): Promise<void> => {
      const above: string[] = [];
      let { org } = await client.fetchQuery({
        queryKey: ['orgs', 'one', orgId, ''],
        queryFn: ({ signal }) => getOrg(orgId, undefined, signal),
        staleTime: 10_000,
      });
      // A city of a hundred thousand organisations is some levels deep; more than this is a circle.
      while (org.parentOrgId !== null && above.length < 20) {
        const parentId = org.parentOrgId;
        above.push(parentId);
        ({ org } = await client.fetchQuery({
          queryKey: ['orgs', 'one', parentId, ''],
          queryFn: ({ signal }) => getOrg(parentId, undefined, signal),
          staleTime: 10_000,
        }));
      }
      change((next) => {
        for (const one of above) next.add(one);
      });
    },
  };
}
