import { useQuery } from '@tanstack/react-query';
import { getModel } from '../../ui/api/index.ts';

/** The words of the city; they change only when its model does. */
export function useModel() {
  return useQuery({ queryKey: ['model'], queryFn: ({ signal }) => getModel(signal), staleTime: 10 * 60_000 });
}
