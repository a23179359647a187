/** Gives the post to somebody who was elected, with the trail of the election; terms that end with it end in the same transaction. */
import type { AppointElected } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { appointWithin, endPostWithin } from '../../orgs/index.ts';
import { enterPerson, once, type Viewer } from '../../people/index.ts';
import { appointmentsOf, type Elected, electedIn, lastDayOf, orgOfElected } from '../elected.ts';
import { fieldProblem } from '../field-problem.ts';
import { type Found, seeBallot } from '../find-ballot.ts';
import { publishBallot } from '../live.ts';

type Words = z.output<typeof AppointElected>;

export async function appointElected(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  words: Words,
): Promise<string> {
  const { personId: byPersonId } = viewer;
  if (byPersonId === null) throw problem('sign-in-required');
  const { commandId, question, option } = words;
  const target = `${ballotId} ${question} ${option}`;
  return once(deps, viewer, { commandId, verb: 'appoint-elected', target }, async (tx) => {
    // The ballot is locked: it is not annulled meanwhile, and nobody else appoints on it.
    const found = await seeBallot(deps, tx, viewer, ballotId, 'to change');
    const one = (await electedIn(tx, found)).find(
      (elected) => elected.question === question && elected.option === option,
    );
    requireFinal(found, one !== undefined);
    if (one === undefined) throw fieldProblem('/option', { zh: '此人没有当选', en: 'Was not elected' });
    const given = await appointmentsOf(tx, ballotId);
    if (given.some((post) => post.question === question && post.option === option)) {
      throw problem('verb-not-allowed', {
        detail: { zh: '已按这次选举任命。', en: 'The post was given on this election already.' },
        current: { phase: found.row.state.phase },
      });
    }
    const at = await orgOfElected(deps, tx, found);
    if (at === null)
      throw fieldProblem('/option', { zh: '这里还没有对应的组织', en: 'There is no organisation for it' });
    const { model, role, org } = at;
    for (const postId of words.ends) {
      if (!org.posts.some((post) => post.postId === postId && post.role === role)) {
        throw fieldProblem('/ends', { zh: '不是这个职务的现任', en: 'Does not hold this role now' });
      }
      await endPostWithin(deps, tx, viewer, model, postId, {});
    }
    const now = deps.clock.now();
    const day = localDateOf(now, model.timeZone);
    const heldFrom = words.heldFrom ?? day;
    const channels: readonly string[] = model.roles[role]?.nominatedBy ?? [];
    const termYears = model.roles[role]?.termYears ?? null;
    const post = await appointWithin(
      deps,
      tx,
      viewer,
      model,
      {
        orgId: org.orgId,
        role,
        heldFrom,
        heldTo: words.heldTo === undefined ? lastDayOf(heldFrom, termYears) : words.heldTo,
        opinionCaseId: words.opinionCaseId,
        trail: [
          ...one.trail.map(({ step, channel, doneOn, note }) => ({
            step,
            // A channel that the role does not know stays readable in the ballot.
            ...(channel !== null && channels.includes(channel) ? { channel } : {}),
            doneOn,
            ...(note === null ? {} : { note }),
          })),
          { step: 'appointed' as const, doneOn: day },
        ],
      },
      () => whoIs(deps, tx, one, words, now),
    );
    await tx.query(
      `INSERT INTO ballot_appointments (tenant_id, ballot_id, question, option, post_id, at, by_person_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [tx.tenantId, ballotId, question, option, post.postId, now, byPersonId],
    );
    tx.afterCommit(() => publishBallot(deps, tx.tenantId, ballotId, found.row.seq));
    return ballotId;
  });
}

/** Annulled, put again or still open to objections: nobody is appointed on a result that may not stand. */
function requireFinal({ row, kind }: Found, isElected: boolean): void {
  const { phase, objectionsUntil, objections } = row.state;
  if (kind.seatsOf !== null && phase === 'final') return;
  const waits = objections.some(({ answer }) => answer === null);
  const detail =
    phase === 'annulled'
      ? { zh: '结果已被撤销，不能据此任命。', en: 'The result was annulled: nobody is appointed on it.' }
      : waits
        ? {
            zh: '还有异议没有答复，不能任命。',
            en: 'An objection waits for its answer: nobody is appointed yet.',
          }
        : isElected && objectionsUntil !== null
          ? { zh: '异议期还没有结束，不能任命。', en: 'Objections are still taken: nobody is appointed yet.' }
          : { zh: '这次表决没有可以据以任命的结果。', en: 'This ballot has no result to appoint on.' };
  throw problem('verb-not-allowed', { detail, current: { phase } });
}

/** Whose the post becomes: whom the nomination named, else whom the appointer says, by the name that was elected. */
async function whoIs(
  deps: Deps,
  tx: Tx,
  { personId, name }: Elected,
  words: Pick<Words, 'personId' | 'phone'>,
  now: string,
): Promise<string> {
  if (personId !== null) {
    if (words.personId === undefined || words.personId === personId) return personId;
    throw fieldProblem('/personId', { zh: '当选人是另一位', en: 'Somebody else was elected' });
  }
  if (words.personId === undefined) {
    if (words.phone !== undefined) return enterPerson(deps, tx, { name, phone: words.phone }, now);
    throw fieldProblem('/personId', { zh: '请指明当选人是哪一位', en: 'Say which person was elected' });
  }
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2',
    [tx.tenantId, words.personId],
  );
  if (rows[0]?.name === name) return words.personId;
  throw fieldProblem('/personId', { zh: `姓名与当选人“${name}”不符`, en: `Is not named “${name}”` });
}
