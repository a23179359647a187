/**
 * A year of hard cases: people act seldom, meetings take place on the days of their series or fall through, and time does the
 * rest. No case is late without a rung, and no rung is passed without a decision or a recorded reason.
 */
import type { Ladder, Model } from '@linli/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadFixture, loadShipped } from '../../model/test/fixtures.ts';
import {
  type Actor,
  type CaseState,
  type Decision,
  decide,
  evolve,
  isBeforeResolved,
  isFinal,
  isRefusal,
  occurrencesOf,
  offers,
  type Surroundings,
  timeActor,
  timersOf,
  type Verb,
} from '../src/index.ts';
import { inputFor, openSome, type Pick, peopleOf } from './walk.ts';

const from = '2026-01-05T02:00:00.000Z';
const until = '2027-01-05T02:00:00.000Z';
const hour = 3_600_000;

interface Taken {
  decision: Decision;
  before: CaseState;
  timer: string | null;
  at: string;
}

/** When the gatherings that decide the rungs of a ladder meet in the year, by key. */
function meetingsOf(model: Model, ladder: Ladder): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { gathering } of ladder.rungs) {
    const kind = gathering === null ? undefined : model.gatherings[gathering];
    if (gathering === null || kind?.series == null || kind.atMinute === null) continue;
    const occurrences = occurrencesOf(
      {
        rule: kind.series,
        startsOn: '2026-01-01',
        endsOn: null,
        atMinute: kind.atMinute,
        lastsMinutes: kind.lastsMinutes,
        timeZone: model.timeZone,
        onHoliday: kind.onHoliday,
      },
      { from: '2026-01-01', to: '2027-01-31' },
    );
    if (isRefusal(occurrences)) throw new Error(`${gathering} never meets`);
    found.set(
      gathering,
      (occurrences as { startsAt: string }[]).map(({ startsAt }) => startsAt),
    );
  }
  return found;
}

/** One case through the year; `look` after each step. */
function yearOf(model: Model, kindKey: string, pick: Pick, look: (taken: Taken) => void): CaseState {
  const ladder = model.ladders[model.caseKinds[kindKey]?.ladder ?? ''];
  if (ladder === undefined) throw new Error(`${kindKey} has no ladder`);
  const meetings = meetingsOf(model, ladder);
  const everywhere = peopleOf(model)[0] as Actor;
  const around = (now: string): Surroundings => ({
    now,
    hostOfRung: (index) => `host-${index}`,
    route: null,
    followerCount: 0,
  });
  let now = from;
  let state = evolve(null, openSome(model, kindKey, now, pick).changes);
  const take = (
    actor: Actor,
    verb: Verb,
    input: Parameters<typeof decide>[3],
    timer: string | null,
  ): boolean => {
    const outcome = decide(model, state, verb, input, actor, around(now));
    if (isRefusal(outcome)) return false;
    const before = state;
    state = evolve(state, outcome.changes);
    look({ decision: outcome, before, timer, at: now });
    return true;
  };
  /** Somebody does one of these, if it is offered. */
  const doOneOf = (verbs: readonly Verb[]): boolean => {
    for (const actor of peopleOf(model)) {
      const offered = offers(model, state, actor, now).filter(({ verb }) => verbs.includes(verb));
      const offer = offered[pick(Math.max(offered.length, 1))];
      if (offer !== undefined && take(actor, offer.verb, inputFor(model, state, offer, actor, pick), null)) {
        return true;
      }
    }
    return false;
  };
  let deedAt = now;
  for (let steps = 0; steps < 400 && now < until && !isFinal(state.station); steps += 1) {
    const [timer] = timersOf(model, state);
    const rung = state.rung && ladder.rungs[state.rung.index];
    const meetsAt = meetings.get(rung?.gathering ?? '')?.find((at) => at > now) ?? null;
    const [next] = [timer?.firesAt, meetsAt, deedAt > now ? deedAt : undefined]
      .filter((at) => at != null)
      .sort();
    const at = next ?? new Date(Date.parse(now) + 24 * hour).toISOString();
    now = at > now ? at : now;
    if (timer !== undefined && timer.firesAt <= now) {
      if (!take(timeActor, 'tick', { timer: timer.key }, timer.key))
        throw new Error(`${timer.key} was refused`);
      continue;
    }
    if (meetsAt !== null && meetsAt <= now) {
      // Every third is not held, or does not get so far; what is not decided stays on the rung.
      if (pick(3) > 0) {
        const verb = (['decide', 'decide', 'climb', 'descend'] as const)[pick(4)] ?? 'decide';
        const offer = offers(model, state, everywhere, now).find((one) => one.verb === verb);
        if (offer !== undefined)
          take(everywhere, verb, inputFor(model, state, offer, everywhere, pick), null);
      }
      continue;
    }
    // Nobody hurries: days go by between two deeds, and most of them do not bring the case home.
    deedAt = new Date(Date.parse(now) + (1 + pick(400)) * hour).toISOString();
    doOneOf(
      pick(3) === 0
        ? ['accept', 'assign', 'claim', 'start', 'return', 'reroute']
        : pick(4) === 0
          ? ['resolve', 'verify', 'reject', 'rate', 'reopen', 'pause', 'resume']
          : ['accept', 'assign'],
    );
  }
  return state;
}

