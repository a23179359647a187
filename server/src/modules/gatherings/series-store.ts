/** Rows of series, and how they recur once the model's own words are filled in. */
import type { Series } from '@linli/engine';
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { memberRolesOf, membersSql } from '../orgs/index.ts';
import { membersAskedFor } from './rules.ts';

export interface SeriesRow {
  seriesId: string;
  hostOrgId: string;
  hostName: string;
  kind: string;
  seriesNumber: number;
  titleZh: string | null;
  titleEn: string | null;
  rule: string | null;
  startsOn: string;
  atMinute: number | null;
  lastsMinutes: number | null;
  place: string | null;
  areaCode: string;
  capacity: number | null;
  madeUntil: string | null;
  endsOn: string | null;
}

export const seriesColumns = `series.series_id AS "seriesId", series.host_org_id AS "hostOrgId", hosts.name AS "hostName",
  series.kind, series.series_number AS "seriesNumber", series.title_zh AS "titleZh", series.title_en AS "titleEn",
  series.rule, series.starts_on AS "startsOn", series.at_minute AS "atMinute", series.lasts_minutes AS "lastsMinutes",
  series.place, series.area_code AS "areaCode", series.capacity, series.made_until AS "madeUntil",
  series.ends_on AS "endsOn"`;

export const seriesAround = `gathering_series AS series
  JOIN orgs AS hosts ON hosts.tenant_id = series.tenant_id AND hosts.org_id = series.host_org_id`;

export async function findSeries(
  tx: Tx,
  seriesId: string,
  purpose: 'to show' | 'to change',
): Promise<SeriesRow | undefined> {
  const { rows } = await tx.query<SeriesRow>(
    `SELECT ${seriesColumns} FROM ${seriesAround} WHERE series.tenant_id = $1 AND series.series_id = $2${
      purpose === 'to change' ? ' FOR UPDATE OF series' : ''
    }`,
    [tx.tenantId, seriesId],
  );
  return rows[0];
}

export async function findSeriesOf(tx: Tx, orgId: string): Promise<SeriesRow[]> {
  const { rows } = await tx.query<SeriesRow>(
    `SELECT ${seriesColumns} FROM ${seriesAround}
      WHERE series.tenant_id = $1 AND series.host_org_id = $2 ORDER BY series.kind, series.series_number`,
    [tx.tenantId, orgId],
  );
  return rows;
}

/** As it recurs; null: neither it nor the model says when. */
export function recurring(model: Model, rule: GatheringKind, row: SeriesRow): Series | null {
  const text = row.rule ?? rule.series;
  const atMinute = row.atMinute ?? rule.atMinute;
  if (text === null || atMinute === null) return null;
  return {
    rule: text,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    atMinute,
    lastsMinutes: row.lastsMinutes ?? rule.lastsMinutes,
    timeZone: model.timeZone,
    onHoliday: rule.onHoliday,
  };
}

/**
 * One series for every organisation that hosts a kind the model lets recur; those that are there stay as they are. A committee
 * meets where the members are enough for one.
 */
export async function ensureSeries(
  tx: Tx,
  model: Model,
  day: string,
  now: string,
  orgId: string | null,
): Promise<number> {
  const kinds = Object.entries(model.gatherings).flatMap(([kind, rule]) =>
    rule.series === null
      ? []
      : rule.hosts.map((host) => ({
          kind,
          host,
          capacity: rule.capacity,
          from: membersAskedFor(model, rule, host),
        })),
  );
  if (kinds.length === 0) return 0;
  // A rule with an interval counts from one day for all hosts, so that a quarter is the same quarter everywhere.
  const startsOn = `${day.slice(0, 4)}-01-01`;
  const { rowCount } = await tx.query(
    `INSERT INTO gathering_series (tenant_id, series_id, host_org_id, kind, series_number, starts_on, area_code, capacity,
                                   changed_at)
     SELECT $1, gen_random_uuid(), orgs.org_id, wanted.kind, 1, $5::date,
            (SELECT min(area_code) FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id),
            wanted.capacity, $6
       FROM unnest($2::text[], $3::text[], $7::integer[], $9::integer[]) AS wanted (kind, host, capacity, least)
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.kind = wanted.host
        AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
      WHERE ($8::uuid IS NULL OR orgs.org_id = $8)
        AND EXISTS (SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id)
        AND NOT EXISTS (SELECT FROM gathering_series AS known
                         WHERE known.tenant_id = $1 AND known.host_org_id = orgs.org_id AND known.kind = wanted.kind
                           AND known.series_number = 1)
        AND (wanted.least IS NULL
          OR wanted.least <= ${membersSql({ org: 'orgs.org_id', day: '$4::date', memberRoles: '$10' })})
     ON CONFLICT (tenant_id, host_org_id, kind, series_number) DO NOTHING`,
    [
      tx.tenantId,
      kinds.map(({ kind }) => kind),
      kinds.map(({ host }) => host),
      day,
      startsOn,
      now,
      kinds.map(({ capacity }) => capacity),
      orgId,
      kinds.map(({ from }) => from),
      memberRolesOf(model),
    ],
  );
  return rowCount ?? 0;
}
