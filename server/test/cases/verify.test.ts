/** Whatever is done to history behind the application's back is noticed, and named by case and entry. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  chainEntries,
  type Entry,
  type Leaf,
  nothingBefore,
  sealRoot,
} from '../../src/modules/cases/chain.ts';
import { act } from '../../src/modules/cases/commands/act.ts';
import { sealCities } from '../../src/modules/cases/seal.ts';
import { sweep } from '../../src/modules/cases/sweep.ts';
import { type Verified, type VerifyOptions, verify } from '../../src/modules/cases/verify.ts';
import { programFolder } from '../../src/platform/config.ts';
import { type ClubOfCases, openClubOfCases } from './club-cases.ts';

let club: ClubOfCases;
/** Given and reminded of on the first day, climbed on the second: five entries, in two seals. */
let long: { caseId: string; number: string };
/** One entry, in the first seal. */
let short: { caseId: string; number: string };

beforeEach(async () => {
  club = await openClubOfCases();
  const { deps, clock } = club.server;
  long = await club.given();
  short = await club.report({ board: '770102' });
  clock.advance(15 * 60_000);
  await sweep(deps);
  clock.moveTo('2026-11-24T00:01:00.000Z');
  await sealCities(deps);
  await sweep(deps);
  clock.moveTo('2026-11-25T00:01:00.000Z');
  await sealCities(deps);
});

const damage = (sql: string, values: unknown[] = []) => club.server.db.superuser.query(sql, values);

async function wrong(options: Omit<VerifyOptions, 'found'> = {}): Promise<string[]> {
  return (await verified(options)).wrong;
}

async function verified(
  options: Omit<VerifyOptions, 'found'> = {},
): Promise<{ wrong: string[]; result: Verified }> {
  const lines: string[] = [];
  const result = await verify(club.server.db, {
    ...options,
    found: ({ case: of, entry, what }) => {
      const name = of === long.number ? 'long' : of === short.number ? 'short' : of;
      lines.push(`${name ?? 'seals'}${entry === null ? '' : ` ${entry}`}: ${what}`);
    },
  });
  expect(result.findings).toBe(lines.length);
  return { wrong: lines, result };
}

test('nothing is wrong with what the application wrote, and everything was looked at', async () => {
  const { wrong: lines, result } = await verified();
  expect(lines).toEqual([]);
  expect(result).toMatchObject({ cities: 1, cases: 2, entries: 6, seals: 2, leaves: 3 });
  const { rows } = await damage('SELECT root FROM seals ORDER BY sealed_on DESC LIMIT 1');
  expect(result.lastSeals).toEqual([
    { city: 'chess-club', sealedOn: '2026-11-24', root: rows[0].root.toString('hex') },
  ]);
});

describe('an entry', () => {
  test.each([
    ['reason', `reason = 'because'`],
    ['time', `at = at + interval '1 millisecond'`],
    ['actor', `actor_label = '别人'`],
    ['changes', `changes = jsonb_set(changes, '{changedAt}', '"2026-11-23T02:00:00.000Z"')`],
    ['command', 'command_id = gen_random_uuid()'],
    ['station', `to_station = 'closed'`],
  ])('whose %s was changed', async (_what, change) => {
    await damage(`UPDATE history SET ${change} WHERE case_id = $1 AND seq = 3`, [long.caseId]);
    expect(await wrong()).toContain(
      'long 3: it does not say what it said when it was written: its hash does not fit',
    );
  });

  test('that was changed together with its hash breaks the chain at the next', async () => {
    await forge(3, { reason: '后来改的' });
    expect(await wrong()).toEqual(['long 4: it does not continue entry 3 as that stands now']);
  });

  test('that was the last and was changed with its hash is not the case’s head, nor what was sealed', async () => {
    await forge(5, { reason: '后来改的' });
    expect(await wrong()).toEqual([
      "long: the case's head is not the hash of entry 5",
      'long 5: it is not the entry that was sealed on 2026-11-24',
    ]);
  });

  test('in the middle that is gone', async () => {
    await damage('DELETE FROM history WHERE case_id = $1 AND seq = 3', [long.caseId]);
    expect(await wrong()).toEqual(['long 4: entry 3 is missing before it']);
  });

  test('at the end that is gone', async () => {
    await damage('DELETE FROM history WHERE case_id = $1 AND seq = 5', [long.caseId]);
    expect(await wrong()).toEqual([
      'long: the case counts 5 entries, its history ends with entry 4',
      'long 5: it was sealed on 2026-11-24, and is gone',
    ]);
  });

  test('at the end that is gone, with the case put back to match, is missed by the seal', async () => {
    await damage('DELETE FROM history WHERE case_id = $1 AND seq = 5', [long.caseId]);
    const { rows } = await damage('SELECT hash FROM history WHERE case_id = $1 AND seq = 4', [long.caseId]);
    await damage('UPDATE cases SET seq = 4, head_hash = $2 WHERE case_id = $1', [long.caseId, rows[0].hash]);
    expect(await wrong()).toContain('long 5: it was sealed on 2026-11-24, and is gone');
  });
});

