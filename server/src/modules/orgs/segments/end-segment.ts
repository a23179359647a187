/** Ends a road or the like, and with it the posts of those who answer for nothing else. */
import type { EndSegment, SegmentReply } from '@linli/contract';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { endPostWithin } from '../commands/end-post.ts';
import { fieldProblem } from '../field-problem.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { dayBefore, endedAlready, lastPast } from './save-segment.ts';
import { presentSegments } from './show-segments.ts';
import { findSegment, type SegmentRow } from './store.ts';

export function endSegment(
  deps: Deps,
  viewer: Viewer,
  segmentId: string,
  words: z.output<typeof EndSegment>,
): Promise<z.output<typeof SegmentReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const day = today(model, deps.clock.now());
  const command = { commandId: words.commandId, verb: 'end-segment', target: segmentId };
  return once(deps, viewer, command, async (tx) => {
    const lastDay = words.lastDay ?? dayBefore(day);
    // Organisations before segments, as an appointment takes them.
    await lockOrgs(tx, segmentId, lastDay);
    await tx.query('SELECT FROM segments WHERE tenant_id = $1 AND segment_id = $2 FOR UPDATE', [
      tx.tenantId,
      segmentId,
    ]);
    const row = await findSegment(tx, segmentId, day);
    if (!row) throw problem('not-found');
    requireReach(model, viewer, [row.areaCode]);
    checkLastDay(row, await lastPast(tx, segmentId), { lastDay: words.lastDay, day });
    const [shown] = await presentSegments(tx, model, viewer, [row], { day, isToday: true });
    if (!shown) throw new Error('a segment that was found is not shown');
    const posts = await postsThatEnd(tx, segmentId, lastDay);
    for (const { postId, heldFrom } of posts) {
      // One that begins only later was never held.
      const heldTo =
        words.lastDay !== undefined && words.lastDay >= heldFrom ? { heldTo: words.lastDay } : {};
      await endPostWithin(deps, tx, viewer, model, postId, heldTo);
    }
    if (lastDay >= row.validFrom) {
      await tx.query('UPDATE segments SET valid_to = $3 WHERE tenant_id = $1 AND segment_id = $2', [
        tx.tenantId,
        segmentId,
        lastDay,
      ]);
    } else await forget(tx, segmentId);
    tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: {} }));
    const hasEnded = lastDay < day;
    return {
      segment: {
        ...shown,
        validTo: lastDay >= row.validFrom ? lastDay : null,
        ...(hasEnded ? { verbs: [], offices: [], chiefs: [] } : {}),
      },
      endedPosts: posts.length,
    };
  });
}

function checkLastDay(
  { validFrom, validTo }: SegmentRow,
  lastPast: string | null,
  { lastDay, day }: { lastDay: string | undefined; day: string },
): void {
  if (validTo !== null && validTo < day) throw endedAlready('/lastDay', validTo);
  if (lastDay === undefined) return;
  if (validTo !== null && lastDay > validTo) {
    throw fieldProblem('/lastDay', {
      zh: `它本来就在 ${validTo} 结束`,
      en: `It ends on ${validTo} anyway`,
    });
  }
  if (lastDay < validFrom) {
    throw fieldProblem('/lastDay', {
      zh: `这条路段 ${validFrom} 才有`,
      en: `It is there since ${validFrom} only`,
    });
  }
  if (lastPast !== null && lastDay <= lastPast) {
    throw fieldProblem('/lastDay', {
      zh: `${lastPast} 之后还有更改，须在其后`,
      en: `It was changed after ${lastPast}; say a later day`,
    });
  }
}

async function lockOrgs(tx: Tx, segmentId: string, lastDay: string): Promise<void> {
  await tx.query(
    `SELECT FROM orgs WHERE tenant_id = $1 AND org_id IN (
       SELECT posts.org_id FROM post_segments
         JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_segments.post_id
        WHERE post_segments.tenant_id = $1 AND post_segments.segment_id = $2
          AND coalesce(posts.held_to, 'infinity') > $3::date)
      ORDER BY org_id FOR UPDATE`,
    [tx.tenantId, segmentId, lastDay],
  );
}

/** Held past the last day, and for no place and no other segment that goes on. */
async function postsThatEnd(
  tx: Tx,
  segmentId: string,
  lastDay: string,
): Promise<{ postId: string; heldFrom: string }[]> {
  const { rows } = await tx.query<{ postId: string; heldFrom: string }>(
    `SELECT posts.post_id AS "postId", posts.held_from AS "heldFrom"
       FROM post_segments JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_segments.post_id
      WHERE post_segments.tenant_id = $1 AND post_segments.segment_id = $2
        AND coalesce(posts.held_to, 'infinity') > $3::date AND coalesce(posts.held_to, 'infinity') >= posts.held_from
        AND NOT EXISTS (SELECT FROM post_areas WHERE post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id)
        AND NOT EXISTS (
          SELECT FROM post_segments AS other
            JOIN segments ON segments.tenant_id = $1 AND segments.segment_id = other.segment_id
             AND coalesce(segments.valid_to, 'infinity') > $3::date
           WHERE other.tenant_id = $1 AND other.post_id = posts.post_id AND other.segment_id <> $2)
      ORDER BY posts.post_id`,
    [tx.tenantId, segmentId, lastDay],
  );
  return rows;
}

/** Entered today and ended before it was there for a day: it never was. Whoever was appointed to it keeps it known. */
async function forget(tx: Tx, segmentId: string): Promise<void> {
  const { rowCount } = await tx.query(
    'SELECT FROM post_segments WHERE tenant_id = $1 AND segment_id = $2 LIMIT 1',
    [tx.tenantId, segmentId],
  );
  if (rowCount !== 0) {
    throw fieldProblem('/lastDay', {
      zh: '今天才有，且已任命过负责人，最早到今天结束：请填今天',
      en: 'It is there since today and somebody was appointed to it: its last day is today at the earliest',
    });
  }
  await tx.query('DELETE FROM segments WHERE tenant_id = $1 AND segment_id = $2', [tx.tenantId, segmentId]);
}
