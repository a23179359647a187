/**
 * The living present: for everybody whom the sign-in page offers there is something to do at once, and every state a
 * case can be in is there to be looked at. All of it happens in the compound those people belong to.
 */
import type { Holder, VerbInput } from '@linli/engine';
import type { Person } from '../city.ts';
import { ReachedPresent } from '../story/case-life.ts';
import { holderOf } from '../story/directory.ts';
import { fillSlots, type ProblemTexts, problemTexts, saysOf } from '../story/report-texts.ts';
import type { ToldCase } from '../story/told-case.ts';
import { beginCase, type Draft, type TongguanTools } from './cases.ts';
import type { BuiltBuilding, BuiltCompound } from './geography.ts';
import { demoCompoundKey } from './institutions.ts';
import { materialPauses, orderTexts, reporterPauses, whistleTexts } from './other-texts.ts';
import { atHome, insideBuilding, onTheGround, type StoryPlace } from './places.ts';
import type { Reporter, Story } from './story.ts';

const minuteMs = 60_000;
const hour = 60;
const day = 24 * hour;

interface Scene {
  category?: string;
  /** Which of the category's texts. */
  text?: number;
  where?: 'inside' | 'ground' | 'gate';
  by?: Person | null;
  minutesAgo: number;
}

/** With `since`, scenes that would have begun before it begin a little after it: what was earlier has been told. */
export function livingCases(tools: TongguanTools, since: string | null = null): ToldCase[] {
  const { institutions, geography, directory, now } = tools;
  const compound = geography.compounds.find(({ spec }) => spec.key === demoCompoundKey) as BuiltCompound;
  const first = compound.buildings[0] as BuiltBuilding;
  const neighbours = institutions.residents.get(compound.code) ?? [];
  const [reporting, rating, answering] = institutions.demoResidents as [Person, Person, Person];
  const holder = (role: string): Holder => {
    const person = institutions.demoHolders.get(role);
    const held = directory
      .holders([role], first.code, now)
      .find((one) => one.person.personId === person?.personId);
    if (held === undefined) throw new Error(`the sign-in page offers nobody as ${role}`);
    return holderOf(held);
  };
  const member = holder('member-on-duty');
  const manager = holder('property-manager');
  const repairer = holder('repair-worker');
  const leader = holder('team-leader');
  const ownersChair = holder('owners-chair');
  const liaison = holder('department-liaison');
  const present = Date.parse(now);
  const told: ToldCase[] = [];
  const mostMinutes =
    since === null ? Number.POSITIVE_INFINITY : ((present - Date.parse(since)) / minuteMs) * 0.95;
  let ordinal = 0;

  // ── New, and to be dispatched ────────────────────────────────────────────────────────────────────────────────────
  report({ category: 'street-lamp', text: 0, minutesAgo: 9, by: null });
  report({ category: 'ponding', text: 0, where: 'ground', minutesAgo: 26, by: reporting });
  report({ category: 'door-intercom', text: 0, minutesAgo: 112, by: neighbour(4) });
  report({ category: 'stairs-clutter', text: 2, minutesAgo: 155, by: null });
  report(
    { category: 'e-bike-parking', text: 0, where: 'ground', minutesAgo: 48, by: neighbour(5) },
    (story) => story.accept(),
  );
  report({ category: 'small-ads', text: 0, minutesAgo: 71, by: null }, (story) => story.accept());
  const toDispatch = [
    'rubbish-pile',
    'security-guard',
    'dog-dirt',
    'blocked-passage',
    'fitness-equipment',
    'cameras',
  ];
  toDispatch.forEach((category, index) => {
    report({ category, where: 'gate', minutesAgo: 22 + index * 13, by: neighbour(6 + index) }, (story) => {
      if (index > 1) story.accept();
    });
  });

  // ── In hand ──────────────────────────────────────────────────────────────────────────────────────────────────────
  report({ category: 'care-needed', text: 1, minutesAgo: 5 * hour, by: neighbour(12) }, (story) =>
    give(story, member),
  );
  report({ category: 'neighbour-noise', text: 1, minutesAgo: 26 * hour, by: neighbour(13) }, (story) => {
    give(story, member);
    story.begin();
  });
  report({ category: 'rubbish-pile', text: 1, where: 'ground', minutesAgo: 3 * hour, by: null }, (story) =>
    give(story, manager),
  );
  report({ category: 'cleaning-service', text: 1, minutesAgo: 7 * hour, by: neighbour(14) }, (story) =>
    give(story, manager),
  );
  report({ category: 'fees', text: 1, minutesAgo: 2 * day, by: neighbour(15) }, (story) => {
    give(story, manager);
    story.begin();
  });
  report(
    { category: 'street-lamp', text: 0, where: 'ground', minutesAgo: 4 * hour, by: neighbour(16) },
    (story) => give(story, repairer),
  );
  report({ category: 'fire-equipment', text: 0, minutesAgo: 6 * hour, by: null }, (story) =>
    give(story, repairer),
  );
  report({ category: 'lift-noise', text: 1, minutesAgo: 30 * hour, by: neighbour(17) }, (story) => {
    give(story, repairer);
    story.begin();
    story.note();
  });
  report({ category: 'pipe-leak', text: 1, minutesAgo: 22 * hour + 40, by: neighbour(18) }, (story) => {
    give(story, repairer);
    story.begin();
  });
  report({ category: 'lift-broken', text: 0, minutesAgo: 22 * hour + 10, by: neighbour(19) }, (story) => {
    give(story, manager);
    story.begin();
    story.urge();
  });
  report({ category: 'hanging-cables', text: 0, minutesAgo: 9 * hour, by: neighbour(20) }, (story) => {
    give(story, manager);
    story.giveBack();
  });

  // ── Waiting for somebody ─────────────────────────────────────────────────────────────────────────────────────────
  report({ category: 'leak-between-homes', text: 1, minutesAgo: 28 * hour, by: answering }, (story) => {
    give(story, repairer);
    story.begin();
    story.pause('waiting-for-reporter', reporterPauses.slice(2, 3));
  });
  report(
    { category: 'barrier-gate', text: 0, where: 'gate', minutesAgo: 2 * day, by: neighbour(21) },
    (story) => {
      give(story, repairer);
      story.begin();
      story.pause('waiting-for-material', materialPauses.slice(0, 1));
    },
  );
  for (const [index, category] of ['broken-road', 'dirty-stairs', 'blocked-drain'].entries()) {
    report({ category, minutesAgo: 8 * hour + index * 95, by: neighbour(22 + index) }, (story) => {
      give(story, index === 1 ? manager : repairer);
      story.begin();
      story.resolve(1, 2);
    });
  }
  report({ category: 'bench-rail', text: 1, minutesAgo: 31 * hour, by: rating }, (story) => {
    settle(story, repairer);
    story.verify();
  });
  report({ category: 'building-noise', text: 0, minutesAgo: 55 * hour, by: rating }, (story) => {
    settle(story, member);
    story.verify();
  });
  report(
    { category: 'dead-tree', text: 0, where: 'ground', minutesAgo: 70 * hour, by: neighbour(25) },
    (story) => {
      settle(story, manager);
      story.verify();
    },
  );
  report({ category: 'dog-barking', text: 0, minutesAgo: 3 * day, by: answering }, (story) => {
    settle(story, member);
    story.verify();
    story.rate('not');
  });
  report(
    { category: 'unleashed-dog', text: 0, where: 'ground', minutesAgo: 4 * day, by: neighbour(26) },
    (story) => {
      settle(story, member);
      story.verify();
      story.rate('partly');
      story.dispatch(manager);
      story.begin();
    },
  );

  // ── Several parties, and the ladder ──────────────────────────────────────────────────────────────────────────────
  report(
    { category: 'charging-place-lacking', text: 1, where: 'ground', minutesAgo: 3 * day, by: neighbour(27) },
    (story) => {
      give(story, manager);
      story.begin();
      askFor(story, leader, '组织志愿者值守两个晚上，劝导飞线充电');
      askFor(story, ownersChair, '征求业主意见并公示三天');
      askFor(story, liaison, '指导充电设施的消防间距');
      story.signParts(2);
    },
  );
  onRung(0, 'gas-smell');
  onRung(0, 'lift-broken');
  onRung(1, 'thrown-objects');
  onRung(2, 'fire-equipment');
  report({ category: 'roof-leak', text: 0, minutesAgo: 5 * day, by: neighbour(30) }, (story) => {
    give(story, manager);
    story.begin();
    story.climb();
  });

  // ── Orders and whistles ──────────────────────────────────────────────────────────────────────────────────────────
  order(0, 0, 35, member, (story) => story.accept());
  order(3, 0, 80, leader, (story) => story.accept());
  order(5, 0, 3 * hour, member, (story) => give(story, member));
  order(7, 0, 5 * hour, leader, (story) => give(story, leader));
  order(1, 0, 26 * hour, member, (story) => {
    give(story, repairer);
    story.begin();
  });
  order(2, 0, 12 * day, member, (story) => {
    give(story, member);
    story.begin();
  });
  whistle(0, 50, () => {});
  whistle(2, 4 * hour, () => {});
  whistle(5, 3 * hour, (story) => release(story, 5));
  whistle(0, 28 * hour, (story) => {
    release(story, 0);
    story.begin();
  });
  return told;

  function neighbour(index: number): Person {
    return neighbours[index % neighbours.length] as Person;
  }

  function tell(draft: Omit<Draft, 'tell'>, minutesAgo: number, play: (story: Story) => void): ToldCase {
    ordinal += 1;
    const random = tools.random.stream(`living ${ordinal}`);
    const at = new Date(present - minutesAgo * minuteMs - random.whole(0, 50_000)).toISOString();
    const begun = beginCase(tools, random, { ...draft, tell: () => {} }, at);
    begun.story.isBrisk = true;
    try {
      play(begun.story);
      begun.told.life.letPass(now);
    } catch (error) {
      if (!(error instanceof ReachedPresent)) throw error;
    }
    return begun.told;
  }

  function draftOf(scene: Scene): Omit<Draft, 'tell'> {
    const random = tools.random.stream(`scene ${ordinal + 1}`);
    const category = scene.category ?? 'other';
    const texts = problemTexts[category] as ProblemTexts;
    const isInside = isInsideOf(scene, texts);
    const place = placeOf(scene, isInside);
    const says = saysOf(texts, isInside);
    const reporter: Reporter = { personId: scene.by?.personId ?? null, isStaff: false };
    return {
      kind: 'report',
      place,
      reporter,
      category,
      texts: { says: fillSlots(random, says[scene.text ?? 0] as string, place), done: texts.done },
      handlers: texts.by,
      answers: {},
      picture: texts.picture ?? null,
    };
  }

  function isInsideOf({ where }: Scene, texts: ProblemTexts): boolean {
    return where === undefined ? texts.where !== 'ground' : where === 'inside';
  }

  function placeOf(scene: Scene, isInside: boolean): StoryPlace {
    const random = tools.random.stream(`place ${ordinal + 1}`);
    if (scene.where === 'gate') {
      const gate = compound.gates[ordinal % compound.gates.length] as BuiltCompound['gates'][number];
      return {
        compound,
        building: null,
        areaCode: compound.code,
        words: `${gate.name}口`,
        spot: gate.name,
        position: gate.position,
        floors: first.plan.floors,
      };
    }
    return isInside ? insideBuilding(random, compound, first) : onTheGround(random, compound, first);
  }

  function report(scene: Scene, play: (story: Story) => void = () => {}): void {
    told.push(tell(draftOf(scene), Math.min(scene.minutesAgo, mostMinutes), play));
  }

  function give(story: Story, to: Holder): void {
    if (story.state.station === 'open') story.accept();
    story.dispatch(to);
  }

  function settle(story: Story, by: Holder): void {
    give(story, by);
    story.begin();
    story.resolve(1, 2);
  }

  function askFor(story: Story, party: Holder, task: string): void {
    const part: VerbInput['part'] = { partId: story.random.uuid(), holder: party, task };
    story.life.act('ask-part', { part }, story.state.responsible?.personId ?? null, story.soon(1, 3));
  }

  /** How long ago it must have begun to stand on that rung now depends on the calendar: looked for. */
  function onRung(rung: number, category: string): void {
    for (let hoursAgo = 26; hoursAgo < 45 * 24; hoursAgo += 5) {
      const before = ordinal;
      const candidate = tell(
        draftOf({ category, minutesAgo: 0, by: neighbour(28 + rung) }),
        hoursAgo * hour,
        (story) => {
          give(story, rung === 0 ? manager : repairer);
          story.begin();
        },
      );
      if (candidate.life.state.rung?.index === rung) {
        told.push(candidate);
        return;
      }
      ordinal = before;
    }
    // After long holidays no case can have come just there by time alone: then it was raised by hand.
    told.push(
      tell(draftOf({ category, minutesAgo: 0, by: neighbour(28 + rung) }), 20 * hour, (story) => {
        give(story, rung === 0 ? manager : repairer);
        story.begin();
        for (let each = 0; each <= rung; each += 1) story.climb();
      }),
    );
  }

  function order(
    kind: number,
    text: number,
    minutesAgo: number,
    near: Holder,
    play: (story: Story) => void,
  ): void {
    const texts = orderTexts[kind] as (typeof orderTexts)[number];
    const random = tools.random.stream(`order ${ordinal + 1}`);
    const served = tools.city.posts.find(({ postId }) => postId === near.postId)?.serves ?? [];
    const person = minutesAgo < hour ? reporting : neighbour(31 + kind);
    const home =
      served.length > 0 ? (served[kind % served.length] as string) : (first.homeCodes[kind * 2] as string);
    told.push(
      tell(
        {
          kind: 'order',
          place: atHome(random, compound, home),
          reporter: { personId: person.personId, isStaff: false },
          category: null,
          texts: { says: texts.says[text] as string, done: [texts.done[text] as string] },
          handlers: texts.by,
          answers: {},
          picture: null,
        },
        Math.min(minutesAgo, mostMinutes),
        play,
      ),
    );
  }

  function whistle(kind: number, minutesAgo: number, play: (story: Story) => void): void {
    const texts = whistleTexts[kind] as (typeof whistleTexts)[number];
    const random = tools.random.stream(`whistle ${ordinal + 1}`);
    const place = onTheGround(random, compound, first);
    const blower = institutions.demoHolders.get('community-worker') as Person;
    told.push(
      tell(
        {
          kind: 'whistle',
          place,
          reporter: { personId: blower.personId, isStaff: true },
          category: null,
          texts: { says: fillSlots(random, texts.says[0] as string, place), done: texts.done },
          handlers: { 'department-liaison': 1 },
          answers: { urgency: texts.urgency },
          picture: null,
        },
        Math.min(minutesAgo, mostMinutes),
        play,
      ),
    );
  }

  function release(story: Story, kind: number): void {
    const texts = whistleTexts[kind] as (typeof whistleTexts)[number];
    story.acceptWithSeverity(texts.severity, '同意，请尽快到场。', { ground: texts.ground[0] as string });
    story.dispatch(liaison);
  }
}
