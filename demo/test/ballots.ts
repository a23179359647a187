/** What the ballots of made-up cities must hold, and what each city's page says of them, asked through the served API. */
import { randomUUID } from 'node:crypto';
import type {
  BallotDesk,
  BallotList,
  BallotReply,
  BallotView,
  CatalogueView,
  Nominations,
  OwnershipRegister,
} from '@linli/contract';
import { type BallotBundle, type BallotState, evolveBallot, verifyBundle } from '@linli/engine';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { sweepBallots } from '../../server/src/modules/ballots/index.ts';
import type { MadeUpCity } from './made-up-city.ts';
import { type DemoSession, signIn } from './sign-in.ts';

type City = () => MadeUpCity;

async function as(city: MadeUpCity, role: string | null): Promise<DemoSession> {
  const { people } = (await city.server.app.inject({ url: '/api/demo/people' })).json<{
    people: { id: string; role: string | null }[];
  }>();
  const found = people.find((one) => one.role === role);
  if (found === undefined) throw new Error(`the sign-in page offers nobody as ${role ?? 'resident'}`);
  return signIn(city.server, found.id);
}

interface Line {
  id: string;
  kind: string;
  phase: string;
  title: string;
}

async function linesOf(city: MadeUpCity): Promise<Line[]> {
  return city.rows<Line & Record<string, unknown>>(
    'SELECT ballot_id AS id, kind, phase, title FROM ballots WHERE tenant_id = $1 ORDER BY created_at',
  );
}

async function idOf(city: MadeUpCity, kind: string, phase: string): Promise<string> {
  const found = (await linesOf(city)).find((one) => one.kind === kind && one.phase === phase);
  if (found === undefined) throw new Error(`no ${kind} is ${phase}`);
  return found.id;
}

async function see(session: DemoSession, ballotId: string): Promise<BallotView> {
  return (await session.get<z.output<typeof BallotReply>>(`/api/ballots/${ballotId}`)).ballot;
}

