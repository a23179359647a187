/** Verifies the chains of a city: every entry, and that each case is what its history makes of it. */
import { type CaseState, evolve, timersOf } from '@linli/engine';
import type { Model } from '@linli/model';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import { type ChainedEntry, canonicalJson, entryHash, nothingBefore } from './chain.ts';
import type { KeptChanges } from './replay.ts';
import {
  type CaseRecord,
  type CaseRow,
  caseRowColumns,
  columnName,
  copiedKeys,
  copiedValues,
} from './store.ts';
import type { Verification } from './verify.ts';

/** Cases looked at in one snapshot: short, so that a server at work is not held up. */
const casesAtOnce = 250;
const entriesAtOnce = 4_000;
const firstId = '00000000-0000-0000-0000-000000000000';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const maxSeq = 2_147_483_647;

/** `onlyCase`: the id of the one case to look at. */
export async function verifyChains(verification: Verification, onlyCase?: string): Promise<void> {
  const { db, tenantId } = verification;
  const models = new Map<string, Model | undefined>();
  const until = onlyCase ?? lastId;
  let after: Place = { caseId: onlyCase ?? firstId, seq: 0 };
  let before: Promise<unknown> = Promise.resolve();
  for (;;) {
    const place = after;
    const end = Promise.withResolvers<string | undefined>();
    const range = inTenant(
      db,
      tenantId,
      (tx) => verifyRange(verification, tx, models, place, until, end.resolve),
      { readOnly: true },
    );
    range.catch(end.reject);
    const last = await end.promise;
    // While one range is looked at, the database already reads the next: never more than these two.
    await before;
    before = range;
    if (last === undefined) break;
    after = { caseId: last, seq: maxSeq };
  }
  await before;
}

interface Place {
  caseId: string;
  seq: number;
}

/**
 * The next cases, with all of history that lies between them: also that of cases which are gone. Tells early where it
 * ends: the id of its last case; undefined: there are no more.
 */
async function verifyRange(
  verification: Verification,
  tx: Tx,
  models: Map<string, Model | undefined>,
  after: Place,
  until: string,
  ends: (last: string | undefined) => void,
): Promise<void> {
  // A case and its history are of one moment, although others go on writing.
  void tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ').catch(() => {});
  const { rows } = await tx.query<CaseToVerify>(casesSql, [
    tx.tenantId,
    after.caseId,
    after.seq,
    until,
    casesAtOnce,
  ]);
  const last = rows.length < casesAtOnce ? undefined : rows.at(-1)?.caseId;
  ends(last);
  const range = [tx.tenantId, after.caseId, after.seq, last ?? until];
  const [timers, parts, pages] = await Promise.all([
    tx.query<TimerRow>(timersSql, range),
    tx.query<PartRow>(partsSql, range),
    firstPage(tx, after, last ?? until),
  ]);
  const besides = { timers: groupByCase(timers.rows), parts: groupByCase(parts.rows) };
  await learnModels(tx, models, rows);
  const open = new Map(rows.map((row) => [row.caseId, row]));
  const end = (chain: Chain): void => {
    const row = open.get(chain.caseId);
    open.delete(chain.caseId);
    if (row === undefined) {
      chain.found(null, `it has a history of ${countOf(chain.count)}, but the case itself is gone`);
    } else {
      chain.end(row, models.get(row.modelVersion), besides);
      verification.counts.cases += 1;
    }
  };
  let chain: Chain | undefined;
  for await (const entries of pages) {
    for (const entry of entries) {
      if (chain?.caseId !== entry.caseId) {
        if (chain !== undefined) end(chain);
        const number = open.get(entry.caseId)?.number;
        chain = new Chain(entry.caseId, (seq, what) => {
          verification.found(number ?? entry.changes.record?.number ?? entry.caseId, seq, what);
        });
      }
      chain.add(entry, tx.tenantId);
    }
    verification.counts.entries += entries.length;
  }
  if (chain !== undefined) end(chain);
  for (const { number } of open.values()) {
    verification.found(number, null, 'the case has no history: its entries are gone, or it was put in');
    verification.counts.cases += 1;
  }
}

interface Besides {
  timers: Map<string, TimerRow[]>;
  parts: Map<string, PartRow[]>;
}

