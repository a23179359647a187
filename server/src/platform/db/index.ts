/** The database: two pools, and the transaction that every read and write of a city's data goes through. */
import pg from 'pg';
import { appRole } from './migrate.ts';
import { types } from './types.ts';

export { addJobs, type Job } from './add-jobs.ts';
export { checkSecret } from './installation.ts';
export { DatabaseRefused, migrate } from './migrate.ts';
export type { Schema } from './schema.ts';
export { inTenant, readInTenant, type Tx, type TxOptions } from './transaction.ts';

export interface Database {
  /** Serves requests as linli_app: row-level security shows it one tenant at a time. */
  app: pg.Pool;
  /** Owns the tables: migrations, the list of cities, the job queue. Row-level security binds it all the same. */
  owner: pg.Pool;
  /** Connection string of the owner, for a connection of one's own (LISTEN). */
  url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** The owner's connection string. */
  url: string;
  /** Connections that serve requests. */
  poolSize?: number;
  /** Told when an idle connection breaks; the pool makes a new one when it is needed. */
  onLostConnection?: (error: Error) => void;
}

/** Opens the pools; connections are made when first needed. The tables must be there (see `migrate`). */
export function openDatabase({ url, poolSize = 16, onLostConnection = () => {} }: DatabaseOptions): Database {
  const shared = { connectionString: url, types, connectionTimeoutMillis: 10_000 };
  const app = new pg.Pool({
    ...shared,
    max: poolSize,
    application_name: 'linli',
    // Statements sent in one go are answered in one go: see transaction.ts.
    pipeline: true,
    options: `-c role=${appRole} -c TimeZone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000`,
  });
  const owner = new pg.Pool({
    ...shared,
    max: 8,
    application_name: 'linli owner',
    options: '-c TimeZone=UTC',
  });
  for (const pool of [app, owner]) {
    pool.on('error', onLostConnection);
    // A connection may also break while it is lent out; unheard, that would end the process.
    pool.on('connect', (client) => client.on('error', onLostConnection));
  }
  let closing: Promise<void> | undefined;
  return {
    app,
    owner,
    url,
    close() {
      closing ??= Promise.all([app.end(), owner.end()]).then(() => {});
      return closing;
    },
  };
}