const climbing = [
  { model: loadShipped('tongguan'), kind: 'report' },
  { model: loadShipped('tongguan'), kind: 'whistle' },
  { model: loadFixture('chess-club'), kind: 'broken-clock' },
];

describe('protects a hard case through a year', () => {
  test.each(climbing)('$model.key $kind', { timeout: 120_000 }, ({ model, kind }) => {
    const ladder = model.ladders[model.caseKinds[kind]?.ladder ?? '']!;
    const seen = { climbed: 0, byTime: 0, decided: 0, descended: 0, tops: 0 };
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat({ max: 2 ** 30 })), (stream) => {
        const pick: Pick = (below) => (stream.next().value as number) % below;
        yearOf(model, kind, pick, ({ decision, before, timer, at }) => {
          const { next } = decision;
          const isLate = ladder.climbsWhenOver.some((key) => {
            const clock = next.clocks[key];
            return clock !== undefined && clock.stoppedAt === null && clock.overAt !== null;
          });
          if (isLate && isBeforeResolved(next.station)) {
            expect(next.rung, `late without a rung after ${decision.verb} at ${at}`).not.toBeNull();
          }
          if (next.rung !== null) {
            expect(next.rung.dueAt > next.rung.since).toBe(true);
            if (next.rung.overdue) {
              seen.tops += 1;
              expect(next.rung.index, 'overdue below the top').toBe(ladder.rungs.length - 1);
            }
          }
          if (before.rung === null) {
            if (next.rung !== null) seen.climbed += 1;
            return;
          }
          if (next.rung?.index === before.rung.index && next.rung.since === before.rung.since) return;
          // The rung is passed: by a decision, with a reason, because its time is up, or because the case needs it no more.
          switch (decision.verb) {
            case 'decide': {
              seen.decided += 1;
              const made = next.resolutions.at(-1);
              expect(made).toMatchObject({ rung: ladder.rungs[before.rung.index]?.key, at });
              expect(made?.text).not.toBe('');
              expect(made?.to, 'a duty of nobody').not.toBeNull();
              expect(made?.dueAt, 'a duty without a date').not.toBeNull();
              break;
            }
            case 'climb':
            case 'descend':
              seen.descended += decision.verb === 'descend' ? 1 : 0;
              expect(decision.reason, `${decision.verb} without a reason`).toBeTruthy();
              break;
            case 'tick':
              seen.byTime += 1;
              expect(timer).toBe(`rung:${before.rung.index}`);
              expect(at >= before.rung.dueAt, 'passed before its time').toBe(true);
              break;
            default:
              expect(isBeforeResolved(next.station), `${decision.verb} took it off its rung`).toBe(false);
          }
        });
      }),
      { numRuns: 200 },
    );
    // A year in which nothing climbed would prove nothing.
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
  });
});
