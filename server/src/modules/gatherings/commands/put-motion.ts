/** A motion is put, and hands are counted. */
import { randomUUID } from 'node:crypto';
import type { CountHands, PutMotion } from '@linli/contract';
import { handsCarry } from '@linli/engine';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer, ViewerPost } from '../../people/index.ts';
import { type Changing, changeAndShow } from '../change-gathering.ts';
import { changeItem } from '../change-item.ts';
import { fieldProblem } from '../field-problem.ts';
import { mayNot } from '../policy.ts';
import { mayRun } from '../present.ts';
import { entitledOf, requireQuorum } from '../quorum.ts';

async function runner(changing: Changing): Promise<ViewerPost> {
  const { relation, model, rule } = changing;
  const post = relation.minutes ?? relation.decides;
  if (post === null) throw mayNot(model, [...new Set([...rule.minutedBy, ...rule.decidedBy])]);
  if (!mayRun(changing)) throw await changing.stateProblem();
  return post;
}

export function putMotion(
  deps: Deps,
  viewer: Viewer,
  where: { gatheringId: string; itemId: string },
  { commandId, text }: z.output<typeof PutMotion>,
) {
  return changeItem(deps, viewer, where, { commandId, verb: 'put-motion' }, async (changing) => {
    const { tx, row, now, item } = changing;
    const post = await runner(changing);
    if (item.about === 'duty') throw await changing.stateProblem();
    const motionId = randomUUID();
    await tx.query(
      `INSERT INTO gathering_motions (tenant_id, motion_id, gathering_id, item_id, text, put_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [tx.tenantId, motionId, row.gatheringId, item.itemId, text, now],
    );
    await changing.record({ verb: 'put-motion', itemId: item.itemId, changes: { motionId, text } }, post);
  });
}

/**
 * Counted while there is a quorum, and passed as the model says; where it says nothing, by more for it than against it,
 * abstaining being neither. Counted once: what was counted stays.
 */
export function countHands(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  motionId: string,
  words: z.output<typeof CountHands>,
) {
  const asked = { commandId: words.commandId, verb: `count-hands ${motionId}` };
  return changeAndShow(deps, viewer, gatheringId, asked, async (changing) => {
    const { tx, now, personId, rule } = changing;
    const post = await runner(changing);
    const { rows } = await tx.query<{ itemId: string; isPassed: boolean | null; present: number }>(
      `SELECT item_id AS "itemId", is_passed AS "isPassed",
              (SELECT count(*)::integer FROM gathering_attendance WHERE tenant_id = $1 AND gathering_id = $2) AS present
         FROM gathering_motions WHERE tenant_id = $1 AND gathering_id = $2 AND motion_id = $3 FOR UPDATE`,
      [tx.tenantId, gatheringId, motionId],
    );
    const [motion] = rows;
    if (motion === undefined) throw problem('not-found');
    if (motion.isPassed !== null) throw await changing.stateProblem();
    const hands = words.for + words.against + words.abstained;
    if (hands === 0) throw fieldProblem('/for', { zh: '还没有人举手', en: 'No hand was raised' });
    const counted = await requireQuorum(changing);
    // Guests have no vote: where those who have are known, only theirs are counted.
    const present = counted?.present ?? motion.present;
    // More hands than names on the list: somebody is not entered yet, or was counted twice.
    if (present > 0 && hands > present) {
      throw fieldProblem('/for', {
        zh: `举手 ${hands} 人，多于已签到的 ${present} 人，请先补登签到`,
        en: `${hands} hands, but ${present} are here by the list: enter the others first`,
      });
    }
    const { needed, isPassed } = handsCarry(rule.decision, words, {
      entitled: entitledOf(rule.quorum, counted),
      present: present > 0 ? present : hands,
    });
    await tx.query(
      `UPDATE gathering_motions
          SET votes_for = $3, votes_against = $4, votes_abstained = $5, present_count = $6, is_passed = $7, counted_at = $8,
              counted_by_person_id = $9
        WHERE tenant_id = $1 AND motion_id = $2`,
      [
        tx.tenantId,
        motionId,
        words.for,
        words.against,
        words.abstained,
        present > 0 ? present : hands,
        isPassed,
        now,
        personId,
      ],
    );
    await changing.record(
      {
        verb: 'count-hands',
        itemId: motion.itemId,
        changes: {
          motionId,
          for: words.for,
          against: words.against,
          abstained: words.abstained,
          isPassed,
          ...(needed === null ? {} : { needed }),
        },
      },
      post,
    );
  });
}
