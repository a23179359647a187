/** Reads what a story of gatherings goes on with. What somebody of flesh and blood has changed is left out of it. */
import { finalStations } from '@linli/engine';
import type { Tx } from '@linli/server';
import type { KeptGathering, KeptGatherings } from '../gatherings/kept-gatherings.ts';
import { poolKey } from '../gatherings/kept-gatherings.ts';
import type { ToldItem, ToldResolution, ToldSeries, ToldTopic } from '../gatherings/told-gathering.ts';

/** Nobody minds hearing again what was said longer ago. */
const titlesDays = 150;
/** Once a quarter, at least. */
const heldDays = 130;
/** What was answered for longer ago is not asked for any more. */
const unheardDays = 45;

/** `cases`: those the story goes on with; what became of them on their rungs is told again, with the meetings that had them. */
export async function readGatherings(
  tx: Tx,
  { from, cases }: { from: string; cases: readonly string[] },
): Promise<KeptGatherings> {
  const [series, pending, occurrences, held, topics, items, resolutions, heard, titles] = await Promise.all([
    readSeries(tx),
    readPending(tx),
    readOccurrences(tx, from),
    readHeld(tx, from),
    readTopics(tx),
    readItems(tx, from, cases),
    readDuties(tx, from),
    readHeard(tx),
    readTitles(tx, from),
  ]);
  const gatherings = pending.filter(({ isTouched }) => !isTouched).map(({ isTouched: _, ...one }) => one);
  const there = new Set(gatherings.map(({ gatheringId }) => gatheringId));
  const told = new Set(cases);
  return {
    series,
    gatherings,
    occurrences: new Set(occurrences),
    held: new Set(held),
    topics: topics.map(({ isOwn: _, ...topic }) => topic),
    ownTopics: new Set(topics.flatMap(({ isOwn, topicId }) => (isOwn ? [topicId] : []))),
    // On the agenda of a meeting that is somebody's own they are theirs too.
    items: items
      .filter(
        ({ gatheringId, endedAt }) => endedAt !== null || gatheringId === null || there.has(gatheringId),
      )
      .map((item) =>
        item.endedAt === null || item.caseId === null || !told.has(item.caseId) ? item : asOpen(item),
      ),
    resolutions,
    heard,
    cases: await readCases(tx, resolutions),
    titles,
  };
}

/** The step of its case ended it; which meeting decided that is told with the meeting. */
function asOpen(item: ToldItem): ToldItem {
  return { ...item, endedAs: null, endedAt: null, endedIn: null, endReason: null };
}

async function readSeries(tx: Tx): Promise<ToldSeries[]> {
  const { rows } = await tx.query<ToldSeries>(
    `SELECT series_id AS "seriesId", host_org_id AS "hostOrgId", kind, series_number AS number,
            CASE WHEN title_zh IS NOT NULL THEN json_build_object('zh', title_zh, 'en', title_en) END AS title,
            rule, starts_on AS "startsOn", at_minute AS "atMinute", lasts_minutes AS "lastsMinutes", place,
            area_code AS "areaCode", capacity, ends_on AS "endsOn"
       FROM gathering_series WHERE tenant_id = $1 AND ends_on IS NULL ORDER BY kind, host_org_id, series_number`,
    [tx.tenantId],
  );
  return rows;
}

