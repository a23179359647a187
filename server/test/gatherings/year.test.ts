/**
 * A simulated year of hard cases and of meetings as they really are: held and not reached, moved, called off, forgotten,
 * entered afterwards, broken off. Nobody acts but the meetings. After every week the two promises of a ladder are read from
 * rows and histories: no case is late without a rung, and no rung is passed without a decision or a recorded reason.
 */
import type { GatheringSummary, GatheringView } from '@linli/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Caller,
  type ClubOfGatherings,
  clubOfThreeRungs,
  openClubOfGatherings,
} from './club-gatherings.ts';

let club: ClubOfGatherings;
let president: Caller;
let arbiter: Caller;
let resident: Caller;
beforeAll(async () => {
  club = await openClubOfGatherings({ modelFolders: [clubOfThreeRungs()] });
  president = await club.caller(club.president);
  arbiter = await club.caller(club.arbiter);
  resident = await club.caller(club.resident);
  await club.timePasses();
});
afterAll(() => club.server.close());

const day = 86_400_000;
const weeks = 52;
const fates = [
  'held',
  'held',
  'held',
  'moved',
  'called off',
  'forgotten',
  'entered later',
  'broken off',
] as const;
type Fate = (typeof fates)[number];
/** Sent up twice as often: on the top rung nothing can be. */
const ends = ['resolve', 'carry-over', 'send-up', 'send-up', 'send-down', 'not reached'] as const;
type End = (typeof ends)[number];
interface Week {
  reports: number;
  fates: Fate[];
  ends: End[];
}
const oneWeek = fc.record<Week>({
  reports: fc.nat({ max: 2 }),
  fates: fc.array(fc.constantFrom(...fates), { minLength: 3, maxLength: 3 }),
  ends: fc.array(fc.constantFrom(...ends), { minLength: 6, maxLength: 6 }),
});

const rowsOf = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  (await club.server.db.superuser.query<Row>(sql, values)).rows;

/** How often each fate and each end came about. */
const seen = new Map<string, number>();
const count = (what: string): void => {
  seen.set(what, (seen.get(what) ?? 0) + 1);
};
const leads = (kind: string): Caller => (kind === 'crew-meeting' ? arbiter : president);

async function live(week: Week): Promise<void> {
  const { clock } = club.server;
  const end = Date.parse(clock.now()) + 7 * day;
  for (let number = 0; number < week.reports; number += 1) {
    const accepted = await arbiter.cases.did(await resident.cases.open(), 'accept');
    await arbiter.cases.did(accepted, 'assign', { to: { orgId: club.crew, role: 'clockmaker' } });
    count('reported');
  }
  const due = [...week.fates];
  for (;;) {
    const next = await nextMeeting(end);
    if (next === undefined) break;
    await befall(next, due.shift() ?? 'held', week.ends);
    await club.timePasses();
  }
  clock.moveTo(new Date(Math.max(end, Date.parse(clock.now()))).toISOString());
  await club.timePasses();
}

/** The next meeting with something to deal with, before an instant; time goes there. */
async function nextMeeting(end: number): Promise<GatheringSummary | undefined> {
  const { clock } = club.server;
  for (;;) {
    await club.timePasses();
    if (Date.parse(clock.now()) >= end) return undefined;
    const from = clock.now().slice(0, 10);
    const coming = (await president.calendar({ from, to: new Date(end).toISOString().slice(0, 10) })).find(
      ({ form, state, startsAt }) =>
        form === 'meeting' &&
        (state === 'planned' || state === 'announced') &&
        startsAt > clock.now() &&
        Date.parse(startsAt) <= end,
    );
    if (coming === undefined) return undefined;
    const before = Date.parse(coming.startsAt) - 3_600_000;
    clock.moveTo(new Date(Math.max(before, Date.parse(clock.now()))).toISOString());
    await club.timePasses();
    const there = await leads(coming.kind).see(coming.gatheringId);
    if (there.state === 'planned' || there.state === 'announced') return there;
  }
}