/** Of every city. */
export function ballotsHold(city: City): void {
  it('the evidence of every result verifies without the server, and the day’s seal covers it', async () => {
    const office = await as(city(), 'administrator');
    const told = (await linesOf(city())).filter(({ phase }) =>
      ['announced', 'final', 'failed'].includes(phase),
    );
    expect(told.length).toBeGreaterThan(0);
    for (const { id, kind, title } of told) {
      // What people wrote in words of their own goes to nobody but those who put it in order.
      const taker = kind === 'discontent' ? await as(city(), 'district-dispatcher') : office;
      const bundle = await taker.get<BallotBundle>(`/api/ballots/${id}/bundle`);
      const { findings, counted, head } = await verifyBundle(bundle);
      expect(findings, title).toEqual([]);
      expect(counted.history, title).toBeGreaterThan(4);
      expect(counted.seals, title).toBe(1);
      expect(head).toBe(bundle.head.hash);
      expect(counted.votes + counted.slips, title).toBeGreaterThan(0);
      // A vote that was taken out afterwards is missed.
      const short = bundle.ballot.secret
        ? { ...bundle, slips: bundle.slips.slice(1) }
        : { ...bundle, votes: bundle.votes.slice(1) };
      expect((await verifyBundle(short)).findings, title).not.toEqual([]);
    }
  });

  it('replayed from its history a ballot stands where its row says', async () => {
    const rows = await city().rows<{ state: BallotState; changes: Partial<BallotState>[] }>(
      `SELECT state, (SELECT json_agg(changes ORDER BY seq) FROM ballot_history AS history
                       WHERE history.tenant_id = $1 AND history.ballot_id = ballots.ballot_id) AS changes
         FROM ballots WHERE tenant_id = $1`,
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { state, changes } of rows) {
      expect(
        changes.reduce<BallotState>((before, each) => evolveBallot(before, each), {} as BallotState),
      ).toEqual(state);
    }
  });

  it('nobody voted before or after the days of voting, none votes twice, and no counter read their own paper', async () => {
    const [row] = await city().rows<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE mark.online_at < ballots.voting_from OR mark.online_at >= ballots.voting_until
                                  OR mark.issued_on < ballots.voting_from::date - 1
                                  OR mark.handed_at NOT BETWEEN ballots.voting_from AND ballots.voting_until)::int AS "outOfTime",
              count(*) FILTER (WHERE mark.issued_on IS NOT NULL AND mark.handed_at IS NOT NULL)::int AS twice,
              count(*) FILTER (WHERE roll.voter_id = ANY (mark.paper_by))::int AS own,
              count(*) FILTER (WHERE roll.entry_id IS NULL)::int AS "notOnRoll",
              count(*) FILTER (WHERE cardinality(mark.paper_by) <> 2)::int AS "readByOne"
         FROM ballot_entries AS mark
         JOIN ballots ON ballots.tenant_id = $1 AND ballots.ballot_id = mark.ballot_id
         LEFT JOIN ballot_roll_entries AS roll ON roll.tenant_id = $1 AND roll.ballot_id = mark.ballot_id
              AND roll.roll_number = ballots.roll_number AND roll.entry_id = mark.entry_id
        WHERE mark.tenant_id = $1`,
    );
    expect(row).toEqual({ outOfTime: 0, twice: 0, own: 0, notOnRoll: 0, readByOne: 0 });
  });

  it('each resident of the sign-in page finds a vote that is open and theirs to cast', async () => {
    const { people } = (await city().server.app.inject({ url: '/api/demo/people' })).json<{
      people: { id: string; role: string | null }[];
    }>();
    const residents = people.filter(({ role }) => role === null);
    expect(residents.length).toBeGreaterThan(0);
    for (const { id } of residents) {
      const resident = await signIn(city().server, id);
      const { ballots } = await resident.get<z.output<typeof BallotList>>('/api/ballots?state=running');
      const open = ballots.filter(({ phase, myEntries }) => phase === 'voting' && myEntries > 0);
      const views = await Promise.all(open.map(({ ballotId }) => see(resident, ballotId)));
      // In a secret ballot a slip is fetched first.
      const mine = views.flatMap(({ mine: entries }) => entries.flatMap(({ offers }) => offers));
      expect(mine.some((offer) => offer === 'cast' || offer === 'issue')).toBe(true);
    }
  });

  it('keys of secret ballots are destroyed when voting has ended, and only then', async () => {
    const rows = await city().rows<{ phase: string; kept: number }>(
      `SELECT ballots.phase, count(keys.private_cipher)::int AS kept
         FROM ballots JOIN ballot_slip_keys AS keys ON keys.tenant_id = $1 AND keys.ballot_id = ballots.ballot_id
        WHERE ballots.tenant_id = $1 GROUP BY ballots.ballot_id, ballots.phase`,
    );
    for (const { phase, kept } of rows) expect(kept > 0, phase).toBe(['posted', 'voting'].includes(phase));
  });
}

/** The register of the compound in which the sign-in page's people live. */
export function ownersHold(city: City, keeper: string): void {
  it('owners with several homes are one head, a developer’s homes are one, co-owners have one voter', async () => {
    const session = await as(city(), keeper);
    const { compounds } = await session.get<{ compounds: { code: string }[] }>('/api/ownerships/compounds');
    const registered = await city().rows<{ compound: string }>(
      'SELECT DISTINCT left(home_code, 15) AS compound FROM ownerships WHERE tenant_id = $1',
    );
    const mine = compounds.find(({ code }) => registered.some(({ compound }) => compound === code));
    if (mine === undefined) throw new Error('whoever keeps a register has none');
    const register = await session.get<z.output<typeof OwnershipRegister>>(
      `/api/ownerships?compound=${mine.code}&limit=200`,
    );
    const homes = register.homes;
    expect(homes.length).toBeGreaterThan(20);
    for (const { owners, areaDm2 } of homes) {
      expect(areaDm2).toBeGreaterThan(4_000);
      expect(owners.filter(({ isVoter }) => isVoter)).toHaveLength(1);
      // Names are masked, as everywhere.
      expect(owners.every(({ nameMasked }) => nameMasked.includes('*'))).toBe(true);
    }
    const [row] = await city().rows<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE homes > 1)::int AS several, count(*) FILTER (WHERE owners > 1)::int AS "coOwned"
         FROM (SELECT count(*) AS homes, 0 AS owners FROM ownerships WHERE tenant_id = $1 AND NOT is_developer GROUP BY owner_index
               UNION ALL SELECT 0, count(*) FROM ownerships WHERE tenant_id = $1 GROUP BY home_code) AS counted`,
    );
    expect(row?.several).toBeGreaterThan(0);
    expect(row?.coOwned).toBeGreaterThan(5);
  });
}

