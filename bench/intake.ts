/**
 * How many reports are accepted over HTTP at 16 connections: committed, routed, clocked, in history, jobs queued. Beside
 * it, in the same run, the same statements with the same round trips against the same database by a program that does
 * nothing else: the ratio says what HTTP, engine, hashing and presenting cost on top.
 */
import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startClub } from './club.ts';
import { overhearStatements, type Sent } from './sent-statements.ts';

const connections = 16;
const rounds = 3;
const reportsPerRound = 1_500;

export async function intake(): Promise<Record<string, unknown>> {
  const server = await startClub();
  try {
    await send(server.url, server.boards, 200);
    const sent = await recordOne(server);
    const raw: number[] = [];
    const http: number[] = [];
    const cpuMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      raw.push(await runRaw(server.databaseUrl, sent, reportsPerRound));
      const before = process.cpuUsage();
      http.push(await send(server.url, server.boards, reportsPerRound));
      const { user, system } = process.cpuUsage(before);
      cpuMs.push((user + system) / 1_000 / reportsPerRound);
    }
    await verifyAccepted(server, 200 + 1 + rounds * reportsPerRound);
    const ratios = http.map((perSecond, round) => perSecond / raw[round]!);
    return {
      bench: 'intake',
      connections,
      reportsPerSecond: Math.round(median(http)),
      rawPerSecond: Math.round(median(raw)),
      ratio: Number(median(ratios).toFixed(2)),
      ratios: ratios.map((ratio) => Number(ratio.toFixed(2))),
      statements: sent.length,
      roundTrips: new Set(sent.map(({ trip }) => trip)).size,
      serverCpuMsPerReport: Number(median(cpuMs).toFixed(2)),
    };
  } finally {
    await server.close();
  }
}

/** Sends reports from a process of its own, so that its work is not the server's. Reports per second. */
function send(url: string, boards: readonly string[], count: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const client = fork(fileURLToPath(new URL('./intake-client.ts', import.meta.url)), [
      JSON.stringify({ url, boards, count, connections }),
    ]);
    client.once('message', (message) => {
      const { perSecond, error } = message as { perSecond?: number; error?: string };
      if (perSecond === undefined) reject(new Error(error ?? 'the client failed'));
      else resolve(perSecond);
    });
    client.once('error', reject);
    client.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the client ended with ${code}`));
    });
  });
}

type Server = Awaited<ReturnType<typeof startClub>>;

/** What the server sends to the database for one report. */
async function recordOne(server: Server): Promise<Sent[]> {
  const { sent, stop } = overhearStatements(server.db.app);
  const reply = await fetch(`${server.url}/api/cases`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      commandId: randomUUID(),
      kind: 'broken-clock',
      areaCode: server.boards[0],
      category: 'stopped',
      answers: { description: '棋钟停走了' },
    }),
  });
  stop();
  if (reply.status !== 201) throw new Error(await reply.text());
  return sent;
}

/** The same statements by 16 connections that do nothing else. Reports per second. */
async function runRaw(url: string, sent: readonly Sent[], count: number): Promise<number> {
  const sample = idsIn(sent);
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({
        connectionString: url,
        options: '-c role=linli_app -c TimeZone=UTC',
        pipeline: true,
      } as pg.ClientConfig);
      await client.connect();
      return client;
    }),
  );
  const names = new Map([...new Set(sent.map(({ text }) => text))].map((text, index) => [text, `r${index}`]));
  const trips = [...Map.groupBy(sent, ({ trip }) => trip).values()];
  let next = 0;
  const from = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (next < count) {
        next += 1;
        const fresh = freshIds(sample);
        for (const trip of trips) {
          await Promise.all(
            trip.map(({ text, values }) =>
              /^(BEGIN|COMMIT|SET)/.test(text)
                ? client.query(text)
                : client.query({
                    name: names.get(text),
                    text,
                    values: values.map((value) => renew(value, fresh)),
                  }),
            ),
          );
        }
      }
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  await Promise.all(clients.map((client) => client.end()));
  return count / seconds;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Ids that must be new each time: what stands in the statement that writes the case, and its number. */
function idsIn(sent: readonly Sent[]): { ids: Set<string>; number: string } {
  const write = sent.find(({ text }) => text.includes('INSERT INTO cases'));
  if (write === undefined) throw new Error('the statement that writes a case was not seen');
  const caseId = write.values[1] as string;
  const number = write.values.find(
    (value) => typeof value === 'string' && /^K\d{8}-\d+$/.test(value),
  ) as string;
  const command = sent.find(({ text }) => text.includes('FROM commands'));
  const commandId = command?.values.find((value) => typeof value === 'string' && uuid.test(value)) as string;
  return { ids: new Set([caseId, commandId]), number };
}

function freshIds({ ids, number }: ReturnType<typeof idsIn>): Map<string, string> {
  return new Map([
    ...[...ids].map((id) => [id, randomUUID()] as const),
    [number, `R${randomBytes(8).toString('hex')}`] as const,
  ]);
}

/** A value with the sample's ids replaced, also where they stand inside a text (messages and their keys). */
function renew(value: unknown, fresh: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'string') return value;
  const whole = fresh.get(value);
  if (whole !== undefined) return whole;
  if (!value.startsWith('[') && !value.startsWith('{')) return value;
  let text = value;
  for (const [old, id] of fresh) text = text.replaceAll(old, id);
  // Messages and jobs have ids of their own.
  return text.replaceAll(
    /"(id|messageId)":"[0-9a-f-]{36}"/g,
    (_, key: string) => `"${key}":"${randomUUID()}"`,
  );
}

/** Counts what the server wrote, so that a quick answer that wrote nothing would be noticed. */
async function verifyAccepted({ db, tenantId }: Server, least: number): Promise<void> {
  const { rows } = await db.owner.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_user_tables WHERE relname = 'cases'`,
  );
  if (rows[0]?.count !== 1) throw new Error('the table of cases is not there');
  const { inTenant } = await import('../server/src/platform/db/index.ts');
  const found = await inTenant(db, tenantId, async (tx) => {
    const counted = await tx.query<{ cases: number; timers: number; entries: number }>(
      `SELECT (SELECT count(*)::int FROM cases WHERE tenant_id = $1 AND number LIKE 'K%') AS cases,
              (SELECT count(*)::int FROM history WHERE tenant_id = $1 AND verb = 'open') AS entries,
              (SELECT count(*)::int FROM cases WHERE tenant_id = $1 AND responsible_post_id IS NULL) AS timers`,
      [tx.tenantId],
    );
    return counted.rows[0]!;
  });
  if (found.cases < least || found.entries < found.cases || found.timers > 0) {
    throw new Error(`accepted reports are missing: ${JSON.stringify({ ...found, least })}`);
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)]!;
}
