/** What a calendar program reads under a secret address: what its owner may see, as they are today. */
import type { Label, Locale } from '@linli/contract';
import { localDateOf, startOfDate } from '@linli/engine';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import { viewerOf } from '../people/index.ts';
import { findFeedBehind } from './feeds.ts';
import type { CalendarEvent } from './ics/recurring.ts';
import { writeCalendar } from './ics/write-calendar.ts';
import { findRows } from './list-gatherings.ts';
import { plusDays } from './make-occurrences.ts';
import { reasonIn } from './own-reasons.ts';
import { titleOf } from './rules.ts';
import type { GatheringRow } from './store.ts';

const pastDays = 90;
const comingDays = 100;
const most = 5_000;

/** Withdrawn, misspelt, or of nobody: the same 404. */
export async function readFeed(deps: Deps, secret: string, locale: Locale): Promise<string> {
  const found = await findFeedBehind(deps, secret);
  if (found === undefined) throw problem('not-found');
  const { tenantId, feed } = found;
  const model = modelsOf(deps).ofTenant(tenantId);
  const viewer = await viewerOf(deps, tenantId, feed.ownerPersonId);
  const now = deps.clock.now();
  const day = localDateOf(now, model.timeZone);
  // A place's calendar may hang on a wall: it holds what is open to everybody, whoever asked for its address.
  const beholder = feed.scope === 'area' ? { ...viewer, personId: null, posts: [] } : viewer;
  const { rows, rules } = await inTenant(
    deps.db,
    tenantId,
    async (tx) => {
      const found = await findRows(
        tx,
        model,
        beholder,
        {
          mine: feed.scope === 'mine',
          limit: most,
          ...(feed.orgId === null ? {} : { org: feed.orgId }),
          ...(feed.areaCode === null ? {} : { area: feed.areaCode }),
        },
        {
          from: startOfDate(plusDays(day, -pastDays), model.timeZone),
          to: startOfDate(plusDays(day, comingDays), model.timeZone),
        },
      );
      return { rows: found, rules: await findOwnRules(tx, found) };
    },
    { readOnly: true },
  );
  const say = (label: Label): string => (locale === 'en' ? label.en : label.zh);
  const events = rows.slice(0, most).map(
    (row): CalendarEvent => ({
      gatheringId: row.gatheringId,
      series: seriesOf(row, rules.get(row.seriesId ?? '') ?? model.gatherings[row.kind]?.series ?? null),
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      title: say(titleOf(model, row.kind, row)),
      place: [row.hostName, row.place].filter(Boolean).join(' '),
      reason: reasonIn(locale, row.reason),
      isCancelled: row.state === 'cancelled' || row.state === 'not-held',
      revision: row.revision,
      changedAt: row.changedAt,
      address:
        deps.config.publicUrl === undefined ? null : `${deps.config.publicUrl}/gatherings/${row.gatheringId}`,
    }),
  );
  return writeCalendar({
    name: feed.name ?? (locale === 'en' ? 'My calendar' : '我的日程'),
    timeZone: model.timeZone,
    now,
    events,
  });
}

/** Series that recur otherwise than the model says. */
async function findOwnRules(tx: Tx, rows: readonly GatheringRow[]): Promise<Map<string, string>> {
  const seriesIds = [...new Set(rows.flatMap(({ seriesId }) => seriesId ?? []))];
  const { rows: own } = await tx.query<{ seriesId: string; rule: string }>(
    `SELECT series_id AS "seriesId", rule FROM gathering_series
      WHERE tenant_id = $1 AND series_id = ANY ($2::uuid[]) AND rule IS NOT NULL`,
    [tx.tenantId, seriesIds],
  );
  return new Map(own.map(({ seriesId, rule }) => [seriesId, rule]));
}

function seriesOf({ seriesId, recursAt }: GatheringRow, rule: string | null): CalendarEvent['series'] {
  return seriesId === null || recursAt === null || rule === null ? null : { seriesId, recursAt, rule };
}
