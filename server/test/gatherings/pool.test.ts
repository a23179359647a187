/**
 * Whatever is moved, called off, opened, left open or forgotten: nothing in the pool is lost, and nobody has two places. Random
 * deeds over the real module; after each of them the promises are read from the rows.
 */
import type { CaseView, GatheringSummary, TopicView } from '@linli/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../../src/modules/cases/sweep.ts';
import { type Caller, type ClubOfGatherings, openClubOfGatherings } from './club-gatherings.ts';

let club: ClubOfGatherings;
let president: Caller;
let arbiter: Caller;
let residents: Caller[];
beforeAll(async () => {
  club = await openClubOfGatherings();
  president = await club.caller(club.president);
  arbiter = await club.caller(club.arbiter);
  residents = await Promise.all(
    [club.resident, club.otherResident, club.thirdResident, club.clockmaker].map((id) => club.caller(id)),
  );
  await club.timePasses();
});
afterAll(() => club.server.close());

const rowsOf = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  (await club.server.db.superuser.query<Row>(sql, values)).rows;
const day = 86_400_000;
const waitsAtCouncil = `SELECT 1 FROM gathering_items AS items
   WHERE items.case_id = cases.case_id AND items.ended_at IS NULL AND items.kind = 'club-council' AND items.rung = 1`;

describe('protects a case that climbs', () => {
  test('it waits for its meeting from the very step that lifted it, and its page says so', async () => {
    const resident = residents[0]!;
    const reported = await resident.cases.open();
    const accepted = await arbiter.cases.did(reported, 'accept');
    await arbiter.cases.did(accepted, 'assign', { to: { orgId: club.crew, role: 'clockmaker' } });
    club.server.clock.advance(3_600_000);
    await sweep(club.server.deps);
    club.server.clock.advance(3 * 3_600_000);
    // Cases alone: nothing has looked after gatherings since.
    await sweep(club.server.deps);
    const waiting = await rowsOf('SELECT kind, rung, gathering_id FROM gathering_items WHERE case_id = $1', [
      reported.caseId,
    ]);
    expect(waiting).toEqual([{ kind: 'club-council', rung: 1, gathering_id: null }]);

    const council = await club.next(president, 'club-council');
    const open = await club.hold(president, council);
    const item = open.items.find(({ case: one }) => one?.caseId === reported.caseId);
    const dueOn = new Date(Date.parse(club.server.clock.now()) + 3 * day).toISOString().slice(0, 10);
    await president.does(council.gatheringId, `items/${item?.itemId}/resolve`, {
      text: '换新钟',
      owner: { orgId: club.crew, role: 'clockmaker' },
      dueOn,
    });
    const seen = (await resident.cases.see(reported.caseId)).json<{ case: CaseView }>().case;
    expect(seen.ladder?.rungs.map(({ meetings }) => meetings)).toEqual([
      [],
      [
        {
          gathering: {
            gatheringId: council.gatheringId,
            title: { zh: '棋社理事会', en: 'Club council' },
            startsAt: council.startsAt,
            state: 'open',
          },
          ended: { as: 'resolved', at: expect.any(String), reason: null },
          decided: {
            text: '换新钟',
            by: expect.stringMatching(/^.\*+ · .*社长$/),
            ownerLabel: expect.stringContaining('钟表匠'),
            dueOn,
            state: 'running',
            isLate: false,
            answer: null,
          },
        },
      ],
    ]);
    const own = (await president.cases.see(reported.caseId)).json<{ case: CaseView }>().case;
    expect(own.ladder?.rungs[1]?.meetings?.[0]?.decided?.by).not.toContain('*');
    await president.does(council.gatheringId, 'end');
  });

  test('taken off its rung by whoever solved it, it leaves a word behind; looked at and not solved, it waits there again', async () => {
    const waiting = await club.climbed();
    const clockmaker = await club.caller(club.clockmaker);
    const claimed = (await arbiter.cases.see(waiting.caseId)).json<{ case: CaseView }>().case;
    const started = await clockmaker.cases.did(claimed, 'start');
    const solved = await clockmaker.cases.did(started, 'resolve', {
      answers: { 'resolved.outcome': '换了发条' },
    });
    const items = () =>
      rowsOf<{ rung: number; ended_as: string | null; end_reason: string | null }>(
        'SELECT rung, ended_as, end_reason FROM gathering_items WHERE case_id = $1 ORDER BY entered_at',
        [waiting.caseId],
      );
    const [left] = await items();
    expect(left).toMatchObject({ ended_as: 'moved-on', end_reason: '已办理，不再等待会议' });
    club.server.clock.advance(60_000);
    await arbiter.cases.did(solved, 'reject', { reason: '还是不走' });
    expect(await items()).toEqual([left, { rung: left?.rung, ended_as: null, end_reason: null }]);
  });
});