/** One chain while it is walked. */
class Chain {
  readonly caseId: string;
  readonly found: (seq: number | null, what: string) => void;
  count = 0;
  #seq = 0;
  #hash = nothingBefore;
  #state: CaseState | null = null;
  #record: CaseRecord | undefined;
  #hasGap = false;

  constructor(caseId: string, found: (seq: number | null, what: string) => void) {
    this.caseId = caseId;
    this.found = found;
  }

  add(entry: EntryRow, tenantId: number): void {
    const { seq, hash, previousHash } = entry;
    if (seq !== this.#seq + 1) {
      const missing =
        seq === this.#seq + 2 ? `entry ${seq - 1} is` : `entries ${this.#seq + 1} to ${seq - 1} are`;
      this.found(seq, `${missing} missing before it`);
      this.#hasGap = true;
    } else if (!previousHash.equals(this.#hash)) {
      this.found(
        seq,
        seq === 1
          ? 'it names an entry before it, but it is the first'
          : `it does not continue entry ${seq - 1} as that stands now`,
      );
    }
    if (!entryHash({ ...entry, tenantId }, previousHash).equals(hash)) {
      this.found(seq, 'it does not say what it said when it was written: its hash does not fit');
    }
    const { record, ...changes } = entry.changes;
    if (seq === 1) this.#record = record;
    this.#state = evolve(this.#state, changes);
    this.#seq = seq;
    this.#hash = hash;
    this.count += 1;
  }

  /** All entries were added: is the case what they make of it? */
  end(row: CaseToVerify, model: Model | undefined, { timers, parts }: Besides): void {
    if (row.seq !== this.#seq) {
      this.found(null, `the case counts ${countOf(row.seq)}, its history ends with entry ${this.#seq}`);
      return;
    }
    if (!row.headHash.equals(this.#hash)) {
      this.found(null, `the case's head is not the hash of entry ${this.#seq}`);
    }
    const state = this.#state;
    if (this.#hasGap || state === null) return;
    this.#differ('state', [
      ...new Set([...keysThatDiffer(state, row.state), ...keysThatDiffer(row.state, state)]),
    ]);
    this.#differ('row', [
      ...recordDiffers(this.#record, row),
      ...(model ? columnsDiffer(model, state, row) : []),
    ]);
    if (model === undefined) {
      this.found(null, `its model version ${row.modelVersion} was never kept`);
      return;
    }
    const wanted = timersOf(model, state).map(({ key }) => key);
    const present = (timers.get(this.caseId) ?? []).map(({ key }) => key);
    const wrong = [
      ...wanted.filter((key) => !present.includes(key)).map((key) => `${key} is missing`),
      ...present.filter((key) => !wanted.includes(key)).map((key) => `${key} is not wanted`),
    ];
    if (wrong.length > 0)
      this.found(null, `its timers are not those its history asks for: ${wrong.join(', ')}`);
    if (!samePart(state.parts, parts.get(this.caseId) ?? [])) {
      this.found(null, 'its parts are not those its history asks for');
    }
  }

  #differ(what: 'state' | 'row', fields: string[]): void {
    if (fields.length === 0) return;
    this.found(null, `its ${what} is not what its history makes of it: ${fields.join(', ')}`);
  }
}

function keysThatDiffer(one: CaseState, other: CaseState): string[] {
  const others = new Map<string, unknown>(Object.entries(other));
  return Object.entries(one).flatMap(([key, value]) =>
    others.has(key) && sameValue(value, others.get(key)) ? [] : [key],
  );
}

/** What was fixed at the opening. */
function recordDiffers(record: CaseRecord | undefined, row: CaseToVerify): string[] {
  if (record === undefined) return ['record'];
  const [longitude = null, latitude = null] = record.position ?? [];
  const { number, title, spot } = record;
  const kept = { number, title, spot, longitude, latitude };
  return Object.entries(kept).flatMap(([key, value]) =>
    row[key as keyof typeof kept] === value ? [] : [key],
  );
}

function columnsDiffer(model: Model, state: CaseState, row: CaseToVerify): string[] {
  const wanted = copiedValues(model, state);
  return copiedKeys.flatMap((key, index) =>
    row[`column ${key}`] === wanted[index] ? [] : [columnName(key)],
  );
}

