/** The history of a ballot, told: what happened, when, by whom. Figures of a count only once its result is posted. */
import { type BallotHistory, counted, type Label, type Locale } from '@linli/contract';
import {
  type BallotPhase,
  type BallotState,
  type ChainedBallotEntry,
  strikeReasonTitles,
} from '@linli/engine';
import { maskName } from '../../platform/secrets/index.ts';
import { keptLabelIn } from '../models/index.ts';
import type { Found } from './find-ballot.ts';
import { phaseWords, verbTitles } from './words.ts';

export function presentHistory(
  { relation, kind, model }: Found,
  locale: Locale,
  entries: readonly ChainedBallotEntry[],
): BallotHistory {
  return {
    entries: entries.map((entry) => ({
      seq: entry.seq,
      at: entry.at,
      verb: entry.verb,
      verbTitle: verbTitles[entry.verb] ?? { zh: entry.verb, en: entry.verb },
      fromPhase: entry.fromPhase as BallotPhase,
      toPhase: entry.toPhase as BallotPhase,
      toPhaseTitle: phaseWords(kind.form, entry.toPhase as BallotPhase),
      actor:
        entry.actorLabel === null
          ? null
          : keptLabelIn(locale, model, relation.isDesk ? entry.actorLabel : maskedLabel(entry.actorLabel)),
      reason: entry.reason,
      details: [...detailsOf(entry.changes as Partial<BallotState>), ...strikeDetails(entry)],
      previousHash: entry.previousHash,
      hash: entry.hash,
    })),
  };
}

/** `林小满 · 东厅组裁判` → `林* · 东厅组裁判`. */
function maskedLabel(label: string): string {
  const at = label.indexOf(' · ');
  return at === -1 ? maskName(label) : `${maskName(label.slice(0, at))}${label.slice(at)}`;
}

function detailsOf({ study, roll, termsHash, count, external, objections }: Partial<BallotState>): Label[] {
  const lines: Label[] = [];
  if (study?.ended === 'expired') {
    lines.push({
      zh: '期限内没有收到意见，已记录，程序继续。',
      en: 'No opinion came in time; that is recorded and the ballot goes on.',
    });
  }
  if (study?.ended === 'petition' && study.petition) {
    const { heads, of } = study.petition;
    lines.push({ zh: `${of} 名业主中有 ${heads} 名联名。`, en: `${heads} of ${of} owners signed.` });
  }
  if (study?.ended === 'order' && study.order)
    lines.push({ zh: `文号：${study.order.number}`, en: `Order: ${study.order.number}` });
  if (roll) {
    const { heads, areaDm2 } = roll.total;
    lines.push({
      zh: `名册：${heads} 名，${(areaDm2 / 100).toFixed(2)} 平方米；承诺值 ${roll.root.slice(0, 16)}…`,
      en: `Roll: ${counted(heads, 'head')}, ${(areaDm2 / 100).toFixed(2)} m²; commitment ${roll.root.slice(0, 16)}…`,
    });
  }
  if (termsHash)
    lines.push({
      zh: `规则已冻结：${termsHash.slice(0, 16)}…`,
      en: `Rules frozen: ${termsHash.slice(0, 16)}…`,
    });
  if (count)
    lines.push({
      zh: `全部选票的承诺值：${count.votesRoot.slice(0, 16)}…`,
      en: `Commitment to all votes: ${count.votesRoot.slice(0, 16)}…`,
    });
  if (external)
    lines.push({
      zh: `${external.system}，编号 ${external.number}`,
      en: `${external.system}, number ${external.number}`,
    });
  const last = objections?.at(-1);
  if (last && last.answer === null) lines.push({ zh: '收到一条异议。', en: 'An objection came in.' });
  return lines;
}

/** By its number alone: who it was stands nowhere that all can read. */
function strikeDetails({ at, verb, changes }: ChainedBallotEntry): Label[] {
  const { strikes = [] } = changes as Partial<BallotState>;
  const strike =
    verb === 'strike'
      ? strikes.at(-1)
      : strikes.find(({ objection, decision }) => decision?.at === at || objection?.at === at);
  if (strike === undefined) return [];
  const { entryId, reason, decision } = strike;
  const title = strikeReasonTitles[reason];
  if (verb === 'strike')
    return [
      {
        zh: `当时名册第 ${entryId} 号：${title.zh}。`,
        en: `No. ${entryId} of the roll of then: ${title.en}.`,
      },
    ];
  if (verb === 'object-strike') {
    return [
      {
        zh: `当时第 ${entryId} 号已回到名册，等待裁决。`,
        en: `What was No. ${entryId} is back on the roll and waits for a decision.`,
      },
    ];
  }
  return [
    decision?.upheld
      ? {
          zh: `当时第 ${entryId} 号：异议成立，保留在名册上。`,
          en: `What was No. ${entryId}: right, and stays on the roll.`,
        }
      : {
          zh: `当时第 ${entryId} 号：异议不成立，从名册剔除。`,
          en: `What was No. ${entryId}: not right, and is off the roll.`,
        },
  ];
}
