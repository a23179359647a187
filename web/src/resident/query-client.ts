import { QueryClient } from '@tanstack/react-query';
import { isRefusal, NoAnswerError } from '../ui/api/index.ts';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Requests fail by themselves without a network and what was kept is shown; waiting for `onLine` would show nothing.
        networkMode: 'always',
        staleTime: 15_000,
        gcTime: 24 * 3600_000,
        retry: (count, error) => error instanceof NoAnswerError && navigator.onLine !== false && count < 1,
        refetchOnWindowFocus: ({ state }) => !isRefusal(state.error),
        refetchOnReconnect: true,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
