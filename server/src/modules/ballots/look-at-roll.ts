/**
 * A roll of residents with names and homes, for those who may strike wrong entries from it, and the strikes for those who decide
 * objections. Only while it stands posted, nothing of what anybody did, no date of birth; whoever is shown reads that they were.
 */
import { randomUUID } from 'node:crypto';
import type { LookAtRoll, RollLook } from '@linli/contract';
import { ballotOffers, strikeUntil } from '@linli/engine';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import type { Viewer } from '../people/index.ts';
import { aroundOf, type Found } from './find-ballot.ts';
import { findNames } from './names.ts';
import { actorOf, rollCheckOf } from './policy.ts';
import { officeWords } from './present.ts';
import { reasonWords, strikesOf, wordsOf } from './strikes.ts';
import { today } from './today.ts';
import { tooYoungOf } from './voters.ts';

const pageSize = 30;

interface Shown {
  entryId: string;
  personId: string;
  name: string;
  home: string;
}

export async function lookAtRoll(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  found: Found,
  { q = '', from }: z.output<typeof LookAtRoll>,
): Promise<RollLook> {
  const { row, model, kind, relation } = found;
  const { state, ballotId } = row;
  const offers = ballotOffers(
    model,
    state,
    actorOf(viewer, relation),
    await aroundOf(deps, tx, viewer, found),
  );
  const may = (verb: string): boolean => offers.some((offer) => offer.verb === verb);
  const check = rollCheckOf(state, kind, relation, may('decide-strike'));
  // Before it is posted and once voting has opened there is no such list for anybody.
  if (state.phase !== 'posted' || kind.electorate.of !== 'residents') throw problem('not-found');
  if (check === null) throw problem('forbidden');
  const convenes = check === 'strikes';
  const page = may('strike') ? await findShown(tx, found, q, from) : { total: 0, shown: [] };
  const struck = await strikesOf(deps, tx, ballotId);
  const struckIds = new Set(struck.map(({ personId }) => personId));
  const people = await peopleOf(tx, [...struckIds]);
  const strikes = (state.strikes ?? []).filter(
    ({ objection, decision }) => convenes || (objection !== null && decision === null),
  );
  const names = await findNames(tx, {
    holders: strikes.flatMap(({ by, decision }) => [by, ...(decision === null ? [] : [decision.by])]),
  });
  const office = (holder: Parameters<typeof officeWords>[2]): string =>
    officeWords(model, names, holder, viewer.locale);
  const { ageFrom } = kind.electorate;
  const tooYoung =
    ageFrom === null
      ? new Set<string>()
      : await tooYoungOf(
          deps,
          tx,
          page.shown.map(({ personId }) => personId),
          ageFrom,
          state.roll?.onDate ?? '',
        );
  const listed = strikes.flatMap((strike) => {
    const own = struck.find(({ strikeId }) => strikeId === strike.id);
    const person = own && people.get(own.personId);
    return own === undefined || person === undefined ? [] : [{ strike, own, person }];
  });
  await logLook(deps, tx, viewer, found, [
    ...page.shown.map(({ personId }) => personId),
    ...listed.map(({ own }) => own.personId),
  ]);
  return {
    seq: row.seq,
    until: may('strike') ? strikeUntil(state) : null,
    ageFrom,
    entries: page.shown.map(({ entryId, personId, name, home }) => ({
      entryId,
      name,
      home,
      isTooYoung: tooYoung.has(personId),
      isStrikable: !struckIds.has(personId),
    })),
    total: page.total,
    strikes: listed.map(({ strike, own, person }) => ({
      strikeId: strike.id,
      entryId: strike.entryId,
      ...person,
      reason: reasonWords(strike),
      note: own.note,
      at: strike.at,
      by: office(strike.by),
      ...wordsOf(strike, own, office),
      mayDecide:
        may('decide-strike') &&
        strike.objection !== null &&
        strike.decision === null &&
        strike.by.personId !== viewer.personId &&
        own.personId !== viewer.personId,
    })),
  };
}

async function findShown(
  tx: Tx,
  { row: { ballotId, rollNumber } }: Found,
  q: string,
  from: number,
): Promise<{ total: number; shown: Shown[] }> {
  const { rows } = await tx.query<Shown & { total: number }>(
    `SELECT roll.entry_id AS "entryId", people.person_id AS "personId", people.name,
            coalesce(areas.full_name, people.home_code, '') AS home, (count(*) OVER ())::int AS total
       FROM ballot_roll_entries AS roll
       JOIN people ON people.tenant_id = $1 AND people.person_id = roll.voter_id
       LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = people.home_code
      WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3
        AND ($4 = '' OR roll.entry_id = $4 OR strpos(people.name, $4) > 0 OR strpos(areas.full_name, $4) > 0)
      ORDER BY roll.place LIMIT ${pageSize} OFFSET $5`,
    [tx.tenantId, ballotId, rollNumber, q, from],
  );
  return { total: rows[0]?.total ?? 0, shown: rows.map(({ total, ...one }) => one) };
}

async function peopleOf(
  tx: Tx,
  personIds: readonly string[],
): Promise<Map<string, { name: string; home: string }>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await tx.query<{ personId: string; name: string; home: string }>(
    `SELECT people.person_id AS "personId", people.name, coalesce(areas.full_name, people.home_code, '') AS home
       FROM people LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = people.home_code
      WHERE people.tenant_id = $1 AND people.person_id = ANY ($2::uuid[])`,
    [tx.tenantId, personIds],
  );
  return new Map(rows.map(({ personId, name, home }) => [personId, { name, home }]));
}

/** Each person shown reads who looked and why, once a day: whoever pages back and forth is one look. */
async function logLook(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  { row, model, kind, relation }: Found,
  personIds: readonly string[],
): Promise<void> {
  const now = deps.clock.now();
  const roles = [...kind.convenedBy, ...kind.countedBy, ...kind.annulledBy];
  const post = relation.posts.find(({ role }) => roles.includes(role));
  const others = [...new Set(personIds)].filter((personId) => personId !== viewer.personId);
  if (post === undefined || others.length === 0) return;
  await tx.query(
    `INSERT INTO reveals (tenant_id, reveal_id, person_id, field, by_person_id, by_post_id, ballot_id, reason, at)
     SELECT $1, one.reveal_id, one.person_id, 'ballot-roll', $4, $5, $6, $7, $8::timestamptz
       FROM unnest($2::uuid[], $3::uuid[]) AS one (reveal_id, person_id)
      WHERE NOT EXISTS (SELECT FROM reveals AS before
        WHERE before.tenant_id = $1 AND before.person_id = one.person_id AND before.by_person_id = $4
          AND before.ballot_id = $6 AND before.at >= ($9::date::timestamp AT TIME ZONE $10))`,
    [
      tx.tenantId,
      others.map(() => randomUUID()),
      others,
      viewer.personId,
      post.postId,
      row.ballotId,
      row.state.title,
      now,
      today(model, now),
      model.timeZone,
    ],
  );
}
