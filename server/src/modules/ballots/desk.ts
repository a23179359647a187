/**
 * The counting desk's list: papers and where they stand. Nobody is shown what the other person read. A desk is looked at after each
 * paper, and a roll may have ten thousand entries: what never changes is kept, the rest is asked for as far as the page goes.
 */
import type { BallotDesk, BallotDeskQuery } from '@linli/contract';
import { canonicalJson } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Viewer } from '../people/index.ts';
import { requireCounter } from './commands/read-papers.ts';
import { type DeskEntry, deskRollOf } from './desk-roll.ts';
import type { Found } from './find-ballot.ts';
import { findNames } from './names.ts';
import { countProxies, handedIntoUrn, proxiesOnPapers } from './paper-proxies.ts';
import { agreedOf, countStandings, type PaperStanding, paperStandings } from './papers.ts';
import { recountOf } from './recount.ts';
import { openSealed } from './sealed.ts';
import { marksOf, type ReadingRow, readingsOf } from './store.ts';

type Paper = BallotDesk['papers'][number];

/** A line of the list: an entry of the roll, or a paper of a secret ballot by its serial. */
interface Line {
  ref: string;
  entry: DeskEntry | null;
}

export async function readDesk(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  found: Found,
  { q, state, refs, from, limit }: z.output<typeof BallotDeskQuery>,
): Promise<BallotDesk> {
  requireCounter(found);
  const { row } = found;
  const { ballotId, rollNumber } = row;
  if (rollNumber === null) {
    const counts = { oneReading: 0, agreed: 0, differs: 0, handed: 0 };
    return { counts, readers: [], proxies: [], invalid: null, recount: null, papers: [], total: 0 };
  }
  const isSecret = row.state.secret;
  // Papers of a secret ballot are listed by themselves; else a page needs those on it alone.
  const isListed = isSecret || state !== undefined;
  const [roll, counts, listed, readers, handed] = await Promise.all([
    deskRollOf(tx, ballotId, rollNumber),
    countStandings(tx, ballotId),
    isListed ? paperStandings(tx, ballotId, null) : new Map<string, PaperStanding>(),
    readersOf(tx, ballotId),
    handedCount(tx, ballotId),
  ]);
  const asked = refs === undefined ? null : new Set(refs.split(','));
  const isWanted = ({ ref, entry }: Line): boolean => {
    // A serial may look like the number of an entry, and leads to none.
    if (asked !== null && !(asked.has(ref) && (entry === null) === isSecret)) return false;
    // Of a secret ballot papers and entries are two lists: nothing may lead from one to the other.
    const standing = isSecret && entry !== null ? 'none' : (listed.get(ref) ?? 'none');
    if (state !== undefined && standing !== state) return false;
    return (
      q === undefined ||
      ref === q ||
      entry?.voter?.includes(q) === true ||
      entry?.homes.some(({ code, name }) => code.includes(q) || name.includes(q)) === true
    );
  };
  const serials = isSecret ? [...listed.keys()].sort().map((ref): Line => ({ ref, entry: null })) : [];
  const lines = [...serials, ...roll.map((entry): Line => ({ ref: entry.ref, entry }))].filter(isWanted);
  const page = lines.slice(from, from + limit);
  return {
    counts: {
      oneReading: counts['one-reading'],
      agreed: counts.agreed,
      differs: counts.differs,
      handed,
    },
    readers: readers.map(({ personId, name, read }) => ({ name, isMe: personId === viewer.personId, read })),
    proxies: countProxies(
      isSecret ? await handedIntoUrn(tx, ballotId) : await proxiesOnPapers(deps, tx, ballotId),
    ),
    // A reason tells that somebody’s answer did not count: before the count that would be a result.
    invalid:
      row.state.count === null ? null : await invalidAnswers(deps, tx, ballotId, row.state.count.countedAt),
    recount: await recountOf(deps, tx, viewer, found),
    papers: await presentPapers(deps, tx, viewer, found, page),
    total: lines.length,
  };
}