describe('protects what waits', () => {
  const deeds = [
    'a case climbs',
    'a topic comes',
    'a week passes',
    'a month passes',
    'moved',
    'called off',
    'opened',
    'decided',
    'carried over',
    'sent down',
    'broken off',
    'ended',
  ] as const;

  async function coming(): Promise<GatheringSummary | undefined> {
    const from = club.server.clock.now().slice(0, 10);
    const calendar = await president.calendar({ kind: 'club-council', from });
    return calendar.find(
      ({ state, startsAt }) =>
        (state === 'planned' || state === 'announced') && startsAt > club.server.clock.now(),
    );
  }
  async function running(): Promise<string | undefined> {
    const [row] = await rowsOf<{ id: string }>(
      `SELECT gathering_id AS id FROM gatherings WHERE kind = 'club-council' AND state = 'open' ORDER BY starts_at LIMIT 1`,
    );
    return row?.id;
  }
  /** The first item of what is open that may be ended so. */
  async function endFirst(verb: 'resolve' | 'carry-over' | 'send-down', words: object): Promise<void> {
    const gatheringId = await running();
    if (gatheringId === undefined) return;
    const { items } = await president.see(gatheringId);
    const item = items.find(({ verbs }) => verbs.includes(verb));
    if (item !== undefined) await president.does(gatheringId, `items/${item.itemId}/${verb}`, words);
  }

  async function doDeed(deed: (typeof deeds)[number]): Promise<void> {
    const { clock } = club.server;
    const next = deed === 'moved' || deed === 'called off' || deed === 'opened' ? await coming() : undefined;
    switch (deed) {
      case 'a case climbs':
        await club.climbed();
        break;
      case 'a topic comes':
        await residents[0]?.did<{ topic: TopicView }>('/api/topics', {
          orgId: club.office,
          kind: 'club-council',
          title: '说一件事',
        });
        break;
      case 'a week passes':
        clock.advance(7 * day);
        break;
      case 'a month passes':
        clock.advance(31 * day);
        break;
      case 'moved':
        if (next !== undefined) {
          const startsAt = new Date(Date.parse(next.startsAt) + 2 * day).toISOString();
          await president.does(next.gatheringId, 'move', { startsAt, reason: '下雨' });
        }
        break;
      case 'called off':
        if (next !== undefined) await president.does(next.gatheringId, 'cancel', { reason: '没有地方' });
        break;
      case 'opened':
        if (next !== undefined && (await running()) === undefined) {
          clock.moveTo(next.startsAt);
          await club.timePasses();
          const { verbs } = await president.see(next.gatheringId);
          // With nothing to deal with, time has called it off.
          if (verbs.includes('open')) await president.does(next.gatheringId, 'open');
        }
        break;
      case 'decided':
        await endFirst('resolve', {
          text: '就这么办',
          owner: { orgId: club.crew, role: 'clockmaker' },
          dueOn: new Date(Date.parse(clock.now()) + 9 * day).toISOString().slice(0, 10),
        });
        break;
      case 'carried over':
        await endFirst('carry-over', { reason: '再想想' });
        break;
      case 'sent down':
        await endFirst('send-down', { reason: '下面能办' });
        break;
      case 'broken off': {
        const gatheringId = await running();
        if (gatheringId === undefined) break;
        const { verbs } = await president.see(gatheringId);
        const startsAt = new Date(Date.parse(clock.now()) + 3 * day).toISOString();
        if (verbs.includes('adjourn'))
          await president.does(gatheringId, 'adjourn', { startsAt, reason: '太晚了' });
        break;
      }
      case 'ended': {
        const gatheringId = await running();
        if (gatheringId !== undefined) await president.does(gatheringId, 'end');
      }
    }
    await club.timePasses();
  }

  async function lookForLosses(): Promise<void> {
    const lost = await rowsOf(
      `SELECT case_id FROM cases
        WHERE state -> 'rung' ->> 'index' = '1' AND host_org_id IS NOT NULL AND NOT EXISTS (${waitsAtCouncil})`,
    );
    expect(lost, 'a case on a rung that waits for no meeting').toEqual([]);
    const stuck = await rowsOf(
      `SELECT items.item_id, gatherings.state FROM gathering_items AS items JOIN gatherings USING (tenant_id, gathering_id)
        WHERE items.ended_at IS NULL AND gatherings.state IN ('cancelled', 'not-held', 'ended')`,
    );
    expect(stuck, 'an item on the agenda of what will not be held').toEqual([]);
    const wordless = await rowsOf(
      `SELECT item_id, ended_as FROM gathering_items
        WHERE ladder IS NOT NULL AND ended_as <> 'resolved' AND end_reason IS NULL`,
    );
    expect(wordless, 'a rung passed without a decision or a reason').toEqual([]);
    const undecided = await rowsOf(
      `SELECT item_id FROM gathering_items AS items WHERE ended_as = 'resolved'
          AND NOT EXISTS (SELECT FROM gathering_resolutions AS made WHERE made.item_id = items.item_id)`,
    );
    expect(undecided, 'resolved without a resolution').toEqual([]);
    const broken = await rowsOf(
      `SELECT item_id FROM gathering_items AS items WHERE ended_as = 'carried-over'
          AND NOT EXISTS (SELECT FROM gathering_items AS again WHERE again.carried_from = items.item_id)`,
    );
    expect(broken, 'carried over to nowhere').toEqual([]);
    const topics = await rowsOf(
      `SELECT topic_id FROM gathering_topics AS topics WHERE state IN ('waiting', 'on-agenda')
          AND NOT EXISTS (SELECT FROM gathering_items AS items
                           WHERE items.topic_id = topics.topic_id AND items.ended_at IS NULL)`,
    );
    expect(topics, 'a topic that nobody will ever take up').toEqual([]);
    const undated = await rowsOf(
      `SELECT resolution_id FROM gathering_resolutions
        WHERE state <> 'no-duty' AND (owner_role IS NULL OR owner_org_id IS NULL OR due_at IS NULL)`,
    );
    expect(undated, 'a duty without owner or date').toEqual([]);
  }

  test('no deed in any order loses a case, a topic or a duty', { timeout: 300_000 }, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...deeds), { minLength: 8, maxLength: 14 }), async (some) => {
        for (const deed of some) {
          await doDeed(deed);
          seen.add(deed);
          await lookForLosses();
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
    // A walk in which nothing ever stood on an agenda would prove nothing.
    const ends = await rowsOf<{ as: string }>('SELECT DISTINCT ended_as AS as FROM gathering_items');
    expect(seen.size).toBe(deeds.length);
    expect(ends.map(({ as }) => as)).toEqual(
      expect.arrayContaining(['resolved', 'carried-over', 'sent-down']),
    );
  });

  test('the look for losses sees one', async () => {
    await club.climbed();
    await lookForLosses();
    await club.server.db.superuser.query(
      `UPDATE gathering_items SET ended_as = 'moved-on', ended_at = now() WHERE ended_at IS NULL AND ladder IS NOT NULL`,
    );
    await expect(lookForLosses()).rejects.toThrow('waits for no meeting');
  });
});

