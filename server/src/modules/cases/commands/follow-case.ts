/** Following a case that somebody else reported, or no longer. */
import type { FollowReply, FollowRequest } from '@linli/contract';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { senderOf, type Viewer } from '../../people/index.ts';
import { findCase, findCommand } from '../find-case.ts';
import { setFollowing } from '../followers.ts';
import { followerKeys, relationTo } from '../policy.ts';
import { isRepeatedCommand } from '../record.ts';

type Reply = z.output<typeof FollowReply>;

export async function followCase(
  deps: Deps,
  viewer: Viewer,
  caseId: string,
  words: z.output<typeof FollowRequest>,
): Promise<Reply> {
  const run = () => inTenant(deps.db, viewer.tenantId, (tx) => followIn(deps, tx, viewer, caseId, words));
  try {
    return await run();
  } catch (error) {
    // Two tries of one command at once: the other one is recorded by now, and answers.
    if (!isRepeatedCommand(error)) throw error;
    return run();
  }
}

async function followIn(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  caseId: string,
  { commandId, follow }: z.output<typeof FollowRequest>,
): Promise<Reply> {
  const sender = senderOf(viewer);
  const keys = followerKeys(viewer);
  const [found, command] = await Promise.all([
    findCase(tx, caseId, { followerKeys: keys }, 'to decide'),
    findCommand(tx, commandId),
  ]);
  if (command) {
    const first = command.reply as unknown as { caseId: string } & Partial<Reply>;
    if (!keys.includes(command.sender) || first.caseId !== caseId || first.following === undefined) {
      throw problem('command-conflict');
    }
    return { following: first.following, followerCount: first.followerCount ?? 0 };
  }
  if (!found) throw problem('not-found');
  const model = await modelsOf(deps).version(tx.tenantId, found.state.modelVersion);
  if (relationTo(model, viewer, found, found.follows).sight === 'none') throw problem('not-found');
  const at = deps.clock.now();
  let followerCount = found.followerCount;
  // Whoever followed as a device and has signed in since follows once.
  for (const key of follow ? [sender] : keys) {
    const isPerson = key.startsWith('person:');
    if (follow && found.follows) continue;
    followerCount = await setFollowing(
      tx,
      caseId,
      { key, personId: isPerson ? viewer.personId : null },
      follow,
      at,
    );
  }
  const reply: Reply = { following: follow, followerCount };
  await tx.query(
    `INSERT INTO commands (tenant_id, command_id, sender, status, reply, at)
     VALUES ($1, $2, $3, 200, $4::jsonb, $5::timestamptz)`,
    [tx.tenantId, commandId, sender, JSON.stringify({ ...reply, caseId, verb: 'follow' }), at],
  );
  return reply;
}
