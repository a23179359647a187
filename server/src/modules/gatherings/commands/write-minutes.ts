/** One text of the minutes. Two people may type: the later write of an old version is refused with both texts. */
import type { MinutesPart, StaleMinutes, WriteMinutes } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer } from '../../people/index.ts';
import { changeGathering } from '../change-gathering.ts';
import type { MinutesRow } from '../particulars.ts';
import { mayNot, writersOf } from '../policy.ts';
import { mayRun, presentMinutes } from '../present.ts';

export async function writeMinutes(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  part: string,
  words: z.output<typeof WriteMinutes>,
): Promise<{ minutes: MinutesPart }> {
  const asked = { commandId: words.commandId, verb: `write-minutes ${part}` };
  return changeGathering(deps, viewer, gatheringId, asked, async (changing) => {
    const { tx, row, model, rule, relation, now, personId } = changing;
    if (relation.minutes === null) throw mayNot(model, writersOf(rule));
    if (!mayRun(changing)) throw await changing.stateProblem();
    if (part !== 'general') {
      const { rowCount } = await tx.query(
        'SELECT FROM gathering_items WHERE tenant_id = $1 AND item_id = $2 AND gathering_id = $3',
        [tx.tenantId, part, row.gatheringId],
      );
      if (rowCount === 0) throw problem('not-found');
    }
    const { rows } = await tx.query<MinutesRow>(
      `SELECT minutes.part, minutes.text, minutes.version, minutes.written_at AS "writtenAt", people.name AS "writtenBy"
         FROM gathering_minutes AS minutes
         LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = minutes.written_by_person_id
        WHERE minutes.tenant_id = $1 AND minutes.gathering_id = $2 AND minutes.part = $3`,
      [tx.tenantId, row.gatheringId, part],
    );
    const theirs = rows[0];
    if ((theirs?.version ?? 0) !== words.version) {
      const current: StaleMinutes = {
        theirs: presentMinutes(part, theirs, true),
        yours: words.text,
        yourVersion: words.version,
      };
      throw problem('minutes-stale', { current });
    }
    // The gathering's row is locked, so nobody writes a version in between.
    const version = words.version + 1;
    await tx.query(
      `INSERT INTO gathering_minutes (tenant_id, gathering_id, part, text, version, written_by_person_id, written_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (tenant_id, gathering_id, part) DO UPDATE
         SET text = excluded.text, version = excluded.version, written_by_person_id = excluded.written_by_person_id,
             written_at = excluded.written_at`,
      [tx.tenantId, row.gatheringId, part, words.text, version, personId, now],
    );
    const { rows: people } = await tx.query<{ name: string }>(
      'SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2',
      [tx.tenantId, personId],
    );
    const written = { text: words.text, version, writtenAt: now, writtenBy: people[0]?.name ?? null };
    return { minutes: presentMinutes(part, written, true) };
  });
}
