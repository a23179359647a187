/** Coverage follows what changes, through commands and through time: what is kept is always what counting anew gives. */
import { CoverageView, FindingsPage } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ensureCounted, markStale, recountAfterChange } from '../../src/modules/orgs/index.ts';
import { boards, type League, openLeague, rooms } from './league.ts';

let league: League;
let crew: string;

beforeAll(async () => {
  league = await openLeague();
  crew = await league.addOrg('room-crew', '东厅组', Object.keys(rooms), { parent: league.office });
});
afterAll(() => league.server.close());

/** Every duty and every grid gone, and nothing counted. */
async function clear(): Promise<void> {
  await league.server.db.superuser.query(
    'TRUNCATE post_areas, grid_buildings, coverage_cells, coverage_counts, coverage_stale; DELETE FROM grids',
  );
}
beforeEach(clear);

const coverage = async (query = '') => CoverageView.parse((await league.get(`/api/coverage${query}`)).json());
const today = (): string => localDateOf(league.server.clock.now(), league.model.timeZone);
const sleep = (days: number): void => league.server.clock.advance(days * 86_400_000);

async function serve(serves: string[], more: { from?: string; to?: string | null } = {}): Promise<string> {
  return league.addPost(crew, 'arbiter', await league.addPerson('裁判'), { ...more, serves });
}

