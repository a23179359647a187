import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newCommandId } from '../../ui/api/index.ts';

/** A command id that stays while the same is sent again: an answer that was lost must not enter an item twice. */
export function useCommandId(): (body: object) => string {
  const last = useRef({ words: '', commandId: '' });
  return (body) => {
    const words = JSON.stringify(body);
    if (last.current.words !== words) last.current = { words, commandId: newCommandId() };
    return last.current.commandId;
  };
}

/** The register as shown, of every day, and the histories of its items. */
export function useLookAgain(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'powers' });
}

/** Swedish writes days as the wire does. */
export function todayHere(): string {
  return new Date().toLocaleDateString('sv-SE');
}