async function befall(meeting: GatheringSummary, fate: Fate, how: readonly End[]): Promise<void> {
  const { clock } = club.server;
  const by = leads(meeting.kind);
  const { gatheringId } = meeting;
  const later = (days: number): string => new Date(Date.parse(clock.now()) + days * day).toISOString();
  count(fate);
  if (fate === 'moved') {
    await by.does(gatheringId, 'move', { startsAt: later(2), reason: '下雨' });
  } else if (fate === 'called off') {
    await by.does(gatheringId, 'cancel', { reason: '没有地方' });
  } else {
    clock.moveTo(meeting.startsAt);
    await club.timePasses();
    if (fate === 'forgotten' || fate === 'entered later') clock.advance(26 * 3_600_000);
    await club.timePasses();
    if (fate === 'forgotten') return;
    const { verbs } = await by.see(gatheringId);
    // With nothing to deal with, time has called it off.
    if (!verbs.includes('open')) return;
    let view = await by.does(gatheringId, 'open');
    for (const [place, end] of how.entries()) {
      const item = view.items[place];
      if (item === undefined || (fate === 'broken off' && place > 0)) break;
      view = await endItem(by, view, item, end);
    }
    if (fate === 'broken off' && view.verbs.includes('adjourn')) {
      await by.does(gatheringId, 'adjourn', { startsAt: later(3), reason: '太晚了' });
      count('went on');
    } else await by.does(gatheringId, 'end');
  }
}

async function endItem(
  by: Caller,
  view: GatheringView,
  item: GatheringView['items'][number],
  end: End,
): Promise<GatheringView> {
  if (end === 'not reached' || !item.verbs.includes(end)) return view;
  count(end);
  return by.does(
    view.gatheringId,
    `items/${item.itemId}/${end}`,
    end === 'resolve'
      ? {
          text: '换新钟',
          ...(item.about === 'case' ? {} : { owner: { orgId: club.crew, role: 'clockmaker' } }),
          dueOn: new Date(Date.parse(club.server.clock.now()) + 5 * day).toISOString().slice(0, 10),
        }
      : { reason: '今天定不了' },
  );
}

/** The top rung has had it: nothing is above, and its page says that it is late. */
const rungs = 3;

async function lookForBreaches(): Promise<void> {
  const late = await rowsOf(
    `SELECT number FROM cases
      WHERE state -> 'rung' = 'null' AND station IN ('assigned', 'handling') AND (state ->> 'highestRung')::integer < $1
        AND state -> 'clocks' -> 'repair' ->> 'overAt' IS NOT NULL
        AND state -> 'clocks' -> 'repair' ->> 'stoppedAt' IS NULL`,
    [rungs],
  );
  expect(late, 'late, and on no rung').toEqual([]);
  const nowhere = await rowsOf(
    `SELECT number FROM cases WHERE state -> 'rung' <> 'null' AND state -> 'rung' ->> 'hostOrgId' IS NOT NULL
        AND NOT EXISTS (SELECT FROM gathering_items AS items
                         WHERE items.case_id = cases.case_id AND items.ended_at IS NULL
                           AND items.rung = (cases.state -> 'rung' ->> 'index')::integer)`,
  );
  expect(nowhere, 'on a rung whose meetings do not know of it').toEqual([]);
  // Told by the histories of cases and not by the items: what left a rung, and which words were left there.
  const steps = await rowsOf<{
    caseId: string;
    verb: string;
    at: string;
    reason: string | null;
    changes: { rung?: { index: number } | null; resolutions?: { text: string }[] };
  }>(`SELECT case_id AS "caseId", verb, at::text, reason, changes FROM history ORDER BY case_id, seq`);
  const items = await rowsOf<{ caseId: string; rung: number; as: string; at: string; reason: string | null }>(
    `SELECT case_id AS "caseId", rung, ended_as AS as, ended_at::text AS at, end_reason AS reason FROM gathering_items
      WHERE case_id IS NOT NULL AND rung IS NOT NULL AND ended_at IS NOT NULL AND ended_as <> 'carried-over'`,
  );
  const itemsOf = Map.groupBy(items, ({ caseId }) => caseId);
  const wordless: unknown[] = [];
  let passed = 0;
  let before: { caseId: string; rung: number | null } = { caseId: '', rung: null };
  for (const { caseId, verb, at, reason, changes } of steps) {
    const left = before.caseId === caseId ? before.rung : null;
    const now = changes.rung === undefined ? left : (changes.rung?.index ?? null);
    before = { caseId, rung: now };
    if (left === null || left === now) continue;
    passed += 1;
    const decided = verb === 'decide' ? changes.resolutions?.at(-1)?.text : undefined;
    const item = itemsOf.get(caseId)?.find((one) => one.rung === left && one.at === at);
    const words = decided ?? reason ?? item?.reason;
    if (item === undefined || !words) wordless.push({ caseId, left, verb, at, item });
  }
  expect(wordless, 'a rung passed without a decision or a recorded reason').toEqual([]);
  seen.set('passed', passed);
}

