/** Adds up what was said. Every entry of the roll at most once, papers before what was said online, slips by their value. */

import { keysOf } from './choices.ts';
import { totalOf } from './roll.ts';
import type {
  BallotCount,
  BallotTally,
  BallotTerms,
  Choices,
  CountedVote,
  EntryMark,
  EntryState,
  PaperSlip,
  QuestionTally,
  RollEntry,
  Slip,
} from './types.ts';

/** Everything that is added up. Of an open ballot there are votes, of a secret one marks, slips and papers. */
export interface Cast {
  votes: CountedVote[];
  marks: EntryMark[];
  slips: Slip[];
  papers: PaperSlip[];
}

/** The votes and marks that entries leave, in the order of the roll: what goes into the tally and into the bundle. */
export function castOf(terms: BallotTerms, entries: readonly EntryState[]): Pick<Cast, 'votes' | 'marks'> {
  const votes: CountedVote[] = [];
  const marks: EntryMark[] = [];
  for (const entry of [...entries].sort((a, b) => Number(a.entryId) - Number(b.entryId))) {
    const { entryId } = entry;
    if (terms.secret) {
      if (entry.paperHanded) marks.push({ entryId, mark: 'paper' });
      else if (entry.issued)
        marks.push({ entryId, mark: entry.issued.channel === 'proxy' ? 'proxy-issued' : 'issued' });
      else if (entry.servedAt) marks.push({ entryId, mark: 'served' });
    } else if (entry.paper) votes.push({ entryId, channel: 'paper', choices: entry.paper.choices });
    else if (entry.online)
      votes.push({ entryId, channel: entry.online.channel, choices: entry.online.choices });
    else if (entry.servedAt) marks.push({ entryId, mark: 'served' });
  }
  return { votes, marks };
}

/** The tally. What is cast must be in order (`verifyBundle` says when it is not): an entry that is not on the roll throws. */
export function tallyOf(terms: BallotTerms, roll: readonly RollEntry[], cast: Cast): BallotTally {
  const areas = new Map(roll.map(({ id, areaDm2 }) => [id, areaDm2]));
  const weightOf = (entryId: string): BallotCount => {
    const areaDm2 = areas.get(entryId);
    if (areaDm2 === undefined) throw new RangeError(`entry ${entryId} is not on the roll`);
    return { heads: 1, areaDm2 };
  };
  const byChannel = { online: none(), paper: none(), proxy: none() };
  const tally: BallotTally = {
    roll: totalOf(roll),
    tookPart: none(),
    byChannel,
    questions: Object.fromEntries(
      terms.questions.map((question) => [question.key, emptyQuestion(keysOf(question))]),
    ),
    notCast: terms.secret ? none() : null,
  };
  const count = (choices: Choices, weight: BallotCount): void => {
    add(tally.tookPart, weight);
    for (const { key, form } of terms.questions) {
      const question = tally.questions[key]!;
      const answer = choices[key] ?? [];
      if (answer === 'invalid') add(question.invalid, weight);
      else if (answer.length === 0) add(question.abstained, weight);
      else if (form !== 'text') for (const option of answer) add(question.options[option]!, weight);
    }
  };
  for (const { entryId, channel, choices } of cast.votes) {
    const weight = weightOf(entryId);
    add(byChannel[channel], weight);
    count(choices, weight);
  }
  for (const { value, choices } of cast.slips) {
    count(choices, value === 'head' ? { heads: 1, areaDm2: 0 } : { heads: 0, areaDm2: Number(value) });
  }
  for (const { choices, areaDm2 } of cast.papers) count(choices, { heads: 1, areaDm2 });

  const silent = none();
  for (const { entryId, mark } of cast.marks) {
    const weight = weightOf(entryId);
    if (mark === 'served') add(silent, weight);
    else add(byChannel[mark === 'paper' ? 'paper' : mark === 'issued' ? 'online' : 'proxy'], weight);
  }
  if (tally.notCast) {
    const { online, proxy, paper } = byChannel;
    for (const measure of ['heads', 'areaDm2'] as const) {
      tally.notCast[measure] = online[measure] + proxy[measure] + paper[measure] - tally.tookPart[measure];
    }
    // Where heads alone count there are no slips of area, and none is missing.
    if (!terms.questions.some(({ rule }) => rule.measures.includes('area'))) tally.notCast.areaDm2 = 0;
  }
  if (terms.silence && silent.heads > 0) addSilence(terms, tally, silent);
  return tally;
}

/**
 * Silence of those the ballot reached counts with the majority where the assembly's own rules say so, and then as taking
 * part. The majority must be one by heads and by area; where they differ there is none to count with. Motions only.
 */
function addSilence(terms: BallotTerms, tally: BallotTally, silent: BallotCount): void {
  for (const { key, form } of terms.questions) {
    const question = tally.questions[key]!;
    if (form !== 'motion') continue;
    const sides: [string, BallotCount][] = [
      ['for', question.options.for!],
      ['against', question.options.against!],
      ['abstained', question.abstained],
    ];
    const most = sides.find(([side, mine]) =>
      sides.every(
        ([other, theirs]) => other === side || (mine.heads > theirs.heads && mine.areaDm2 > theirs.areaDm2),
      ),
    );
    if (most && most[0] !== 'abstained') question.silent = { to: most[0], count: { ...silent } };
  }
}

export function none(): BallotCount {
  return { heads: 0, areaDm2: 0 };
}

export function add(to: BallotCount, weight: BallotCount): void {
  to.heads += weight.heads;
  to.areaDm2 += weight.areaDm2;
}

function emptyQuestion(keys: string[]): QuestionTally {
  return {
    options: Object.fromEntries(keys.map((key) => [key, none()])),
    abstained: none(),
    invalid: none(),
    silent: null,
  };
}