describe('a case', () => {
  test('whose state was changed', async () => {
    await damage(`UPDATE cases SET state = jsonb_set(state, '{redoCount}', '7') WHERE case_id = $1`, [
      long.caseId,
    ]);
    expect(await wrong()).toEqual(['long: its state is not what its history makes of it: redoCount']);
  });

  test('whose columns were changed', async () => {
    await damage(`UPDATE cases SET station = 'closed', title = '改了', rung = 0 WHERE case_id = $1`, [
      long.caseId,
    ]);
    expect(await wrong()).toEqual([
      'long: its row is not what its history makes of it: title, station, rung',
    ]);
  });

  test('whose number was changed is still found by the old one', async () => {
    await damage(`UPDATE cases SET number = 'K00000000-0000' WHERE case_id = $1`, [short.caseId]);
    const lines = ['K00000000-0000: its row is not what its history makes of it: number'];
    expect(await wrong()).toEqual(lines);
    expect(await wrong({ caseNumber: short.number })).toEqual(lines);
  });

  test('whose timers were removed would never be acted on', async () => {
    await damage('DELETE FROM case_timers WHERE case_id = $1', [long.caseId]);
    expect(await wrong()).toEqual(['long: its timers are not those its history asks for: rung:0 is missing']);
  });

  test('whose parts were changed', async () => {
    const { view } = await act(club.server.deps, club.arbiterViewer, long.caseId, 'ask-part', {
      commandId: randomUUID(),
      seq: 5,
      part: {
        task: '批一笔买发条的钱',
        holder: {
          orgId: club.office,
          role: 'president',
          postId: club.presidentViewer.posts[0]?.postId ?? null,
        },
      },
    });
    expect(view.parts).toHaveLength(1);
    expect(await wrong()).toEqual([]);
    await damage('UPDATE case_parts SET signed_at = due_at WHERE case_id = $1', [long.caseId]);
    expect(await wrong()).toEqual(['long: its parts are not those its history asks for']);
    await damage('DELETE FROM case_parts WHERE case_id = $1', [long.caseId]);
    expect(await wrong()).toEqual(['long: its parts are not those its history asks for']);
  });

  test('that vanished with everything that belongs to it is named by its leaf', async () => {
    await remove(short.caseId);
    expect(await wrong()).toEqual([
      `${short.caseId} 1: it was sealed on 2026-11-23, and is gone with its case`,
    ]);
  });

  test('that is gone while its history is there', async () => {
    await damage('DELETE FROM case_timers WHERE case_id = $1', [short.caseId]);
    await damage('DELETE FROM cases WHERE case_id = $1', [short.caseId]);
    expect(await wrong()).toEqual(['short: it has a history of 1 entry, but the case itself is gone']);
  });

  test('without a history', async () => {
    await damage(
      `INSERT INTO cases SELECT (jsonb_populate_record(cases, jsonb_build_object(
         'case_id', gen_random_uuid(), 'number', 'K20261124-9999'))).* FROM cases WHERE case_id = $1`,
      [short.caseId],
    );
    expect(await wrong()).toEqual([
      'K20261124-9999: the case has no history: its entries are gone, or it was put in',
    ]);
  });

  test('that was put in with a whole history of an earlier day is in no seal of that day', async () => {
    const caseId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
    await forgeCase(caseId, 'K20261123-9999');
    const lines = [
      'K20261123-9999 1: it is dated 2026-11-23T01:00:00.000Z, but the seal of 2026-11-23 does not know it: it was put in later',
    ];
    expect(await wrong()).toEqual(lines);
    // Nor does the next seal make it true.
    club.server.clock.moveTo('2026-11-26T00:01:00.000Z');
    await sealCities(club.server.deps);
    expect(await wrong()).toEqual(lines);
  });
});

