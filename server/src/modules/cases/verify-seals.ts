/** Verifies the seals of a city: their roots, the order they stand in, and that what was sealed is still there. */
import { inTenant, readInTenant, type Tx } from '../../platform/db/index.ts';
import { type Leaf, nothingBefore, sealRoot } from './chain.ts';
import { overAllChains, sealedChains } from './sealed-chains.ts';
import type { Verification } from './verify.ts';

const leavesAtOnce = 5_000;
/**
 * An entry's time is taken a moment before it is committed, so one of the last minutes before a seal may come into the
 * next. No transaction lasts this long.
 */
const onTheWayMs = 3_600_000;
/** Of entries that no seal knows, so many are named; the rest is of the same sort. */
const unsealedAtOnce = 1_000;

interface SealRow {
  sealedOn: string;
  root: Buffer;
  previousRoot: Buffer;
  leafCount: number;
  sealedAt: string;
}

interface LeafRow extends Leaf {
  /** Of the entry as it is now; null: there is none. */
  entryHash: Buffer | null;
  number: string | null;
}

/** Gives the newest seal. */
export async function verifySeals(verification: Verification): Promise<SealRow | undefined> {
  const { db, tenantId, counts, found } = verification;
  const seals = await readInTenant<SealRow>(
    db,
    tenantId,
    `SELECT sealed_on AS "sealedOn", root, previous_root AS "previousRoot", leaf_count AS "leafCount",
            sealed_at AS "sealedAt"
       FROM seals WHERE tenant_id = $1 ORDER BY sealed_on`,
    [tenantId],
  );
  let before: SealRow | undefined;
  for (const seal of seals) {
    const name = nameOf(seal);
    const leaves: Leaf[] = [];
    for await (const page of leafPages(verification, seal.sealedOn)) {
      for (const leaf of page) {
        verifyLeaf(verification, seal.sealedOn, leaf);
        leaves.push({ caseId: leaf.caseId, seq: leaf.seq, hash: leaf.hash });
      }
    }
    if (leaves.length !== seal.leafCount) {
      found(null, null, `${name} counts ${seal.leafCount} leaves, there are ${leaves.length}`);
    } else if (!sealRoot(seal.previousRoot, seal.sealedOn, leaves).equals(seal.root)) {
      found(null, null, `${name} has a root that is not that of its day, its leaves and the seal before it`);
    }
    if (!seal.previousRoot.equals(before?.root ?? nothingBefore)) {
      found(
        null,
        null,
        before === undefined
          ? `${name} names a seal before it, but it is the first`
          : `${name} does not continue ${nameOf(before)}: one between them is gone, or one of them was changed`,
      );
    }
    if (!verification.isDemo) await verifyDates(verification, seal, before);
    counts.seals += 1;
    counts.leaves += leaves.length;
    before = seal;
  }
  const strays = await readInTenant<{ sealedOn: string; count: number }>(
    db,
    tenantId,
    `SELECT sealed_on AS "sealedOn", count(*)::int AS count FROM seal_leaves AS leaf
      WHERE tenant_id = $1
        AND NOT EXISTS (SELECT FROM seals WHERE seals.tenant_id = $1 AND seals.sealed_on = leaf.sealed_on)
      GROUP BY sealed_on ORDER BY sealed_on`,
    [tenantId],
  );
  for (const { sealedOn, count } of strays) {
    found(null, null, `the seal of ${sealedOn} is gone, ${count} of its leaves are still there`);
  }
  return before;
}

/** The leaves of one chain alone. */
export async function verifyLeavesOf(
  verification: Verification,
  heads: 'cases' | 'ballots',
  id: string,
  number: string,
): Promise<void> {
  const { db, tenantId, counts } = verification;
  const chain = sealedChains.find((one) => one.heads === heads);
  if (chain === undefined) throw new Error(`${heads} come under no seal`);
  const leaves = await readInTenant<Omit<LeafRow, 'number'> & { sealedOn: string }>(
    db,
    tenantId,
    `SELECT leaf.sealed_on AS "sealedOn", leaf.case_id AS "caseId", leaf.seq, leaf.hash, entry.hash AS "entryHash"
       FROM seal_leaves AS leaf
       LEFT JOIN ${chain.entries} AS entry
         ON entry.tenant_id = leaf.tenant_id AND entry.${chain.id} = leaf.case_id AND entry.seq = leaf.seq
      WHERE leaf.tenant_id = $1 AND leaf.case_id = $2 ORDER BY leaf.sealed_on`,
    [tenantId, id],
  );
  for (const leaf of leaves) verifyLeaf(verification, leaf.sealedOn, { ...leaf, number });
  counts.leaves += leaves.length;
}

