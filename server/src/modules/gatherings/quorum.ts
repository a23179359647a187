/** Whether a meeting may decide now, in words that say what to do where it may not. */
import type { Label } from '@linli/contract';
import { leastOf, type MeetingQuorum, meetingQuorum, refuseResolution } from '@linli/engine';
import type { DecisionRule, GatheringKind } from '@linli/model';
import { type ProblemError, problem } from '../../platform/http/index.ts';
import { findEntitled } from './audience.ts';
import type { Changing } from './change-gathering.ts';

type Counted = { entitled: number | null; present: number };

export interface QuorumView extends MeetingQuorum {
  title: Label;
}

/** Null: nobody asks for one. */
export function quorumView(
  { quorum }: Pick<GatheringKind, 'quorum'>,
  counted: Counted | null,
): QuorumView | null {
  if (quorum === null || counted === null) return null;
  const found = meetingQuorum(quorum, counted);
  const { numerator, denominator, strict } = quorum.share;
  const share = `${numerator}/${denominator}`;
  const { entitled: of, needed } = found;
  if (of === null || needed === null) return { ...found, title: sizeUnknown };
  const isShort = of > (counted.entitled ?? 0);
  return {
    ...found,
    title: {
      zh: `应到 ${of} 人，须${strict ? '超过' : '至少'} ${share} 即 ${needed} 人到会${
        isShort ? `（现只有 ${counted.entitled} 人在任，按 ${of} 人计算）` : ''
      }`,
      en: `${strict ? 'More than' : 'At least'} ${share} of ${of} must be there: ${needed}${
        isShort ? ` (${counted.entitled} are in office; counted as of ${of})` : ''
      }`,
    },
  };
}

const sizeUnknown: Label = {
  zh: '应到人数没有登记，无法核对法定人数：请先在组织页登记正式成员人数',
  en: 'How many members there are was never entered: enter it on the page of the organisation first',
};

const wholeWords: Record<DecisionRule['of'], Label> = {
  entitled: { zh: '应到会人数', en: 'all who may take part' },
  present: { zh: '到会人数', en: 'those who are here' },
  hands: { zh: '举手人数（含弃权）', en: 'the hands raised, abstaining included' },
};

/** The rule by which hands carry a motion, in words; null: more for it than against it. */
export function decisionView(
  { decision, quorum }: Pick<GatheringKind, 'decision' | 'quorum'>,
  counted: Counted | null,
  attendance: number,
): { title: Label; needed: number | null } | null {
  if (decision === null) return null;
  const { numerator, denominator, strict } = decision.share;
  const share = `${numerator}/${denominator}`;
  const whole = { entitled: entitledOf(quorum, counted), present: attendance, hands: null }[decision.of];
  const needed = whole === null || whole === 0 ? null : leastOf(decision.share, whole);
  const { zh: zhOf, en: enOf } = wholeWords[decision.of];
  return {
    needed,
    title: {
      zh: `赞成须${strict ? '超过' : '达到'}${zhOf}的 ${share}${needed === null ? '' : `，即 ${needed} 人`}`,
      en: `${strict ? 'More than' : 'At least'} ${share} of ${enOf} must be for it${needed === null ? '' : `: ${needed}`}`,
    },
  };
}

/** Why an item cannot be resolved now, and what to do; null: it can. */
export function resolutionHindrance(
  rule: Pick<GatheringKind, 'quorum' | 'decision'>,
  counted: Counted | null,
  attendance: number,
  isCarried: boolean,
): { code: 'gathering-no-quorum' | 'gathering-no-hands'; words: Label } | null {
  const quorum = quorumView(rule, counted);
  switch (refuseResolution({ quorum, decision: rule.decision }, isCarried)) {
    case undefined:
      return null;
    case 'no-quorum':
      return { code: 'gathering-no-quorum', words: quorumHindrance(quorum) };
    case 'no-hands': {
      const decision = decisionView(rule, counted, attendance);
      return {
        code: 'gathering-no-hands',
        words: {
          zh: `请先付表决：${decision?.title.zh ?? ''}。通过后再写决议；没有通过的，记下或转到下次。`,
          en: `Put it to the vote first: ${decision?.title.en ?? ''}. Write the resolution once it is passed; otherwise note it or carry it over.`,
        },
      };
    }
  }
}

function quorumHindrance(quorum: QuorumView | null): Label {
  if (quorum === null || quorum.needed === null) return sizeUnknown;
  const { present, title } = quorum;
  return {
    zh: `${title.zh}，现到 ${present} 人。请为到会的人签到；人数不够的，只能听取、记下或转到下次，不能表决和作出决议。`,
    en: `${title.en}; ${present} are here. Enter those who came; until then things can be heard, noted or carried over, not voted on or resolved.`,
  };
}

/** Voting is deciding: hands are counted only while enough are here. Gives how many of them are. */
export async function requireQuorum(changing: Changing): Promise<Counted | null> {
  const { tx, model, rule, row, now } = changing;
  const counted = await findEntitled(tx, model, rule, row, now);
  const quorum = quorumView(rule, counted);
  if (quorum !== null && !quorum.isMet) throw hinders('gathering-no-quorum', quorumHindrance(quorum));
  return counted;
}

export async function requireResolvable(changing: Changing, itemId: string): Promise<Counted | null> {
  const { tx, model, rule, row, now } = changing;
  if (rule.quorum === null && rule.decision?.of !== 'entitled') return null;
  const [counted, { rows }] = await Promise.all([
    findEntitled(tx, model, rule, row, now),
    tx.query<{ isCarried: boolean }>(
      `SELECT EXISTS (SELECT FROM gathering_motions
                       WHERE tenant_id = $1 AND gathering_id = $2 AND item_id = $3 AND is_passed) AS "isCarried"`,
      [tx.tenantId, row.gatheringId, itemId],
    ),
  ]);
  const found = resolutionHindrance(rule, counted, counted?.present ?? 0, rows[0]?.isCarried === true);
  if (found !== null) throw hinders(found.code, found.words);
  return counted;
}

function hinders(code: 'gathering-no-quorum' | 'gathering-no-hands', detail: Label): ProblemError {
  return problem(code, { detail });
}

/** Of how many a share is counted: never of fewer than the quorum counts of. */
export function entitledOf(quorum: GatheringKind['quorum'], counted: Counted | null): number | null {
  if (counted === null || counted.entitled === null) return null;
  return Math.max(counted.entitled, quorum?.ofAtLeast ?? 0);
}
