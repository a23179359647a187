/** An entry of the roll for whoever votes for it. */
import type { MyBallotEntry } from '@linli/contract';
import { type BallotTerms, entryOffers, slipsOf } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { maskName } from '../../platform/secrets/index.ts';
import type { Viewer } from '../people/index.ts';
import { type BallotRow, type EntryRow, entryStateOf } from './store.ts';

type Offer = MyBallotEntry['offers'][number];
const own: readonly string[] = [
  'serve',
  'cast',
  'take-back',
  'give-proxy',
  'end-proxy',
  'issue',
] satisfies Offer[];

/** `terms`: null before it is posted, when nobody can do anything with an entry. */
export async function presentEntries(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  row: BallotRow,
  terms: BallotTerms,
  entries: readonly EntryRow[],
): Promise<MyBallotEntry[]> {
  const { personId } = viewer;
  if (entries.length === 0 || personId === null) return [];
  const [homes, people] = await Promise.all([
    tx.query<{ entryId: string; code: string; name: string; areaDm2: number }>(
      `SELECT home.entry_id AS "entryId", home.home_code AS code, coalesce(areas.full_name, home.home_code) AS name,
              home.area_dm2 AS "areaDm2"
         FROM ballot_roll_homes AS home LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = home.home_code
        WHERE home.tenant_id = $1 AND home.ballot_id = $2 AND home.roll_number = $3 AND home.entry_id = ANY ($4::text[])
        ORDER BY home.home_code`,
      [tx.tenantId, row.ballotId, row.rollNumber, entries.map(({ entryId }) => entryId)],
    ),
    tx.query<{ personId: string; name: string }>(
      'SELECT person_id AS "personId", name FROM people WHERE tenant_id = $1 AND person_id = ANY ($2::uuid[])',
      [
        tx.tenantId,
        entries.flatMap(({ voterId, proxyTo }) => [voterId, proxyTo]).filter((id) => id !== null),
      ],
    ),
  ]);
  const nameOf = new Map(people.rows.map((one) => [one.personId, one.name]));
  const homesOf = Map.groupBy(homes.rows, ({ entryId }) => entryId);
  const now = deps.clock.now();
  return entries.map((entry) => {
    const isOwn = entry.voterId === personId;
    const state = entryStateOf(deps, tx.tenantId, entry, [], 'all');
    const mayReadVote = !row.state.secret && state.online !== null && (isOwn || state.online.by === personId);
    const channel =
      state.paper !== null || state.paperHanded !== null
        ? 'paper'
        : (state.online?.channel ?? state.issued?.channel ?? null);
    return {
      entryId: entry.entryId,
      areaDm2: entry.areaDm2,
      homes: (homesOf.get(entry.entryId) ?? []).map(({ code, name, areaDm2 }) => ({ code, name, areaDm2 })),
      as: isOwn ? 'voter' : 'proxy',
      ofWhom: isOwn || entry.voterId === null ? null : maskName(nameOf.get(entry.voterId) ?? ''),
      hasVoted: channel !== null,
      channel,
      votedAt: row.state.secret ? null : (state.paper?.at ?? state.online?.at ?? null),
      choices: mayReadVote ? (state.online?.choices ?? null) : null,
      slips: row.state.secret ? slipsOf(terms, entry.areaDm2) : [],
      isIssued: state.issued !== null,
      isClosedByPaper: state.paper !== null || state.paperHanded !== null,
      proxy:
        state.proxy === null
          ? null
          : { to: isOwn ? (nameOf.get(state.proxy.to) ?? '') : '', givenAt: state.proxy.givenAt },
      servedAt: state.servedAt,
      offers: entryOffers(terms, state, {
        now,
        phase: row.state.phase,
        personId,
        voterId: entry.voterId,
        isCounter: false,
        readBefore: false,
        proxiesHeld: 0,
      }).filter((offer): offer is Offer => own.includes(offer)),
    };
  });
}
