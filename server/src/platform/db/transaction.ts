/**
 * A transaction inside one city. `BEGIN` and the tenant setting travel with the first statement, and statements started
 * together travel together, so a command costs few round trips.
 */
import { Kysely } from 'kysely';
import type pg from 'pg';
import { connectionDialect } from './connection-dialect.ts';
import type { Database } from './index.ts';
import type { Schema } from './schema.ts';

export interface Tx {
  readonly tenantId: number;
  /** The same object for every transaction on one database: what is remembered of a database is kept under it. */
  readonly database: object;
  /** Typed queries on this transaction. */
  readonly kysely: Kysely<Schema>;
  /**
   * One statement of fixed text (values go into `values`): it is prepared once per connection. Statements started
   * without awaiting the one before share a round trip; they still run in order.
   */
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<Row>>;
  /**
   * Commits now, in the same round trip as statements already started:
   * `await Promise.all([tx.query(…), tx.commit()])`. Nothing may follow. Without it the end of the function commits.
   */
  commit(): Promise<void>;
  /** Runs once the transaction is committed; not at all when it is not. */
  afterCommit(action: () => void): void;
}

export interface TxOptions {
  readOnly?: boolean;
}

/** Deadlock victims and serialisation failures: nothing was done, and trying again is right. */
const passingFaults = new Set(['40001', '40P01']);
const attempts = 4;

/**
 * Runs `work` in one transaction that sees the rows of one tenant only. It is run again when the database chose it as
 * a deadlock's victim, so it must do nothing outside the transaction; use `afterCommit` for that.
 */
export async function inTenant<Result>(
  db: Pick<Database, 'app'>,
  tenantId: number,
  work: (tx: Tx) => Promise<Result>,
  options: TxOptions = {},
): Promise<Result> {
  if (!Number.isInteger(tenantId)) throw new TypeError(`tenant id ${tenantId} is not a whole number`);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(db, tenantId, work, options);
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (attempt >= attempts || typeof code !== 'string' || !passingFaults.has(code)) throw error;
    }
  }
}

/** One reading statement in one round trip. */
export async function readInTenant<Row extends pg.QueryResultRow>(
  db: Pick<Database, 'app'>,
  tenantId: number,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const [{ rows }] = await inTenant(
    db,
    tenantId,
    (tx) => Promise.all([tx.query<Row>(text, values), tx.commit()]),
    { readOnly: true },
  );
  return rows;
}

async function runOnce<Result>(
  db: Pick<Database, 'app'>,
  tenantId: number,
  work: (tx: Tx) => Promise<Result>,
  { readOnly = false }: TxOptions,
): Promise<Result> {
  const client = await db.app.connect();
  // Not awaited: it goes out with the first statement. Should it fail, so will that one.
  const begun = client.query(`BEGIN${readOnly ? ' READ ONLY' : ''}; SET LOCAL app.tenant_id = '${tenantId}'`);
  begun.catch(() => {});
  const actions: (() => void)[] = [];
  let committed: Promise<void> | undefined;
  let kysely: Kysely<Schema> | undefined;
  const query = <Row extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<pg.QueryResult<Row>> => {
    if (committed !== undefined) throw new Error('the transaction is already committed');
    return client.query<Row>(config);
  };
  const tx: Tx = {
    tenantId,
    database: db.app,
    get kysely() {
      kysely ??= new Kysely<Schema>({ dialect: connectionDialect({ query }) });
      return kysely;
    },
    query: (text, values) => query({ name: statementName(text), text, values: values as unknown[] }),
    commit() {
      committed ??= client.query('COMMIT').then(({ command }) => {
        // What PostgreSQL answers when a statement before failed.
        if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
      });
      return committed;
    },
    afterCommit: (action) => {
      actions.push(action);
    },
  };
  let broken: Error | undefined;
  try {
    const result = await work(tx);
    await tx.commit();
    for (const action of actions) action();
    return result;
  } catch (error) {
    // Answers come in order: once this one is here, nothing of the transaction is under way any more.
    if (committed === undefined) await client.query('ROLLBACK').catch((fault: Error) => (broken = fault));
    else await committed.catch(() => {});
    if ((error as { severity?: string }).severity === 'FATAL') broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Statements written in the code are few, and preparing each once per connection saves their planning. Should texts
 * turn out to be endless (built from input), those beyond the limit stay unprepared rather than fill the server.
 */
const statementNames = new Map<string, string>();
const statementLimit = 500;

function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  if (statementNames.size >= statementLimit) return undefined;
  const name = `s${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}
