/** What a calendar program reads under a secret address: what its owner may see, as they are today. */
import type { Label, Locale } from '@linli/contract';
import { localDateOf, startOfDate } from '@linli/engine';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import { viewerOf } from '../people/index.ts';
import { type CalendarEvent, writeCalendar } from './calendar-text.ts';
import { findFeedBehind } from './feeds.ts';
import { findRows } from './list-gatherings.ts';
import { plusDays } from './make-occurrences.ts';
import { titleOf } from './rules.ts';

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
  const rows = await inTenant(
    deps.db,
    tenantId,
    (tx) =>
      findRows(
        tx,
        model,
        viewer,
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
      ),
    { readOnly: true },
  );
  const say = (label: Label): string => (locale === 'en' ? label.en : label.zh);
  const events = rows.slice(0, most).map(
    (row): CalendarEvent => ({
      uid: `${row.gatheringId}@linli`,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      title: say(titleOf(model, row.kind, row)),
      place: [row.hostName, row.place].filter(Boolean).join(' '),
      reason: row.reason,
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
    events,
  });
}
