/** From settings to an open, migrated database: one's own, the one Linli brings, or the one a running server has open. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, keepSecret } from './config.ts';
import { type DataLock, isDataFolderInUse, lockDataFolder } from './data-lock.ts';
import { checkSecret, type Database, migrate, openDatabase } from './db/index.ts';
import type { Log } from './log.ts';
import { ownerRole } from './postgres/database.ts';
import { type Postgres, startPostgres, urlOf } from './postgres/index.ts';
import type { Address } from './postgres/server.ts';
import { openSecrets, type Secrets } from './secrets/index.ts';

export interface OpenData {
  db: Database;
  secrets: Secrets;
  /** No other process can be at work on this database. */
  isAlone: boolean;
  applied: string[];
  close(): Promise<void>;
  /** Ends the database at once, for a person who will not wait; the next start recovers. */
  abandon(): void;
}

export interface OpenDataOptions {
  config: Config;
  log: Log;
  report?: (line: string) => void;
  /** The database died and does not start again. */
  onLost?: (error: Error) => void;
  /** For commands beside a running server: use its database instead of refusing. */
  joinRunning?: boolean;
}

export async function openData({
  config,
  log,
  report,
  onLost,
  joinRunning,
}: OpenDataOptions): Promise<OpenData> {
  if (config.databaseUrl !== undefined) return openAt(config.databaseUrl, config, log, {});
  if (joinRunning && (await isDataFolderInUse(config.dataFolder))) {
    return openAt(urlOfRunning(config.dataFolder), config, log, {});
  }
  const lock = await lockDataFolder(config.dataFolder);
  try {
    const postgres = await startPostgres({
      home: config.dataFolder,
      ...(report === undefined ? {} : { report }),
      ...(onLost === undefined ? {} : { onLost }),
    });
    return await openAt(postgres.url, config, log, { lock, postgres });
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openAt(
  url: string,
  config: Config,
  log: Log,
  { lock, postgres }: { lock?: DataLock; postgres?: Postgres },
): Promise<OpenData> {
  let db: Database | undefined;
  const close = async (): Promise<void> => {
    await db?.close();
    await postgres?.stop();
    lock?.release();
  };
  try {
    const { applied } = await migrate(url);
    const secrets = openSecrets(config.secret);
    db = openDatabase({
      url,
      poolSize: config.poolSize,
      onLostConnection: (error) => log.debug({ err: error }, 'a database connection broke'),
    });
    await checkSecret(db, secrets);
    return {
      db,
      secrets,
      isAlone: postgres !== undefined,
      applied,
      close,
      abandon() {
        postgres?.abandon();
        lock?.release();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function urlOfRunning(dataFolder: string): string {
  const addressPath = join(dataFolder, 'postgres-address.json');
  if (!existsSync(addressPath))
    throw new Error('The server on this data folder is still starting. Try again shortly.');
  const address = JSON.parse(readFileSync(addressPath, 'utf8')) as Address;
  return urlOf(address, ownerRole, keepSecret(join(dataFolder, 'postgres-password')), 'linli');
}