describe('following what changes', () => {
  test('an appointment and its end are in the next answer', async () => {
    await league.addGrid(crew, Object.keys(rooms));
    expect((await coverage()).figures.proven).toBe(0);
    const reply = await league.post('/api/posts', {
      orgId: crew,
      role: 'arbiter',
      personId: await league.addPerson('新裁判'),
      serves: rooms['7801'],
    });
    expect(reply.statusCode).toBe(200);
    expect((await coverage()).figures.proven).toBe(3);
    const { postId } = reply.json<{ post: { postId: string } }>().post;
    expect((await league.post(`/api/posts/${postId}/end`, {})).statusCode).toBe(200);
    expect((await coverage()).figures.proven).toBe(0);
  });

  test('what begins or ends by the calendar alone is seen on its day', async () => {
    const day = today();
    await league.addGrid(crew, Object.keys(rooms), { to: dayAfter(day, 2) });
    await serve(boards, { to: dayAfter(day, 1) });
    await serve(['780101'], { from: dayAfter(day, 2) });
    const proven: number[] = [];
    for (let passed = 0; passed < 4; passed += 1) {
      proven.push((await coverage()).figures.proven);
      sleep(1);
    }
    expect(proven).toEqual([8, 8, 1, 0]);
  });

  test('homes written in bulk are counted once they are marked', async () => {
    expect((await coverage()).figures.homes).toBe(8);
    await league.inLeague(async (tx) => {
      await tx.query(
        `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name) VALUES ($1, '780402', '7804', 'board', '新盘', '新盘')`,
        [league.tenantId],
      );
      await markStale(tx, '7804');
    });
    expect((await coverage()).figures.homes).toBe(9);
    await league.inLeague(async (tx) => {
      await tx.query(`DELETE FROM areas WHERE tenant_id = $1 AND code = '780402'`, [league.tenantId]);
      await markStale(tx, '780402');
    });
    expect((await coverage()).figures.homes).toBe(8);
  });

  /** Every home with how many answer and how many grids it has, straight from the rows and without any of our SQL. */
  async function naive(day: string): Promise<Map<string, { answers: number; grids: number }>> {
    const { superuser } = league.server.db;
    const rowsOf = async (text: string) =>
      (await superuser.query<Record<string, string | null>>(text, [league.tenantId])).rows;
    const duties = await rowsOf(
      `SELECT post_areas.area_code, posts.org_id, posts.role, posts.held_from::text AS held_from, posts.held_to::text AS held_to,
              orgs.valid_from::text AS valid_from, orgs.valid_to::text AS valid_to
         FROM post_areas JOIN posts USING (tenant_id, post_id) JOIN orgs USING (tenant_id, org_id) WHERE tenant_id = $1`,
    );
    const covers = await rowsOf('SELECT org_id, area_code FROM org_areas WHERE tenant_id = $1');
    const grids = await rowsOf(
      `SELECT building_code, valid_from::text AS valid_from, valid_to::text AS valid_to
         FROM grid_buildings JOIN grids USING (tenant_id, grid_id) WHERE tenant_id = $1`,
    );
    const isOn = (from: string | null | undefined, to: string | null | undefined) =>
      (from ?? '') <= day && (to ?? '9999') >= day;
    return new Map(
      boards.map((board) => [
        board,
        {
          answers: duties.filter(
            (duty) =>
              duty.role === 'arbiter' &&
              board.startsWith(duty.area_code ?? '-') &&
              isOn(duty.held_from, duty.held_to) &&
              isOn(duty.valid_from, duty.valid_to) &&
              covers.some(
                ({ org_id, area_code }) =>
                  org_id === duty.org_id && duty.area_code?.startsWith(area_code ?? '-'),
              ),
          ).length,
          grids: grids.filter(
            (grid) => board.startsWith(grid.building_code ?? '-') && isOn(grid.valid_from, grid.valid_to),
          ).length,
        },
      ]),
    );
  }

  const dayArbitrary = fc.integer({ min: -3, max: 5 });
  const spanArbitrary = fc.record({
    from: dayArbitrary,
    to: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
  });
  const stepArbitrary = fc.oneof(
    fc.record({
      do: fc.constant('serve' as const),
      serves: fc.subarray(boards, { minLength: 1 }),
      span: spanArbitrary,
      org: fc.nat(1),
    }),
    fc.record({ do: fc.constant('end' as const), which: fc.nat(9) }),
    fc.record({
      do: fc.constant('grid' as const),
      rooms: fc.subarray(Object.keys(rooms), { minLength: 1 }),
      span: spanArbitrary,
    }),
    fc.record({ do: fc.constant('cover' as const), rooms: fc.subarray(Object.keys(rooms)) }),
    fc.record({
      do: fc.constant('end-org' as const),
      to: fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
    }),
    fc.record({ do: fc.constant('sleep' as const), days: fc.integer({ min: 1, max: 3 }) }),
  );

  test('after any changes, what was kept is what counting everything gives, and what the rows say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 8 }), async (steps) => {
        await clear();
        await league.server.db.superuser.query(`DELETE FROM posts WHERE role = 'arbiter'`);
        const second = await league.addOrg('room-crew', '试验组', ['7801', '7802']);
        sleep(1);
        let day = today();
        await ensureCounted(league.server.deps, league.tenantId, league.model, day);
        const held: string[] = [];
        for (const step of steps) {
          const { tenantId, model } = league;
          switch (step.do) {
            case 'serve': {
              const { from, to } = daysOf(step.span, day);
              const reply = await league.post('/api/posts', {
                orgId: step.org === 0 ? crew : second,
                role: 'arbiter',
                personId: await league.addPerson('裁判'),
                heldFrom: from,
                heldTo: to,
                serves: step.serves,
              });
              // Refused where the organisation does not cover it or has ended.
              if (reply.statusCode === 200) held.push(reply.json<{ post: { postId: string } }>().post.postId);
              break;
            }
            case 'end': {
              const postId = held[step.which % Math.max(1, held.length)];
              if (postId !== undefined) await league.post(`/api/posts/${postId}/end`, {});
              break;
            }
            case 'grid': {
              const { from, to } = daysOf(step.span, day);
              await league.addGrid(crew, step.rooms, { from, to });
              await league.inLeague((tx) => recountAfterChange(tx, model, step.rooms, day));
              break;
            }
            case 'cover':
              expect((await league.post('/api/orgs', { orgId: second, covers: step.rooms })).statusCode).toBe(
                200,
              );
              break;
            case 'end-org':
              await league.post('/api/orgs', {
                orgId: second,
                validTo: step.to === null ? null : dayAfter(day, step.to),
              });
              break;
            case 'sleep':
              sleep(step.days);
              day = today();
              break;
          }
          await ensureCounted(league.server.deps, tenantId, model, day);
        }
        const kept = await cells();
        const expected = await naive(day);
        for (const [room, inside] of Object.entries(rooms)) {
          const states = inside.map((board) => expected.get(board));
          expect(kept.get(room)).toEqual({
            homes: inside.length,
            grids: states[0]?.grids,
            unanswered: states.filter((state) => state?.answers === 0).length,
            overanswered: states.filter((state) => (state?.answers ?? 0) > 1).length,
          });
        }
        await league.server.db.superuser.query('DELETE FROM coverage_counts');
        await ensureCounted(league.server.deps, league.tenantId, league.model, day);
        expect(await cells()).toEqual(kept);

        // However it came to this: with every duty ended the proof lists every home, once.
        for (const postId of held) await league.post(`/api/posts/${postId}/end`, {});
        const listed: string[] = [];
        for (let next: string | null = ''; next !== null; ) {
          const after: string = next === '' ? '' : `&after=${next}`;
          const reply = await league.get(`/api/coverage/findings?kind=nobody-answers&limit=3${after}`);
          const page = FindingsPage.parse(reply.json());
          listed.push(...page.findings.map(({ area }) => area?.code ?? ''));
          ({ next } = page);
        }
        expect(listed).toEqual(boards);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  async function cells() {
    const { rows } = await league.server.db.superuser.query(
      `SELECT cell_code, homes, grids, unanswered, overanswered FROM coverage_cells WHERE tenant_id = $1`,
      [league.tenantId],
    );
    return new Map(rows.map(({ cell_code, ...counts }) => [cell_code as string, counts as object]));
  }

  test('two changes of one room at the same moment are both counted', async () => {
    await league.addGrid(crew, Object.keys(rooms));
    await coverage();
    const people = await Promise.all(['甲', '乙', '丙', '丁'].map((name) => league.addPerson(name)));
    const second = await league.addOrg('room-crew', '并行组', ['7801']);
    const replies = await Promise.all(
      people.map((personId, at) =>
        league.post('/api/posts', {
          // Organisations are locked each by itself, so only the count keeps these apart.
          orgId: at % 2 === 0 ? crew : second,
          role: 'arbiter',
          personId,
          serves: ['780101'],
        }),
      ),
    );
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    expect((await coverage('?area=7801')).figures).toMatchObject({ overanswered: 1, unanswered: 2 });
    await Promise.all(
      replies.map((reply) =>
        league.post(`/api/posts/${reply.json<{ post: { postId: string } }>().post.postId}/end`, {}),
      ),
    );
    expect((await coverage('?area=7801')).figures).toMatchObject({ overanswered: 0, unanswered: 3 });
  });
});

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Of a span in days from today. */
function daysOf(span: { from: number; to: number | null }, day: string): { from: string; to: string | null } {
  const from = dayAfter(day, span.from);
  return { from, to: span.to === null ? null : dayAfter(from, span.to) };
}
