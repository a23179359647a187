import type { InboxMessage } from '../../ui/api/index.ts';

/** Where a message leads within a face. */
export function pathOfMessage({ about }: Pick<InboxMessage, 'about'>): string | null {
  return about === null ? null : `/${about.noun}s/${about.id}`;
}
