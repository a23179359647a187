import { useQuery } from '@tanstack/react-query';
import { getWorkbench } from '../../ui/api/index.ts';
import { fetchOrKept } from '../field/kept.ts';
import { useStaffSession } from '../session/session.ts';
import { keptWorkbenchKey, workbenchKey } from './case-cache.ts';

/** What is mine and what waits in each queue; without signal, as it was last seen. */
export function useWorkbench() {
  const { person } = useStaffSession();
  return useQuery({
    queryKey: workbenchKey,
    queryFn: ({ signal }) => fetchOrKept(keptWorkbenchKey(person.personId), () => getWorkbench(signal)),
    refetchInterval: 60_000,
  });
}
