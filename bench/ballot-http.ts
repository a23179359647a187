/**
 * 2,000 owners vote in the last minute over HTTP at 16 connections, one in ten sending their vote twice at once: none lost, none
 * twice, and how long each waits. Beside it, in the same run, the same statements with the same round trips by a program that
 * does nothing else: the ratio says what HTTP, engine, encryption and presenting cost on top.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { inTenant } from '../server/src/platform/db/index.ts';
import { ask, count, type Hall, openBallot, openHall, type Voter, voters } from './ballot-hall.ts';
import { overhearStatements, type Sent } from './sent-statements.ts';

const connections = 16;
const rounds = 3;

export async function ballotHttp(): Promise<Record<string, unknown>> {
  const hall = await openHall();
  try {
    const perSecond: number[] = [];
    const rawPerSecond: number[] = [];
    const waits: number[] = [];
    const seconds: number[] = [];
    let roundTrips = 0;
    for (let round = 0; round < rounds; round += 1) {
      const { ballotId, entries } = await openBallot(hall);
      // The first owner votes before, so that the statements of one vote can be written down.
      const [first, ...others] = entries;
      if (!first) throw new Error('nobody is on the roll');
      const sent = await recordOne(hall, ballotId, first);
      roundTrips = new Set(sent.map(({ trip }) => trip)).size;
      const voted = await vote(hall, ballotId, others);
      perSecond.push(others.length / voted.seconds);
      seconds.push(voted.seconds);
      waits.push(...voted.milliseconds);
      await verifyVotes(hall, ballotId, entries.length);
      rawPerSecond.push(await runRaw(hall, sent, first, others));
    }
    const ratios = perSecond.map((figure, round) => figure / (rawPerSecond[round] ?? Number.NaN));
    waits.sort((one, other) => one - other);
    return {
      bench: 'ballot-http',
      voters,
      connections,
      lost: 0,
      twice: 0,
      secondsForAll: Number(median(seconds).toFixed(1)),
      isWithinAMinute: Math.max(...seconds) < 60,
      votesPerSecond: Math.round(median(perSecond)),
      p50Ms: Math.round(waits[Math.floor(waits.length / 2)] ?? 0),
      p95Ms: Math.round(waits[Math.floor(waits.length * 0.95)] ?? 0),
      rawPerSecond: Math.round(median(rawPerSecond)),
      ratio: Number(median(ratios).toFixed(2)),
      ratios: ratios.map((ratio) => Number(ratio.toFixed(2))),
      roundTrips,
    };
  } finally {
    await hall.close();
  }
}

function vote(
  hall: Hall,
  ballotId: string,
  some: readonly Voter[],
): Promise<{ seconds: number; milliseconds: number[] }> {
  return new Promise((resolve, reject) => {
    const client = fork(fileURLToPath(new URL('./ballot-client.ts', import.meta.url)));
    client.once('message', (message) => {
      const answer = message as { seconds: number; milliseconds: number[]; error?: string };
      if (answer.error === undefined) resolve(answer);
      else reject(new Error(answer.error));
      client.disconnect();
    });
    client.once('error', reject);
    client.send({
      url: hall.url,
      ballotId,
      connections,
      voters: some.map(({ session, entryId }) => ({ session, entryId })),
    });
  });
}

/** None lost, none twice: by the rows, and by the count itself. */
async function verifyVotes(hall: Hall, ballotId: string, least: number): Promise<void> {
  const { rows } = await inTenant(hall.db, hall.tenantId, (tx) =>
    tx.query<{ votes: number; steps: number }>(
      `SELECT (SELECT count(*)::int FROM ballot_entries WHERE tenant_id = $1 AND ballot_id = $2 AND online_at IS NOT NULL) AS votes,
              (SELECT count(*)::int FROM ballot_entry_steps WHERE tenant_id = $1 AND ballot_id = $2 AND step = 'cast') AS steps`,
      [tx.tenantId, ballotId],
    ),
  );
  if (rows[0]?.votes !== least || rows[0].steps !== least) {
    throw new Error(`votes were lost or taken twice: ${JSON.stringify({ ...rows[0], least })}`);
  }
  await count(hall, ballotId, least);
}

/** What the server sends to the database for one vote. */
async function recordOne(hall: Hall, ballotId: string, voter: Voter): Promise<Sent[]> {
  const { sent, stop } = overhearStatements(hall.db.app);
  await ask(hall, voter.session, `/api/ballots/${ballotId}/entries/${voter.entryId}/cast`, {
    commandId: randomUUID(),
    choices: { lift: ['for'] },
  });
  stop();
  return sent;
}

/** The same statements for the other entries, by 16 connections that do nothing else. Votes per second. */
async function runRaw(
  hall: Hall,
  sent: readonly Sent[],
  sample: Voter,
  others: readonly Voter[],
): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({
        connectionString: hall.databaseUrl,
        options: '-c role=linli_app -c TimeZone=UTC',
        pipeline: true,
      } as pg.ClientConfig);
      await client.connect();
      return client;
    }),
  );
  const names = new Map([...new Set(sent.map(({ text }) => text))].map((text, index) => [text, `b${index}`]));
  const trips = [...Map.groupBy(sent, ({ trip }) => trip).values()];
  const commandId = sent.find(({ text }) => text.includes('INSERT INTO commands'))?.values[1];
  const hash = hall.deps.secrets.hashToken('session', sample.token);
  const renew = (value: unknown, voter: Voter, command: string): unknown => {
    if (value === commandId) return command;
    if (value === sample.entryId) return voter.entryId;
    if (value === sample.personId) return voter.personId;
    if (value === `person:${sample.personId}`) return `person:${voter.personId}`;
    if (Buffer.isBuffer(value) && value.equals(hash))
      return hall.deps.secrets.hashToken('session', voter.token);
    return value;
  };
  let next = 0;
  const from = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (next < others.length) {
        const voter = others[next];
        next += 1;
        if (!voter) break;
        const command = randomUUID();
        for (const trip of trips) {
          await Promise.all(
            trip.map(({ text, values }) =>
              /^(BEGIN|COMMIT|SET)/.test(text)
                ? client.query(text)
                : client.query({
                    name: names.get(text),
                    text,
                    values: values.map((value, place) =>
                      // The step of an entry that has voted is the next one.
                      text.includes('INSERT INTO ballot_entry_steps') && place === 18
                        ? 2
                        : renew(value, voter, command),
                    ),
                  }),
            ),
          );
        }
      }
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  await Promise.all(clients.map((client) => client.end()));
  return others.length / seconds;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