function verifyLeaf({ found }: Verification, sealedOn: string, leaf: LeafRow): void {
  const { caseId, seq, hash, entryHash, number } = leaf;
  if (entryHash === null) {
    found(
      number ?? caseId,
      seq,
      `it was sealed on ${sealedOn}, and is gone${number === null ? ' with its case' : ''}`,
    );
  } else if (!entryHash.equals(hash)) {
    found(number ?? caseId, seq, `it is not the entry that was sealed on ${sealedOn}`);
  }
}

/** Whatever is dated before a seal was there when it was made, and is in it or in the one before. */
async function verifyDates(
  { db, tenantId, found }: Verification,
  seal: SealRow,
  before: SealRow | undefined,
): Promise<void> {
  const ask = async (tx: Tx) => {
    // The first seal may cover the history of years.
    void tx.query("SET LOCAL statement_timeout = '15min'").catch(() => {});
    return tx.query<{ caseId: string; number: string | null; seq: number; at: string }>(
      `${overAllChains(
        ({ heads, entries, id, name }) =>
          `(SELECT entry.${id} AS "caseId", min(${name}) AS number, min(entry.seq) AS seq, min(entry.at) AS at
              FROM ${entries} AS entry
              LEFT JOIN ${heads} AS heads ON heads.tenant_id = entry.tenant_id AND heads.${id} = entry.${id}
             WHERE entry.tenant_id = $1 AND entry.at > $2::timestamptz AND entry.at <= $3::timestamptz
               AND NOT EXISTS (SELECT FROM seal_leaves AS leaf
                                WHERE leaf.tenant_id = $1 AND leaf.sealed_on IN ($4::date, $5::date)
                                  AND leaf.case_id = entry.${id} AND leaf.seq >= entry.seq)
             GROUP BY entry.${id})`,
      )} ORDER BY 1 LIMIT ${unsealedAtOnce}`,
      [
        tenantId,
        before === undefined ? '-infinity' : surelyThere(before),
        surelyThere(seal),
        seal.sealedOn,
        before?.sealedOn ?? seal.sealedOn,
      ],
    );
  };
  const { rows } = await inTenant(db, tenantId, ask, { readOnly: true });
  for (const { caseId, number, seq, at } of rows) {
    found(
      number ?? caseId,
      seq,
      `it is dated ${at}, but ${nameOf(seal)} does not know it: it was put in later`,
    );
  }
}

function surelyThere({ sealedAt }: SealRow): string {
  return new Date(Date.parse(sealedAt) - onTheWayMs).toISOString();
}

function nameOf({ sealedOn }: SealRow): string {
  return `the seal of ${sealedOn}`;
}

async function* leafPages({ db, tenantId }: Verification, sealedOn: string): AsyncGenerator<LeafRow[]> {
  const ask = (after: string): Promise<LeafRow[]> =>
    readInTenant<LeafRow>(
      db,
      tenantId,
      `SELECT leaf.case_id AS "caseId", leaf.seq, leaf.hash,
              coalesce(${sealedChains.map((_, at) => `entry_${at}.hash`).join(', ')}) AS "entryHash",
              coalesce(${sealedChains.map((_, at) => `name_${at}.name`).join(', ')}) AS number
         FROM seal_leaves AS leaf
         ${sealedChains
           .map(
             ({ heads, entries, id, name }, at) =>
               `LEFT JOIN ${entries} AS entry_${at} ON entry_${at}.tenant_id = leaf.tenant_id
                 AND entry_${at}.${id} = leaf.case_id AND entry_${at}.seq = leaf.seq
                LEFT JOIN LATERAL (SELECT ${name} AS name FROM ${heads} AS heads
                                    WHERE heads.tenant_id = $1 AND heads.${id} = leaf.case_id) AS name_${at} ON true`,
           )
           .join(' ')}
        WHERE leaf.tenant_id = $1 AND leaf.sealed_on = $2 AND leaf.case_id > $3
        ORDER BY leaf.case_id LIMIT ${leavesAtOnce}`,
      [tenantId, sealedOn, after],
    );
  let page = await ask('00000000-0000-0000-0000-000000000000');
  for (;;) {
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < leavesAtOnce) return;
    page = await ask(last.caseId);
  }
}