async function presentPapers(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  { row: { ballotId, state } }: Found,
  page: readonly Line[],
): Promise<Paper[]> {
  const refs = page.filter(({ entry }) => !state.secret || entry === null).map(({ ref }) => ref);
  const entryIds = page.flatMap(({ entry }) => (entry === null ? [] : entry.ref));
  const [standings, readings, marks] = await Promise.all([
    paperStandings(tx, ballotId, refs),
    refs.length === 0 ? [] : readingsOf(tx, ballotId, refs),
    entryIds.length === 0 ? [] : marksOf(tx, ballotId, entryIds),
  ]);
  const byRef = Map.groupBy(readings, ({ ref }) => ref);
  const markOf = new Map(marks.map((mark) => [mark.entryId, mark]));
  const names = await findNames(tx, { persons: readings.map(({ by }) => by) });
  return page.map(({ ref, entry }): Paper => {
    const mine = state.secret && entry !== null ? [] : (byRef.get(ref) ?? []);
    const mark = entry === null ? undefined : markOf.get(ref);
    return {
      ref,
      entryId: entry?.ref ?? null,
      homes: entry?.homes ?? [],
      voter: entry?.voter ?? null,
      areaDm2: entry?.areaDm2 ?? 0,
      state: mine.length === 0 ? 'none' : (standings.get(ref) ?? 'none'),
      readBy: mine.map(({ by, at }) => ({ name: names.person(by) ?? '', isMe: by === viewer.personId, at })),
      ...ownReading(
        deps,
        tx.tenantId,
        mine.find(({ by }) => by === viewer.personId),
      ),
      differsIn: standings.get(ref) === 'differs' ? differences(deps, tx.tenantId, mine) : [],
      isOnline: mark !== undefined && (mark.onlineAt !== null || mark.issuedOn !== null),
      isHanded: mark !== undefined && mark.handedAt !== null,
    };
  });
}

async function readersOf(
  tx: Tx,
  ballotId: string,
): Promise<{ personId: string; name: string; read: number }[]> {
  const { rows } = await tx.query<{ personId: string; name: string; read: number }>(
    `SELECT by_person_id AS "personId", coalesce(max(people.name), '') AS name, count(*)::int AS read
       FROM ballot_paper_readings AS reading
       LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = reading.by_person_id
      WHERE reading.tenant_id = $1 AND reading.ballot_id = $2 AND reading.voided_at IS NULL
      GROUP BY by_person_id ORDER BY min(reading.at), by_person_id`,
    [tx.tenantId, ballotId],
  );
  return rows;
}

async function handedCount(tx: Tx, ballotId: string): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ballot_entries
      WHERE tenant_id = $1 AND ballot_id = $2 AND handed_at IS NOT NULL`,
    [tx.tenantId, ballotId],
  );
  return rows[0]?.count ?? 0;
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

type InvalidAnswers = NonNullable<BallotDesk['invalid']>;

/** What was counted is not read again, so it is summed up once for each count. */
const summedUp = new Map<string, InvalidAnswers>();
const summedUpAtMost = 50;

/** Of papers that stand. Two who read alike may have put the reason in different words: the first who read it is quoted. */
async function invalidAnswers(
  deps: Deps,
  tx: Tx,
  ballotId: string,
  countedAt: string,
): Promise<InvalidAnswers> {
  const key = `${tx.tenantId} ${ballotId} ${countedAt}`;
  const known = summedUp.get(key);
  if (known) return known;
  const papers = Map.groupBy(await readingsOf(tx, ballotId, null), ({ ref }) => ref);
  const reasons = [...papers.values()].flatMap((readings) => {
    const agreed = agreedOf(deps, tx.tenantId, readings);
    const quoted = readings.find(({ by }) => by === agreed?.by[0]);
    return agreed === null || quoted === undefined
      ? []
      : Object.entries(openSealed(deps.secrets, tx.tenantId, quoted.cipher).reasons).flatMap(
          ([question, reason]) => (agreed.choices[question] === 'invalid' ? reason : []),
        );
  });
  const summed = [...Map.groupBy(reasons, (reason) => reason)]
    .map(([reason, some]) => ({ reason, answers: some.length }))
    .sort((one, other) => other.answers - one.answers || (one.reason < other.reason ? -1 : 1));
  if (summedUp.size >= summedUpAtMost) summedUp.clear();
  summedUp.set(key, summed);
  return summed;
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
