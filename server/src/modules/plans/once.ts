/** A command about a plan is done once, and a retry is answered as the first try was. */
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { senderOf, type Viewer } from '../people/index.ts';

export interface PlanCommand {
  commandId: string;
  verb: 'begin-plan' | 'cancel-plan' | 'accept-plan' | 'set-availability';
  /** What it is done to; under the same id another target is another command. */
  target: string;
}

/** `work` gives the id of what it changed; it runs in the transaction that records the command. */
export async function once(
  deps: Pick<Deps, 'db' | 'clock'>,
  viewer: Viewer,
  { commandId, verb, target }: PlanCommand,
  work: (tx: Tx) => Promise<string>,
): Promise<string> {
  const sender = senderOf(viewer);
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    // The row is taken first: a second try at the same moment waits here until the first one is through.
    const { rowCount } = await tx.query(
      `INSERT INTO commands (tenant_id, command_id, sender, status, reply, at) VALUES ($1, $2, $3, 200, '{}', $4)
       ON CONFLICT (tenant_id, command_id) DO NOTHING`,
      [tx.tenantId, commandId, sender, deps.clock.now()],
    );
    if (rowCount === 0) {
      const { rows } = await tx.query<{
        sender: string;
        reply: { verb?: string; target?: string; changed?: string };
      }>('SELECT sender, reply FROM commands WHERE tenant_id = $1 AND command_id = $2', [
        tx.tenantId,
        commandId,
      ]);
      const [first] = rows;
      const isSame = first?.sender === sender && first.reply.verb === verb && first.reply.target === target;
      if (!isSame || first.reply.changed === undefined) throw problem('command-conflict');
      return first.reply.changed;
    }
    const changed = await work(tx);
    await tx.query('UPDATE commands SET reply = $3::jsonb WHERE tenant_id = $1 AND command_id = $2', [
      tx.tenantId,
      commandId,
      JSON.stringify({ verb, target, changed }),
    ]);
    return changed;
  });
}