/** What has not ended, and what gave a duty that is still to be done. */
async function readPending(tx: Tx): Promise<(KeptGathering & { isTouched: boolean })[]> {
  const { rows } = await tx.query<KeptGathering & { isTouched: boolean }>(
    `SELECT one.gathering_id AS "gatheringId", one.host_org_id AS "hostOrgId", one.kind, one.area_code AS "areaCode",
            one.starts_at AS "startsAt", one.ends_at AS "endsAt", one.series_id AS "seriesId", one.recurs_at AS "recursAt",
            CASE WHEN one.title_zh IS NOT NULL THEN json_build_object('zh', one.title_zh, 'en', one.title_en) END AS title,
            one.place, one.reason, one.capacity, one.notice_at AS "noticeAt", one.state,
            one.announced_at AS "announcedAt", one.opened_at AS "openedAt", one.ended_at AS "endedAt",
            one.current_item_id AS "currentItemId", one.minutes_posted_at AS "minutesPostedAt", one.revision,
            one.changed_at AS "changedAt", one.remind_at AS "remindAt", one.seq, one.head_hash AS head,
            coalesce((SELECT json_agg(json_build_object('attendanceId', there.attendance_id, 'personId', there.person_id,
                        'name', there.name) ORDER BY there.came_at)
                        FROM gathering_attendance AS there
                       WHERE one.state = 'open' AND there.tenant_id = $1
                         AND there.gathering_id = one.gathering_id), '[]') AS attendance,
            coalesce((SELECT json_agg(json_build_object('personId', there.person_id, 'state', there.state,
                        'turn', there.turn) ORDER BY there.turn)
                        FROM gathering_sign_ups AS there
                       WHERE there.tenant_id = $1 AND there.gathering_id = one.gathering_id), '[]') AS "signUps",
            coalesce((SELECT json_agg(json_build_object('seat', there.seat, 'personId', there.person_id,
                        'takenAt', there.taken_at, 'offeredAt', there.offered_at,
                        'offeredToPersonId', there.offered_to_person_id) ORDER BY there.seat)
                        FROM gathering_shifts AS there
                       WHERE there.tenant_id = $1 AND there.gathering_id = one.gathering_id), '[]') AS seats,
            coalesce((SELECT json_agg(json_build_object('personId', there.person_id, 'name', there.name,
                        'subject', there.subject) ORDER BY there.lecturer_number)
                        FROM gathering_lecturers AS there
                       WHERE there.tenant_id = $1 AND there.gathering_id = one.gathering_id), '[]') AS lecturers,
            coalesce((SELECT json_agg(json_build_object('part', there.part, 'text', there.text, 'version', there.version,
                        'personId', there.written_by_person_id, 'at', there.written_at))
                        FROM gathering_minutes AS there WHERE one.state = 'open' AND there.tenant_id = $1
                         AND there.gathering_id = one.gathering_id), '[]') AS minutes,
            EXISTS (SELECT FROM gathering_history AS steps
                     WHERE steps.tenant_id = $1 AND steps.gathering_id = one.gathering_id
                       AND steps.command_id IS NOT NULL) AS "isTouched"
       FROM gatherings AS one
      WHERE one.tenant_id = $1 AND one.continues_id IS NULL
        AND (one.state IN ('planned', 'announced', 'open')
          OR one.gathering_id IN (SELECT gathering_id FROM gathering_resolutions WHERE tenant_id = $1 AND state = 'running'))
      ORDER BY one.starts_at, one.gathering_id FOR UPDATE OF one`,
    [tx.tenantId],
  );
  return rows;
}

async function readOccurrences(tx: Tx, from: string): Promise<string[]> {
  const { rows } = await tx.query<{ seriesId: string; recursAt: string }>(
    `SELECT series_id AS "seriesId", recurs_at AS "recursAt" FROM gatherings
      WHERE tenant_id = $1 AND series_id IS NOT NULL AND recurs_at >= $2`,
    [tx.tenantId, from],
  );
  return rows.map(({ seriesId, recursAt }) => `${seriesId} ${recursAt}`);
}

async function readHeld(tx: Tx, from: string): Promise<string[]> {
  const { rows } = await tx.query<{ hostOrgId: string; kind: string }>(
    `SELECT DISTINCT host_org_id AS "hostOrgId", kind FROM gatherings
      WHERE tenant_id = $1 AND state = 'ended' AND starts_at > $2`,
    [tx.tenantId, new Date(Date.parse(from) - heldDays * 86_400_000).toISOString()],
  );
  return rows.map(({ hostOrgId, kind }) => poolKey(hostOrgId, kind));
}

async function readTopics(tx: Tx): Promise<(ToldTopic & { isOwn: boolean })[]> {
  const { rows } = await tx.query<ToldTopic & { isOwn: boolean }>(
    `SELECT topic_id AS "topicId", host_org_id AS "hostOrgId", kind, title, body, area_code AS "areaCode",
            brought_by_person_id AS "personId", brought_by_name AS name, brought_at AS "broughtAt", state, outcome,
            case_id AS "caseId", ended_at AS "endedAt", '[]'::json AS supporters,
            EXISTS (SELECT FROM commands WHERE commands.tenant_id = $1 AND commands.reply ->> 'verb' = 'topic.bring'
                       AND commands.reply -> 'reply' -> 'topic' ->> 'topicId' = topic_id::text) AS "isOwn"
       FROM gathering_topics WHERE tenant_id = $1 AND state IN ('waiting', 'on-agenda') FOR UPDATE`,
    [tx.tenantId],
  );
  return rows;
}

