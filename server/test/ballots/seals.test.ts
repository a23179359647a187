/** Histories of ballots come under the daily seal: an outsider follows them to it, and a ballot that vanishes whole, or is put in later under an old date, is noticed by the seal of its day, as a case is. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ballotEntryHash } from '@linli/engine';
import { expect, test } from 'vitest';
import { historyOf } from '../../src/modules/ballots/bundle.ts';
import { sealCities, verify } from '../../src/modules/cases/index.ts';
import { programFolder } from '../../src/platform/config.ts';
import { finish, openQuarter, openVote, type Quarter } from './quarter.ts';

async function findings({ server }: Quarter): Promise<string[]> {
  const said: string[] = [];
  await verify(server.db, { found: ({ case: of, what }) => said.push(`${of}: ${what}`) });
  return said;
}

test('a ballot that is gone with all its rows is named by its leaf', async () => {
  const quarter = await openQuarter();
  const ballotId = await openVote(quarter);
  await quarter.goTo('2026-12-13T09:00:00.000Z');
  await sealCities(quarter.server.deps);
  expect(await findings(quarter)).toEqual([]);
  const { rows } = await quarter.server.db.superuser.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'ballot%' ORDER BY tablename = 'ballots'`,
  );
  for (const { name } of rows) await quarter.server.db.superuser.query(`DELETE FROM ${name}`);
  expect(await findings(quarter)).toEqual([
    `${ballotId}: it was sealed on 2026-12-12, and is gone with its case`,
  ]);
});

test('a step that was put in later under an old date is in no seal of that day', async () => {
  const quarter = await openQuarter();
  await quarter.goTo('2026-12-11T09:00:00.000Z');
  // An earlier ballot, so that the city has a first seal at all.
  await quarter.chair.convene({ kind: 'owners-vote' });
  await quarter.goTo('2026-12-12T09:00:00.000Z');
  await sealCities(quarter.server.deps);
  await quarter.goTo('2026-12-14T09:00:00.000Z');
  await sealCities(quarter.server.deps);
  expect(await findings(quarter)).toEqual([]);
  // Convened on the 14th and dated back with its hash made anew, so that the chain itself fits.
  const late = await quarter.chair.convene({ kind: 'owners-vote', title: '补写的表决' });
  const at = '2026-12-12T10:00:00.000Z';
  const [entry] = await quarter.inQuarter((tx) => historyOf(tx, late.ballotId));
  if (!entry) throw new Error('it has no history');
  const hash = ballotEntryHash({ ...entry, at }, entry.previousHash);
  const { superuser } = quarter.server.db;
  await superuser.query(`UPDATE ballot_history SET at = $2, hash = decode($3, 'hex') WHERE ballot_id = $1`, [
    late.ballotId,
    at,
    hash,
  ]);
  await superuser.query(`UPDATE ballots SET head_hash = decode($2, 'hex') WHERE ballot_id = $1`, [
    late.ballotId,
    hash,
  ]);
  expect(await findings(quarter)).toEqual([
    `${late.number}: it is dated ${at}, but the seal of 2026-12-13 does not know it: it was put in later`,
  ]);
});

test('an outsider follows the history to the seal of the day, with the file and the command alone', {
  timeout: 120_000,
}, async () => {
  const quarter = await openQuarter();
  const ballotId = await openVote(quarter);
  for (const owner of quarter.owners) await owner.cast(ballotId, { lift: ['for'] });
  await finish(quarter, ballotId);
  await quarter.goTo('2026-12-21T09:00:00.000Z');
  const [seal] = await sealCities(quarter.server.deps);
  const bundle = (await quarter.owners[0]?.call('GET', `/api/ballots/${ballotId}/bundle`))?.json();
  const folder = mkdtempSync(join(tmpdir(), 'linli-seal-'));
  // Whatever would open a connection or look a name up ends the command at once.
  const cutOff = join(folder, 'cut-off.mjs');
  writeFileSync(
    cutOff,
    `import dns from 'node:dns'; import dgram from 'node:dgram'; import net from 'node:net';
     const refuse = () => { process.stderr.write('it wanted the network'); process.exit(9); };
     net.Socket.prototype.connect = refuse; net.Server.prototype.listen = refuse; dns.lookup = refuse;
     dgram.Socket.prototype.bind = refuse; globalThis.fetch = refuse;`,
  );
  const verifyFile = (value: unknown, ...words: string[]) => {
    const file = join(folder, 'bundle.json');
    writeFileSync(file, JSON.stringify(value));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(programFolder, 'scripts', 'launch.mjs'), 'server/src/cli.ts', 'ballot', 'verify', file, ...words],
      {
        cwd: programFolder,
        encoding: 'utf8',
        env: {
          ...process.env,
          NODE_OPTIONS: `--import=${cutOff}`,
          DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
        },
      },
    );
    expect(stderr).not.toContain('it wanted the network');
    return { status, out: stdout };
  };
  const root = seal?.root.toString('hex') ?? '';
  const good = verifyFile(bundle, '--seal', root);
  expect(good.out).toContain(
    `sealed on 2026-12-20 up to step ${bundle.history.length} of ${bundle.history.length}: ${root}`,
  );
  expect(good.status).toBe(0);
  expect(verifyFile(bundle, '--seal', 'a'.repeat(64))).toMatchObject({
    status: 1,
    out: expect.stringContaining('No seal of the bundle has this root'),
  });
  // A proof that leads elsewhere, and a history that is not the sealed one.
  const misled = structuredClone(bundle);
  misled.seals[0].root = 'b'.repeat(64);
  expect(verifyFile(misled).status).toBe(1);
  const other = structuredClone(bundle);
  other.seals[0].hash = 'c'.repeat(64);
  expect(verifyFile(other)).toMatchObject({
    status: 1,
    out: expect.stringContaining('over another history'),
  });
});