export function ballotsOfTongguan(city: City): void {
  it('T1: four channels, a vetting with reasons, a vote of members, and the post that followed', async () => {
    const secretary = await as(city(), 'community-secretary');
    const ballotId = await idOf(city(), 'leader-election', 'final');
    const { nominations } = await secretary.get<z.output<typeof Nominations>>(
      `/api/ballots/${ballotId}/nominations`,
    );
    const accepted = nominations.filter(({ state }) => state === 'accepted');
    expect(new Set(accepted.map(({ channel }) => channel))).toEqual(
      new Set(['self', 'residents', 'community', 'open-review']),
    );
    expect(nominations.map(({ state }) => state)).toContain('rejected');
    expect(nominations.map(({ state }) => state)).toContain('withdrawn');
    for (const { trail } of nominations.filter(({ state }) => state === 'rejected'))
      expect(trail.at(-1)?.reason?.length).toBeGreaterThan(5);
    const { result, questions } = await see(secretary, ballotId);
    const won = result?.questions[0]?.won ?? [];
    const elected = questions[0]?.options.find(({ key }) => won.includes(key));
    const [post] = await city().rows<{ heldFrom: string; name: string; steps: string[] }>(
      `SELECT posts.held_from AS "heldFrom", people.name,
              (SELECT array_agg(step ORDER BY step_number) FROM post_trails
                WHERE post_trails.tenant_id = $1 AND post_trails.post_id = posts.post_id) AS steps
         FROM ballots
         JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.area_code = ballots.area_code
         JOIN posts ON posts.tenant_id = $1 AND posts.org_id = org_areas.org_id AND posts.role = 'compound-secretary'
          AND posts.held_to IS NULL
         JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
        WHERE ballots.tenant_id = $1 AND ballots.ballot_id = $2`,
      [city().tenantId, ballotId],
    );
    expect(post?.name).toBe(elected?.title);
    expect(post?.steps).toEqual(['nominated', 'vetted', 'voted', 'appointed']);
    const [final] = await city().rows<{ finalAt: string }>(
      `SELECT state->>'finalAt' AS "finalAt" FROM ballots WHERE tenant_id = $1 AND ballot_id = $2`,
      [city().tenantId, ballotId],
    );
    expect((post?.heldFrom ?? '') > (final?.finalAt ?? '9')).toBe(true);
  });

  it('T12: what was talked over became a vote that holds; one for which too few came decided nothing', async () => {
    const office = await as(city(), 'administrator');
    const passed = await see(office, await idOf(city(), 'owners-vote', 'final'));
    expect(passed.result?.questions.map(({ outcome }) => outcome)).toEqual(['passed', 'passed']);
    for (const { quorum, majority } of passed.result?.questions ?? []) {
      const checks = [...quorum, ...(majority.for ?? [])];
      expect(checks.map(({ measure }) => measure)).toEqual(['heads', 'area', 'heads', 'area']);
      expect(checks.every(({ reached }) => reached)).toBe(true);
    }
    const [talk] = await city().rows<{ talks: number }>(
      `SELECT count(*)::int AS talks FROM ballots
         JOIN gatherings ON gatherings.tenant_id = $1 AND gatherings.kind = 'deliberation' AND gatherings.state = 'ended'
          AND gatherings.area_code = ballots.area_code AND gatherings.ended_at < ballots.created_at
          AND gatherings.title_zh LIKE '%加装电梯%'
        WHERE ballots.tenant_id = $1 AND ballots.ballot_id = $2`,
      [city().tenantId, passed.ballotId],
    );
    expect(talk?.talks).toBe(1);
    const failed = await see(office, await idOf(city(), 'owners-vote', 'failed'));
    expect(failed.result?.questions.map(({ outcome }) => outcome)).toEqual(['no-quorum']);
  });

  it('the resident of the sign-in page finds a vote to cast; staff see it move, with papers waiting at the desk', async () => {
    const resident = await as(city(), null);
    const { ballots } = await resident.get<z.output<typeof BallotList>>('/api/ballots');
    const open = ballots.find(({ phase }) => phase === 'voting');
    expect(open).toMatchObject({ myEntries: 1, myVotes: 0 });
    const ballotId = open?.ballotId ?? '';
    const before = await see(resident, ballotId);
    const [mine] = before.mine;
    expect(mine?.offers).toContain('cast');
    const { heads } = before.participation?.tookPart ?? { heads: 0 };
    expect(heads).toBeGreaterThan(500);
    expect(heads / (before.roll?.total.heads ?? 1)).toBeLessThan(2 / 3);
    expect(before.result).toBeNull();
    await resident.post(`/api/ballots/${ballotId}/entries/${mine?.entryId}/cast`, {
      commandId: randomUUID(),
      choices: { lifts: ['for'], charging: [] },
    });
    // Of a large vote everybody who looks in the same second shares one count.
    await expect
      .poll(async () => (await see(resident, ballotId)).participation?.tookPart.heads, { timeout: 20_000 })
      .toBe(heads + 1);
    const worker = await as(city(), 'community-worker');
    const desk = await worker.get<z.output<typeof BallotDesk>>(`/api/ballots/${ballotId}/desk`);
    expect(desk.counts).toMatchObject({ oneReading: 14, differs: 3 });
    expect(desk.counts.agreed).toBeGreaterThan(300);
  });
}

