/** Writes down what happened: cases with their chained histories, timers, parts, followers and numbers. */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import {
  type CaseRecord,
  caseNumber,
  chainEntries,
  columnName,
  copiedColumns,
  copiedKeys,
  copiedValues,
  type Deps,
  type Entry,
  type Tx,
  textsOf,
  titleOf,
  wordsOf,
} from '@linli/server';
import type { ToldCase } from '../story/told-case.ts';
import { bytea, insertRows } from './insert-rows.ts';

/** A case with all that is written beside its story. */
export interface WrittenCase {
  told: ToldCase;
  number: string;
  title: string;
  deviceHash: Buffer | null;
  /** `person:ID` or `device:HEX` → since when. */
  followers: Map<string, string>;
  entries: readonly { seq: number; at: string; hash: Buffer }[];
}

/** Cases in the order in which they were opened; numbers go on after those the city has given out. */
export async function writeCases(
  deps: Deps,
  tx: Tx,
  model: Model,
  told: readonly ToldCase[],
  progress: (written: number) => void,
): Promise<WrittenCase[]> {
  const serials = await takeSerials(tx, model, told);
  const followers = followersOf(deps, tx.tenantId, told);
  const written: WrittenCase[] = [];
  const caseRows: Record<string, unknown>[] = [];
  const historyRows: Record<string, unknown>[] = [];
  let pending: Promise<unknown> = Promise.resolve();
  for (const [index, one] of told.entries()) {
    const { state } = one.life;
    const record: CaseRecord = {
      number: serials[index] as string,
      title: titleOf(model, state.kind, state.answers, state.category),
      spot: one.spot,
      position: one.position,
    };
    const chained = chainEntries(entriesOf(tx.tenantId, model, one, record));
    const head = chained.at(-1);
    if (head === undefined) throw new Error('a case without history');
    const deviceHash = deviceHashOf(deps, tx.tenantId, one);
    const follows = followers.get(one.caseId) ?? new Map<string, string>();
    const copied = copiedValues(model, state);
    caseRows.push({
      case_id: one.caseId,
      number: record.number,
      title: record.title,
      spot: record.spot,
      longitude: record.position?.[0] ?? null,
      latitude: record.position?.[1] ?? null,
      device_hash: bytea(deviceHash),
      words: wordsOf(textsOf(model, state.kind, state.answers).join('\n')),
      follower_count: follows.size,
      state,
      seq: head.seq,
      head_hash: bytea(head.hash),
      ...Object.fromEntries(copiedKeys.map((key, place) => [columnName(key), copied[place]])),
    });
    for (const entry of chained) {
      historyRows.push({
        case_id: entry.caseId,
        seq: entry.seq,
        at: entry.at,
        verb: entry.verb,
        from_station: entry.fromStation,
        to_station: entry.toStation,
        actor_person_id: entry.actorPersonId,
        actor_post_id: entry.actorPostId,
        actor_label: entry.actorLabel,
        reason: entry.reason,
        changes: entry.changes,
        model_version: entry.modelVersion,
        previous_hash: bytea(entry.previousHash),
        hash: bytea(entry.hash),
      });
    }
    written.push({
      told: one,
      number: record.number,
      title: record.title,
      deviceHash,
      followers: follows,
      entries: chained.map(({ seq, at, hash }) => ({ seq, at, hash })),
    });
    if (caseRows.length === casesPerBatch) await flush();
  }
  await flush();
  await pending;
  await writeBeside(tx, written);
  return written;

  /** While the database writes one batch, the next one is chained. */
  async function flush(): Promise<void> {
    await pending;
    progress(written.length);
    pending = Promise.all([
      insertRows(tx, 'cases', caseColumns, caseRows.splice(0)),
      insertRows(tx, 'history', historyColumns, historyRows.splice(0)),
    ]);
    // Awaited before the next batch; until then a failure must not pass for one that nobody looks at.
    pending.catch(() => {});
  }
}

const casesPerBatch = 250;

const caseColumns = {
  case_id: 'uuid',
  number: 'text',
  title: 'text',
  spot: 'text',
  longitude: 'double precision',
  latitude: 'double precision',
  device_hash: 'bytea',
  words: 'text[]',
  follower_count: 'integer',
  state: 'jsonb',
  seq: 'integer',
  head_hash: 'bytea',
  ...Object.fromEntries(copiedKeys.map((key) => [columnName(key), copiedColumns[key]])),
};

const historyColumns = {
  case_id: 'uuid',
  seq: 'integer',
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
  previous_hash: 'bytea',
  hash: 'bytea',
};

function entriesOf(tenantId: number, model: Model, { caseId, life }: ToldCase, record: CaseRecord): Entry[] {
  return life.told.map(({ at, decision, actorPersonId, actorPostId, actorLabel }, index) => ({
    tenantId,
    caseId,
    seq: index + 1,
    at,
    verb: decision.verb,
    fromStation: decision.from,
    toStation: decision.to,
    actorPersonId,
    actorPostId,
    actorLabel,
    reason: decision.reason,
    changes: index === 0 ? { ...decision.changes, record } : decision.changes,
    modelVersion: model.version,
    // Nobody of flesh and blood sent a command.
    commandId: null,
  }));
}

