/** A command is done once: whoever sends it again, because no answer came, gets the first answer. */
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { senderOf, type Viewer } from './viewer.ts';

export interface SentCommand {
  /** Made by the client. */
  commandId: string;
  /** What is done: `appoint`, `cancel-plan` … */
  verb: string;
  /** What it is done to; under the same id another target is another command. */
  target: string | null;
}

/** `work` runs in one transaction with the record of the command; its reply is what every retry gets. */
export async function once<Reply>(
  deps: Pick<Deps, 'db' | 'clock'>,
  viewer: Viewer,
  { commandId, verb, target }: SentCommand,
  work: (tx: Tx) => Promise<Reply>,
): Promise<Reply> {
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
        reply: { verb?: string; target?: string | null; reply?: Reply };
      }>('SELECT sender, reply FROM commands WHERE tenant_id = $1 AND command_id = $2', [
        tx.tenantId,
        commandId,
      ]);
      const [first] = rows;
      const isSame = first?.sender === sender && first.reply.verb === verb && first.reply.target === target;
      if (!isSame || first.reply.reply === undefined) throw problem('command-conflict');
      return first.reply.reply;
    }
    const reply = await work(tx);
    await tx.query('UPDATE commands SET reply = $3::jsonb WHERE tenant_id = $1 AND command_id = $2', [
      tx.tenantId,
      commandId,
      JSON.stringify({ verb, target, reply }),
    ]);
    return reply;
  });
}
