/** A vote of owners from the first notice to the last day, as far as the present has come: most of a city's ballots go this way. */
import type { BallotQuestion, Choices } from '@linli/engine';
import type { Random } from '../random.ts';
import { BallotLife, type BallotTools } from './ballot-life.ts';
import { postAt, twoAt } from './ballot-offices.ts';
import type { HeldPost } from './directory.ts';
import type { LocalTimes } from './local-times.ts';
import { letVote, type TurnoutSpec } from './turnout.ts';

export interface OwnersVote {
  title: string;
  text: string;
  questions: BallotQuestion[];
  says: (random: Random) => Choices;
  /** Days before today; negative: after it. */
  days: { convened: number; posted: number; from: number; until: number };
  /** Owners of one building decide by themselves. */
  part?: string;
  turnout: Pick<TurnoutSpec, 'online' | 'paper'> &
    Partial<Pick<TurnoutSpec, 'proxy' | 'served' | 'waiting' | 'spoilt'>>;
  /** Left out: two workers of the community. */
  readers?: readonly [HeldPost, HeldPost];
  /** What the branch said of it, asked the day after it was convened. */
  study?: { by: string; daysAgo: number; opinion: string };
  /** Entries that keep out of it; asked once voting is open. */
  without?: (life: BallotLife) => ReadonlySet<string>;
  /** What happened once the result was announced. */
  announced?: (life: BallotLife) => void;
}

interface Stage {
  tools: BallotTools;
  times: LocalTimes;
}

export async function tellOwnersVote(
  { tools, times }: Stage,
  areaCode: string,
  random: Random,
  { title, text, questions, says, days, part, turnout, study, without, announced, ...vote }: OwnersVote,
): Promise<BallotLife> {
  const convenedAt = times(days.convened, '10:00');
  const chair = postAt(tools, 'owners-chair', areaCode, convenedAt);
  const readers = vote.readers ?? twoAt(tools, 'community-worker', areaCode, convenedAt);
  const life = BallotLife.convened(
    tools,
    tools.random.uuid(),
    {
      kind: 'owners-vote',
      areaCode,
      ...(part === undefined ? {} : { part }),
      title,
      text,
      questions,
      votingFrom: times(days.from, '08:00', 'exact'),
      votingUntil: times(days.until, '20:00', 'exact'),
      secret: false,
    },
    chair,
    convenedAt,
  );
  if (study !== undefined) {
    const by = postAt(tools, study.by, areaCode, convenedAt);
    life.act('ask-study', {}, chair, times(days.convened - 1, '09:00'));
    const opinion = { text: study.opinion, minutesId: null };
    life.act('give-opinion', { opinion }, by, times(study.daysAgo, '20:15'));
  }
  await life.post(chair, times(days.posted, '09:30'));
  life.letPass(times(days.from, '08:01'));
  if (life.state.phase === 'voting') {
    const isOver = days.until > 0;
    letVote(life, {
      random,
      ...turnout,
      says,
      from: times(days.from, '08:02'),
      to: isOver ? times(days.until, '19:58') : tools.now,
      readers,
      ...(without === undefined ? {} : { without: without(life) }),
    });
    if (isOver) {
      life.letPass(times(days.until, '20:10'));
      life.count(readers[0], times(days.until - 1, '10:20'));
      life.act('announce', {}, chair, times(days.until - 1, '15:00'));
      announced?.(life);
    }
  }
  life.letPass(tools.now);
  return life;
}

/** Those whom the sign-in page offers have not voted yet: whoever tries the city does it for them. */
export function exceptOffered(
  people: readonly { personId: string; script: unknown }[],
): (life: BallotLife) => ReadonlySet<string> {
  const offered = new Set(people.flatMap(({ personId, script }) => (script === null ? [] : [personId])));
  return ({ places }) =>
    new Set(places.flatMap(({ id, voterId }) => (voterId !== null && offered.has(voterId) ? [id] : [])));
}
