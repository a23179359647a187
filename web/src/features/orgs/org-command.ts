import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newCommandId } from '../../ui/api/index.ts';

/** A command id that stays while the same is sent again: an answer that was lost must not appoint twice. */
export function useCommandId(): (body: object) => string {
  const last = useRef({ words: '', commandId: '' });
  return (body) => {
    const words = JSON.stringify(body);
    if (last.current.words !== words) last.current = { words, commandId: newCommandId() };
    return last.current.commandId;
  };
}

/** Whatever follows from posts is looked at again: organisations, coverage, one's own posts and what they may see. */
export function useLookAgain(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({
      predicate: ({ queryKey: [first] }) =>
        ['orgs', 'coverage', 'session', 'workbench'].includes(String(first)),
    });
  };
}
