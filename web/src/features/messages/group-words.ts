import type { MessageGroup } from '../../ui/api/message-endpoints.ts';
import type { messageSettingsPhrases } from './settings-phrases.ts';

type Key = keyof typeof messageSettingsPhrases;

/** What each group is called, and what is in it. */
export const groupWords = {
  reports: { title: 'reports', text: 'reportsText' },
  votes: { title: 'votes', text: 'votesText' },
  meetings: { title: 'meetings', text: 'meetingsText' },
  duties: { title: 'duties', text: 'dutiesText' },
} as const satisfies Record<MessageGroup, { title: Key; text: Key }>;
