/** The list of speakers: who wants to speak, who has the floor, who has spoken. */
import { randomUUID } from 'node:crypto';
import type { AskToSpeak } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer } from '../../people/index.ts';
import { changeAndShow } from '../change-gathering.ts';
import { mayNot, writersOf } from '../policy.ts';

export function askToSpeak(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  words: z.output<typeof AskToSpeak>,
) {
  const asked = { commandId: words.commandId, verb: 'ask-to-speak' };
  return changeAndShow(deps, viewer, gatheringId, asked, async (changing) => {
    const { tx, row, model, rule, relation, part, now, personId } = changing;
    const isForAnother = words.name !== undefined;
    if (isForAnother ? relation.minutes === null : !part.wasThere && relation.holds === null) {
      throw isForAnother
        ? mayNot(model, writersOf(rule))
        : problem('forbidden', {
            detail: {
              zh: '请先扫码签到，再申请发言。',
              en: 'Check in with the code first, then ask to speak.',
            },
          });
    }
    if (row.state !== 'open') throw await changing.stateProblem();
    await tx.query(
      `INSERT INTO gathering_speakers (tenant_id, gathering_id, speaker_id, person_id, name, asked_at)
       SELECT $1, $2, $3, $4, coalesce($5, (SELECT name FROM people WHERE tenant_id = $1 AND person_id = $4)), $6
       ON CONFLICT DO NOTHING`,
      [tx.tenantId, row.gatheringId, randomUUID(), isForAnother ? null : personId, words.name ?? null, now],
    );
  });
}

/** Whoever leads gives the floor and ends a speech; everybody may give up their own place in the list. */
export function leadSpeaker(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  speakerId: string,
  deed: 'begin' | 'done',
  { commandId }: { commandId: string },
) {
  const asked = { commandId, verb: `speaker-${deed} ${speakerId}` };
  return changeAndShow(deps, viewer, gatheringId, asked, async (changing) => {
    const { tx, row, model, rule, relation, now, personId } = changing;
    const { rows } = await tx.query<{ personId: string | null; doneAt: string | null }>(
      `SELECT person_id AS "personId", done_at AS "doneAt" FROM gathering_speakers
        WHERE tenant_id = $1 AND gathering_id = $2 AND speaker_id = $3`,
      [tx.tenantId, row.gatheringId, speakerId],
    );
    const [speaker] = rows;
    if (speaker === undefined) throw problem('not-found');
    const isOwn = deed === 'done' && speaker.personId === personId;
    if (relation.minutes === null && !isOwn) throw mayNot(model, writersOf(rule));
    if (row.state !== 'open' || speaker.doneAt !== null) throw await changing.stateProblem();
    if (deed === 'begin') {
      // One speaks at a time.
      await tx.query(
        `UPDATE gathering_speakers SET done_at = $3
          WHERE tenant_id = $1 AND gathering_id = $2 AND began_at IS NOT NULL AND done_at IS NULL`,
        [tx.tenantId, row.gatheringId, now],
      );
    }
    await tx.query(
      deed === 'begin'
        ? 'UPDATE gathering_speakers SET began_at = $4, done_at = NULL WHERE tenant_id = $1 AND gathering_id = $2 AND speaker_id = $3'
        : 'UPDATE gathering_speakers SET done_at = $4 WHERE tenant_id = $1 AND gathering_id = $2 AND speaker_id = $3',
      [tx.tenantId, row.gatheringId, speakerId, now],
    );
  });
}
