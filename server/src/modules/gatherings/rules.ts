/** What the model says of a kind of gathering, and how one is called. */
import type { Label } from '@linli/contract';
import { addLimit, localDateOf, startOfDate } from '@linli/engine';
import type { GatheringKind, Limit, Model } from '@linli/model';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import { committeeFrom } from '../orgs/index.ts';

/** The rule of a kind that the present model knows; anything else is not found. */
export function requireRule(model: Model, kind: string): GatheringKind {
  const rule = Object.hasOwn(model.gatherings, kind) ? model.gatherings[kind] : undefined;
  if (rule === undefined) {
    throw problem('unknown-gathering', { data: { allowed: Object.keys(model.gatherings).join(', ') } });
  }
  return rule;
}

/** A kind that a newer model dropped still says what its old gatherings were. */
export async function ruleFor(
  deps: Deps,
  tenantId: number,
  { kind, modelVersion }: { kind: string; modelVersion: string },
): Promise<{ model: Model; rule: GatheringKind }> {
  const present = modelsOf(deps).ofTenant(tenantId);
  const known = present.gatherings[kind];
  if (known !== undefined) return { model: present, rule: known };
  const then = await modelsOf(deps).version(tenantId, modelVersion);
  const rule = then.gatherings[kind];
  if (rule === undefined) throw new Error(`model version ${modelVersion} has no gathering ${kind}`);
  return { model: then, rule };
}

/** A committee meets only where its host has so many members as to have one; null: nothing is asked. */
export function membersAskedFor(model: Model, { openTo }: GatheringKind, hostKind: string): number | null {
  return openTo.of === 'committee' ? committeeFrom(model, hostKind) : null;
}

interface Titled {
  titleZh: string | null;
  titleEn: string | null;
  seriesTitleZh: string | null;
  seriesTitleEn: string | null;
}

/** Its own title, else that of its series, else that of its kind. */
export function titleOf(model: Model, kind: string, row: Titled): Label {
  const zh = row.titleZh ?? row.seriesTitleZh;
  if (zh !== null) return { zh, en: (row.titleZh === null ? row.seriesTitleEn : row.titleEn) || zh };
  return model.gatherings[kind]?.title ?? { zh: kind, en: kind };
}

/** An instant so long before another; limits of working days go back day by day. */
export function before(model: Model, limit: Limit, instant: string): string {
  if (limit.unit === 'minutes') {
    return new Date(Date.parse(instant) - limit.amount * 60_000).toISOString();
  }
  // The latest day from which the limit, counted forwards, ends no later than the instant.
  const calendar = model.calendars[limit.calendar];
  if (calendar === undefined) throw new Error(`no calendar ${limit.calendar}`);
  const day = localDateOf(instant, model.timeZone);
  for (let back = 1; back < 366; back += 1) {
    const start = startOfDate(day, model.timeZone, -back);
    if (addLimit(limit, calendar, start, model.timeZone) <= instant) return start;
  }
  throw new RangeError('a notice of more than a year');
}

export function after(model: Model, limit: Limit, instant: string): string {
  const calendar = model.calendars[limit.calendar];
  if (calendar === undefined) throw new Error(`no calendar ${limit.calendar}`);
  return addLimit(limit, calendar, instant, model.timeZone);
}

/**
 * When time and agenda are told. Without a notice period an agenda is still filled the day before, so that those who come
 * know what for; null: there is nothing to tell.
 */
export function noticeOf(model: Model, rule: GatheringKind, startsAt: string): string | null {
  if (rule.notice !== null) return before(model, rule.notice, startsAt);
  return rule.agenda.length === 0 ? null : new Date(Date.parse(startsAt) - usualNoticeMs).toISOString();
}
const usualNoticeMs = 24 * 3_600_000;

/**
 * When a notice that came too late was due; null: it was kept, is still to come, or none is asked. What goes on after it was
 * broken off has been told of in the room.
 */
export function noticeMissed(
  model: Model,
  { notice }: GatheringKind,
  {
    startsAt,
    announcedAt,
    continuesId,
  }: { startsAt: string; announcedAt: string | null; continuesId: string | null },
  now: string,
): string | null {
  if (notice === null || continuesId !== null) return null;
  const dueAt = before(model, notice, startsAt);
  return Date.parse(announcedAt ?? now) > Date.parse(dueAt) + noticeToleranceMs ? dueAt : null;
}
/** Time tells a little after the minute, and a server that was down an hour is no missed notice. */
const noticeToleranceMs = 3_600_000;

/** When it is told that topics are taken no longer than until the notice; null: it takes none. */
export function closingTellOf({ agenda }: GatheringKind, noticeAt: string | null): string | null {
  if (noticeAt === null || !agenda.some(({ from }) => from === 'topics')) return null;
  return new Date(Date.parse(noticeAt) - closingTellMs).toISOString();
}
const closingTellMs = 24 * 3_600_000;

/** `19:30` */
export function timeOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
