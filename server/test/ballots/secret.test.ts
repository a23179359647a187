import { randomUUID } from 'node:crypto';
import type { BallotView } from '@linli/contract';
import { type Slip, verifyBundle } from '@linli/engine';
import { describe, expect, test } from 'vitest';
import { mixOpenBoxes } from '../../src/modules/ballots/mix-box.ts';
import {
  afterVoting,
  boards,
  type Caller,
  finish,
  motion,
  openQuarter,
  openVote,
  type Quarter,
  readTwice,
} from './quarter.ts';
import { castSlip, issue, prepare, unblind, vote } from './voter-device.ts';

describe('a secret ballot', () => {
  test('counts head and area without anything in the database leading from a slip to a voter', {
    timeout: 120_000,
  }, async () => {
    const quarter = await openQuarter();
    const { owners, server, tenantId } = quarter;
    const ballotId = await openVote(quarter, { secret: true });
    // Six homes of the same area hide each other; what the paper cannot hide is said.
    expect((await owners[0]?.see(ballotId))?.warnings.map(({ en }) => en)).toEqual([
      expect.stringContaining('Papers bear the area'),
    ]);
    const said = ['for', 'against', 'for', 'for'];
    const receipts: Slip[][] = [];
    for (const [index, answer] of said.entries()) {
      receipts.push(await vote(quarter, owners[index] as Caller, ballotId, { lift: [answer] }));
    }
    // One on paper: into the urn in the open, read by its serial.
    const [teller] = quarter.tellers;
    const handed = await teller.call('POST', `/api/ballots/${ballotId}/papers/hand`, {
      commandId: randomUUID(),
      refs: [boards[4]],
    });
    expect(handed.statusCode, handed.body).toBe(200);
    // Whoever could read it now would know a vote, and whose, before voting is over: the urn stays closed.
    const early = await teller.call('POST', `/api/ballots/${ballotId}/papers`, {
      commandId: randomUUID(),
      papers: [{ ref: 'Z-0001', choices: { lift: ['for'] }, areaDm2: 10_000 }],
    });
    expect(early.json()).toMatchObject({ status: 409, code: 'verb-not-allowed' });
    const live = (await owners[5]?.see(ballotId)) as BallotView;
    expect(live.participation?.tookPart).toEqual({ heads: 5, areaDm2: 50_000 });

    // Every value of the box's rows is looked for in every other table.
    const columns = await server.db.superuser.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'ballot_slips'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname`,
    );
    expect(columns.rows.map(({ name }) => name)).toEqual([
      'ballot_id',
      'cast_on',
      'slip_cipher',
      'slip_key',
      'tenant_id',
      'token_hash',
    ]);
    const rows = await server.db.superuser.query<{
      key: string;
      token: string;
      cipher: string;
      castOn: string;
      xmin: string;
      length: number;
    }>(
      `SELECT slip_key::text AS key, encode(token_hash, 'hex') AS token, encode(slip_cipher, 'hex') AS cipher, cast_on::text AS "castOn",
              xmin::text AS xmin, length(slip_cipher) AS length FROM ballot_slips`,
    );
    expect(rows.rows).toHaveLength(receipts.flat().length);
    expect(new Set(rows.rows.map(({ castOn }) => castOn))).toEqual(new Set(['2026-12-12']));
    // A length would tell what was chosen, a shared transaction which slips are of one voter.
    expect(new Set(rows.rows.map(({ length }) => length)).size).toBe(1);
    expect(new Set(rows.rows.map(({ xmin }) => xmin)).size).toBe(rows.rows.length);
    const everything = await dump(quarter, ['ballot_slips']);
    const tokens = receipts.flat().map(({ token }) => token);
    for (const needle of [...rows.rows.flatMap(({ key, token }) => [key, token]), ...tokens]) {
      expect(everything.includes(needle), needle).toBe(false);
    }
    const marks = await dump(quarter, [], ['ballot_entries', 'ballot_entry_steps', 'commands']);
    for (const { signature } of receipts.flat()) expect(marks.includes(signature)).toBe(false);
    // Transactions that wrote a mark about somebody wrote no slip.
    const shared = await server.db.superuser.query(
      `SELECT FROM ballot_slips AS slip WHERE slip.xmin::text IN (
         SELECT xmin::text FROM ballot_entries UNION SELECT xmin::text FROM ballot_entry_steps UNION SELECT xmin::text FROM commands
         UNION SELECT xmin::text FROM sign_ins UNION SELECT xmin::text FROM messages)`,
    );
    expect(shared.rowCount).toBe(0);
    // The mark itself has only the day.
    const times = await server.db.superuser.query<{ at: string }>(
      `SELECT DISTINCT to_char(at AT TIME ZONE 'UTC', 'HH24:MI:SS.US') AS at FROM ballot_entry_steps WHERE step = 'issue'`,
    );
    expect(times.rows).toEqual([{ at: '00:00:00.000000' }]);

    await quarter.goTo(afterVoting);
    await readTwice(quarter, ballotId, 'Z-0001', { lift: ['for'] }, { areaDm2: 10_000 });
    const done = await finish(quarter, ballotId);
    expect(done.result?.questions[0]).toMatchObject({
      outcome: 'passed',
      options: { for: { heads: 4, areaDm2: 40_000 }, against: { heads: 1, areaDm2: 10_000 } },
    });
    // Closed: keys destroyed, the box mixed by one transaction.
    const keys = await server.db.superuser.query<{ left: number }>(
      'SELECT count(private_cipher)::int AS left FROM ballot_slip_keys WHERE destroyed_at IS NOT NULL',
    );
    expect(keys.rows).toEqual([{ left: 0 }]);
    const mixed = await server.db.superuser.query<{ transactions: number; ordered: boolean }>(
      `SELECT count(DISTINCT xmin::text)::int AS transactions,
              array_agg(slip_key ORDER BY ctid) = array_agg(slip_key ORDER BY slip_key) AS ordered FROM ballot_slips`,
    );
    expect(mixed.rows).toEqual([{ transactions: 1, ordered: true }]);

    // “My vote was counted”, by the receipt; and an outsider checks the whole.
    const receipt = await server.app.inject({
      method: 'POST',
      url: `/api/ballots/${ballotId}/slips/receipt`,
      headers: { 'linli-city': 'chess-quarter' },
      payload: { token: receipts[1]?.[0]?.token },
    });
    expect(receipt.json()).toEqual({ isInBox: true, values: ['head'], choices: { lift: ['against'] } });
    const bundle = (await owners[0]?.call('GET', `/api/ballots/${ballotId}/bundle`))?.json();
    const verified = await verifyBundle(bundle);
    expect(verified.findings).toEqual([]);
    expect(bundle.slips.some(({ token }: Slip) => token === receipts[1]?.[0]?.token)).toBe(true);
    expect(JSON.stringify(bundle)).not.toContain(owners[0]?.personId);
    expect(tenantId).toBeGreaterThan(0);
  });

  test('signs exactly what an entry has, once; the same messages again, others never', {
    timeout: 120_000,
  }, async () => {
    const quarter = await openQuarter();
    const [owner, other] = quarter.owners as [Caller, Caller];
    const ballotId = await openVote(quarter, { secret: true });
    const view = await owner.see(ballotId);
    const mine = view.mine[0];
    if (!mine) throw new Error('no entry');
    const choices = { lift: ['for'] };
    const prepared = await prepare(view, mine.slips, choices);
    const tooMany = await prepare(view, [...mine.slips, '8192'], choices);
    expect((await issue(owner, ballotId, mine.entryId, tooMany)).statusCode).toBe(422);
    expect((await issue(other, ballotId, mine.entryId, prepared)).statusCode).toBe(404);
    // Two requests at once: both get the same signatures, or one waits and is told the same.
    const twice = await Promise.all([1, 2].map(() => issue(owner, ballotId, mine.entryId, prepared)));
    expect(twice.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(twice[0]?.json()).toEqual(twice[1]?.json());
    const anew = await prepare(view, mine.slips, { lift: ['against'] });
    expect((await issue(owner, ballotId, mine.entryId, anew)).statusCode).toBe(409);
    // Who took slips puts no paper into the urn besides.
    const handed = await quarter.tellers[0].call('POST', `/api/ballots/${ballotId}/papers/hand`, {
      commandId: randomUUID(),
      refs: [boards[0]],
    });
    expect(handed.statusCode).toBe(409);

    const [slip] = (await unblind(ballotId, prepared, twice[0]?.json().signatures)) as [Slip];
    // With a session it is refused: nothing may tie the two steps together.
    expect((await castSlip(quarter, ballotId, slip, owner.cookies)).json()).toMatchObject({
      code: 'slip-with-session',
    });
    // A slip says what was signed, under the key of its value.
    expect(
      (await castSlip(quarter, ballotId, { ...slip, choices: { lift: ['against'] } })).json(),
    ).toMatchObject({ code: 'slip-invalid' });
    expect((await castSlip(quarter, ballotId, { ...slip, value: '8192' })).json()).toMatchObject({
      code: 'slip-invalid',
    });
    const both = await Promise.all([1, 2, 3].map(() => castSlip(quarter, ballotId, slip)));
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    const kept = await quarter.server.db.superuser.query('SELECT FROM ballot_slips');
    expect(kept.rowCount).toBe(1);
    await quarter.goTo('2026-12-20T18:00:01.000Z');
    const late = await unblind(ballotId, prepared, twice[0]?.json().signatures);
    expect(late.length).toBeGreaterThan(2);
    // Signed in time and on its way when voting ended: it is counted, and nothing says that it came late.
    const [teller] = quarter.tellers;
    const { seq } = await teller.see(ballotId);
    const count = () =>
      teller.call('POST', `/api/ballots/${ballotId}/verbs/count`, { commandId: randomUUID(), seq });
    expect((await count()).json()).toMatchObject({
      code: 'verb-not-allowed',
      detail: expect.stringContaining('在路上'),
    });
    expect((await castSlip(quarter, ballotId, late[1] as Slip)).statusCode).toBe(200);
    await mixOpenBoxes(quarter.server.deps);
    const box = await quarter.server.db.superuser.query<{ day: string; transactions: number }>(
      `SELECT max(cast_on)::text AS day, count(DISTINCT xmin::text)::int AS transactions FROM ballot_slips`,
    );
    expect(box.rows).toEqual([{ day: '2026-12-20', transactions: 1 }]);
    await quarter.goTo('2026-12-20T18:10:00.000Z');
    expect((await castSlip(quarter, ballotId, late[2] as Slip)).statusCode).toBe(409);
    expect(
      (
        await issue(
          other,
          ballotId,
          (
            await other.entry(ballotId)
          ).entryId,
          await prepare(view, mine.slips, choices),
        )
      ).statusCode,
    ).toBe(409);
  });
});

test('every ten minutes the box is mixed, so that a day tells no hour, and what it replaced is cleared away', {
  timeout: 120_000,
}, async () => {
  const quarter = await openQuarter();
  const { owners, server } = quarter;
  const { superuser } = server.db;
  const ballotId = await openVote(quarter, { secret: true });
  const lie = async () => {
    const { rows } = await superuser.query<{ slips: number; transactions: number; isOrdered: boolean }>(
      `SELECT count(*)::int AS slips, count(DISTINCT xmin::text)::int AS transactions,
              array_agg(slip_key ORDER BY ctid) = array_agg(slip_key ORDER BY slip_key) AS "isOrdered" FROM ballot_slips`,
    );
    return rows[0];
  };
  const cleared = async () => {
    const { rows } = await superuser.query<{ times: number }>(
      `SELECT vacuum_count::int AS times FROM pg_stat_user_tables WHERE relname = 'ballot_slips'`,
    );
    return rows[0]?.times;
  };
  const receipts: Slip[] = [];
  for (const owner of owners.slice(0, 2))
    receipts.push(...(await vote(quarter, owner, ballotId, { lift: ['for'] })));
  const slips = receipts.length;
  expect(await lie()).toMatchObject({ slips, transactions: slips });
  const before = (await cleared()) ?? 0;
  expect(await mixOpenBoxes(server.deps)).toBe(1);
  expect(await lie()).toEqual({ slips, transactions: 1, isOrdered: true });
  // What nothing came into since is left alone.
  expect(await mixOpenBoxes(server.deps)).toBe(0);
  await expect.poll(cleared, { timeout: 20_000 }).toBeGreaterThan(before);

  // Those of the next morning are mixed with those of the evening before.
  await quarter.goTo('2026-12-13T09:00:00.000Z');
  for (const owner of owners.slice(2, 4))
    receipts.push(...(await vote(quarter, owner, ballotId, { lift: ['for'] })));
  await mixOpenBoxes(server.deps);
  expect(await lie()).toMatchObject({ slips: receipts.length, transactions: 1 });
  // Two days later nothing came in: the box stays as it is.
  await quarter.goTo('2026-12-16T09:00:00.000Z');
  expect(await mixOpenBoxes(server.deps)).toBe(0);

  const done = await finish(quarter, ballotId);
  expect(done.result?.questions[0]).toMatchObject({ options: { for: { heads: 4, areaDm2: 40_000 } } });
  const bundle = (await owners[0]?.call('GET', `/api/ballots/${ballotId}/bundle`))?.json();
  expect(new Set(bundle.slips.map(({ token }: Slip) => token))).toEqual(
    new Set(receipts.map(({ token }) => token)),
  );
});

test('annulled by a street while voting runs, nobody makes slips for it any more, and its box is mixed', {
  timeout: 120_000,
}, async () => {
  const quarter = await openQuarter();
  const { superuser } = quarter.server.db;
  const ballotId = await openVote(quarter, { secret: true });
  const slips = (
    await Promise.all(
      quarter.owners.slice(0, 2).map((owner) => vote(quarter, owner, ballotId, { lift: ['for'] })),
    )
  ).flat();
  await quarter.president.act(ballotId, 'annul', { reason: '未依法公示' });
  const { rows } = await superuser.query<{ keys: number; slips: number; transactions: number }>(
    `SELECT (SELECT count(private_cipher)::int FROM ballot_slip_keys) AS keys, count(*)::int AS slips,
            count(DISTINCT xmin::text)::int AS transactions FROM ballot_slips`,
  );
  expect(rows).toEqual([{ keys: 0, slips: slips.length, transactions: 1 }]);
});

test('who could be recognised by an unusual area is told before they vote', {
  timeout: 120_000,
}, async () => {
  const quarter = await openQuarter();
  await quarter.inQuarter((tx) =>
    tx.query('UPDATE home_areas SET exclusive_area_dm2 = 10001 WHERE tenant_id = $1 AND area_code = $2', [
      tx.tenantId,
      boards[3],
    ]),
  );
  const ballotId = await openVote(quarter, { secret: true });
  const seen = await quarter.owners[0]?.see(ballotId);
  expect(seen?.warnings[0]?.en).toContain('one value is used by 1 only');
  const two = await quarter.chair.convene({
    kind: 'owners-vote',
    secret: true,
    questions: [motion(), motion({ key: 'gate', title: '是否同意改门' })],
    votingFrom: '2027-01-10T09:00:00.000Z',
    votingUntil: '2027-01-20T18:00:00.000Z',
  });
  const posted = await quarter.chair.act(two.ballotId, 'post');
  expect(posted.warnings.map(({ en }) => en)).toContainEqual(
    expect.stringContaining('Several choices stand on the same slips'),
  );
});

/** All rows of all tables as text, but for these; or of these alone. */
async function dump(quarter: Quarter, without: readonly string[], only?: readonly string[]): Promise<string> {
  const { superuser } = quarter.server.db;
  const tables = await superuser.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' OR schemaname = 'graphile_worker'`,
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    if (without.includes(name) || (only && !only.includes(name))) continue;
    const schema = await superuser.query<{ schema: string }>(
      'SELECT schemaname AS schema FROM pg_tables WHERE tablename = $1',
      [name],
    );
    const { rows } = await superuser.query<{ text: string }>(
      `SELECT row_to_json(one)::text AS text FROM "${schema.rows[0]?.schema}"."${name}" AS one`,
    );
    texts.push(...rows.map(({ text }) => text));
  }
  expect(texts.length).toBeGreaterThan(0);
  return texts.join('\n');
}
