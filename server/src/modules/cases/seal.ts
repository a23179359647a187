/**
 * The day's seal: one Merkle root over the heads of all chains that grew since the last one, so that a case that
 * vanished whole is noticed too (`verify`), and writing never queues behind one chain.
 */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { type Leaf, nothingBefore, sealRoot } from './chain.ts';
import { overAllChains } from './sealed-chains.ts';

export interface Seal {
  /** The last day it covers: `2026-11-23`. */
  sealedOn: string;
  root: Buffer;
  previousRoot: Buffer;
  leafCount: number;
  sealedAt: string;
}

/** Seals every city whose day is over. One that fails does not keep the others from it. */
export async function sealCities(deps: Deps): Promise<Seal[]> {
  const made: Seal[] = [];
  const errors: unknown[] = [];
  for (const { tenantId, model } of modelsOf(deps).cities()) {
    try {
      const seal = await sealCity(deps, tenantId, model);
      if (seal !== undefined) made.push(seal);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} cities could not be sealed`);
  return made;
}

/**
 * Seals the days that are over, unless they are sealed already. Days missed are covered by this one seal: dating
 * several back would prove nothing more.
 *
 * What counts is what is committed, not what an entry's time says: an entry of yesterday that is still on its way is in
 * no snapshot before it is committed, its chain has then grown past its last leaf, and the next seal takes it.
 */
export async function sealCity(deps: Deps, tenantId: number, model: Model): Promise<Seal | undefined> {
  const now = deps.clock.now();
  const sealedOn = dayBefore(localDateOf(now, model.timeZone));
  return inTenant(deps.db, tenantId, async (tx) => {
    // Two processes: the second waits here, and then finds the day sealed.
    await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [lockClass, tenantId]);
    const last = await findLastSeal(tx);
    if (last !== undefined && last.sealedOn >= sealedOn) return undefined;
    await tx.query("SET LOCAL statement_timeout = '15min'");
    const leaves = await addLeaves(tx, sealedOn);
    // Before its first case a city has nothing to seal; after it, a day on which nothing happened is sealed as such.
    if (last === undefined && leaves.length === 0) return undefined;
    const previousRoot = last?.root ?? nothingBefore;
    const seal: Seal = {
      sealedOn,
      root: sealRoot(previousRoot, sealedOn, leaves),
      previousRoot,
      leafCount: leaves.length,
      sealedAt: now,
    };
    await Promise.all([
      tx.query(
        `INSERT INTO seals (tenant_id, sealed_on, root, previous_root, leaf_count, sealed_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [tenantId, sealedOn, seal.root, previousRoot, seal.leafCount, now],
      ),
      tx.commit(),
    ]);
    deps.log.info({ tenantId, sealedOn, leaves: leaves.length, root: seal.root.toString('hex') }, 'sealed');
    return seal;
  });
}

/** First key of the advisory locks; the second is the tenant's id. */
const lockClass = 7_207;

async function findLastSeal(tx: Tx): Promise<{ sealedOn: string; root: Buffer } | undefined> {
  const { rows } = await tx.query<{ sealedOn: string; root: Buffer }>(
    'SELECT sealed_on AS "sealedOn", root FROM seals WHERE tenant_id = $1 ORDER BY sealed_on DESC LIMIT 1',
    [tx.tenantId],
  );
  return rows[0];
}

/** The head of every chain, of whatever has one, that is longer than its last leaf, all of one snapshot, in the order of ids. */
async function addLeaves(tx: Tx, sealedOn: string): Promise<Leaf[]> {
  await tx.query(
    `INSERT INTO seal_leaves (tenant_id, sealed_on, case_id, seq, hash)
     SELECT chain.tenant_id, $2::date, chain.id, chain.seq, chain.head_hash
       FROM (${overAllChains(
         ({ heads, id }) =>
           `SELECT tenant_id, ${id} AS id, seq, head_hash FROM ${heads} WHERE tenant_id = $1`,
       )}) AS chain
       LEFT JOIN (SELECT tenant_id, case_id, max(seq) AS seq FROM seal_leaves WHERE tenant_id = $1
                   GROUP BY tenant_id, case_id) AS sealed
         ON sealed.tenant_id = chain.tenant_id AND sealed.case_id = chain.id
      WHERE chain.tenant_id = $1 AND chain.seq > coalesce(sealed.seq, 0)`,
    [tx.tenantId, sealedOn],
  );
  const { rows } = await tx.query<Leaf>(
    `SELECT case_id AS "caseId", seq, hash FROM seal_leaves WHERE tenant_id = $1 AND sealed_on = $2
      ORDER BY case_id`,
    [tx.tenantId, sealedOn],
  );
  return rows;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 3_600_000).toISOString().slice(0, 10);
}
