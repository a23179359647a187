/** A city for a model, planned and told up to an instant: its own story where there is one, else a small one. */
import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Model } from '@linli/model';
import { planSmallCity } from './any-city/plan.ts';
import { expectedCases, walkCases, walkOn } from './any-city/walks.ts';
import type { City, Person } from './city.ts';
import type { GatheringBook, NumberedCase } from './gatherings/gathering-book.ts';
import type { KeptGatherings } from './gatherings/kept-gatherings.ts';
import { tellHaikou } from './haikou/tell-haikou.ts';
import { tellPanzhihua } from './panzhihua/tell-panzhihua.ts';
import { randomFrom } from './random.ts';
import type { BallotStory } from './story/ballot-story.ts';
import type { CaseLife } from './story/case-life.ts';
import type { RunningCase } from './story/running-case.ts';
import type { ToldCase } from './story/told-case.ts';
import { tellTongguan } from './tongguan/tell-tongguan.ts';
import { tellYichun } from './yichun/tell-yichun.ts';

export interface PlannedCity {
  city: City;
  /** Persons on the sign-in page, in its order. */
  offered: Person[];
  /** About how many there will be. */
  expectedCases: number;
  /** Told while they are asked for; in no order. */
  cases: Iterable<ToldCase>;
  /** Its gatherings, once its cases have their numbers. Left out: none are told. */
  gatherings?(cases: readonly NumberedCase[]): GatheringBook;
  /** Its registers of owners and its ballots. Left out: there are none. */
  ballots?: BallotStory;
  /** What goes on from one instant to a later one: with cases that are under way, and with new ones. */
  liveOn(from: string, to: string, running: readonly RunningCase[]): LivedOn;
}

export interface LivedOn {
  /** Cases that were under way; `told` of each holds what is new. */
  continued: CaseLife[];
  opened: Iterable<ToldCase>;
  /** Its gatherings go on with what was written down. Left out: there are none. */
  gatherings?(cases: readonly NumberedCase[], kept: KeptGatherings): GatheringBook;
}

/** Cities with a story of their own, by the key of their model. */
const stories: Partial<Record<string, (model: Model, now: string) => PlannedCity>> = {
  tongguan: tellTongguan,
  haikou: tellHaikou,
  panzhihua: tellPanzhihua,
  yichun: tellYichun,
};

export function hasOwnStory({ key }: Pick<Model, 'key'>): boolean {
  return Object.hasOwn(stories, key);
}

/** The same model and instant give the same city. */
export function planCity(model: Model, now: string): PlannedCity {
  const own = hasOwnStory(model) ? stories[model.key] : undefined;
  return own === undefined ? planAnyCity(model, now) : own(model, now);
}

/** A few dozen cases, two for each station of each kind. */
export function planAnyCity(model: Model, now: string): PlannedCity {
  const random = randomFrom(`any city ${model.key}`);
  const small = planSmallCity(model, now, random.stream('plan'));
  return {
    city: small.city,
    offered: small.demoPeople.map(({ person }) => person),
    expectedCases: expectedCases(model),
    cases: walkCases(model, small, now, random.stream('cases')),
    liveOn: (from, to, running) => {
      const later = random.stream(`until ${to}`);
      return {
        continued: walkOn(model, small, from, to, running, later.stream('continued')),
        opened: walkCases(model, small, to, later.stream('opened'), from),
      };
    },
  };
}

/** All cases in the order in which they were opened. Others get their turn while they are told. */
export async function tellCases(
  cases: Iterable<ToldCase>,
  progress: (told: number) => void,
): Promise<ToldCase[]> {
  const told: ToldCase[] = [];
  for (const one of cases) {
    told.push(one);
    if (told.length % 100 === 0) {
      progress(told.length);
      await breathe();
    }
  }
  return told.sort((left, right) => (openingOf(left) < openingOf(right) ? -1 : 1));
}

/** By instant, and by id where two were opened in the same millisecond. */
function openingOf({ caseId, life }: ToldCase): string {
  return `${life.state.openedAt} ${caseId}`;
}

/** What a city's plan comes to: changes when an area, an organisation, a post or a person does. */
export function planHash({ areas, orgs, posts, people }: City): Buffer {
  const hash = createHash('sha256');
  for (const { code, name } of areas) hash.update(`${code} ${name}\n`);
  for (const { orgId, kind, areaCodes } of orgs) hash.update(`${orgId} ${kind} ${areaCodes.join()}\n`);
  for (const post of posts)
    hash.update(`${post.postId} ${post.role} ${post.personId} ${post.heldFrom} ${post.heldTo}\n`);
  for (const { personId, name } of people) hash.update(`${personId} ${name}\n`);
  return hash.digest();
}
