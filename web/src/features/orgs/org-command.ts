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

/** Every list of organisations shown is looked at again, and one's own posts, which may be among them. */
export function useLookAgain(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[0]).startsWith('orgs') || queryKey[0] === 'session',
    });
  };
}
