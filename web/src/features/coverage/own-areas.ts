import { useQuery } from '@tanstack/react-query';
import { useStaffSession } from '../../console/session/session.ts';
import { getAreas } from '../../ui/api/index.ts';

export interface OwnArea {
  code: string;
  name: string;
}

/** Areas the viewer's organisations cover, without those that lie in another of them; the largest first. */
export function useOwnAreas(): OwnArea[] {
  const session = useStaffSession();
  const covered = new Map<string, string>();
  for (const { covers } of session.posts)
    for (const { areaCode, name } of covers) covered.set(areaCode, name);
  const codes = [...covered.keys()].toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return codes
    .filter((code) => !codes.some((other) => other !== code && code.startsWith(other)))
    .map((code) => ({ code, name: covered.get(code) ?? code }));
}

/** What an area lies in, outermost first, with the area itself. */
export function useAreaPath(code: string | undefined) {
  return useQuery({
    queryKey: ['areas', 'under', code],
    queryFn: ({ signal }) => getAreas({ under: code ?? '' }, signal),
    enabled: code !== undefined,
    staleTime: 5 * 60_000,
  });
}
