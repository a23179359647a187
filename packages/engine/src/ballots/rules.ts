/** How each question is decided: by law where the law says so, else as the model declares. */

import { type BallotKind, canonicalJson, type Model } from '@linli/model';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { assentRule, jointDecisionRule, residentsMeetingRule } from './law.ts';
import type { BallotQuestion, BallotRule, BallotState, BallotTerms } from './types.ts';

/** The kind a ballot was convened under. A state whose kind its own model version does not know is a broken store. */
export function ballotKindOf(model: Model, key: string): BallotKind {
  const kind = model.ballots[key];
  if (!kind) throw new Error(`model ${model.key} ${model.version} has no kind of ballots ${key}`);
  return kind;
}

/**
 * The rule of a question. Elections by owners are item 3 of Civil Code art. 278, whatever the question says.
 *
 * @example ruleOf(ownersVote, { …, matter: 'raise-repair-fund' }).majority // three quarters of those taking part
 */
export function ruleOf(kind: BallotKind, question: BallotQuestion): BallotRule {
  if (question.form === 'text' || kind.form === 'survey') return undecided;
  if (kind.form === 'assent') return assentRule;
  if (kind.electorate.of === 'owners' && kind.form === 'election') return jointDecisionRule('committee');
  if (kind.form === 'owners-vote') {
    // Posting refuses a question without a matter; until then the draft shows the stricter of both majorities.
    return jointDecisionRule(question.matter ?? 'raise-repair-fund');
  }
  const decision = kind.decision;
  if (!decision) return undecided;
  if (decision.by === 'residents-meeting') return residentsMeetingRule;
  return {
    key: decision.by,
    measures: ['heads'],
    quorum: decision.turnout,
    majority: decision.by === 'shares' ? { share: decision.majority, of: 'taking-part' } : null,
    source: '',
  };
}

const undecided: BallotRule = { key: 'none', measures: ['heads'], quorum: null, majority: null, source: '' };

/** Everything the count depends on. Options that were not accepted by the vetting are left out. Throws before posting. */
export function termsOf(model: Model, state: BallotState, ballotId: string): BallotTerms {
  const kind = ballotKindOf(model, state.kind);
  const { votingFrom, votingUntil, roll } = state;
  if (!votingFrom || !votingUntil || !roll) throw new Error(`ballot ${ballotId} has no terms before posting`);
  return {
    ballotId,
    kind: state.kind,
    form: kind.form,
    title: state.title,
    areaCode: state.areaCode,
    part: state.part,
    secret: state.secret,
    channels: kind.channels,
    maxProxies: kind.maxProxies,
    silence: state.silence,
    questions: state.questions.map((question) => {
      const rule = ruleOf(kind, question);
      return {
        ...question,
        options: question.options.filter((option) => option.vetted?.accepted !== false),
        // A declared rule cites what the model cites.
        rule: rule.source === '' ? { ...rule, source: declaredSource(model, state.kind) } : rule,
      };
    }),
    votingFrom,
    votingUntil,
    roll,
    slipKeys: state.slipKeys,
  };
}

function declaredSource(model: Model, kind: string): string {
  return model.sources[`ballots.${kind}.decision`] ?? model.sources[`ballots.${kind}`] ?? '';
}

/** SHA-256 of the canonical JSON of the terms, hex: fixed in the history when voting opens. */
export function termsHash(terms: BallotTerms): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(terms))));
}

/** Does area count, and not heads alone? */
export function countsArea(terms: BallotTerms): boolean {
  return terms.questions.some(({ rule }) => rule.measures.includes('area'));
}
