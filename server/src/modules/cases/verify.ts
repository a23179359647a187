/**
 * Does history still say what it said when it was written? Walks the chains and seals of the cities as an outsider
 * could from docs/reference/history.md, reading only, beside a server at work.
 */
import { type Database, readInTenant } from '../../platform/db/index.ts';
import { verifyBallots } from './verify-ballots.ts';
import { verifyChains } from './verify-chains.ts';
import { verifyGatherings } from './verify-gatherings.ts';
import { verifyLeavesOf, verifySeals } from './verify-seals.ts';

/** Something that is not as it was written. */
export interface Finding {
  /** Key of the city's model. */
  city: string;
  /** Number of the case, or its id where nothing is left that knows the number; null: about a seal. */
  case: string | null;
  /** Entry of its history; null: about the case as a whole. */
  entry: number | null;
  what: string;
}

export interface VerifyOptions {
  /** Key of the only city to look at. */
  city?: string | undefined;
  /** Number of the only case to look at; roots of seals are then left out. */
  caseNumber?: string | undefined;
  /** Number of the only ballot to look at; roots of seals are then left out. */
  ballotNumber?: string | undefined;
  found: (finding: Finding) => void;
}

export interface Verified {
  cities: number;
  cases: number;
  entries: number;
  seals: number;
  leaves: number;
  findings: number;
  seconds: number;
  /** The newest seal of each city: kept elsewhere, it proves everything up to it. */
  lastSeals: { city: string; sealedOn: string; root: string }[];
}

/** A city while it is verified. */
export interface Verification {
  db: Pick<Database, 'app'>;
  tenantId: number;
  /** Here days pass at a tap: what is dated before a seal may have been written after it. */
  isDemo: boolean;
  /** `of`: the case's number or id; null: a seal. */
  found(of: string | null, entry: number | null, what: string): void;
  counts: Pick<Verified, 'cases' | 'entries' | 'seals' | 'leaves'>;
}

export async function verify(db: Pick<Database, 'app' | 'owner'>, options: VerifyOptions): Promise<Verified> {
  const from = performance.now();
  const counts = { cases: 0, entries: 0, seals: 0, leaves: 0 };
  const lastSeals: Verified['lastSeals'] = [];
  let findings = 0;
  const { rows: cities } = await db.owner.query<{ tenantId: number; city: string; isDemo: boolean }>(
    `SELECT tenant_id AS "tenantId", model_key AS city, made_by_demo AS "isDemo" FROM tenants
      WHERE $1::text IS NULL OR model_key = $1 ORDER BY tenant_id`,
    [options.city ?? null],
  );
  for (const { tenantId, city, isDemo } of cities) {
    const verification: Verification = {
      db,
      tenantId,
      isDemo,
      counts,
      found(of, entry, what) {
        findings += 1;
        options.found({ city, case: of, entry, what });
      },
    };
    if (options.ballotNumber !== undefined) {
      const ballotId = await verifyBallots(verification, options.ballotNumber);
      if (ballotId !== undefined)
        await verifyLeavesOf(verification, 'ballots', ballotId, options.ballotNumber);
    } else if (options.caseNumber === undefined) {
      await verifyChains(verification);
      await verifyBallots(verification);
      await verifyGatherings(verification);
      const last = await verifySeals(verification);
      if (last !== undefined)
        lastSeals.push({ city, sealedOn: last.sealedOn, root: last.root.toString('hex') });
    } else {
      for (const caseId of await findByNumber(db, tenantId, options.caseNumber)) {
        await verifyChains(verification, caseId);
        await verifyLeavesOf(verification, 'cases', caseId, options.caseNumber);
      }
    }
  }
  return {
    cities: cities.length,
    ...counts,
    findings,
    seconds: (performance.now() - from) / 1000,
    lastSeals,
  };
}

/** By the row's number, else by the number in its history: the row's may have been changed. */
async function findByNumber(
  db: Pick<Database, 'app'>,
  tenantId: number,
  number: string,
): Promise<Set<string>> {
  for (const from of [
    'cases WHERE tenant_id = $1 AND number = $2',
    `history WHERE tenant_id = $1 AND seq = 1 AND changes -> 'record' ->> 'number' = $2`,
  ]) {
    const rows = await readInTenant<{ caseId: string }>(
      db,
      tenantId,
      `SELECT case_id AS "caseId" FROM ${from}`,
      [tenantId, number],
    );
    if (rows.length > 0) return new Set(rows.map(({ caseId }) => caseId));
  }
  return new Set();
}
