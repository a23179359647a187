/**
 * Occurrences are rows made ahead, so that each can be moved, filled and told of. A host's are made in one go for weeks to
 * come, and looked at again only when a good part of that has passed: a city of hundreds of hosts costs a few statements.
 */
import { randomUUID } from 'node:crypto';
import { localDateOf, occurrencesOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { memberRolesOf, membersSql } from '../orgs/index.ts';
import { nothingBefore } from './history.ts';
import { closingTellOf, membersAskedFor, noticeOf } from './rules.ts';
import { recurring, type SeriesRow, seriesAround, seriesColumns } from './series-store.ts';

const aheadDays = 90;
/** Made again when fewer days than this are left. */
const leastDays = 83;
const reminderMs = 24 * 3_600_000;

/** Makes what is missing for some series; gives how many it looked at, fewer than `most` when none is left. */
export async function makeOccurrences(
  tx: Tx,
  model: Model,
  now: string,
  { most, orgId = null }: { most: number; orgId?: string | null },
): Promise<{ looked: number; made: number }> {
  const day = localDateOf(now, model.timeZone);
  const committees = Object.entries(model.gatherings).flatMap(([kind, rule]) =>
    rule.hosts.flatMap((host) => {
      const least = membersAskedFor(model, rule, host);
      return least === null ? [] : [{ kind, host, least }];
    }),
  );
  const { rows } = await tx.query<SeriesRow>(
    `SELECT ${seriesColumns} FROM ${seriesAround}
      WHERE series.tenant_id = $1 AND coalesce(series.made_until, '-infinity'::date) < $2::date
        AND coalesce(series.ends_on, 'infinity') >= $3::date AND ($4::uuid IS NULL OR series.host_org_id = $4)
        AND coalesce(hosts.valid_to, 'infinity') >= $3::date
        -- A branch that has become too small for a committee has no more meetings of one.
        AND NOT EXISTS (SELECT FROM unnest($6::text[], $7::text[], $8::integer[]) AS committees (kind, host, least)
                         WHERE committees.kind = series.kind AND committees.host = hosts.kind
                           AND committees.least > coalesce(${membersSql({ org: 'series.host_org_id', day: '$3::date', memberRoles: '$9' })}, 0))
      ORDER BY coalesce(series.made_until, '-infinity'::date) LIMIT $5 FOR UPDATE OF series SKIP LOCKED`,
    [
      tx.tenantId,
      plusDays(day, leastDays),
      day,
      orgId,
      most,
      committees.map(({ kind }) => kind),
      committees.map(({ host }) => host),
      committees.map(({ least }) => least),
      memberRolesOf(model),
    ],
  );
  const made = await makeFor(tx, model, now, rows);
  return { looked: rows.length, made };
}

/** The rows are locked. */
export async function makeFor(
  tx: Tx,
  model: Model,
  now: string,
  rows: readonly SeriesRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const day = localDateOf(now, model.timeZone);
  const until = plusDays(day, aheadDays);
  const columns = emptyColumns();
  for (const row of rows) addOccurrences(columns, model, row, { day, until, now });
  let made = 0;
  if (columns.ids.length > 0) {
    const { rows: written } = await tx.query<{ gatheringId: string; kind: string }>(
      `INSERT INTO gatherings (tenant_id, gathering_id, host_org_id, kind, model_version, series_id, recurs_at, area_code,
                               place, starts_at, ends_at, notice_at, remind_at, closing_tell_at, capacity, head_hash,
                               changed_at)
       SELECT $1, one.gathering_id, one.host_org_id, one.kind, $2, one.series_id, one.recurs_at, one.area_code, one.place,
              one.starts_at, one.ends_at, one.notice_at, one.remind_at, one.closing_tell_at, one.capacity, $3, $4
         FROM unnest($5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::timestamptz[], $10::text[], $11::text[],
                     $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[], $16::integer[],
                     $17::timestamptz[])
              AS one (gathering_id, host_org_id, kind, series_id, recurs_at, area_code, place, starts_at, ends_at,
                      notice_at, remind_at, capacity, closing_tell_at)
       ON CONFLICT (tenant_id, series_id, recurs_at) DO NOTHING
       RETURNING gathering_id AS "gatheringId", kind`,
      [
        tx.tenantId,
        model.version,
        nothingBefore,
        now,
        columns.ids,
        columns.hosts,
        columns.kinds,
        columns.series,
        columns.recursAt,
        columns.areas,
        columns.places,
        columns.startsAt,
        columns.endsAt,
        columns.noticeAt,
        columns.remindAt,
        columns.capacities,
        columns.closingTellAt,
      ],
    );
    made = written.length;
    const shifts = written.flatMap(({ gatheringId, kind }) => {
      const seats = model.gatherings[kind]?.shift?.seats ?? 0;
      return Array.from({ length: seats }, (_, place) => ({ gatheringId, seat: place + 1 }));
    });
    await addSeats(tx, shifts);
  }
  await tx.query(
    `UPDATE gathering_series SET made_until = $3::date WHERE tenant_id = $1 AND series_id = ANY ($2::uuid[])`,
    [tx.tenantId, rows.map(({ seriesId }) => seriesId), until],
  );
  return made;
}

export async function addSeats(
  tx: Tx,
  seats: readonly { gatheringId: string; seat: number }[],
): Promise<void> {
  if (seats.length === 0) return;
  await tx.query(
    `INSERT INTO gathering_shifts (tenant_id, gathering_id, seat)
     SELECT $1, one.gathering_id, one.seat FROM unnest($2::uuid[], $3::integer[]) AS one (gathering_id, seat)
     ON CONFLICT (tenant_id, gathering_id, seat) DO NOTHING`,
    [tx.tenantId, seats.map(({ gatheringId }) => gatheringId), seats.map(({ seat }) => seat)],
  );
}

interface Columns {
  ids: string[];
  hosts: string[];
  kinds: string[];
  series: string[];
  recursAt: string[];
  areas: string[];
  places: (string | null)[];
  startsAt: string[];
  endsAt: string[];
  noticeAt: (string | null)[];
  remindAt: string[];
  capacities: (number | null)[];
  closingTellAt: (string | null)[];
}

function emptyColumns(): Columns {
  return {
    ids: [],
    hosts: [],
    kinds: [],
    series: [],
    recursAt: [],
    areas: [],
    places: [],
    startsAt: [],
    endsAt: [],
    noticeAt: [],
    remindAt: [],
    capacities: [],
    closingTellAt: [],
  };
}

function addOccurrences(
  columns: Columns,
  model: Model,
  row: SeriesRow,
  { day, until, now }: { day: string; until: string; now: string },
): void {
  const rule = model.gatherings[row.kind];
  const series = rule === undefined ? null : recurring(model, rule, row);
  if (rule === undefined || series === null) return;
  const from = row.madeUntil === null || row.madeUntil < day ? day : plusDays(row.madeUntil, 1);
  const occurrences = occurrencesOf(series, { from, to: until });
  // A rule the model's check or the command let through cannot be refused here.
  if (!Array.isArray(occurrences)) {
    throw new Error(`series ${row.seriesId} has a rule that cannot be read: ${series.rule}`);
  }
  for (const { recursAt, startsAt, endsAt } of occurrences) {
    if (startsAt <= now) continue;
    columns.ids.push(randomUUID());
    columns.hosts.push(row.hostOrgId);
    columns.kinds.push(row.kind);
    columns.series.push(row.seriesId);
    columns.recursAt.push(recursAt);
    columns.areas.push(row.areaCode);
    columns.places.push(row.place);
    columns.startsAt.push(startsAt);
    columns.endsAt.push(endsAt);
    const noticeAt = noticeOf(model, rule, startsAt);
    const closingTellAt = closingTellOf(rule, noticeAt);
    columns.noticeAt.push(noticeAt);
    columns.closingTellAt.push(closingTellAt !== null && closingTellAt > now ? closingTellAt : null);
    columns.remindAt.push(reminderOf(startsAt));
    columns.capacities.push(row.capacity ?? rule.capacity);
  }
}

/** When those with a place or a seat are reminded. */
export function reminderOf(startsAt: string): string {
  return new Date(Date.parse(startsAt) - reminderMs).toISOString();
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
