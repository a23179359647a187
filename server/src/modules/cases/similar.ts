/** Open cases nearby that say the same: offered before a report is sent, so that people join instead of repeating. */
import type { SimilarReply, SimilarRequest } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { resolvePlace } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { findDirectory, mention, nothingMentioned } from './directory.ts';
import { followerKeys } from './policy.ts';
import { titleOfStation } from './present.ts';
import { type CaseRow, caseRowColumns, firstPhotoOf, isRunningSql } from './store.ts';
import { wordsOf } from './words.ts';

const mostShown = 5;
const mostLookedAt = 200;
/** Share of the fewer words that both say. */
const sameWords = 0.4;
const metresPerDegree = 111_320;

interface Candidate extends CaseRow {
  words: string[];
  follows: boolean;
  distanceMetres: number | null;
}

export async function findSimilar(
  deps: Deps,
  viewer: Viewer,
  asked: z.output<typeof SimilarRequest>,
): Promise<z.output<typeof SimilarReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const kind = Object.hasOwn(model.caseKinds, asked.kind) ? model.caseKinds[asked.kind] : undefined;
  if (!kind) throw problem('unknown-kind', { data: { allowed: Object.keys(model.caseKinds).join(', ') } });
  const { similar, openToNeighbours } = kind;
  const words = new Set(wordsOf(asked.text ?? ''));
  if (similar === null || !openToNeighbours || (words.size === 0 && asked.category === undefined)) {
    return { cases: [] };
  }
  const since = new Date(Date.parse(deps.clock.now()) - similar.withinDays * 86_400_000).toISOString();
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const place = await resolvePlace(tx, asked);
    // Nowhere yet, or outside the city: sending the report will say so.
    if ('refused' in place) return { cases: [] };
    const [longitude, latitude] = place.position ?? [null, null];
    const degrees = similar.radiusMetres / metresPerDegree;
    const shrink = latitude === null ? 1 : Math.max(0.1, Math.cos((latitude * Math.PI) / 180));
    const { rows } = await tx.query<Candidate>(
      `SELECT ${caseRowColumns}, cases.words,
              EXISTS (SELECT 1 FROM case_followers AS f
                       WHERE f.tenant_id = $1 AND f.case_id = cases.case_id AND f.follower = ANY ($2)) AS follows,
              CASE WHEN cases.longitude IS NOT NULL AND $4::double precision IS NOT NULL THEN
                ${metresPerDegree} * sqrt(power(cases.latitude - $5, 2) + power((cases.longitude - $4) * $7::double precision, 2))
              END AS "distanceMetres"
         FROM cases
        WHERE cases.tenant_id = $1 AND ${isRunningSql} AND kind = $3 AND opened_at >= $8::timestamptz
          AND (area_code = $9
               OR (cases.latitude BETWEEN $5 - $6 AND $5 + $6
                   AND cases.longitude BETWEEN $4 - $6 / $7::double precision AND $4 + $6 / $7::double precision))
        ORDER BY opened_at DESC LIMIT ${mostLookedAt}`,
      [
        tx.tenantId,
        followerKeys(viewer),
        asked.kind,
        longitude,
        latitude,
        degrees,
        shrink,
        since,
        place.code,
      ],
    );
    const near = rows.flatMap((row) => {
      const isNear =
        row.state.areaCode === place.code ||
        (row.distanceMetres !== null && row.distanceMetres <= similar.radiusMetres);
      const likeness = likenessOf(row, words, asked.category);
      return isNear && likeness > 0 ? [{ row, likeness }] : [];
    });
    const shown = near
      .sort(
        (left, right) =>
          right.likeness - left.likeness || (left.row.distanceMetres ?? 0) - (right.row.distanceMetres ?? 0),
      )
      .slice(0, mostShown);
    const mentioned = nothingMentioned();
    for (const { row } of shown) mention(mentioned, row.state);
    const directory = await findDirectory(tx, mentioned);
    return {
      cases: shown.map(({ row }) => ({
        caseId: row.caseId,
        number: row.number,
        title: row.title,
        areaName: directory.areaFullName(row.state.areaCode) ?? row.state.areaCode,
        spot: row.spot,
        stationTitle: titleOfStation(kind, row.state.station),
        openedAt: row.state.openedAt,
        photoId: firstPhotoOf(model, row.state),
        followerCount: row.followerCount,
        distanceMetres: row.distanceMetres === null ? null : Math.round(row.distanceMetres),
        following: row.follows,
      })),
    };
  });
}

/** 0: says something else. The same category counts most, the same words beside it or, if many, alone. */
function likenessOf(row: Candidate, words: ReadonlySet<string>, category: string | undefined): number {
  const isSameCategory = category !== undefined && row.state.category === category;
  const fewer = Math.min(words.size, row.words.length);
  const shared = fewer === 0 ? 0 : row.words.filter((word) => words.has(word)).length / fewer;
  if (!isSameCategory && shared < sameWords) return 0;
  // Another category, although both are known, needs the words to be nearly the same.
  if (!isSameCategory && category !== undefined && row.state.category !== null && shared < 0.7) return 0;
  return (isSameCategory ? 1 : 0) + shared;
}