describe('over a simulated year', () => {
  test('no case is late without a rung, and no rung is passed without a word', {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(oneWeek, { minLength: weeks, maxLength: weeks }), async (year) => {
        for (const week of year) {
          await live(week);
          await lookForBreaches();
        }
      }),
      // One year at a time, and no smaller one afterwards: the years follow one another.
      { numRuns: 1, endOnFailure: true },
    );
    // A year in which little happened proves little.
    for (const what of [...fates, ...ends.filter((end) => end !== 'not reached'), 'went on', 'reported']) {
      expect(seen.get(what) ?? 0, what).toBeGreaterThan(0);
    }
    expect(seen.get('passed')).toBeGreaterThan(20);
  });

  test('and both promises are seen when they break', async () => {
    const { superuser } = club.server.db;
    await expect(lookForBreaches()).resolves.toBeUndefined();

    // Whatever the year left over: this one is late and waits below the top.
    await live({ reports: 1, fates: [], ends: [] });
    const waiting = () =>
      rowsOf<{ id: string; state: object }>(
        `SELECT case_id AS id, state FROM cases
          WHERE state -> 'rung' <> 'null' AND (state ->> 'highestRung')::integer < $1
            AND station IN ('assigned', 'handling')
            AND state -> 'clocks' -> 'repair' ->> 'overAt' IS NOT NULL
            AND state -> 'clocks' -> 'repair' ->> 'stoppedAt' IS NULL LIMIT 1`,
        [rungs],
      );
    for (let days = 0; days < 60 && (await waiting()).length === 0; days += 1) {
      club.server.clock.advance(day);
      await club.timePasses();
    }
    const [onRung] = await waiting();
    expect(onRung, 'somebody is late and waits below the top').toBeDefined();
    await superuser.query(`UPDATE cases SET state = jsonb_set(state, '{rung}', 'null') WHERE case_id = $1`, [
      onRung?.id,
    ]);
    await expect(lookForBreaches()).rejects.toThrow('late, and on no rung');
    await superuser.query('UPDATE cases SET state = $2 WHERE case_id = $1', [onRung?.id, onRung?.state]);
    await expect(lookForBreaches()).resolves.toBeUndefined();

    const [one] = await rowsOf<{ id: string; at: string }>(
      `SELECT item_id AS id FROM gathering_items WHERE ended_as = 'moved-on' AND rung IS NOT NULL LIMIT 1`,
    );
    expect(one).toBeDefined();
    await superuser.query('UPDATE gathering_items SET end_reason = NULL WHERE item_id = $1', [one?.id]);
    await expect(lookForBreaches()).rejects.toThrow('without a decision or a recorded reason');
  });
});
