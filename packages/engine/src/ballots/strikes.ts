/** Striking from a roll of residents: until when, and who is off the roll by it. Verbs: decide-ballot.ts. Decision 0047. */
import type { BallotKind, Label } from '@linli/model';
import { refuse } from '../refusals.ts';
import type { Actor, Refusal } from '../types.ts';
import { gate } from './draft.ts';
import type { BallotState, RollStrike, StrikeReason } from './types.ts';

export const strikeReasonTitles: Record<StrikeReason, Label> = {
  'not-living-here': { zh: '不住在这里', en: 'Does not live there' },
  twice: { zh: '重复登记', en: 'Entered twice' },
  'too-young': { zh: '未到年龄', en: 'Too young' },
  'own-wish': { zh: '本人要求', en: 'At their own wish' },
};

/** Whoever is struck has this long to read it and to object before voting opens. */
const hoursToObject = 24;

/** From when on nobody is struck any more: the roll is no longer posted, or too little time is left to object. Null: not posted. */
export function strikeUntil({ rollUntil, votingFrom }: BallotState): string | null {
  if (votingFrom === null) return null;
  const inTime = new Date(Date.parse(votingFrom) - hoursToObject * 3_600_000).toISOString();
  return rollUntil !== null && rollUntil < inTime ? rollUntil : inTime;
}

/** Is the entry off the roll by this strike? Not while an objection waits, nor once it was upheld. */
export function isOffRoll({ objection, decision }: RollStrike): boolean {
  return objection === null || decision?.upheld === false;
}

/** Other rolls come from registers, and are corrected there. */
export function strikingRefusal({ electorate }: BallotKind, state: BallotState, now: string): Refusal | null {
  if (electorate.of !== 'residents') {
    return notNow({
      zh: '这份名册来自登记，请在登记里更正。',
      en: 'This roll comes from a register: correct it there.',
    });
  }
  const until = strikeUntil(state);
  return until !== null && now < until
    ? null
    : notNow({
        zh: '名册公示期已过，或距表决开始不足24小时，被剔除的人来不及提出异议。',
        en: 'The roll is no longer posted, or voting opens within 24 hours: too little time to object.',
      });
}

/** Nobody judges their own step, nor their own case. */
export function decidingRefusal(
  strike: RollStrike,
  actor: Actor,
  ownStrikeId: string | undefined,
): Refusal | null {
  const isOwnStep =
    actor.personId === strike.by.personId || actor.posts.some(({ postId }) => postId === strike.by.postId);
  return isOwnStep || strike.id === ownStrikeId
    ? gate('strike.other-post', {
        zh: '异议由剔除人以外的另一岗位裁决，本人的异议也不能由本人裁决。',
        en: 'Another post than the one that struck decides, and nobody their own objection.',
      })
    : null;
}

/** Strikes whose objection nobody has decided yet. */
export function waitingStrikes({ strikes = [] }: BallotState): RollStrike[] {
  return strikes.filter(({ objection, decision }) => objection !== null && decision === null);
}

function notNow(why: Label): Refusal {
  return refuse('state', 'verb-not-allowed', why);
}
