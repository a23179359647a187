/** The counting desk's list: papers and where they stand. Nobody is shown what the other person read. */
import type { BallotDesk, BallotDeskQuery } from '@linli/contract';
import { canonicalJson } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Viewer } from '../people/index.ts';
import { requireCounter } from './commands/read-papers.ts';
import type { Found } from './find-ballot.ts';
import { findNames } from './names.ts';
import { countProxies, handedByProxy, handedIntoUrn } from './paper-proxies.ts';
import { agreedOf, standingOf } from './papers.ts';
import { openSealed } from './sealed.ts';
import { allEntries, type EntryRow, type ReadingRow, readingsOf } from './store.ts';

type Paper = BallotDesk['papers'][number];

export async function readDesk(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  found: Found,
  { q, state, from, limit }: z.output<typeof BallotDeskQuery>,
): Promise<BallotDesk> {
  requireCounter(found);
  const { row } = found;
  const { ballotId, rollNumber } = row;
  if (rollNumber === null) {
    const counts = { oneReading: 0, agreed: 0, differs: 0, handed: 0 };
    return { counts, readers: [], proxies: [], invalid: null, papers: [], total: 0 };
  }
  const [entries, homes, readings] = [
    await allEntries(tx, ballotId, rollNumber),
    await tx.query<{ entryId: string; code: string; name: string }>(
      `SELECT home.entry_id AS "entryId", home.home_code AS code, coalesce(areas.full_name, home.home_code) AS name
         FROM ballot_roll_homes AS home LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = home.home_code
        WHERE home.tenant_id = $1 AND home.ballot_id = $2 AND home.roll_number = $3 ORDER BY home.home_code`,
      [tx.tenantId, ballotId, rollNumber],
    ),
    await readingsOf(tx, ballotId, null),
  ];
  const byRef = Map.groupBy(readings, ({ ref }) => ref);
  const homesOf = Map.groupBy(homes.rows, ({ entryId }) => entryId);
  const isOfPersons = homes.rows.length === 0;
  const voters = isOfPersons ? entries.flatMap(({ voterId }) => voterId ?? []) : [];
  const names = await findNames(tx, { persons: [...readings.map(({ by }) => by), ...voters] });
  const paperOf = (ref: string, entry: EntryRow | null): Paper => {
    const mine = byRef.get(ref) ?? [];
    return {
      ref,
      entryId: entry?.entryId ?? null,
      homes: (homesOf.get(ref) ?? []).map(({ code, name }) => ({ code, name })),
      voter: isOfPersons && entry?.voterId ? (names.person(entry.voterId) ?? null) : null,
      areaDm2: entry?.areaDm2 ?? 0,
      state: mine.length === 0 ? 'none' : standingOf(deps, tx.tenantId, mine),
      readBy: mine.map(({ by, at }) => ({ name: names.person(by) ?? '', isMe: by === viewer.personId, at })),
      ...ownReading(
        deps,
        tx.tenantId,
        mine.find(({ by }) => by === viewer.personId),
      ),
      differsIn: differences(deps, tx.tenantId, mine),
      isOnline: entry !== null && (entry.onlineAt !== null || entry.issuedOn !== null),
      isHanded: entry?.handedAt !== null && entry !== null,
    };
  };
  // Of a secret ballot papers and entries are two lists: nothing may lead from one to the other.
  const serials = row.state.secret ? [...byRef.keys()].sort().map((ref) => paperOf(ref, null)) : [];
  const all = [...serials, ...entries.map((entry) => paperOf(entry.entryId, entry))];
  const counted = row.state.secret ? serials : all;
  const byReader = Map.groupBy(readings, ({ by }) => by);
  const handed = row.state.secret
    ? await handedIntoUrn(tx, ballotId)
    : handedByProxy(deps, tx.tenantId, readings);
  const wanted = all.filter(
    (paper) =>
      (state === undefined || paper.state === state) &&
      (q === undefined ||
        paper.ref === q ||
        paper.voter?.includes(q) ||
        paper.homes.some(({ code, name }) => code.includes(q) || name.includes(q))),
  );
  return {
    counts: {
      oneReading: counted.filter((paper) => paper.state === 'one-reading').length,
      agreed: counted.filter((paper) => paper.state === 'agreed').length,
      differs: counted.filter((paper) => paper.state === 'differs').length,
      handed: entries.filter(({ handedAt }) => handedAt !== null).length,
    },
    readers: [...byReader].map(([by, some]) => ({
      name: names.person(by) ?? '',
      isMe: by === viewer.personId,
      read: some.length,
    })),
    proxies: countProxies(handed),
    // A reason tells that somebody’s answer did not count: before the count that would be a result.
    invalid: row.state.count === null ? null : invalidAnswers(deps, tx.tenantId, [...byRef.values()]),
    papers: wanted.slice(from, from + limit),
    total: wanted.length,
  };
}

function ownReading(
  { secrets }: Deps,
  tenantId: number,
  reading: ReadingRow | undefined,
): Pick<Paper, 'mine' | 'reasons' | 'proxy'> {
  if (reading === undefined) return { mine: null, reasons: {}, proxy: null };
  const { choices, reasons, proxy } = openSealed(secrets, tenantId, reading.cipher);
  return { mine: choices, reasons, proxy: proxy?.name ?? null };
}

/** Of papers that stand. Two who read alike may have put the reason in different words: the first who read it is quoted. */
function invalidAnswers(
  deps: Deps,
  tenantId: number,
  papers: readonly ReadingRow[][],
): { reason: string; answers: number }[] {
  const reasons = papers.flatMap((readings) => {
    const agreed = agreedOf(deps, tenantId, readings);
    const quoted = readings.find(({ by }) => by === agreed?.by[0]);
    return agreed === null || quoted === undefined
      ? []
      : Object.entries(openSealed(deps.secrets, tenantId, quoted.cipher).reasons).flatMap(
          ([question, reason]) => (agreed.choices[question] === 'invalid' ? reason : []),
        );
  });
  return [...Map.groupBy(reasons, (reason) => reason)]
    .map(([reason, some]) => ({ reason, answers: some.length }))
    .sort((one, other) => other.answers - one.answers || (one.reason < other.reason ? -1 : 1));
}

/** In which questions two readings differ, not how. */
function differences({ secrets }: Deps, tenantId: number, readings: readonly ReadingRow[]): string[] {
  const opened = readings.map(({ cipher }) => openSealed(secrets, tenantId, cipher));
  const [first, ...others] = opened;
  if (first === undefined || others.length === 0) return [];
  const keys = new Set(opened.flatMap(({ choices }) => Object.keys(choices)));
  const differing = [...keys].filter((key) =>
    others.some(
      ({ choices }) => canonicalJson(choices[key] ?? []) !== canonicalJson(first.choices[key] ?? []),
    ),
  );
  return others.some(({ areaDm2 }) => areaDm2 !== first.areaDm2) ? [...differing, 'area'] : differing;
}
