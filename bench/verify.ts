/**
 * How many history entries a second `verify` checks on one core: read from PostgreSQL, hashed, replayed, compared with
 * the case's row, and the seal over them recomputed. Beside it what hashing alone would do.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Actor,
  type Decision,
  decide,
  type Holder,
  isRefusal,
  openCase,
  type Refusal,
  timeActor,
  type Verb,
  type VerbInput,
} from '@linli/engine';
import type { Model } from '@linli/model';
import { type ChainedEntry, chainEntries, type Entry, entryHash } from '../server/src/modules/cases/chain.ts';
import { sealCities } from '../server/src/modules/cases/seal.ts';
import {
  type CaseRecord,
  columnName,
  copiedColumns,
  copiedKeys,
  copiedValues,
} from '../server/src/modules/cases/store.ts';
import { verify as verifyHistory } from '../server/src/modules/cases/verify.ts';
import { modelsOf } from '../server/src/modules/models/index.ts';
import { inTenant, type Tx } from '../server/src/platform/db/index.ts';
import { startClub } from './club.ts';

const caseCount = 12_000;
const casesAtOnce = 1_000;
const rounds = 3;

export async function verify(): Promise<Record<string, unknown>> {
  const server = await startClub();
  try {
    const model = modelsOf(server.deps).ofTenant(server.tenantId);
    const board = server.boards[0] ?? '';
    const story = tellStory(model, board);
    for (let written = 0; written < caseCount; written += casesAtOnce) {
      await inTenant(server.db, server.tenantId, (tx) => writeCopies(tx, model, story, written));
    }
    await server.db.owner.query('ANALYZE');
    await sealCities(server.deps);
    const perSecond: number[] = [];
    let checked = { cases: 0, entries: 0, leaves: 0 };
    const cpuBefore = process.cpuUsage();
    for (let round = 0; round < rounds; round += 1) {
      const result = await verifyHistory(server.db, {
        found({ case: number, what }) {
          throw new Error(`what was written here is found wrong: ${number} ${what}`);
        },
      });
      if (result.cases !== caseCount || result.entries !== caseCount * story.entries.length) {
        throw new Error(`not everything was looked at: ${JSON.stringify(result)}`);
      }
      checked = result;
      perSecond.push(result.entries / result.seconds);
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    const cpuSeconds = (user + system) / 1e6;
    return {
      bench: 'verify',
      entriesPerSecond: Math.round(median(perSecond)),
      entriesPerCpuSecond: Math.round((checked.entries * rounds) / cpuSeconds),
      hashesPerSecond: Math.round(hashesPerSecond(story)),
      cases: checked.cases,
      entries: checked.entries,
      leaves: checked.leaves,
      bytesPerEntry: Math.round(bytesOf(story) / story.entries.length),
    };
  } finally {
    await server.close();
  }
}

interface Story {
  entries: Entry[];
  last: Decision;
}

/** One case's life, told through the engine: given out, paused, late, climbed, resolved, rated, closed. */
function tellStory(model: Model, areaCode: string): Story {
  const [arbiterPost, makerPost, orgId] = [randomUUID(), randomUUID(), randomUUID()];
  const arbiter: Actor = {
    personId: randomUUID(),
    isReporter: false,
    posts: [{ postId: arbiterPost, role: 'arbiter', orgId }],
  };
  const maker: Actor = {
    personId: randomUUID(),
    isReporter: false,
    posts: [{ postId: makerPost, role: 'clockmaker', orgId }],
  };
  const reporter: Actor = { personId: null, isReporter: true, posts: [] };
  const route: Holder = { postId: arbiterPost, role: 'arbiter', orgId, personId: arbiter.personId };
  const surroundings = (now: string) => ({
    now,
    route: { holder: route, reason: '东厅组负责“东厅一号盘”，由裁判受理' },
    hostOfRung: () => orgId,
    followerCount: 0,
  });
  let minute = 0;
  const now = (): string => new Date(Date.parse('2026-03-02T18:00:00.000Z') + minute * 60_000).toISOString();
  const entries: Entry[] = [];
  const keep = (outcome: Decision | Refusal, actor: Actor): Decision => {
    if (isRefusal(outcome)) throw new Error(`the story does not hold: ${outcome.code} ${outcome.message.en}`);
    const [post] = actor.posts;
    entries.push({
      tenantId: 0,
      caseId: '',
      seq: entries.length + 1,
      at: now(),
      verb: outcome.verb,
      fromStation: outcome.from,
      toStation: outcome.to,
      actorPersonId: actor.personId,
      actorPostId: post?.postId ?? null,
      actorLabel: post === undefined ? null : '林小满 · 东厅组裁判',
      reason: outcome.reason,
      changes: { ...outcome.changes },
      modelVersion: model.version,
      commandId: actor === timeActor ? null : randomUUID(),
    });
    minute += 5;
    return outcome;
  };
  const opened = openCase(
    model,
    {
      kind: 'broken-clock',
      areaCode,
      category: 'stopped',
      answers: { description: '一号盘的棋钟走着走着就停了，晃一晃又走，已经换过电池。', place: areaCode },
      reporterId: null,
    },
    reporter,
    surroundings(now()),
  );
  let last = keep(opened, reporter);
  const step = (verb: Verb, actor: Actor, input: VerbInput = {}): void => {
    last = keep(decide(model, last.next, verb, input, actor, surroundings(now())), actor);
  };
  step('accept', arbiter);
  step('assign', arbiter, { to: { postId: makerPost, role: 'clockmaker', orgId, personId: maker.personId } });
  step('start', maker);
  step('pause', maker, { pause: 'waiting-for-spring', reason: '发条要从外地寄来，大约两天' });
  step('resume', maker);
  minute += 60;
  for (const { key } of last.timers.filter(({ firesAt }) => firesAt <= now())) {
    step('tick', timeActor, { timer: key });
  }
  step('resolve', maker, {
    answers: { 'resolved.outcome': '换了发条，走时准了', 'resolved.spring': 'replaced' },
  });
  step('verify', arbiter);
  step('rate', reporter, { rating: { answer: 'solved', comment: '走得很准，谢谢' } });
  return { entries, last };
}