const itemColumns = `item_id AS "itemId", host_org_id AS "hostOrgId", kind, about, case_id AS "caseId", topic_id AS "topicId",
  resolution_id AS "resolutionId", title, body, ladder, rung, area_code AS "areaCode", entered_at AS "enteredAt",
  entered_by_person_id AS "enteredByPersonId", carried_from AS "carriedFrom", gathering_id AS "gatheringId", position,
  ended_as AS "endedAs", ended_at AS "endedAt", ended_in AS "endedIn", end_reason AS "endReason"`;

async function readItems(tx: Tx, from: string, cases: readonly string[]): Promise<ToldItem[]> {
  const { rows } = await tx.query<ToldItem>(
    `SELECT ${itemColumns} FROM gathering_items
      WHERE tenant_id = $1 AND (ended_at IS NULL OR (ended_at > $2 AND ladder IS NOT NULL AND case_id = ANY ($3::uuid[])))
      ORDER BY gathering_id, position, entered_at, item_id FOR UPDATE`,
    [tx.tenantId, from, cases],
  );
  return rows;
}

/** Still to be done, or answered for and heard of by no meeting. */
async function readDuties(tx: Tx, from: string): Promise<ToldResolution[]> {
  const since = new Date(Date.parse(from) - unheardDays * 86_400_000).toISOString();
  const { rows } = await tx.query<ToldResolution>(
    `SELECT resolution_id AS "resolutionId", gathering_id AS "gatheringId", item_id AS "itemId", case_id AS "caseId",
            host_org_id AS "hostOrgId", kind, text, decided_at AS "decidedAt",
            json_build_object('postId', owner_post_id, 'role', owner_role, 'orgId', owner_org_id,
                              'personId', owner_person_id, 'label', owner_label) AS owner,
            due_on AS "dueOn", due_at AS "dueAt", state, answer, answered_at AS "answeredAt", NULL AS "answeredBy"
       FROM gathering_resolutions AS duties
      WHERE tenant_id = $1 AND (state = 'running'
        OR resolution_id IN (SELECT resolution_id FROM gathering_items
                              WHERE tenant_id = $1 AND ended_at IS NULL AND resolution_id IS NOT NULL)
        OR (state IN ('kept', 'not-kept') AND decided_at > $2
            AND NOT EXISTS (SELECT FROM gathering_items AS known
                             WHERE known.tenant_id = $1 AND known.resolution_id = duties.resolution_id
                               AND (known.ended_at IS NULL OR known.ended_as = 'answered'))))
      ORDER BY decided_at, resolution_id FOR UPDATE`,
    [tx.tenantId, since],
  );
  return rows;
}

async function readHeard(tx: Tx): Promise<ToldItem[]> {
  const { rows } = await tx.query<ToldItem>(
    `SELECT ${itemColumns} FROM gathering_items
      WHERE tenant_id = $1 AND ended_at IS NOT NULL AND resolution_id IN (
            SELECT resolution_id FROM gathering_resolutions WHERE tenant_id = $1 AND state = 'running')`,
    [tx.tenantId],
  );
  return rows;
}

async function readCases(tx: Tx, resolutions: readonly ToldResolution[]): Promise<KeptGatherings['cases']> {
  const { rows } = await tx.query<{ caseId: string; resolvedAt: string | null; isOver: boolean }>(
    `SELECT case_id AS "caseId", resolved_at AS "resolvedAt", station = ANY ($3) AS "isOver" FROM cases
      WHERE tenant_id = $1 AND case_id = ANY ($2::uuid[])`,
    [tx.tenantId, resolutions.flatMap(({ caseId }) => caseId ?? []), finalStations],
  );
  return new Map(rows.map(({ caseId, resolvedAt, isOver }) => [caseId, { resolvedAt, isOver }]));
}

async function readTitles(tx: Tx, from: string): Promise<KeptGatherings['titles']> {
  const since = new Date(Date.parse(from) - titlesDays * 86_400_000).toISOString();
  const { rows } = await tx.query<{ hostOrgId: string; kind: string; titles: string[] }>(
    `SELECT host_org_id AS "hostOrgId", kind, array_agg(title) AS titles FROM gathering_topics
      WHERE tenant_id = $1 AND brought_at > $2 GROUP BY host_org_id, kind`,
    [tx.tenantId, since],
  );
  return new Map(rows.map(({ hostOrgId, kind, titles }) => [poolKey(hostOrgId, kind), new Set(titles)]));
}
