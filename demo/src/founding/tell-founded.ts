/** From a founded city to one that is told: who is offered at the sign-in page, and some hundred cases. */
import type { Model } from '@linli/model';
import type { SmallCity } from '../any-city/plan.ts';
import {
  expectedCases,
  type RaisedCase,
  walkCases,
  walkOn,
  walkRaised,
  walkToRungs,
} from '../any-city/walks.ts';
import type { Org, Person } from '../city.ts';
import { GatheringBook } from '../gatherings/gathering-book.ts';
import { type GoingOn, goOn } from '../gatherings/go-on.ts';
import { meetingDaysOf } from '../gatherings/meeting-days.ts';
import type { Random } from '../random.ts';
import { directoryOf } from '../story/directory.ts';
import type { ToldCase } from '../story/told-case.ts';
import type { PlannedCity } from '../tell-city.ts';
import type { Foundation, FoundedCompound } from './foundation.ts';

/** So many were closed within the last year, of kinds that residents open and of others. */
const pastCases = { ofResidents: 240, ofStaff: 30 };
const pastDays = 300;
const residentCount = 40;

export interface Founded {
  foundation: Foundation;
  /** Whose people the sign-in page offers, and in whose first building things are under way. */
  shown: FoundedCompound;
  /** Other compounds in which there were cases. */
  others: readonly FoundedCompound[];
  /** Kinds of cases that the city tells for itself. */
  without?: readonly string[];
  /** Its gatherings; left out: none are told. */
  meetings?: (small: SmallCity) => Meetings;
  /** How they go on when the server stood still. */
  goingOn?: Omit<GoingOn, 'shownCode'>;
}

/** What comes of meetings is known before they are told: a case that one opened is a case of the city. */
export interface Meetings {
  since: string;
  raised: readonly RaisedCase[];
  tell(book: GatheringBook): void;
}

export function tellFounded(
  model: Model,
  now: string,
  { foundation, shown, others, without = [], meetings, goingOn }: Founded,
): PlannedCity {
  const { city, random } = foundation;
  const small: SmallCity = { ...smallCityOf(foundation, shown, others), without };
  const met = meetings?.(small);
  if (met !== undefined) small.days = meetingDaysOf(model, met.since, now);
  return {
    city,
    offered: small.demoPeople.map(({ person }) => person),
    expectedCases: expectedCases(model, small),
    cases: allCases(model, small, now, random, met?.raised ?? []),
    ...(met === undefined
      ? {}
      : {
          gatherings: (cases) => {
            const directory = directoryOf(model, city);
            const own = random.stream('gatherings');
            const { since } = met;
            const book = new GatheringBook({ model, city, directory, random: own, now, since, cases });
            met.tell(book);
            book.close();
            return book;
          },
        }),
    liveOn: (from, to, running) => {
      const later = random.stream(`until ${to}`);
      // Cases on a rung are decided at meetings of that time.
      const then = met === undefined ? small : { ...small, days: meetingDaysOf(model, from, to) };
      return {
        continued: walkOn(model, then, from, to, running, later.stream('continued')),
        opened: walkCases(model, then, to, later.stream('opened'), from),
        ...(goingOn === undefined
          ? {}
          : {
              gatherings: (cases, kept) => {
                const directory = directoryOf(model, city);
                const own = later.stream('gatherings');
                const tools = { model, city, directory, random: own, now: to, since: from, cases };
                const book = new GatheringBook({ ...tools, goesOn: { kept, from } });
                goOn(book, { ...goingOn, shownCode: shown.code });
                return book;
              },
            }),
      };
    },
  };
}

function* allCases(
  model: Model,
  small: SmallCity,
  now: string,
  random: Random,
  raised: readonly RaisedCase[],
): Generator<ToldCase, void, undefined> {
  yield* walkCases(model, small, now, random.stream('cases'));
  if (small.days !== undefined) yield* walkToRungs(model, small, now, random.stream('rungs'));
  yield* walkRaised(model, small, now, random.stream('raised'), raised);
}

function smallCityOf(
  foundation: Foundation,
  shown: FoundedCompound,
  others: readonly FoundedCompound[],
): SmallCity {
  const { city, place, addPerson } = foundation;
  const first = shown.buildings[0];
  if (first === undefined) throw new Error(`${shown.name} has no building`);
  const homes = [...shown.homeCodes, ...others.flatMap(({ homeCodes }) => homeCodes.slice(0, 4))];
  const residents = [...first.homeCodes.slice(2, 4), ...homes.slice(5, 5 + residentCount)].map((code) =>
    addPerson(code),
  );
  return {
    city,
    innermost: homes.map(place),
    present: first.homeCodes.map(place),
    past: {
      cases: ({ openedBy }) => (openedBy.includes('resident') ? pastCases.ofResidents : pastCases.ofStaff),
      days: pastDays,
    },
    reporters: residents.length,
    residents,
    demoPeople: choosePeople(foundation, first.code, residents.slice(0, 2)),
  };
}

/** Two residents, and for each role with a line to try the holder nearest to the building. */
function choosePeople(
  { city, model, today }: Foundation,
  buildingCode: string,
  neighbours: readonly Person[],
): SmallCity['demoPeople'] {
  const orgs = new Map(city.orgs.map((org) => [org.orgId, org]));
  const people = new Map(city.people.map((person) => [person.personId, person]));
  const nearness = ({ areaCodes }: Org): number =>
    Math.max(-1, ...areaCodes.filter((code) => isAround(code, buildingCode)).map((code) => code.length));
  const chosen: SmallCity['demoPeople'] = [];
  for (const person of neighbours) {
    person.script = {
      zh: '提交一件事，再看看谁为您这一户负责。',
      en: 'Send something in, and see who is there for your home.',
    };
    chosen.push({ person, role: null, orgName: null });
  }
  for (const [role, { script }] of Object.entries(model.roles)) {
    if (script === null) continue;
    const near = city.posts
      .filter((post) => post.role === role && (post.heldTo === null || post.heldTo >= today))
      .flatMap((post) => {
        const org = orgs.get(post.orgId);
        const person = people.get(post.personId);
        return org && person && person.script === null ? [{ org, person, near: nearness(org) }] : [];
      })
      .toSorted((left, right) => right.near - left.near)[0];
    if (near === undefined) continue;
    near.person.script = script;
    chosen.push({ person: near.person, role, orgName: near.org.name });
  }
  return chosen;
}

function isAround(code: string, buildingCode: string): boolean {
  return buildingCode.startsWith(code) || code.startsWith(buildingCode);
}