describe('a seal', () => {
  test('whose root was changed', async () => {
    await damage(`UPDATE seals SET root = sha256('x') WHERE sealed_on = '2026-11-23'`);
    expect(await wrong()).toEqual([
      'seals: the seal of 2026-11-23 has a root that is not that of its day, its leaves and the seal before it',
      'seals: the seal of 2026-11-24 does not continue the seal of 2026-11-23: one between them is gone, or one of them was changed',
    ]);
  });

  test('that lost a leaf', async () => {
    await damage(`DELETE FROM seal_leaves WHERE sealed_on = '2026-11-24'`);
    expect(await wrong()).toContain('seals: the seal of 2026-11-24 counts 1 leaves, there are 0');
  });

  test('made anew to fit a case that vanished is not the one the next seal continues', async () => {
    await remove(short.caseId);
    await damage('DELETE FROM seal_leaves WHERE case_id = $1', [short.caseId]);
    const { rows: leaves } = await damage(
      `SELECT case_id AS "caseId", seq, hash FROM seal_leaves WHERE sealed_on = '2026-11-23' ORDER BY case_id`,
    );
    await damage(`UPDATE seals SET root = $1, leaf_count = 1 WHERE sealed_on = '2026-11-23'`, [
      sealRoot(nothingBefore, '2026-11-23', leaves as Leaf[]),
    ]);
    expect(await wrong()).toEqual([
      'seals: the seal of 2026-11-24 does not continue the seal of 2026-11-23: one between them is gone, or one of them was changed',
    ]);
  });

  test('that is gone', async () => {
    await damage(`DELETE FROM seals WHERE sealed_on = '2026-11-23'`);
    expect(await wrong()).toContain(
      'seals: the seal of 2026-11-24 names a seal before it, but it is the first',
    );
    expect(await wrong()).toContain('seals: the seal of 2026-11-23 is gone, 2 of its leaves are still there');
  });
});

test('one case alone: its chain and its leaves, and nothing else', async () => {
  await damage(`UPDATE history SET reason = 'x' WHERE case_id = $1`, [short.caseId]);
  expect(await wrong({ caseNumber: long.number })).toEqual([]);
  const { wrong: lines, result } = await verified({ caseNumber: short.number });
  expect(lines).toHaveLength(1);
  expect(result).toMatchObject({ cases: 1, entries: 1, leaves: 1, seals: 0 });
});

test('one city alone, and a city that is not there', async () => {
  expect((await verified({ city: 'chess-club' })).result).toMatchObject({ cities: 1, cases: 2 });
  expect((await verified({ city: 'elsewhere' })).result).toMatchObject({ cities: 0, cases: 0 });
});

test('more cases than one look takes, and what lies after the last of them', async () => {
  for (let count = 0; count < 260; count += 1) await club.report();
  // Sorts after every real id.
  await damage(
    `INSERT INTO history SELECT (jsonb_populate_record(history, '{"case_id": "ffffffff-ffff-ffff-ffff-ffffffffffff"}')).*
       FROM history WHERE case_id = $1`,
    [short.caseId],
  );
  const { wrong: lines, result } = await verified();
  expect(result).toMatchObject({ cases: 262, entries: 267 });
  expect(lines.some((line) => line.endsWith('but the case itself is gone'))).toBe(true);
});

test('while the server goes on writing nothing is taken for damage', async () => {
  let isDone = false;
  const writing = (async () => {
    for (let count = 0; count < 60; count += 1) await club.given();
    isDone = true;
  })();
  let looks = 0;
  while (!isDone) {
    expect(await wrong()).toEqual([]);
    looks += 1;
  }
  await writing;
  expect(looks).toBeGreaterThan(1);
});

