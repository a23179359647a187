/**
 * Connections of the job runner's own. The library takes a lost connection badly: it forgets to wait for some answers
 * (an unheard rejection would end this process), and a job fetched by an answer that was lost stays marked as in hand. So
 * it never hears of one: whatever hangs on a lost connection stays unanswered, and its owner replaces the whole runner.
 */
import pg from 'pg';

export interface FragilePool {
  pool: pg.Pool;
  /** Fulfilled with the first connection that was lost; from then on the pool answers nobody. */
  lost: Promise<Error>;
}

type Callback = (error: Error | null, result?: unknown) => void;

const never = new Promise<never>(() => {});

export function openFragilePool(url: string, max: number): FragilePool {
  const { promise: lost, resolve } = Promise.withResolvers<Error>();
  let isLost = false;
  const lose = (error: Error): void => {
    isLost = true;
    resolve(error);
  };
  /** Passes on what a statement itself did wrong, and nothing else. */
  const hears = (callback: Callback): Callback => {
    return (error, ...result) => {
      if (error != null && isConnectionFault(error)) lose(error);
      else callback(error, ...result);
    };
  };

  class Client extends pg.Client {
    // biome-ignore lint/suspicious/noExplicitAny: the driver's own signature has a dozen forms
    override query(...words: any[]): any {
      const last = words.at(-1);
      const passed = typeof last === 'function' ? [...words.slice(0, -1), hears(last as Callback)] : words;
      const answer: unknown = (super.query as (...words: unknown[]) => unknown).apply(this, passed);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: Error) => {
        if (!isConnectionFault(error)) throw error;
        lose(error);
        return never;
      });
    }
  }

  class Pool extends pg.Pool {
    // biome-ignore lint/suspicious/noExplicitAny: with a callback or without
    override connect(callback?: any): any {
      if (isLost) return callback === undefined ? never : undefined;
      if (callback === undefined) {
        return super.connect().catch((error: Error) => {
          lose(error);
          return never;
        });
      }
      return super.connect((error, client, release) => {
        if (error) lose(error);
        else callback(undefined, client, release);
      });
    }
  }

  const pool = new Pool({
    connectionString: url,
    max,
    application_name: 'linli jobs',
    options: '-c TimeZone=UTC',
    Client,
  });
  pool.on('error', lose);
  pool.on('connect', (client) => client.on('error', lose));
  return { pool, lost };
}

/** Anything but an error the server gave to a statement, and those with which it ends a connection. */
function isConnectionFault(error: Error): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === 'FATAL' || error.severity === 'PANIC';
}
