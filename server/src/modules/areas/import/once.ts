/** A command about an import is done once, and a retry gets its answer. */
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { senderOf, type Viewer } from '../../people/index.ts';

export interface ImportCommandOf {
  commandId: string;
  verb: 'begin-import' | 'apply-import' | 'cancel-import';
  /** The import, or what tells one file from another. */
  target: string;
}

/** `work` gives the id of the import; it runs in the transaction that records the command. */
export async function once(
  deps: Pick<Deps, 'db' | 'clock'>,
  viewer: Viewer,
  { commandId, verb, target }: ImportCommandOf,
  work: (tx: Tx) => Promise<string>,
): Promise<{ importId: string; isFirst: boolean }> {
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
        reply: { verb?: string; target?: string; importId?: string };
      }>('SELECT sender, reply FROM commands WHERE tenant_id = $1 AND command_id = $2', [
        tx.tenantId,
        commandId,
      ]);
      const [first] = rows;
      const isSame = first?.sender === sender && first.reply.verb === verb && first.reply.target === target;
      if (!isSame || first.reply.importId === undefined) throw problem('command-conflict');
      return { importId: first.reply.importId, isFirst: false };
    }
    const importId = await work(tx);
    await tx.query('UPDATE commands SET reply = $3::jsonb WHERE tenant_id = $1 AND command_id = $2', [
      tx.tenantId,
      commandId,
      JSON.stringify({ verb, target, importId }),
    ]);
    return { importId, isFirst: true };
  });
}