describe('npm run linli -- verify', () => {
  /** Beside the server of this test, on its database. */
  function linli(...words: string[]): { status: number | null; out: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(programFolder, 'scripts', 'launch.mjs'), 'server/src/cli.ts', 'verify', ...words],
      {
        cwd: programFolder,
        encoding: 'utf8',
        env: {
          ...process.env,
          DATABASE_URL: club.server.db.url,
          LINLI_SECRET: club.server.deps.config.secret,
          LINLI_DATA: club.server.deps.config.dataFolder,
        },
      },
    );
    return { status, out: stdout + stderr };
  }

  test('ends with 0 and the newest seal while all is well, with 1 and what is wrong otherwise', async () => {
    const good = linli();
    expect(good.out).toMatch(/^2 cases, 6 entries, 2 seals with 3 leaves checked in .* entries\/s\)$/m);
    expect(good.out).toMatch(/^chess-club {2}sealed to the end of 2026-11-24: [0-9a-f]{64} /m);
    expect(good.out).toMatch(/^nothing is wrong$/m);
    expect(good.status).toBe(0);
    await damage(`UPDATE history SET reason = 'x' WHERE case_id = $1 AND seq = 2`, [long.caseId]);
    const bad = linli();
    expect(bad.out).toContain(
      `chess-club  ${long.number} entry 2: it does not say what it said when it was written`,
    );
    expect(bad.out).toMatch(/^1 thing is wrong$/m);
    expect(bad.status).toBe(1);
    expect(linli('--case', short.number).status).toBe(0);
    expect(linli('--city', 'chess-club', '--case', long.number).status).toBe(1);
  });

  test('a case and a city that are not there are no success', () => {
    expect(linli('--case', 'K1')).toMatchObject({
      status: 1,
      out: expect.stringContaining('there is no case K1'),
    });
    expect(linli('--city', 'elsewhere')).toMatchObject({
      status: 2,
      out: expect.stringContaining('there is no city "elsewhere"'),
    });
  });
});

/** Changes an entry and gives it the hash that fits. */
async function forge(seq: number, change: { reason: string }): Promise<void> {
  const entry = (await entriesOf(long.caseId))[seq - 1];
  if (entry === undefined) throw new Error(`there is no entry ${seq}`);
  const [forged] = chainEntries([{ ...entry, ...change }], entry.previousHash);
  await damage('UPDATE history SET reason = $3, hash = $4 WHERE case_id = $1 AND seq = $2', [
    long.caseId,
    seq,
    change.reason,
    forged?.hash,
  ]);
}

/** A whole case in which everything fits, dated like the short one. */
async function forgeCase(caseId: string, number: string): Promise<void> {
  const [opening] = await entriesOf(short.caseId);
  if (opening === undefined) throw new Error('the case has no history');
  const { record, ...state } = opening.changes as { record: Record<string, unknown> };
  const [entry] = chainEntries([
    { ...opening, caseId, changes: { ...state, record: { ...record, number } } },
  ]);
  await damage(
    `INSERT INTO history SELECT (jsonb_populate_record(history, jsonb_build_object('case_id', $2::text, 'changes', $3::jsonb))).*
       FROM history WHERE case_id = $1`,
    [short.caseId, caseId, JSON.stringify(entry?.changes)],
  );
  await damage('UPDATE history SET hash = $2 WHERE case_id = $1', [caseId, entry?.hash]);
  await damage(
    `INSERT INTO cases SELECT (jsonb_populate_record(cases, jsonb_build_object('case_id', $2::text, 'number', $3::text))).*
       FROM cases WHERE case_id = $1`,
    [short.caseId, caseId, number],
  );
  await damage('UPDATE cases SET head_hash = $2 WHERE case_id = $1', [caseId, entry?.hash]);
}

async function entriesOf(caseId: string): Promise<(Entry & { previousHash: Buffer })[]> {
  const { rows } = await club.inClub((tx) =>
    tx.query<Entry & { previousHash: Buffer }>(
      `SELECT tenant_id AS "tenantId", case_id AS "caseId", seq, at, verb, from_station AS "fromStation",
              to_station AS "toStation", actor_person_id AS "actorPersonId", actor_post_id AS "actorPostId",
              actor_label AS "actorLabel", reason, changes, model_version AS "modelVersion",
              command_id AS "commandId", previous_hash AS "previousHash"
         FROM history WHERE tenant_id = $1 AND case_id = $2 ORDER BY seq`,
      [tx.tenantId, caseId],
    ),
  );
  return rows;
}

async function remove(caseId: string): Promise<void> {
  for (const table of ['case_timers', 'case_parts', 'case_followers', 'history', 'messages', 'cases']) {
    await damage(`DELETE FROM ${table} WHERE case_id = $1`, [caseId]);
  }
}
