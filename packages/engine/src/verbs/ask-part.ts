import { roleOf } from '../actors.ts';
import { fieldInvalid, fieldRequired, holderInvalid } from '../refusals.ts';
import { isBeforeResolved } from '../spine.ts';
import { limitFrom, tell } from '../step.ts';
import type { VerbRule, View } from '../verb-rule.ts';

/** Ask another party for its share of the case, with a deadline of its own. */
export const askPart: VerbRule = {
  title: () => ({ zh: '请求协办', en: 'Ask for a part' }),
  isPossible: ({ kind, state }) => kind.parts !== null && isBeforeResolved(state.station),
  who: ({ kind }) => kind.parts?.addedBy ?? [],
  leadsTo: () => null,
  reason: () => 'optional',
  to: (view) => partyRoles(view),
  takes: ['part'],
  apply(step, input) {
    const rule = step.kind.parts;
    if (!rule) throw new Error('parts without a rule');
    const task = input.part?.task?.trim() ?? '';
    const holder = input.part?.holder;
    if (!holder) return fieldRequired('part.holder', { zh: '协办方', en: 'Party' });
    if (task === '') return fieldRequired('part.task', { zh: '协办内容', en: 'What is asked' });
    const partId = input.part?.partId ?? '';
    if (partId === '' || step.next.parts.some((part) => part.partId === partId)) {
      const title = { zh: '协办编号', en: 'Part id' };
      return fieldInvalid('part.partId', title, {
        zh: '需要一个没有用过的编号',
        en: 'must be one not used before',
      });
    }
    const roles = partyRoles(step);
    if (!roles.includes(holder.role)) return holderInvalid(step.model, 'part.holder', roles);
    step.next.parts = [
      ...step.next.parts,
      {
        partId,
        role: holder.role,
        orgId: holder.orgId,
        personId: holder.personId,
        task,
        dueAt: limitFrom(step.model, rule.limit, step.now),
        overAt: null,
        signedAt: null,
        signedBy: null,
        result: null,
      },
    ];
    tell(step, 'case.part-asked', [{ holder }], { partId, task });
    return null;
  },
};

function partyRoles({ kind }: Pick<View, 'kind'>): string[] {
  return (kind.parts?.parties ?? []).flatMap((ref) => roleOf(ref) ?? []);
}
