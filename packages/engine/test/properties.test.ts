/** What holds whatever happens, for every kind of every model there is. */
import { readdirSync } from 'node:fs';
import { isFoundation, type Model } from '@linli/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFile, loadFixture, loadShipped, shippedFolder } from '../../model/test/fixtures.ts';
import {
  type CaseState,
  columnsOf,
  type Decision,
  decide,
  evolve,
  isFinal,
  isRefusal,
  offers,
  openMinutesBetween,
  positionOf,
  timeActor,
  timersOf,
  verbs,
} from '../src/index.ts';
import { club } from './club.ts';
import { inputFor, openSome, type Pick, peopleOf, stepsHome, surroundingsFor, walkOn } from './walk.ts';

/** The compact club of these tests, a made-up institution in the language of models, and every city that ships. */
const models: Model[] = [club, loadFixture('chess-club'), ...shippedModels()];

function shippedModels(): Model[] {
  const cities = readdirSync(shippedFolder)
    .filter((file) => file.endsWith('.yaml') && !isFoundation(`${shippedFolder}${file}`, loadFile))
    .map((file) => loadShipped(file.replace(/\.yaml$/, '')));
  if (cities.length === 0) throw new Error('no model ships: this test would look at nothing');
  return cities;
}

const kinds = models.flatMap((model) => Object.keys(model.caseKinds).map((kind) => ({ model, kind })));
const start = '2026-11-20T02:00:00.000Z';

interface Walk {
  state: CaseState;
  now: string;
  history: Decision[];
}

/** Walk a case at random, with a look at each step. */
function walk(
  model: Model,
  kind: string,
  pick: Pick,
  look: (
    before: CaseState,
    decision: Decision,
    walked: NonNullable<ReturnType<typeof walkOn>>,
  ) => void = () => {},
): Walk {
  const opened = openSome(model, kind, start, pick);
  const history = [opened];
  let state = evolve(null, opened.changes);
  let now = start;
  for (let steps = 0; steps < 50 && !isFinal(state.station); steps += 1) {
    const walked = walkOn(model, state, now, pick);
    if (!walked) continue;
    now = walked.now;
    if (isRefusal(walked.outcome)) {
      expect(['input', 'gate'], `${walked.verb} was offered`).toContain(walked.outcome.kind);
      continue;
    }
    look(state, walked.outcome, walked);
    history.push(walked.outcome);
    state = evolve(state, walked.outcome.changes);
    expect(state).toEqual(walked.outcome.next);
  }
  return { state, now, history };
}

function everyKind(runs: number, check: (model: Model, kind: string, pick: Pick) => void): void {
  for (const { model, kind } of kinds) {
    fc.assert(
      fc.property(fc.nat(), (seed) => check(model, kind, seeded(seed))),
      { numRuns: runs },
    );
  }
}

