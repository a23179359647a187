/**
 * Writes down gatherings: series, occurrences with their chained histories, and what belongs to each. Of a story that goes on, what
 * was there is brought up to date, and its histories are added to.
 */
import type { Model } from '@linli/model';
import { nothingBefore, reminderOf, stepHash, type Tx } from '@linli/server';
import type { GatheringBook } from '../gatherings/gathering-book.ts';
import type { GatheringLife } from '../gatherings/gathering-life.ts';
import type { By, ToldItem, ToldResolution } from '../gatherings/told-gathering.ts';
import { bytea, insertRows } from './insert-rows.ts';
import type { WrittenChain } from './write-seals.ts';

/** Gives the chain of each that was written, for the seals. */
export async function writeGatherings(tx: Tx, model: Model, book: GatheringBook): Promise<WrittenChain[]> {
  const { now, kept } = book;
  const signed = signerOf(book);
  const keptSeries = new Set(kept?.series);
  await insertRows(
    tx,
    'gathering_series',
    {
      series_id: 'uuid',
      host_org_id: 'uuid',
      kind: 'text',
      series_number: 'integer',
      title_zh: 'text',
      title_en: 'text',
      rule: 'text',
      starts_on: 'date',
      at_minute: 'integer',
      lasts_minutes: 'integer',
      place: 'text',
      area_code: 'text',
      capacity: 'integer',
      ends_on: 'date',
      changed_at: 'timestamptz',
    },
    book.series
      .filter((one) => !keptSeries.has(one))
      .map((one) => ({
        series_id: one.seriesId,
        host_org_id: one.hostOrgId,
        kind: one.kind,
        series_number: one.number,
        title_zh: one.title?.zh ?? null,
        title_en: one.title?.en ?? null,
        rule: one.rule,
        starts_on: one.startsOn,
        at_minute: one.atMinute,
        lasts_minutes: one.lastsMinutes,
        place: one.place,
        area_code: one.areaCode,
        capacity: one.capacity,
        ends_on: one.endsOn,
        changed_at: book.since,
      })),
  );
  const history: Record<string, unknown>[] = [];
  const told = book.gatherings.filter(({ kept: before, steps }) => before === null || steps.length > 0);
  const chains: WrittenChain[] = [];
  const rows = told.map((life) => {
    const { seq, head, entries } = chain(tx.tenantId, life, signed, history);
    chains.push({ id: life.gatheringId, entries });
    return gatheringRow(model, life, seq, head);
  });
  await insertRows(tx, 'gatherings', gatheringColumns, rows, {
    onConflict: `ON CONFLICT (tenant_id, gathering_id) DO UPDATE SET ${changing(
      'state reason announced_at opened_at ended_at current_item_id minutes_posted_at revision seq head_hash changed_at remind_at',
    )}`,
  });
  await insertRows(tx, 'gathering_history', historyColumns, history);
  await writeAgendas(tx, book, signed, now);
  await writeRooms(tx, book);
  return chains;
}

/** Of a row that was there, what a story changes. */
function changing(columns: string): string {
  return columns
    .split(' ')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ');
}

const gatheringColumns = {
  gathering_id: 'uuid',
  host_org_id: 'uuid',
  kind: 'text',
  model_version: 'text',
  series_id: 'uuid',
  recurs_at: 'timestamptz',
  title_zh: 'text',
  title_en: 'text',
  area_code: 'text',
  place: 'text',
  starts_at: 'timestamptz',
  ends_at: 'timestamptz',
  state: 'text',
  notice_at: 'timestamptz',
  announced_at: 'timestamptz',
  opened_at: 'timestamptz',
  ended_at: 'timestamptz',
  reason: 'text',
  capacity: 'integer',
  current_item_id: 'uuid',
  minutes_posted_at: 'timestamptz',
  revision: 'integer',
  seq: 'integer',
  head_hash: 'bytea',
  changed_at: 'timestamptz',
  remind_at: 'timestamptz',
};

