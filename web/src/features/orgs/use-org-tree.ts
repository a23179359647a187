import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { getOrg, getOrgs, type OrgView } from '../../ui/api/index.ts';
import { visibleRows } from './visible-rows.ts';

/** As many as the server lists under one organisation. */
const mostListed = 500;
const underKey = (orgId: string) => ['orgs', 'under', orgId] as const;

/** The tree as far as it has been opened: children are fetched when their organisation is. */
export function useOrgTree() {
  const client = useQueryClient();
  const [touched, setTouched] = useState<ReadonlySet<string> | null>(null);
  const roots = useQuery({
    queryKey: ['orgs', 'roots'],
    queryFn: ({ signal }) => getOrgs({}, signal),
  });
  const top = roots.data?.orgs;
  // A city with one organisation at the top begins with what stands under it.
  const open = useMemo(
    () => touched ?? new Set(top?.length === 1 ? top.map(({ orgId }) => orgId) : []),
    [touched, top],
  );
  const ids = [...open];
  const under = useQueries({
    queries: ids.map((orgId) => ({
      queryKey: underKey(orgId),
      queryFn: ({ signal }: { signal: AbortSignal }) => getOrgs({ under: orgId }, signal),
    })),
    combine: useCallback(
      (results: { data: { orgs: OrgView[] } | undefined; isPending: boolean }[]) =>
        results.map(({ data, isPending }) => ({ orgs: data?.orgs, isPending })),
      [],
    ),
  });
  const children = new Map(ids.map((orgId, at) => [orgId, under[at]?.orgs]));
  const rows = visibleRows(top ?? [], (orgId) => children.get(orgId), open);
  const loading = new Set(ids.filter((_, at) => under[at]?.isPending === true));
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
    /** Under some organisation there are more than the server lists. */
    isCut: under.some(({ orgs }) => (orgs?.length ?? 0) >= mostListed),
    kinds: roots.data?.kinds ?? [],
    openOrg: (orgId: string) => change((next) => next.add(orgId)),
    closeOrg: (orgId: string) => change((next) => next.delete(orgId)),
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
