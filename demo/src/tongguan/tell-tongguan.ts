/** The demo's Tongguan: real divisions, invented compounds and people, fourteen months of cases and a living present. */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import { type City, emptyCity } from '../city.ts';
import { meetingDaysOf } from '../gatherings/meeting-days.ts';
import { randomFrom } from '../random.ts';
import type { PlannedCity } from '../tell-city.ts';
import { ballotsOf, holdElectedPost } from './ballots.ts';
import { solvedGoal, tellCases, tongguanTools } from './cases.ts';
import { goOnMeeting, tellGatherings } from './gatherings.ts';
import { buildGeography } from './geography.ts';
import { buildInstitutions } from './institutions.ts';
import { liveOn } from './live-on.ts';

/** Duplicates, withdrawn and unsolved ones, and what is under way, beside those that are solved. */
const expectedShare = 1.06;

export function tellTongguan(model: Model, now: string): PlannedCity {
  const random = randomFrom('tongguan');
  const geography = buildGeography(model, random.stream('geography'));
  const institutions = buildInstitutions(model, geography, now, random.stream('institutions'));
  holdElectedPost(institutions, geography, localDateOf(now, model.timeZone), random.stream('elected'));
  const { people, orgs, grids, posts } = institutions;
  const city: City = {
    ...emptyCity(),
    areas: geography.areas,
    spots: geography.spots,
    people,
    orgs,
    grids,
    posts,
  };
  const tools = tongguanTools(model, city, geography, institutions, now, random.stream('cases'));
  return {
    city,
    offered: [...institutions.demoResidents, ...institutions.demoHolders.values()],
    expectedCases: Math.round(solvedGoal * expectedShare),
    cases: tellCases(tools),
    gatherings: (cases) => tellGatherings(tools, cases),
    ballots: ballotsOf(tools),
    liveOn: (from, to, running) => {
      const later = {
        ...tools,
        now: to,
        random: random.stream(`until ${to}`),
        days: meetingDaysOf(model, from, to),
      };
      return {
        ...liveOn(later, from, running),
        gatherings: (cases, kept) => goOnMeeting(later, from, cases, kept),
      };
    },
  };
}