/** Timers, parts and followers: a case has few of each or none. */
async function writeBeside(tx: Tx, written: readonly WrittenCase[]): Promise<void> {
  await insertRows(
    tx,
    'case_timers',
    { case_id: 'uuid', timer_key: 'text', fires_at: 'timestamptz' },
    written.flatMap(({ told: { caseId, life } }) =>
      life.timers.map(({ key, firesAt }) => ({ case_id: caseId, timer_key: key, fires_at: firesAt })),
    ),
  );
  await insertRows(
    tx,
    'case_parts',
    {
      case_id: 'uuid',
      part_id: 'uuid',
      org_id: 'uuid',
      person_id: 'uuid',
      due_at: 'timestamptz',
      signed_at: 'timestamptz',
    },
    written.flatMap(({ told: { caseId, life } }) =>
      life.state.parts.map((part) => ({
        case_id: caseId,
        part_id: part.partId,
        org_id: part.orgId,
        person_id: part.personId,
        due_at: part.dueAt,
        signed_at: part.signedAt,
      })),
    ),
  );
  await insertRows(
    tx,
    'case_followers',
    { case_id: 'uuid', follower: 'text', person_id: 'uuid', followed_at: 'timestamptz' },
    written.flatMap(({ told: { caseId }, followers }) =>
      [...followers].map(([follower, at]) => ({
        case_id: caseId,
        follower,
        person_id: follower.startsWith('person:') ? follower.slice('person:'.length) : null,
        followed_at: at,
      })),
    ),
  );
}

function deviceHashOf(deps: Deps, tenantId: number, { device }: ToldCase): Buffer | null {
  return device === null ? null : deps.secrets.hashToken(`device of ${tenantId}`, device);
}

/** Those who follow, and those whose own report was merged: they are told what becomes of the other one. */
function followersOf(
  deps: Deps,
  tenantId: number,
  told: readonly ToldCase[],
): Map<string, Map<string, string>> {
  const found = new Map(told.map(({ caseId }) => [caseId, new Map<string, string>()]));
  const until = (one: ToldCase): string => one.life.state.closedAt ?? one.life.present;
  for (const one of told) {
    const own = found.get(one.caseId);
    for (const { personId, afterMinutes } of one.followers) {
      const at = new Date(Date.parse(one.life.state.openedAt) + afterMinutes * 60_000).toISOString();
      if (at < until(one)) own?.set(`person:${personId}`, at);
    }
  }
  // In the order in which they were merged, so that followers of followers come along.
  const merged = told
    .filter(({ life }) => life.state.mergedInto !== null)
    .toSorted((left, right) => (left.life.present < right.life.present ? -1 : 1));
  for (const one of merged) {
    const target = found.get(one.life.state.mergedInto as string);
    const device = deviceHashOf(deps, tenantId, one);
    const reporter = one.life.state.reporterId;
    const sender =
      reporter !== null ? `person:${reporter}` : device === null ? null : `device:${device.toString('hex')}`;
    const keys = [...(found.get(one.caseId)?.keys() ?? []), ...(sender === null ? [] : [sender])];
    for (const key of keys) if (target && !target.has(key)) target.set(key, one.life.present);
  }
  return found;
}

/** Numbers in the order of opening, each day from where the city's own counter stands. */
async function takeSerials(tx: Tx, model: Model, told: readonly ToldCase[]): Promise<string[]> {
  const { rows } = await tx.query<{ prefix: string; day: string; last: number }>(
    // Locked: somebody may be opening a case while a city that stood still lives on.
    'SELECT prefix, day, last_serial AS last FROM case_serials WHERE tenant_id = $1 FOR UPDATE',
    [tx.tenantId],
  );
  const last = new Map(rows.map(({ prefix, day, last: serial }) => [`${prefix} ${day}`, serial]));
  const numbers = told.map(({ life: { state } }) => {
    const prefix = model.caseKinds[state.kind]?.numberPrefix ?? '';
    const day = localDateOf(state.openedAt, model.timeZone).replaceAll('-', '');
    const serial = (last.get(`${prefix} ${day}`) ?? 0) + 1;
    last.set(`${prefix} ${day}`, serial);
    return caseNumber(prefix, day, serial);
  });
  await insertRows(
    tx,
    'case_serials',
    { prefix: 'text', day: 'text', last_serial: 'integer' },
    [...last].map(([key, serial]) => {
      const [prefix = '', day = ''] = key.split(' ');
      return { prefix, day, last_serial: serial };
    }),
    { onConflict: 'ON CONFLICT (tenant_id, prefix, day) DO UPDATE SET last_serial = excluded.last_serial' },
  );
  return numbers;
}
