/** Who takes part in a ballot, how and when, as it happens in a compound: online by those with an account, the rest on paper. */
import type { Choices } from '@linli/engine';
import type { Random } from '../random.ts';
import type { BallotLife, RollPlace } from './ballot-life.ts';
import type { HeldPost } from './directory.ts';

export interface TurnoutSpec {
  random: Random;
  /** Of those with an account, and of the others, in a hundred. */
  online: number;
  paper: number;
  /** Of those with an account so many in a hundred ask a neighbour to vote for them; each votes for at most three. */
  proxy?: number;
  /** Of those whom it only reached, without a vote. */
  served?: number;
  /** What somebody says. */
  says: (random: Random) => Choices;
  /** Between which instants. */
  from: string;
  to: string;
  /** The two who read papers: they come to the desk every few days and read what came in. */
  readers: readonly [HeldPost, HeldPost];
  /** Voters who keep out of it, because somebody else is to decide for them. */
  without?: ReadonlySet<string>;
  /** Papers that lie at the desk: read by one, or read differently by two. */
  waiting?: { once: number; differing: number };
  /** Why a paper does not count, and in how many of a hundred. */
  spoilt?: { percent: number; reason: string };
}

const minuteMs = 60_000;
const proxiesAtMost = 3;

/** Lets the roll vote. Gives how many papers there were. */
export function letVote(life: BallotLife, spec: TurnoutSpec): number {
  const { random, says, readers } = spec;
  // Places in the roll follow from what only this server knows; homes and persons are the same everywhere.
  const known = life.places.toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
  const places = random.shuffled(known).filter(({ id }) => !spec.without?.has(id));
  const voters = places.filter(({ voterId }) => voterId !== null);
  const span = Date.parse(spec.to) - Date.parse(spec.from);
  /** More on the first days and in the evening before the end than between. */
  const moment = (): string => {
    const share = random.chance(55) ? random.share() ** 2 * 0.7 : 0.3 + random.share() * 0.7;
    return inWakingHours(Date.parse(spec.from) + share * span, random, spec);
  };
  const held = new Map<string, number>();
  const papers: { place: RollPlace; at: string }[] = [];
  for (const place of places) {
    const { id, voterId } = place;
    if (voterId !== null && random.chance(spec.online)) {
      const at = moment();
      if (random.chance(spec.proxy ?? 0)) {
        const neighbour = random.pick(voters).voterId;
        const already = neighbour === null ? proxiesAtMost : (held.get(neighbour) ?? 0);
        if (neighbour !== null && neighbour !== voterId && already < proxiesAtMost) {
          held.set(neighbour, already + 1);
          life.deed(id, { do: 'give-proxy', to: neighbour }, voterId, at);
          const later = new Date(
            Math.min(Date.parse(at) + random.whole(30, 900) * minuteMs, Date.parse(spec.to)),
          );
          life.vote(id, says(random), neighbour, later.toISOString());
          continue;
        }
      }
      life.vote(id, says(random), voterId, at);
      // Some think it over: an open ballot takes a second vote in place of the first.
      if (!life.state.secret && random.chance(3)) {
        const again = new Date(Date.parse(at) + random.whole(3, 40) * minuteMs).toISOString();
        if (again < spec.to) life.vote(id, says(random), voterId, again);
      }
    } else if (random.chance(spec.paper) && !mayNotRead(place, readers)) papers.push({ place, at: moment() });
    else if (random.chance(spec.served ?? 0)) {
      life.deed(id, { do: 'serve' }, readers[0].person.personId, moment(), true);
    }
  }
  papers.sort((left, right) => (left.at < right.at ? -1 : 1));
  if (life.state.secret) for (const { place, at } of papers) life.handPaper(place.id, readers[0], at);
  else readAtDesk(life, spec, papers);
  return papers.length;
}

function nameOf({ homeCodes, voterId }: RollPlace): string {
  return homeCodes[0] ?? voterId ?? '';
}

/** Nobody reads the paper of an entry they vote for. */
function mayNotRead({ voterId }: RollPlace, readers: TurnoutSpec['readers']): boolean {
  return readers.some(({ person }) => person.personId === voterId);
}

function readAtDesk(
  life: BallotLife,
  { random, says, readers, waiting, spoilt, to }: TurnoutSpec,
  papers: readonly { place: RollPlace; at: string }[],
): void {
  const [first, second] = readers;
  const end = Date.parse(to);
  const leftOver = (waiting?.once ?? 0) + (waiting?.differing ?? 0);
  papers.forEach(({ place, at }, index) => {
    const choices = says(random);
    const isSpoilt = spoilt !== undefined && random.chance(spoilt.percent);
    const question = Object.keys(choices)[0] ?? '';
    const read: Choices = isSpoilt ? { ...choices, [question]: 'invalid' } : choices;
    const notes = isSpoilt ? { reasons: { [question]: spoilt.reason } } : {};
    const firstAt = new Date(Math.min(Date.parse(at) + random.whole(20, 300) * minuteMs, end)).toISOString();
    const secondAt = new Date(
      Math.min(Date.parse(firstAt) + random.whole(5, 200) * minuteMs, end),
    ).toISOString();
    const fromEnd = papers.length - 1 - index;
    life.readPaper(place.id, read, first, firstAt, notes);
    if (fromEnd < (waiting?.once ?? 0)) return;
    if (fromEnd < leftOver) {
      life.readPaper(place.id, otherThan(life, read), second, secondAt);
      return;
    }
    life.readPaper(place.id, read, second, secondAt, notes);
  });
}

/** What a second reader makes of an unclear cross. */
function otherThan(life: BallotLife, choices: Choices): Choices {
  const [question] = life.terms.questions;
  if (question === undefined) return choices;
  const said = choices[question.key];
  const isFor = Array.isArray(said) && said[0] === 'for';
  return { ...choices, [question.key]: isFor ? ['against'] : ['for'] };
}

/** Reads what lies in the urn of a secret ballot, after voting: two persons, paper by paper. */
export function readUrn(
  life: BallotLife,
  papers: number,
  { random, says, readers, from }: Pick<TurnoutSpec, 'random' | 'says' | 'readers'> & { from: string },
): void {
  for (let index = 0; index < papers; index += 1) {
    const at = (seconds: number): string => new Date(Date.parse(from) + seconds * 1_000).toISOString();
    life.readSerial(serialOf(random), says(random), readers, [at(index * 41), at(index * 41 + 17)]);
  }
}

/** As the desk prints them: eight characters that lead nowhere. */
export function serialOf(random: Random): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return Array.from({ length: 8 }, () => letters[random.whole(0, letters.length - 1)]).join('');
}

/** From seven in the morning to ten at night, in China. */
function inWakingHours(ms: number, random: Random, { from, to }: Pick<TurnoutSpec, 'from' | 'to'>): string {
  const local = new Date(ms + 8 * 60 * minuteMs);
  const hour = local.getUTCHours();
  if (hour < 7 || hour >= 22) local.setUTCHours(random.whole(8, 20), random.whole(0, 59));
  const at = local.getTime() - 8 * 60 * minuteMs;
  const [first, last] = [Date.parse(from) + 1_000, Date.parse(to) - 1_000];
  return new Date(Math.min(Math.max(at, first), last)).toISOString();
}
