import { useRef } from 'react';
import { newCommandId } from '../ui/api/index.ts';

/** A command id that stays while the same is sent again: an answer that was lost must not act twice. */
export function useCommandId(): (body: object) => string {
  const last = useRef({ words: '', commandId: '' });
  return (body) => {
    const words = JSON.stringify(body);
    if (last.current.words !== words) last.current = { words, commandId: newCommandId() };
    return last.current.commandId;
  };
}