describe('whatever happens', () => {
  it('the walks reach every station and every verb, or the other properties would prove little', () => {
    const stations = new Set<string>();
    const done = new Set<string>();
    const pick: Pick = seeded(7);
    for (let times = 0; times < 300; times += 1) {
      const { history } = walk(club, 'repair', pick);
      for (const entry of history) {
        stations.add(entry.to);
        done.add(entry.verb);
      }
    }
    expect([...stations].sort()).toEqual(Object.keys(club.caseKinds.repair?.stations ?? {}).sort());
    // Nobody closes a repair by hand: its model names nobody.
    expect([...done].sort()).toEqual(verbs.filter((verb) => verb !== 'close').sort());
  });

  it('replaying the history, as it comes back from the database, gives the row', () => {
    everyKind(60, (model, kind, pick) => {
      const { state, history } = walk(model, kind, pick);
      const stored = JSON.parse(
        JSON.stringify(history.map((entry) => entry.changes)),
      ) as Partial<CaseState>[];
      const replayed = stored.reduce<CaseState | null>((before, changes) => evolve(before, changes), null);
      expect(replayed).toEqual(state);
      expect(columnsOf(model, replayed as CaseState)).toEqual(columnsOf(model, state));
    });
  });

  it('a case that has come to an end never moves', () => {
    everyKind(40, (model, kind, pick) => {
      const { state, now } = walk(model, kind, pick);
      if (!isFinal(state.station)) return;
      expect(timersOf(model, state)).toEqual([]);
      for (const actor of [...peopleOf(model), timeActor]) {
        expect(offers(model, state, actor, now)).toEqual([]);
        for (const verb of verbs) {
          const outcome = decide(model, state, verb, { reason: 'x' }, actor, { now });
          expect(isRefusal(outcome), `${verb} moved a ${state.station} case`).toBe(true);
        }
      }
    });
  });

  it('what is offered is not refused as forbidden or out of place, and what is not offered is', () => {
    everyKind(25, (model, kind, pick) => {
      const { state, now } = walk(model, kind, pick);
      const around = surroundingsFor(model, kind, now, pick);
      for (const actor of peopleOf(model)) {
        const offered = offers(model, state, actor, now);
        expect(offers(model, state, actor, now)).toEqual(offered);
        expect(offered.filter((offer) => offer.primary).length).toBeLessThanOrEqual(1);
        for (const verb of verbs) {
          if (verb === 'open' || verb === 'tick') continue;
          const offer = offered.find((candidate) => candidate.verb === verb);
          const input = offer ? inputFor(model, state, offer, actor, pick) : { reason: 'x' };
          const outcome = decide(model, state, verb, input, actor, around);
          if (offer && isRefusal(outcome))
            expect(['input', 'gate'], `${verb}: ${outcome.code}`).toContain(outcome.kind);
          if (!offer)
            expect(isRefusal(outcome) && ['state', 'forbidden'].includes(outcome.kind), verb).toBe(true);
        }
      }
    });
  });

  it('whoever handled a case never verifies it, whatever posts they come to hold', () => {
    let looked = 0;
    everyKind(60, (model, kind, pick) => {
      walk(model, kind, pick, (before, { verb, next }, { actor, now }) => {
        if (verb === 'verify' || verb === 'reject') expect(before.handlerIds).not.toContain(actor.personId);
        if (next.station !== 'resolved') return;
        const everyPost = peopleOf(model).flatMap((person) => person.posts);
        for (const personId of next.handlerIds) {
          looked += 1;
          const handler = { personId, isReporter: false, posts: everyPost };
          for (const judging of ['verify', 'reject'] as const) {
            expect(isRefusal(decide(model, next, judging, { reason: 'x' }, handler, { now }))).toBe(true);
          }
        }
      });
    });
    expect(looked).toBeGreaterThan(100);
  });

  it('a ladder never goes down by itself', () => {
    everyKind(60, (model, kind, pick) => {
      walk(model, kind, pick, (before, { next, verb }) => {
        expect(next.highestRung).toBeGreaterThanOrEqual(before.highestRung);
        if (verb !== 'tick' || !before.rung || isFinal(next.station)) return;
        expect(next.rung?.index).toBeGreaterThanOrEqual(before.rung.index);
      });
    });
  });

  it('a clock never runs backwards nor while paused: its end moves by what stood still, to the minute', () => {
    everyKind(60, (model, kind, pick) => {
      walk(model, kind, pick, (before, { next, timers }) => {
        for (const [key, clock] of Object.entries(next.clocks)) {
          const previous = before.clocks[key];
          expect(clock.round).toBeGreaterThanOrEqual(previous?.round ?? 0);
          expect(clock.overRounds).toBeGreaterThanOrEqual(previous?.overRounds ?? 0);
          if (clock.pausedSince !== null) {
            expect(timers.filter((timer) => timer.key.includes(`:${key}:`))).toEqual([]);
            expect(clock.dueAt).toBe(previous?.dueAt);
          }
          if (previous?.round !== clock.round) continue;
          expect(clock.startedAt).toBe(previous.startedAt);
          expect(clock.pausedMinutes).toBeGreaterThanOrEqual(previous.pausedMinutes);
          if (previous.overAt !== null)
            expect(clock).toMatchObject({ overAt: previous.overAt, dueAt: previous.dueAt });
          if (next.severity !== before.severity) continue;
          expect(ownMinutes(model, next, key)).toBeCloseTo(ownMinutes(model, before, key), 4);
        }
      });
    });
  });

  it('nobody gains time: a clock stops only where it ends, and starts anew only when it had stopped or a meeting says so', () => {
    everyKind(60, (model, kind, pick) => {
      walk(model, kind, pick, (before, { next, verb }) => {
        for (const [key, clock] of Object.entries(next.clocks)) {
          const rule = model.caseKinds[kind]?.clocks[key];
          const previous = before.clocks[key];
          if (!rule || !previous) continue;
          if (clock.round > previous.round && previous.stoppedAt === null) {
            expect(['decide', 'descend']).toContain(verb);
          }
          if (clock.stoppedAt === null || previous.stoppedAt !== null) continue;
          const end = Math.min(...rule.to.map(positionOf));
          const isLooking = positionOf(rule.from) >= positionOf('resolved');
          expect(
            isLooking || isFinal(next.station) || positionOf(next.station) >= end,
            `${verb} stopped ${key}`,
          ).toBe(true);
        }
      });
    });
  });

  it('every state reached has a way out: people and time bring it to its end', () => {
    everyKind(60, (model, kind, pick) => {
      const { state, now } = walk(model, kind, pick);
      expect(stepsHome(model, state, now, pick), JSON.stringify(state)).not.toBeNull();
    });
  });

  it('deciding twice is deciding once', () => {
    everyKind(20, (model, kind, pick) => {
      walk(model, kind, pick, (before, decision, { actor, verb, input, now }) => {
        const around = { now, hostOfRung: () => 'host', route: null };
        const once = decide(model, before, verb, input, actor, around);
        expect(decide(model, before, verb, input, actor, around)).toEqual(once);
        expect(decision.timers).toEqual(timersOf(model, decision.next));
      });
    });
  });

  it('a timer fires once: the same timer again is not due', () => {
    everyKind(30, (model, kind, pick) => {
      walk(model, kind, pick, (_before, { next }, { verb, input, now }) => {
        if (verb !== 'tick') return;
        const again = decide(model, next, 'tick', input, timeActor, { now, hostOfRung: () => null });
        expect(isRefusal(again) && again.code).toBe('timer-not-due');
      });
    });
  });
});

/** Repeatable chance (Mulberry32). */
function seeded(seed: number): Pick {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(below, 1);
  };
}

/** Open minutes of a clock's round that are its own limit: all but what stood still. */
function ownMinutes(model: Model, state: CaseState, key: string): number {
  const clock = state.clocks[key];
  const rule = model.caseKinds[state.kind]?.clocks[key];
  const calendar = model.calendars[rule?.limit[state.severity].calendar ?? ''];
  if (!clock || !calendar) throw new Error(`no clock ${key}`);
  return openMinutesBetween(calendar, clock.startedAt, clock.dueAt, model.timeZone) - clock.pausedMinutes;
}