/** The same life under new ids, written in bulk. */
async function writeCopies(tx: Tx, model: Model, { entries, last }: Story, from: number): Promise<void> {
  const history: ChainedEntry[] = [];
  const cases: unknown[][] = [];
  const values = copiedValues(model, last.next);
  for (let index = 0; index < casesAtOnce; index += 1) {
    const caseId = randomUUID();
    const record: CaseRecord = {
      number: `K20260302-${String(from + index).padStart(6, '0')}`,
      title: '棋钟停走',
      spot: null,
      position: [10.0001, 50],
    };
    const chained = chainEntries(
      entries.map((entry) => ({
        ...entry,
        tenantId: tx.tenantId,
        caseId,
        commandId: entry.commandId && randomUUID(),
        changes: entry.seq === 1 ? { ...entry.changes, record } : entry.changes,
      })),
    );
    history.push(...chained);
    const head = chained.at(-1);
    cases.push([
      caseId,
      chained.length,
      head?.hash,
      JSON.stringify(last.next),
      ...[record.number, record.title, record.spot, ...(record.position ?? [])],
      ...[randomBytes(32), ...values],
    ]);
  }
  await insert(
    tx,
    'history',
    {
      case_id: 'uuid',
      seq: 'integer',
      hash: 'bytea',
      at: 'timestamptz',
      verb: 'text',
      from_station: 'text',
      to_station: 'text',
      actor_person_id: 'uuid',
      actor_post_id: 'uuid',
      actor_label: 'text',
      reason: 'text',
      changes: 'jsonb',
      model_version: 'text',
      command_id: 'uuid',
      previous_hash: 'bytea',
    },
    history.map((entry) => [
      ...[entry.caseId, entry.seq, entry.hash, entry.at, entry.verb, entry.fromStation, entry.toStation],
      ...[entry.actorPersonId, entry.actorPostId, entry.actorLabel, entry.reason],
      ...[JSON.stringify(entry.changes), entry.modelVersion, entry.commandId, entry.previousHash],
    ]),
  );
  await insert(
    tx,
    'cases',
    {
      case_id: 'uuid',
      seq: 'integer',
      head_hash: 'bytea',
      state: 'jsonb',
      number: 'text',
      title: 'text',
      spot: 'text',
      longitude: 'double precision',
      latitude: 'double precision',
      device_hash: 'bytea',
      ...Object.fromEntries(copiedKeys.map((key) => [columnName(key), copiedColumns[key]])),
    },
    cases,
  );
}

async function insert(
  tx: Tx,
  table: string,
  columns: Record<string, string>,
  rows: readonly unknown[][],
): Promise<void> {
  const names = Object.keys(columns);
  const arrays = Object.values(columns).map((type, index) => `$${index + 2}::${type}[]`);
  await tx.query(
    `INSERT INTO ${table} (tenant_id, ${names.join(', ')}) SELECT $1, * FROM unnest(${arrays.join(', ')})`,
    [tx.tenantId, ...names.map((_, index) => rows.map((row) => row[index]))],
  );
}

/** Canonical JSON and SHA-256 alone, without reading and comparing. */
function hashesPerSecond({ entries }: Story): number {
  const chained = chainEntries(entries);
  const from = performance.now();
  let hashed = 0;
  while (performance.now() - from < 1_000) {
    for (const entry of chained) entryHash(entry, entry.previousHash);
    hashed += chained.length;
  }
  return hashed / ((performance.now() - from) / 1_000);
}

function bytesOf({ entries }: Story): number {
  return entries.reduce((bytes, { changes }) => bytes + JSON.stringify(changes).length, 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