function samePart(wanted: CaseState['parts'], present: readonly PartRow[]): boolean {
  return (
    wanted.length === present.length &&
    wanted.every(({ partId, orgId, personId, dueAt, signedAt }) => {
      const row = present.find((one) => one.partId === partId);
      return (
        row !== undefined &&
        row.orgId === orgId &&
        row.personId === personId &&
        row.dueAt === dueAt &&
        row.signedAt === signedAt
      );
    })
  );
}

function sameValue(one: unknown, other: unknown): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other);
}

function countOf(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries} entries`;
}

async function learnModels(
  tx: Tx,
  models: Map<string, Model | undefined>,
  rows: readonly CaseToVerify[],
): Promise<void> {
  const unknown = [...new Set(rows.map((row) => row.modelVersion))].filter((version) => !models.has(version));
  if (unknown.length === 0) return;
  const found = await tx.query<{ version: string; model: Model }>(
    'SELECT version, model FROM model_versions WHERE tenant_id = $1 AND version = ANY ($2)',
    [tx.tenantId, unknown],
  );
  for (const version of unknown) models.set(version, undefined);
  for (const { version, model } of found.rows) models.set(version, model);
}

/** The case's row with the copied columns, each under its key: `column areaCode`. */
type CaseToVerify = CaseRow & { modelVersion: string } & Record<`column ${string}`, unknown>;
type EntryRow = Omit<ChainedEntry, 'tenantId' | 'changes'> & {
  changes: KeptChanges & Record<string, unknown>;
};

interface TimerRow {
  caseId: string;
  key: string;
}

interface PartRow {
  caseId: string;
  partId: string;
  orgId: string;
  personId: string | null;
  dueAt: string;
  signedAt: string | null;
}

// From a place on, which is a case and an entry of it: before the first entry of the first case there is nothing.
const casesSql = `
  SELECT ${caseRowColumns}, cases.model_version AS "modelVersion",
         ${copiedKeys.map((key) => `cases.${columnName(key)} AS "column ${key}"`).join(', ')}
    FROM cases WHERE tenant_id = $1 AND (case_id, seq) > ($2::uuid, $3::integer) AND case_id <= $4
   ORDER BY case_id LIMIT $5`;
const entriesSql = `
  SELECT case_id AS "caseId", seq, at, verb, from_station AS "fromStation", to_station AS "toStation",
         actor_person_id AS "actorPersonId", actor_post_id AS "actorPostId", actor_label AS "actorLabel", reason,
         changes, model_version AS "modelVersion", command_id AS "commandId", previous_hash AS "previousHash", hash
    FROM history WHERE tenant_id = $1 AND (case_id, seq) > ($2::uuid, $3::integer) AND case_id <= $4
   ORDER BY case_id, seq LIMIT $5`;
const timersSql = `
  SELECT case_id AS "caseId", timer_key AS key FROM case_timers
   WHERE tenant_id = $1 AND (case_id, 1) > ($2::uuid, $3::integer) AND case_id <= $4`;
const partsSql = `
  SELECT case_id AS "caseId", part_id AS "partId", org_id AS "orgId", person_id AS "personId", due_at AS "dueAt",
         signed_at AS "signedAt"
    FROM case_parts WHERE tenant_id = $1 AND (case_id, 1) > ($2::uuid, $3::integer) AND case_id <= $4`;

/** Asks for the first page of entries and gives all pages; the next one is fetched while this one is looked at. */
async function firstPage(tx: Tx, after: Place, until: string): Promise<AsyncIterable<EntryRow[]>> {
  const ask = async ({ caseId, seq }: Place): Promise<EntryRow[]> => {
    const { rows } = await tx.query<EntryRow>(entriesSql, [tx.tenantId, caseId, seq, until, entriesAtOnce]);
    return rows;
  };
  const first = await ask(after);
  return (async function* () {
    let page = first;
    for (;;) {
      const last = page.length < entriesAtOnce ? undefined : page.at(-1);
      const next = last && ask(last);
      next?.catch(() => {});
      yield page;
      if (next === undefined) return;
      page = await next;
    }
  })();
}

function groupByCase<Row extends { caseId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.caseId);
    if (group === undefined) groups.set(row.caseId, [row]);
    else group.push(row);
  }
  return groups;
}
