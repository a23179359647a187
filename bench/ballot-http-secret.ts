/**
 * 2,000 owners vote in secret in the last minute over HTTP at 16 connections: each has some eight slips signed and puts every one
 * of them into the box by itself. One request in ten is sent twice at once. None lost, none twice, by the rows and by the count.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inTenant } from '../server/src/platform/db/index.ts';
import { ask, count, type Hall, openBallot, openHall, type Voter, voters } from './ballot-hall.ts';
import type { SecretTask, SecretTimes } from './secret-client.ts';

const connections = 16;
const rounds = 3;

export async function ballotHttpSecret(): Promise<Record<string, unknown>> {
  const hall = await openHall();
  try {
    const times: SecretTimes[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { ballotId, entries } = await openBallot(hall, { secret: true });
      const values = await slipsOfEntries(hall, ballotId, entries);
      const voted = await vote(hall, ballotId, entries, values);
      times.push(voted);
      await verifyBox(hall, ballotId, [...values.values()].flat().length, entries.length);
    }
    const seconds = times.map(({ signSeconds, castSeconds }) => signSeconds + castSeconds);
    const [signMs, castMs] = [times.flatMap((one) => one.signMs), times.flatMap((one) => one.castMs)];
    return {
      bench: 'ballot-http-secret',
      voters,
      slips: times[0]?.slips,
      connections,
      lost: 0,
      twice: 0,
      secondsForAll: Number(at(seconds, 0.5).toFixed(1)),
      isWithinAMinute: Math.max(...seconds) < 60,
      signSeconds: Number(
        at(
          times.map(({ signSeconds }) => signSeconds),
          0.5,
        ).toFixed(1),
      ),
      castSeconds: Number(
        at(
          times.map(({ castSeconds }) => castSeconds),
          0.5,
        ).toFixed(1),
      ),
      signP50Ms: Math.round(at(signMs, 0.5)),
      signP95Ms: Math.round(at(signMs, 0.95)),
      castP50Ms: Math.round(at(castMs, 0.5)),
      castP95Ms: Math.round(at(castMs, 0.95)),
    };
  } finally {
    await hall.close();
  }
}

/** What each entry has to be signed, as its page tells its device. */
async function slipsOfEntries(
  hall: Hall,
  ballotId: string,
  entries: readonly Voter[],
): Promise<Map<string, string[]>> {
  const slips = new Map<string, string[]>();
  for (let start = 0; start < entries.length; start += connections) {
    const some = entries.slice(start, start + connections).map(async ({ session, entryId }) => {
      const { ballot } = await ask(hall, session, `/api/ballots/${ballotId}`);
      slips.set(entryId, ballot.mine[0]?.slips ?? []);
    });
    await Promise.all(some);
  }
  return slips;
}

function vote(
  hall: Hall,
  ballotId: string,
  entries: readonly Voter[],
  values: ReadonlyMap<string, string[]>,
): Promise<SecretTimes> {
  return new Promise((resolve, reject) => {
    const client = fork(fileURLToPath(new URL('./secret-client.ts', import.meta.url)));
    client.once('message', (message) => {
      const answer = message as SecretTimes | { error: string };
      if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer);
      client.disconnect();
    });
    client.once('error', reject);
    client.send({
      url: hall.url,
      city: 'chess-quarter',
      ballotId,
      connections,
      voters: entries.map(({ session, entryId }) => ({ session, entryId, slips: values.get(entryId) ?? [] })),
    } satisfies SecretTask);
  });
}

/** None lost, none twice: every slip once in the box, every entry marked once, and as many heads in the count. */
async function verifyBox(hall: Hall, ballotId: string, slips: number, heads: number): Promise<void> {
  const { rows } = await inTenant(hall.db, hall.tenantId, (tx) =>
    tx.query<{ slips: number; steps: number }>(
      `SELECT (SELECT count(*)::int FROM ballot_slips WHERE tenant_id = $1 AND ballot_id = $2) AS slips,
              (SELECT count(*)::int FROM ballot_entry_steps WHERE tenant_id = $1 AND ballot_id = $2 AND step = 'issue') AS steps`,
      [tx.tenantId, ballotId],
    ),
  );
  if (rows[0]?.slips !== slips || rows[0].steps !== heads) {
    throw new Error(
      `slips were lost or taken twice: ${JSON.stringify({ ...rows[0], expected: { slips, heads } })}`,
    );
  }
  await count(hall, ballotId, heads);
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}