describe('protects the waiting list', () => {
  test('nobody has two places, no place stays empty, and who waits longest moves up', {
    timeout: 120_000,
  }, async () => {
    const now = Date.parse(club.server.clock.now());
    const from = club.server.clock.now().slice(0, 10);
    const next = (await arbiter.calendar({ kind: 'beginners', from })).find(
      ({ startsAt }) => Date.parse(startsAt) > now + day,
    );
    if (next === undefined) throw new Error('no class is to come');
    club.server.clock.moveTo(new Date(Math.max(now, Date.parse(next.startsAt) - 6 * day)).toISOString());
    await club.timePasses();
    // What must be, kept by hand beside the rows.
    let line: number[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 3 }), fc.boolean()), { minLength: 10, maxLength: 20 }),
        async (some) => {
          for (const [who, comes] of some) {
            club.server.clock.advance(1000);
            await residents[who]?.does(next.gatheringId, comes ? 'sign-up' : 'sign-off');
            if (comes && !line.includes(who)) line.push(who);
            if (!comes) line = line.filter((one) => one !== who);
            const rows = await rowsOf<{ personId: string; state: string }>(
              `SELECT person_id AS "personId", state FROM gathering_sign_ups
                WHERE gathering_id = $1 AND state <> 'cancelled' ORDER BY turn`,
              [next.gatheringId],
            );
            const ids = [club.resident, club.otherResident, club.thirdResident, club.clockmaker];
            expect(rows).toEqual(
              line.map((one, place) => ({ personId: ids[one], state: place < 2 ? 'placed' : 'waiting' })),
            );
          }
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