const historyColumns = {
  gathering_id: 'uuid',
  seq: 'integer',
  at: 'timestamptz',
  verb: 'text',
  actor_person_id: 'uuid',
  actor_post_id: 'uuid',
  actor_label: 'text',
  item_id: 'uuid',
  reason: 'text',
  changes: 'jsonb',
  previous_hash: 'bytea',
  hash: 'bytea',
};

function gatheringRow(model: Model, life: GatheringLife, seq: number, head: Buffer): Record<string, unknown> {
  return {
    gathering_id: life.gatheringId,
    host_org_id: life.hostOrgId,
    kind: life.kind,
    model_version: model.version,
    series_id: life.seriesId,
    recurs_at: life.recursAt,
    title_zh: life.title?.zh ?? null,
    title_en: life.title?.en ?? null,
    area_code: life.areaCode,
    place: life.place,
    starts_at: life.startsAt,
    ends_at: life.endsAt,
    state: life.state,
    notice_at: life.noticeAt,
    announced_at: life.announcedAt,
    opened_at: life.openedAt,
    ended_at: life.endedAt,
    reason: life.reason,
    capacity: life.capacity,
    current_item_id: life.currentItemId,
    minutes_posted_at: life.minutesPostedAt,
    revision: life.revision,
    seq,
    head_hash: bytea(head),
    changed_at: life.changedAt,
    remind_at: life.remindAt,
  };
}

interface Signed {
  personId: string | null;
  postId: string | null;
  label: string | null;
}
type Signer = (by: By) => Signed;

/** Name and post as they were, in the words in which the server keeps them. */
function signerOf(book: GatheringBook): Signer {
  return (by) => {
    if (by === null) return { personId: null, postId: null, label: null };
    if ('personId' in by) {
      return { personId: by.personId, postId: null, label: book.directory.person(by.personId).name };
    }
    const { personId, postId, label } = book.ownerBy(by);
    return { personId, postId, label };
  };
}

/** Steps in the order of time, whoever told them first: an owner answers long after the meeting. */
function chain(
  tenantId: number,
  life: GatheringLife,
  signed: Signer,
  history: Record<string, unknown>[],
): { seq: number; head: Buffer; entries: WrittenChain['entries'] } {
  const entries: WrittenChain['entries'] = [];
  let head = life.kept?.head ?? nothingBefore;
  const before = life.kept?.seq ?? 0;
  const steps = life.steps.toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
  for (const [place, { at, verb, by, itemId, reason, changes }] of steps.entries()) {
    const { personId, postId, label } = signed(by);
    const entry = {
      seq: before + place + 1,
      at,
      verb,
      actorPersonId: personId,
      actorPostId: postId,
      actorLabel: label,
      itemId,
      reason,
      changes,
      // Nobody of flesh and blood sent a command.
      commandId: null,
    };
    const own = stepHash(tenantId, life.gatheringId, entry, head);
    history.push({
      gathering_id: life.gatheringId,
      seq: entry.seq,
      at,
      verb,
      actor_person_id: personId,
      actor_post_id: postId,
      actor_label: label,
      item_id: itemId,
      reason,
      changes,
      previous_hash: bytea(head),
      hash: bytea(own),
    });
    entries.push({ seq: entry.seq, at, hash: own });
    head = own;
  }
  return { seq: before + steps.length, head, entries };
}

