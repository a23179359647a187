/** A gathering goes on: announced, moved, cancelled, opened, ended, not held, its minutes posted. */
import type { MoveGathering } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import type { Viewer, ViewerPost } from '../../people/index.ts';
import { isNear, isRecent } from '../around.ts';
import { type Changing, changeAndShow } from '../change-gathering.ts';
import { fieldProblem } from '../field-problem.ts';
import { announce, callOff, end, open, type Passing, record } from '../lifecycle.ts';
import { reminderOf } from '../make-occurrences.ts';
import { holdingRoles, mayNot, writersOf } from '../policy.ts';
import { after, closingTellOf, noticeOf } from '../rules.ts';
import { signatureOf } from '../sign.ts';
import { setGathering } from '../store.ts';
import { giveBackCases } from '../take-up.ts';
import { concerned, dataOf, tellGroups, tellOf } from '../tell-people.ts';

interface Sent {
  commandId: string;
}
interface SentWithReason extends Sent {
  reason: string;
}
async function passing(changing: Changing, post: ViewerPost): Promise<Passing> {
  const { tx, model, viewer } = changing;
  return { ...changing, by: await signatureOf(tx, model, viewer, post) };
}

function caller({ relation, model, rule }: Changing): ViewerPost {
  if (relation.calls === null) throw mayNot(model, rule.calledBy);
  return relation.calls;
}

function holder({ relation, model, rule }: Changing): ViewerPost {
  if (relation.holds === null) throw mayNot(model, holdingRoles(rule));
  return relation.holds;
}

export function announceGathering(deps: Deps, viewer: Viewer, gatheringId: string, { commandId }: Sent) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'announce' }, async (changing) => {
    const post = caller(changing);
    if (changing.row.state !== 'planned') throw await changing.stateProblem();
    await announce(await passing(changing, post));
  });
}

export function moveGathering(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  words: z.output<typeof MoveGathering>,
) {
  const asked = { commandId: words.commandId, verb: 'move' };
  return changeAndShow(deps, viewer, gatheringId, asked, async (changing) => {
    const { tx, row, model, rule, now } = changing;
    const post = caller(changing);
    if (row.state !== 'planned' && row.state !== 'announced') throw await changing.stateProblem();
    if (words.startsAt <= now) {
      throw fieldProblem('/startsAt', { zh: '请选择以后的时间', en: 'Choose a later time' });
    }
    const lastsMs =
      words.lastsMinutes === undefined
        ? Date.parse(row.endsAt) - Date.parse(row.startsAt)
        : words.lastsMinutes * 60_000;
    const wasAt = row.startsAt;
    const startsAt = new Date(words.startsAt).toISOString();
    // One that was told already has been told: the move is told by itself.
    const noticeAt = row.state === 'announced' ? row.noticeAt : noticeOf(model, rule, startsAt);
    const closingTellAt = row.state === 'announced' ? null : closingTellOf(rule, noticeAt);
    await setGathering(tx, row, {
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + lastsMs).toISOString(),
      place: words.place === undefined ? row.place : words.place,
      reason: words.reason,
      revision: row.revision + 1,
      remindAt: reminderOf(startsAt),
      noticeAt,
      ...(closingTellAt !== null && closingTellAt <= now ? {} : { closingTellAt }),
    });
    const step = await passing(changing, post);
    await record(step, 'move', { wasAt, startsAt, place: row.place }, words.reason);
    const isTooLate = rule.calledWithin !== null && startsAt > after(model, rule.calledWithin, now);
    // Before cases go back: afterwards nobody would be found by them.
    const to = await concerned(tx, model, rule, row);
    if (isTooLate) await giveBackCases(tx, row.gatheringId);
    if (row.announcedAt !== null) {
      const told = { template: 'gathering.moved', data: { ...dataOf(model, row), wasAt } } as const;
      await tellOf(deps, tx, row, { ...told, to, exceptPersonId: viewer.personId });
      await tellGroups(deps, tx, rule, row, told);
    }
  });
}

export function cancelGathering(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  { commandId, reason }: SentWithReason,
) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'cancel' }, async (changing) => {
    const post = caller(changing);
    const { state } = changing.row;
    if (state !== 'planned' && state !== 'announced') throw await changing.stateProblem();
    await callOff(await passing(changing, post), 'cancelled', reason);
  });
}

export function markNotHeld(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  { commandId, reason }: SentWithReason,
) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'not-held' }, async (changing) => {
    const post = holder(changing);
    const { row, now } = changing;
    if ((row.state !== 'planned' && row.state !== 'announced') || now <= row.startsAt) {
      throw await changing.stateProblem();
    }
    await callOff(await passing(changing, post), 'not-held', reason);
  });
}

export function openGathering(deps: Deps, viewer: Viewer, gatheringId: string, { commandId }: Sent) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'open' }, async (changing) => {
    const post = holder(changing);
    const { row, now } = changing;
    const isComing = row.state === 'planned' || row.state === 'announced';
    // It took place, and nobody opened it here: what happened is entered afterwards.
    const isLater = row.state === 'not-held' && isRecent(row, now);
    if (!isNear(row, now) || !(isComing || isLater)) throw await changing.stateProblem();
    await open(await passing(changing, post));
  });
}

export function endGathering(deps: Deps, viewer: Viewer, gatheringId: string, { commandId }: Sent) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'end' }, async (changing) => {
    const post = holder(changing);
    if (changing.row.state !== 'open') throw await changing.stateProblem();
    await end(await passing(changing, post));
  });
}

export function postMinutes(deps: Deps, viewer: Viewer, gatheringId: string, { commandId }: Sent) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'post-minutes' }, async (changing) => {
    const { tx, row, model, rule, relation, now } = changing;
    if (relation.minutes === null) throw mayNot(model, writersOf(rule));
    if (row.state !== 'ended' || row.minutesPostedAt !== null) throw await changing.stateProblem();
    await setGathering(tx, row, { minutesPostedAt: now });
    // What stood there when they were posted: whoever changes a text afterwards in the database is found out.
    const { rows } = await tx.query<{ part: string; version: number; digest: string }>(
      `SELECT part, version, encode(sha256(convert_to(text, 'UTF8')), 'hex') AS digest FROM gathering_minutes
        WHERE tenant_id = $1 AND gathering_id = $2 ORDER BY part`,
      [tx.tenantId, row.gatheringId],
    );
    await changing.record({ verb: 'post-minutes', changes: { minutes: rows } }, relation.minutes);
    const { rows: present } = await tx.query<{ personId: string }>(
      `SELECT person_id AS "personId" FROM gathering_attendance
        WHERE tenant_id = $1 AND gathering_id = $2 AND person_id IS NOT NULL
       UNION
       SELECT topics.brought_by_person_id FROM gathering_items AS items
         JOIN gathering_topics AS topics ON topics.tenant_id = $1 AND topics.topic_id = items.topic_id
        WHERE items.tenant_id = $1 AND items.gathering_id = $2 AND topics.brought_by_person_id IS NOT NULL`,
      [tx.tenantId, row.gatheringId],
    );
    const { gathering, startsAt } = dataOf(model, row);
    const told = { template: 'gathering.minutes-posted', data: { gathering, startsAt } } as const;
    await tellOf(deps, tx, row, { ...told, to: present, exceptPersonId: viewer.personId });
    await tellGroups(deps, tx, rule, row, told);
  });
}
