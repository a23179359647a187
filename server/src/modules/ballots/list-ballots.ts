/** Ballots that concern the viewer, and those the viewer's posts look after, the newest first. */
import type { BallotList, BallotListQuery } from '@linli/contract';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { aroundOf, type Found } from './find-ballot.ts';
import { findNames } from './names.ts';
import { isOut, kindOf, placesOfPerson, relationTo } from './policy.ts';
import { presentSummary, votedOf } from './present.ts';
import { votesOnRoll } from './roll-voters.ts';
import { type BallotRow, ballotColumns, entriesOfPerson } from './store.ts';
import { findOwnStrike } from './strikes.ts';

const past = ['final', 'failed', 'annulled', 'withdrawn'];

export async function listBallots(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  { area, state, kind, mine, cursor, limit }: z.output<typeof BallotListQuery>,
): Promise<BallotList> {
  const { personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  const [before, beforeId] = cursor === undefined ? [null, null] : parseCursor(cursor);
  const reach = [...new Set(viewer.posts.flatMap(({ areas }) => areas))];
  const { rows } = await tx.query<BallotRow & { createdAt: string }>(
    `SELECT ${ballotColumns}, ballots.created_at AS "createdAt" FROM ballots
      WHERE ballots.tenant_id = $1
        AND ($2::timestamptz IS NULL OR (ballots.created_at, ballots.ballot_id) < ($2, $3::uuid))
        AND ($4::text IS NULL OR starts_with(coalesce(ballots.part_code, ballots.area_code), $4) OR starts_with($4, coalesce(ballots.part_code, ballots.area_code)))
        AND CASE $5::text WHEN 'running' THEN ballots.phase <> ALL ($6::text[]) WHEN 'past' THEN ballots.phase = ANY ($6::text[])
                          ELSE true END
        AND ($7::text IS NULL OR ballots.kind = $7)
        AND (${votesOnRoll({ person: '$8', ballot: 'ballots.ballot_id', rollNumber: 'ballots.roll_number' })}
             OR EXISTS (SELECT FROM ballot_entries AS mark WHERE mark.tenant_id = $1 AND mark.ballot_id = ballots.ballot_id
                           AND mark.proxy_to = $8)
             OR (NOT $9::boolean AND (
               EXISTS (SELECT FROM unnest($10::text[]) AS reach (code)
                        WHERE starts_with(coalesce(ballots.part_code, ballots.area_code), reach.code)
                           OR starts_with(reach.code, coalesce(ballots.part_code, ballots.area_code)))
               OR EXISTS (SELECT FROM unnest($11::text[]) AS home (code)
                           WHERE starts_with(home.code, coalesce(ballots.part_code, ballots.area_code))))))
      ORDER BY ballots.created_at DESC, ballots.ballot_id DESC LIMIT $12`,
    [
      tx.tenantId,
      before,
      beforeId,
      area ?? null,
      state,
      past,
      kind ?? null,
      personId,
      mine ?? false,
      reach,
      await placesOfPerson(tx, personId),
      limit + 1,
    ],
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const names = await findNames(tx, {
    areas: page.flatMap((row) => [row.state.areaCode, ...(row.state.part === null ? [] : [row.state.part])]),
  });
  const ballots: BallotList['ballots'] = [];
  for (const row of page) {
    const model = await modelsOf(deps).version(tx.tenantId, row.modelVersion);
    const relation = relationTo(model, viewer, row.state);
    const own = kindOf(model, row.state.kind);
    if (!relation.isDesk && !isOut(row.state, own)) continue;
    const entries =
      row.rollNumber === null ? [] : await entriesOfPerson(tx, row.ballotId, row.rollNumber, personId);
    const strike = await findOwnStrike(deps, tx, row, personId);
    const found: Found = { row, model, kind: own, relation, entries, strike };
    ballots.push(
      presentSummary(
        viewer,
        {
          row,
          model,
          relation,
          around: await aroundOf(deps, tx, viewer, found),
          myEntries: entries.length,
          myVotes: votedOf(entries),
        },
        names,
      ),
    );
  }
  return { ballots, nextCursor: last ? `${last.createdAt} ${last.ballotId}` : null };
}

function parseCursor(cursor: string): [string, string] {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f-]{36})$/.exec(cursor);
  if (!match) throw problem('bad-request');
  return [match[1] ?? '', match[2] ?? ''];
}
