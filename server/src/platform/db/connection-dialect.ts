/** Lets Kysely speak through a transaction that is already open. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';

interface Connection {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
}

export function connectionDialect(connection: Connection): Dialect {
  const single: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, rowCount } = await connection.query({ text: sql, values: [...parameters] });
      return { rows: rows as Row[], numAffectedRows: rowCount === null ? undefined : BigInt(rowCount) };
    },
    streamQuery(): never {
      throw new Error('streaming is not possible inside a pipelined transaction');
    },
  };
  const isOurs = async (): Promise<never> => {
    throw new Error('the transaction is already open: use the one you were given');
  };
  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => single,
      beginTransaction: isOurs,
      commitTransaction: isOurs,
      rollbackTransaction: isOurs,
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  };
}
