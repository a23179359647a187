/**
 * Who hands papers in for others. The limit on proxies is one for all ways: what somebody was given online and what they bring
 * on paper count together. A written proxy names a person who need not be known here, so they are told apart by name and phone.
 */
import type { PaperProxy } from '@linli/contract';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { openSealed } from './sealed.ts';
import { type ReadingRow, readingsOf } from './store.ts';

interface Handed {
  ref: string;
  proxy: PaperProxy;
}

/** Papers that somebody handed in for others, as either reader says. */
export function handedByProxy(
  { secrets }: Pick<Deps, 'secrets'>,
  tenantId: number,
  readings: readonly ReadingRow[],
): Handed[] {
  return readings.flatMap(({ ref, cipher }) => {
    const { proxy } = openSealed(secrets, tenantId, cipher);
    return proxy === null ? [] : [{ ref, proxy }];
  });
}

/** A reading says who brought the paper only when it is opened: what was found so far, and which readings it was found in. */
interface Opened {
  until: string;
  /** By reading: when it was made, for those that may still be dated among others. */
  recent: Map<string, string>;
  proxies: Map<string, Handed>;
}
const openedOf = new Map<string, Opened>();
const openedAtMost = 50;
/** A reading is dated a moment before it is committed. */
const onTheWayMs = 60_000;

/** Papers handed in for others, for a desk that looks again after each paper: a reading that was opened is not opened again. */
export async function proxiesOnPapers(
  deps: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
): Promise<Handed[]> {
  const key = `${tx.tenantId} ${ballotId}`;
  const known = openedOf.get(key);
  const since = known ? new Date(Date.parse(known.until) - onTheWayMs).toISOString() : '-infinity';
  const { rows } = await tx.query<{ ref: string; by: string; at: string; isVoided: boolean }>(
    `SELECT ref, by_person_id AS "by", at, voided_at IS NOT NULL AS "isVoided" FROM ballot_paper_readings
      WHERE tenant_id = $1 AND ballot_id = $2 AND (voided_at IS NOT NULL OR at >= $3::timestamptz)`,
    [tx.tenantId, ballotId, since],
  );
  const proxies = new Map(known?.proxies);
  const recent = new Map<string, string>();
  const unopened = new Set<string>();
  let until = known?.until ?? '';
  for (const { ref, by, at, isVoided } of rows) {
    const reading = `${ref} ${by}`;
    if (isVoided) {
      proxies.delete(reading);
      continue;
    }
    recent.set(reading, at);
    if (known?.recent.get(reading) !== at) unopened.add(reading);
    if (at > until) until = at;
  }
  if (unopened.size > 0) {
    const refs = [...unopened].map((reading) => reading.slice(0, reading.lastIndexOf(' ')));
    for (const row of await readingsOf(tx, ballotId, [...new Set(refs)])) {
      const reading = `${row.ref} ${row.by}`;
      const [handed] = handedByProxy(deps, tx.tenantId, [row]);
      if (handed) proxies.set(reading, handed);
      else proxies.delete(reading);
    }
  }
  if (until !== '') {
    if (openedOf.size >= openedAtMost) openedOf.clear();
    openedOf.set(key, { until, recent, proxies });
  }
  return [...proxies.values()];
}

/** Of secret ballots the urn keeps nothing of who brought what; the roll keeps who stood for whom. */
export async function handedIntoUrn(tx: Tx, ballotId: string): Promise<Handed[]> {
  const { rows } = await tx.query<{ ref: string; name: string }>(
    `SELECT ref, substr(reason, $3) AS name FROM ballot_entry_steps
      WHERE tenant_id = $1 AND ballot_id = $2 AND step = 'hand-paper' AND starts_with(reason, $4)`,
    [tx.tenantId, ballotId, urnProxyPrefix.length + 1, urnProxyPrefix],
  );
  return rows.map(({ ref, name }) => ({ ref, proxy: { name, phone: null } }));
}
export const urnProxyPrefix = '受托人：';

/** Entries this person stands for besides `entryId`, on paper and online. */
export async function entriesHeldBy(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  proxy: PaperProxy,
  handed: readonly Handed[],
  entryId: string,
): Promise<number> {
  const held = new Set(handed.filter((one) => isSamePerson(one.proxy, proxy)).map(({ ref }) => ref));
  const { rows } = await tx.query<{ entryId: string }>(
    `SELECT mark.entry_id AS "entryId" FROM ballot_entries AS mark
       JOIN people ON people.tenant_id = $1 AND people.person_id = mark.proxy_to
      WHERE mark.tenant_id = $1 AND mark.ballot_id = $2 AND people.name = $3
        AND ($4::bytea IS NULL OR people.phone_index = $4)`,
    [
      tx.tenantId,
      ballotId,
      proxy.name,
      proxy.phone === null
        ? null
        : secrets.blindIndex({ tenantId: tx.tenantId, field: 'phone' }, proxy.phone),
    ],
  );
  for (const row of rows) held.add(row.entryId);
  held.delete(entryId);
  return held.size;
}

/** Two desks with papers of the same proxies come one after the other, so that the limit holds. */
export async function lockPaperProxies(tx: Tx, ballotId: string, names: readonly string[]): Promise<void> {
  for (const name of [...new Set(names)].sort()) {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7210))', [`${ballotId} ${name}`]);
  }
}

function isSamePerson(one: PaperProxy, other: PaperProxy): boolean {
  return one.name === other.name && (one.phone === null || other.phone === null || one.phone === other.phone);
}

/** Names with how many papers each, the most first. */
export function countProxies(handed: readonly Handed[]): { name: string; papers: number }[] {
  const byName = Map.groupBy(handed, ({ proxy }) => proxy.name);
  return [...byName]
    .map(([name, some]) => ({ name, papers: new Set(some.map(({ ref }) => ref)).size }))
    .sort((one, other) => other.papers - one.papers || (one.name < other.name ? -1 : 1));
}