export function ballotsOfPanzhihua(city: City): void {
  it('P7: those whom owners elected sit on the committee; half of the slate are members', async () => {
    const secretary = await as(city(), 'community-secretary');
    const ballotId = await idOf(city(), 'committee-election', 'final');
    const view = await see(secretary, ballotId);
    const [result] = view.result?.questions ?? [];
    expect(result).toMatchObject({ outcome: 'decided', seatsOpen: 0 });
    expect(result?.won).toHaveLength(5);
    const { norm, nominations } = await secretary.get<z.output<typeof Nominations>>(
      `/api/ballots/${ballotId}/nominations`,
    );
    expect(norm).toMatchObject({ percent: 50, isMet: true });
    const names = nominations
      .filter(({ option }) => option !== null && result?.won.includes(option))
      .map(({ name }) => name);
    const seated = await city().rows<{ name: string }>(
      `SELECT people.name FROM ballots
         JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.area_code = ballots.area_code
         JOIN posts ON posts.tenant_id = $1 AND posts.org_id = org_areas.org_id AND posts.held_to IS NULL
          AND posts.role IN ('owners-chair', 'owners-member')
         JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
        WHERE ballots.tenant_id = $1 AND ballots.ballot_id = $2`,
      [city().tenantId, ballotId],
    );
    expect(seated.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it('P8: the opinion of the prior study stands with the vote, and voting opens by the clock', async () => {
    const view = await see(await as(city(), null), await idOf(city(), 'owners-vote', 'posted'));
    expect(view.study).toMatchObject({ ended: 'opinion' });
    expect(view.next?.timer).toBe('open');
    const open = await see(await as(city(), null), await idOf(city(), 'owners-vote', 'voting'));
    expect(open.study).toMatchObject({ ended: 'opinion' });
  });

  it('P11: three families of six, chosen in secret, with photographs that neighbours see', async () => {
    const resident = await as(city(), null);
    const view = await see(resident, await idOf(city(), 'happiest-family', 'final'));
    const [question] = view.questions;
    expect(view.secret).toBe(true);
    expect(question?.options).toHaveLength(6);
    expect(view.result?.questions[0]?.won).toHaveLength(3);
    for (const { photoId } of question?.options ?? [])
      expect((await resident.raw(`/api/photos/${photoId}/thumbnail`)).statusCode).toBe(200);
  });

  it('P13: 2,000 answers, as 10 common and 30 and more individual problems that a person confirmed', async () => {
    const ballotId = await idOf(city(), 'discontent', 'final');
    // Everybody who lives there reads it once it is confirmed; what single persons wrote, those who work on it.
    const catalogue = await (await as(city(), null)).get<z.output<typeof CatalogueView>>(
      `/api/ballots/${ballotId}/catalogue`,
    );
    expect(catalogue.answers).toBe(2_000);
    expect(catalogue.confirmed).not.toBeNull();
    const common = catalogue.groups.filter(({ reach }) => reach === 'common');
    const individual = catalogue.groups.filter(({ reach }) => reach === 'individual');
    expect(common).toHaveLength(10);
    expect(individual.length).toBeGreaterThanOrEqual(30);
    expect(catalogue.groups.reduce((sum, { answers }) => sum + answers, 0)).toBe(2_000);
    // Ranked; the common ones are named from everywhere, the individual ones from a street or two.
    expect(catalogue.groups.slice(0, 10).every(({ reach }) => reach === 'common')).toBe(true);
    expect(common.every(({ areas }) => areas.length >= 3)).toBe(true);
    expect(individual.every(({ areas }) => areas.length < 3)).toBe(true);
    expect(catalogue.groups.every(({ examples }) => examples.length === 0)).toBe(true);
  });
}

export function ballotsOfHaikou(city: City): void {
  it('H10: residents from 15 chose projects the budget is enough for', async () => {
    const office = await as(city(), 'street-secretary');
    const view = await see(office, await idOf(city(), 'micro-project-choice', 'final'));
    const [question] = view.questions;
    const won = view.result?.questions[0]?.won ?? [];
    expect(won.length).toBeGreaterThan(0);
    const cost = (question?.options ?? [])
      .filter(({ key }) => won.includes(key))
      .reduce((sum, { costFen }) => sum + (costFen ?? 0), 0);
    expect(cost).toBeLessThanOrEqual(question?.budgetFen ?? 0);
    const [row] = await city().rows<{ living: number }>(
      `SELECT count(*)::int AS living FROM people JOIN ballots ON ballots.tenant_id = $1 AND ballots.ballot_id = $2
        WHERE people.tenant_id = $1 AND starts_with(people.home_code, ballots.area_code)`,
      [city().tenantId, view.ballotId],
    );
    // Children below 15 live there and do not stand on the roll.
    expect(view.roll?.total.heads).toBeLessThan(row?.living ?? 0);
    expect(view.roll?.total.heads).toBeGreaterThan((row?.living ?? 0) * 0.7);
  });

  it('H10: another choice is open where the resident of the sign-in page lives, with photographs and costs', async () => {
    const resident = await as(city(), null);
    const ballotId = await idOf(city(), 'micro-project-choice', 'voting');
    const view = await see(resident, ballotId);
    expect(view.mine[0]?.offers).toContain('issue');
    // The street put it to one compound; the community in between finds it too.
    const community = await as(city(), 'community-secretary');
    const { ballots } = await community.get<BallotList>('/api/ballots?state=running');
    expect(ballots.map((one) => one.ballotId)).toContain(ballotId);
    for (const { photoId, costFen } of view.questions[0]?.options ?? []) {
      expect(costFen).toBeGreaterThan(0);
      expect((await resident.raw(`/api/photos/${photoId}/thumbnail`)).statusCode).toBe(200);
    }
  });
}

/** Moves the city's clock: the last thing to be asked of a city. */
export function ballotsGoOn(city: City): void {
  it('a vote that was open at the start closes by the clock, waits for its papers, and is late when nobody counts', async () => {
    const { server } = city();
    const ballotId = await idOf(city(), 'owners-vote', 'voting');
    const chair = await as(city(), 'owners-chair');
    const { votingUntil } = await see(chair, ballotId);
    server.clock.moveTo(new Date(Date.parse(votingUntil ?? '') + 1_000).toISOString());
    await sweepBallots(server.deps);
    const closed = await see(chair, ballotId);
    expect(closed.phase).toBe('counting');
    expect(closed.next?.timer).toBe('count-over');
    const count = await server.app.inject({ url: `/api/ballots/${ballotId}/bundle` });
    expect(count.statusCode).not.toBe(200);
    server.clock.moveTo(closed.next?.at ?? '');
    await sweepBallots(server.deps);
    const [row] = await city().rows<{ over: string | null }>(
      `SELECT state->>'countOverAt' AS over FROM ballots WHERE tenant_id = $1 AND ballot_id = $2`,
      [city().tenantId, ballotId],
    );
    expect(row?.over).not.toBeNull();
  });
}
