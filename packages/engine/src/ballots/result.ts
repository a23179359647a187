/** What a tally means under the rules frozen when voting opened. Every comparison is given with its figures. */
import { reaches } from './law.ts';
import { add } from './tally.ts';
import type {
  BallotCount,
  BallotResult,
  BallotTally,
  BallotTerms,
  Measure,
  QuestionResult,
  QuestionTally,
  ShareCheck,
} from './types.ts';

type Question = BallotTerms['questions'][number];

/** The result of each question. Nothing is won by a tie: seats with equal votes stay open for a new ballot. */
export function resultOf(terms: BallotTerms, tally: BallotTally): BallotResult {
  const questions = terms.questions.map((question) =>
    decide(question, tally, tally.questions[question.key]!),
  );
  const decided = questions.filter(({ outcome }) => outcome !== 'answered');
  return {
    questions,
    failed: decided.length > 0 && decided.every(({ outcome }) => outcome === 'no-quorum'),
  };
}

/** Do so many reach the quorum of each question? Also while voting runs: it needs no vote, only who took part. */
export function quorumOf(terms: BallotTerms, tookPart: BallotCount): Record<string, ShareCheck[]> {
  return Object.fromEntries(
    terms.questions.map((question) => [question.key, checksOfQuorum(question, tookPart, terms.roll.total)]),
  );
}

function decide(question: Question, tally: BallotTally, counted: QuestionTally): QuestionResult {
  const { rule } = question;
  const silent = counted.silent;
  const takingPart = { ...tally.tookPart };
  if (silent) add(takingPart, silent.count);
  const agreeing = (option: string): BallotCount => {
    const count = { ...counted.options[option]! };
    if (silent?.to === option) add(count, silent.count);
    return count;
  };
  const quorum = checksOfQuorum(question, takingPart, tally.roll);
  const isQuorate = quorum.every(({ reached }) => reached);
  const { majority } = rule;
  const checksFor = (option: string): ShareCheck[] =>
    majority
      ? rule.measures.map((measure) =>
          check(measure, agreeing(option), majority.of === 'roll' ? tally.roll : takingPart, majority.share),
        )
      : [];
  const base = { key: question.key, rule, quorum, ranking: [], won: [], tied: [], seatsOpen: 0 };
  if (question.form === 'motion') {
    const checks = checksFor('for');
    const isPassed = rule.key !== 'none' && checks.every(({ reached }) => reached);
    const outcome =
      rule.key === 'none' ? 'answered' : !isQuorate ? 'no-quorum' : isPassed ? 'passed' : 'rejected';
    return { ...base, majority: { for: checks }, outcome };
  }
  if (question.form === 'text') return { ...base, majority: {}, outcome: 'answered' };

  const isBefore = orderOf(rule.measures, agreeing);
  const ranking = question.options.map(({ key }) => key).sort(isBefore);
  const checks = Object.fromEntries(ranking.map((key) => [key, checksFor(key)]));
  const ranked = { ...base, ranking, majority: checks };
  if (rule.key === 'none') return { ...ranked, outcome: 'answered' };
  const seats = question.picks ?? ranking.length;
  if (!isQuorate) return { ...ranked, seatsOpen: seats, outcome: 'no-quorum' };
  const electable = ranking.filter(
    (key) => agreeing(key).heads > 0 && checks[key]!.every(({ reached }) => reached),
  );
  const { won, tied } = fill(question, electable, seats, isBefore);
  return {
    ...ranked,
    won,
    tied,
    seatsOpen: seats - won.length,
    outcome: tied.length > 0 ? 'tied' : won.length > 0 ? 'decided' : 'none',
  };
}

/** From most to fewest: by heads, and where area counts too, by area between equal heads. 0: equal votes. */
function orderOf(measures: Measure[], of: (option: string) => BallotCount) {
  return (one: string, other: string): number => {
    const [a, b] = [of(one), of(other)];
    if (a.heads !== b.heads) return b.heads - a.heads;
    return measures.includes('area') ? b.areaDm2 - a.areaDm2 : 0;
  };
}

/** Seats go down the ranking; those with equal votes win together or not at all. What the budget has no room for is passed over. */
function fill(
  question: Question,
  electable: string[],
  seats: number,
  isBefore: (one: string, other: string) => number,
): { won: string[]; tied: string[] } {
  const costOf = (key: string): number => question.options.find((option) => option.key === key)?.costFen ?? 0;
  const won: string[] = [];
  let left = question.budgetFen;
  let at = 0;
  while (at < electable.length && won.length < seats) {
    const equal = electable.filter((key) => isBefore(key, electable[at]!) === 0);
    at += equal.length;
    const affordable = left === null ? equal : equal.filter((key) => costOf(key) <= left!);
    if (affordable.length === 0) continue;
    const cost = affordable.reduce((sum, key) => sum + costOf(key), 0);
    const isRoom = won.length + affordable.length <= seats && (left === null || cost <= left);
    if (!isRoom) return { won, tied: affordable };
    won.push(...affordable);
    if (left !== null) left -= cost;
  }
  return { won, tied: [] };
}

function checksOfQuorum({ rule }: Question, tookPart: BallotCount, roll: BallotCount): ShareCheck[] {
  const { quorum } = rule;
  return quorum ? rule.measures.map((measure) => check(measure, tookPart, roll, quorum)) : [];
}

function check(
  measure: Measure,
  part: BallotCount,
  whole: BallotCount,
  share: ShareCheck['share'],
): ShareCheck {
  const key = measure === 'heads' ? 'heads' : 'areaDm2';
  return {
    measure,
    part: part[key],
    whole: whole[key],
    share,
    reached: reaches(part[key], whole[key], share),
  };
}
