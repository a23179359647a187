/** Where a message leads: an address of a face, without the server's own. */
import type { Audience } from './phrases.ts';
import type { StoredData } from './render.ts';
import { faceOf } from './templates.ts';

export interface Subject {
  caseId: string | null;
  aboutNoun: 'gathering' | 'ballot' | null;
  aboutId: string | null;
}

/** `/cases/…`, `/console/cases/…`, `/gatherings/…`; what is about nothing opens the inbox. */
export function pathOf(template: string, data: StoredData, subject: Subject): string {
  const audience = typeof data.audience === 'string' ? (data.audience as Audience) : undefined;
  const face = faceOf(template, audience) === 'console' ? '/console' : '';
  if (subject.caseId !== null) return `${face}/cases/${subject.caseId}`;
  if (subject.aboutNoun === null || subject.aboutId === null) return `${face}/messages`;
  return `${face}/${subject.aboutNoun}s/${subject.aboutId}`;
}
