/** What the server sends to the database, overheard, so that the same statements can be sent once more by themselves. */
import type pg from 'pg';

/** One statement as the server sent it. */
export interface Sent {
  /** Which connection, numbered from 0 in the order in which they were first used. */
  connection: number;
  /** Statements with the same number travelled together. */
  trip: number;
  text: string;
  values: unknown[];
}

/** Overhears every statement that goes out over the pool from now on, until it is stopped. */
export function overhearStatements(pool: pg.Pool): { sent: Sent[]; nextTrip(): number; stop(): void } {
  const sent: Sent[] = [];
  const connect = pool.connect.bind(pool);
  const numbers = new WeakMap<object, number>();
  let count = 0;
  let trip = 0;
  let isRecording = true;
  const nextTrip = (): number => {
    trip += 1;
    return trip;
  };
  pool.connect = (async (): Promise<pg.PoolClient> => {
    const client = (await connect()) as pg.PoolClient;
    if (numbers.has(client)) return client;
    const connection = count;
    count += 1;
    numbers.set(client, connection);
    const query = client.query.bind(client) as (...call: unknown[]) => Promise<unknown>;
    let isQuiet = true;
    client.query = ((config: string | pg.QueryConfig, ...rest: unknown[]) => {
      const answer = query(config, ...rest);
      if (isRecording) {
        // Statements started before the answer to one of them arrived went out with it.
        if (isQuiet) nextTrip();
        isQuiet = false;
        const settle = (): void => {
          isQuiet = true;
        };
        answer.then(settle, settle);
        sent.push(
          typeof config === 'string'
            ? { connection, trip, text: config, values: [] }
            : { connection, trip, text: config.text, values: [...(config.values ?? [])] },
        );
      }
      return answer;
    }) as typeof client.query;
    return client;
  }) as typeof pool.connect;
  return {
    sent,
    nextTrip,
    stop() {
      isRecording = false;
      pool.connect = connect;
    },
  };
}