async function writeAgendas(tx: Tx, book: GatheringBook, signed: Signer, now: string): Promise<void> {
  await insertRows(
    tx,
    'gathering_topics',
    {
      topic_id: 'uuid',
      host_org_id: 'uuid',
      kind: 'text',
      title: 'text',
      body: 'text',
      area_code: 'text',
      brought_by_person_id: 'uuid',
      brought_by_name: 'text',
      brought_at: 'timestamptz',
      state: 'text',
      outcome: 'text',
      case_id: 'uuid',
      ended_at: 'timestamptz',
      supporter_count: 'integer',
    },
    [...(book.kept?.topics ?? []), ...book.topics].map((one) => ({
      topic_id: one.topicId,
      host_org_id: one.hostOrgId,
      kind: one.kind,
      title: one.title,
      body: one.body,
      area_code: one.areaCode,
      brought_by_person_id: one.personId,
      brought_by_name: one.name,
      brought_at: one.broughtAt,
      state: one.state,
      outcome: one.outcome,
      case_id: one.caseId,
      ended_at: one.endedAt,
      supporter_count: one.supporters.length,
    })),
    {
      onConflict: `ON CONFLICT (tenant_id, topic_id) DO UPDATE SET ${changing('state outcome case_id ended_at')}`,
    },
  );
  await insertRows(
    tx,
    'gathering_topic_supporters',
    { topic_id: 'uuid', person_id: 'uuid', supported_at: 'timestamptz' },
    book.topics.flatMap(({ topicId, supporters }) =>
      supporters.map(({ personId, at }) => ({ topic_id: topicId, person_id: personId, supported_at: at })),
    ),
  );
  await insertRows(
    tx,
    'gathering_resolutions',
    {
      resolution_id: 'uuid',
      gathering_id: 'uuid',
      item_id: 'uuid',
      case_id: 'uuid',
      host_org_id: 'uuid',
      kind: 'text',
      text: 'text',
      decided_at: 'timestamptz',
      owner_post_id: 'uuid',
      owner_role: 'text',
      owner_org_id: 'uuid',
      owner_person_id: 'uuid',
      owner_label: 'text',
      due_on: 'date',
      due_at: 'timestamptz',
      state: 'text',
      answer: 'text',
      answered_at: 'timestamptz',
      answered_by_person_id: 'uuid',
      answered_by_label: 'text',
      tell_at: 'timestamptz',
    },
    [...answeredNow(book), ...book.resolutions].map((one) => {
      const answered = signed(one.answeredBy);
      return {
        resolution_id: one.resolutionId,
        gathering_id: one.gatheringId,
        item_id: one.itemId,
        case_id: one.caseId,
        host_org_id: one.hostOrgId,
        kind: one.kind,
        text: one.text,
        decided_at: one.decidedAt,
        owner_post_id: one.owner?.postId ?? null,
        owner_role: one.owner?.role ?? null,
        owner_org_id: one.owner?.orgId ?? null,
        owner_person_id: one.owner?.personId ?? null,
        owner_label: one.owner?.label ?? null,
        due_on: one.dueOn,
        due_at: one.dueAt,
        state: one.state,
        answer: one.answer,
        answered_at: one.answeredAt,
        answered_by_person_id: answered.personId,
        answered_by_label: answered.label,
        tell_at: tellAt(one, now),
      };
    }),
    {
      onConflict: `ON CONFLICT (tenant_id, resolution_id) DO UPDATE SET ${changing(
        'state answer answered_at answered_by_person_id answered_by_label tell_at',
      )}`,
    },
  );
  // What ends makes room for what is carried over: a case waits in one place at a time.
  await writeItems(tx, book.kept?.items ?? []);
  await writeItems(tx, book.items);
}

/** Duties that somebody gave before, and that were answered for since. */
function answeredNow({ kept, from }: GatheringBook): ToldResolution[] {
  return (kept?.resolutions ?? []).filter(
    ({ state, answeredAt }) => state !== 'running' && answeredAt !== null && answeredAt > from,
  );
}

