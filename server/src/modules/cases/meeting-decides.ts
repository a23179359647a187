/** Where the meeting of a rung decides only when enough are there, nobody decides on the case's own page in its place. */
import type { CaseState } from '@linli/engine';
import type { Model } from '@linli/model';

export function isDecidedInMeeting(model: Model, { kind, rung }: Pick<CaseState, 'kind' | 'rung'>): boolean {
  const ladder = model.ladders[model.caseKinds[kind]?.ladder ?? ''];
  const key = rung === null ? null : (ladder?.rungs[rung.index]?.gathering ?? null);
  const rule = key === null ? undefined : model.gatherings[key];
  return rule !== undefined && (rule.quorum !== null || rule.decision?.of === 'entitled');
}
