import { useQueryClient } from '@tanstack/react-query';

/** Whatever follows from posts is looked at again: organisations, coverage, one's own posts and what they may see. */
export function useLookAgain(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({
      predicate: ({ queryKey: [first] }) =>
        ['orgs', 'coverage', 'segments', 'session', 'workbench'].includes(String(first)),
    });
  };
}