async function writeItems(tx: Tx, items: readonly ToldItem[]): Promise<void> {
  await insertRows(
    tx,
    'gathering_items',
    {
      item_id: 'uuid',
      host_org_id: 'uuid',
      kind: 'text',
      about: 'text',
      case_id: 'uuid',
      topic_id: 'uuid',
      resolution_id: 'uuid',
      title: 'text',
      body: 'text',
      ladder: 'text',
      rung: 'integer',
      area_code: 'text',
      entered_at: 'timestamptz',
      entered_by_person_id: 'uuid',
      carried_from: 'uuid',
      gathering_id: 'uuid',
      position: 'integer',
      ended_as: 'text',
      ended_at: 'timestamptz',
      ended_in: 'uuid',
      end_reason: 'text',
    },
    items.map((one) => ({
      item_id: one.itemId,
      host_org_id: one.hostOrgId,
      kind: one.kind,
      about: one.about,
      case_id: one.caseId,
      topic_id: one.topicId,
      resolution_id: one.resolutionId,
      title: one.title,
      body: one.body,
      ladder: one.ladder,
      rung: one.rung,
      area_code: one.areaCode,
      entered_at: one.enteredAt,
      entered_by_person_id: one.enteredByPersonId,
      carried_from: one.carriedFrom,
      gathering_id: one.gatheringId,
      position: one.position,
      ended_as: one.endedAs,
      ended_at: one.endedAt,
      ended_in: one.endedIn,
      end_reason: one.endReason,
    })),
    {
      onConflict: `ON CONFLICT (tenant_id, item_id) DO UPDATE SET ${changing(
        'gathering_id position ended_as ended_at ended_in end_reason',
      )}`,
    },
  );
}

/** The day before it is due, and once it is late; the case's own clocks remind of a case. */
function tellAt({ state, caseId, dueAt }: GatheringBook['resolutions'][number], now: string): string | null {
  if (state !== 'running' || caseId !== null || dueAt === null || dueAt <= now) return null;
  const reminder = reminderOf(dueAt);
  return reminder > now ? reminder : dueAt;
}

async function writeRooms(tx: Tx, { gatherings }: GatheringBook): Promise<void> {
  const rowsOf = (of: (life: GatheringLife) => Record<string, unknown>[]) =>
    gatherings.flatMap((life) => of(life).map((row) => ({ gathering_id: life.gatheringId, ...row })));
  // Nobody speaks any more where it has ended since.
  const over = gatherings.filter(({ kept, state }) => kept?.state === 'open' && state === 'ended');
  if (over.length > 0) {
    await tx.query(
      `UPDATE gathering_speakers SET done_at = gatherings.ended_at FROM gatherings
        WHERE gathering_speakers.tenant_id = $1 AND gathering_speakers.gathering_id = ANY ($2::uuid[])
          AND gathering_speakers.done_at IS NULL AND gatherings.tenant_id = $1
          AND gatherings.gathering_id = gathering_speakers.gathering_id`,
      [tx.tenantId, over.map(({ gatheringId }) => gatheringId)],
    );
  }
  // Sent together: while the database takes one table, the next is put into words.
  await Promise.all([
    insertRows(
      tx,
      'gathering_minutes',
      {
        gathering_id: 'uuid',
        part: 'text',
        text: 'text',
        version: 'integer',
        written_by_person_id: 'uuid',
        written_at: 'timestamptz',
      },
      rowsOf(({ minutes }) =>
        [...minutes].map(([part, { text, version, personId, at }]) => ({
          part,
          text,
          version,
          written_by_person_id: personId,
          written_at: at,
        })),
      ),
      {
        onConflict: `ON CONFLICT (tenant_id, gathering_id, part) DO UPDATE SET ${changing(
          'text version written_by_person_id written_at',
        )}`,
      },
    ),
    insertRows(
      tx,
      'gathering_motions',
      {
        gathering_id: 'uuid',
        motion_id: 'uuid',
        item_id: 'uuid',
        text: 'text',
        put_at: 'timestamptz',
        votes_for: 'integer',
        votes_against: 'integer',
        votes_abstained: 'integer',
        present_count: 'integer',
        is_passed: 'boolean',
        counted_at: 'timestamptz',
        counted_by_person_id: 'uuid',
      },
      rowsOf(({ motions }) =>
        motions.map(({ motionId, itemId, text, putAt, hands, countedAt, countedByPersonId }) => ({
          motion_id: motionId,
          item_id: itemId,
          text,
          put_at: putAt,
          votes_for: hands?.for ?? null,
          votes_against: hands?.against ?? null,
          votes_abstained: hands?.abstained ?? null,
          present_count: hands?.present ?? null,
          is_passed: hands === null ? null : hands.for > hands.against,
          counted_at: countedAt,
          counted_by_person_id: countedByPersonId,
        })),
      ),
    ),
    insertRows(
      tx,
      'gathering_attendance',
      {
        gathering_id: 'uuid',
        attendance_id: 'uuid',
        person_id: 'uuid',
        name: 'text',
        how: 'text',
        came_at: 'timestamptz',
        entered_at: 'timestamptz',
        entered_by_person_id: 'uuid',
      },
      rowsOf(({ attendance, kept }) =>
        attendance.slice(kept?.attendance.length ?? 0).map((one) => ({
          attendance_id: one.attendanceId,
          person_id: one.personId,
          name: one.name,
          how: one.how,
          came_at: one.cameAt,
          entered_at: one.enteredAt,
          entered_by_person_id: one.enteredByPersonId,
        })),
      ),
    ),
    insertRows(
      tx,
      'gathering_speakers',
      {
        gathering_id: 'uuid',
        speaker_id: 'uuid',
        person_id: 'uuid',
        name: 'text',
        asked_at: 'timestamptz',
        began_at: 'timestamptz',
        done_at: 'timestamptz',
      },
      rowsOf(({ speakers }) =>
        speakers.map((one) => ({
          speaker_id: one.speakerId,
          person_id: one.personId,
          name: one.name,
          asked_at: one.askedAt,
          began_at: one.beganAt,
          done_at: one.doneAt,
        })),
      ),
    ),
    insertRows(
      tx,
      'gathering_sign_ups',
      {
        gathering_id: 'uuid',
        person_id: 'uuid',
        state: 'text',
        signed_up_at: 'timestamptz',
        turn: 'integer',
        placed_at: 'timestamptz',
        cancelled_at: 'timestamptz',
      },
      rowsOf(({ signUps, kept }) =>
        signUps.slice(kept?.signUps.length ?? 0).map((one) => ({
          person_id: one.personId,
          state: one.state,
          signed_up_at: one.signedUpAt,
          turn: one.turn,
          placed_at: one.placedAt,
          cancelled_at: one.cancelledAt,
        })),
      ),
    ),
    insertRows(
      tx,
      'gathering_shifts',
      {
        gathering_id: 'uuid',
        seat: 'integer',
        person_id: 'uuid',
        taken_at: 'timestamptz',
        offered_at: 'timestamptz',
        offered_to_person_id: 'uuid',
      },
      rowsOf(({ seats, kept }) =>
        seats
          .filter(({ takenAt }) => kept === null || takenAt !== null)
          .map((one) => ({
            seat: one.seat,
            person_id: one.personId,
            taken_at: one.takenAt,
            offered_at: one.offeredAt,
            offered_to_person_id: one.offeredToPersonId,
          })),
      ),
      {
        onConflict: `ON CONFLICT (tenant_id, gathering_id, seat) DO UPDATE SET ${changing('person_id taken_at offered_at')}`,
      },
    ),
    insertRows(
      tx,
      'gathering_lecturers',
      {
        gathering_id: 'uuid',
        lecturer_number: 'integer',
        person_id: 'uuid',
        name: 'text',
        subject: 'text',
      },
      rowsOf(({ lecturers, kept }) =>
        (kept !== null && kept.lecturers.length > 0 ? [] : lecturers).map(
          ({ personId, name, subject }, index) => ({
            lecturer_number: index + 1,
            person_id: personId,
            name,
            subject,
          }),
        ),
      ),
    ),
    insertRows(
      tx,
      'gathering_feedback',
      { gathering_id: 'uuid', person_id: 'uuid', score: 'integer', words: 'text', given_at: 'timestamptz' },
      rowsOf(({ feedback }) =>
        feedback.map(({ personId, score, words, at }) => ({
          person_id: personId,
          score,
          words,
          given_at: at,
        })),
      ),
    ),
  ]);
}
