/** A command with an id made by the client: done once, and a retry gets the first answer back. */
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { senderOf, type Viewer } from '../people/index.ts';

interface Deed {
  commandId: string;
  /** What is done, and to what: the same id for anything else is a conflict. */
  verb: string;
  subject: string;
}

interface KeptReply {
  verb?: unknown;
  subject?: unknown;
  answer?: unknown;
}

/** `act` runs in the transaction that keeps its answer, or not at all. */
export async function once<Answer extends object>(
  deps: Deps,
  viewer: Viewer,
  deed: Deed,
  act: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  const sender = senderOf(viewer);
  const first = (tx: Tx): Promise<Answer | undefined> => firstAnswer<Answer>(tx, sender, deed);
  try {
    return await inTenant(deps.db, viewer.tenantId, async (tx) => {
      const known = await first(tx);
      if (known !== undefined) return known;
      const answer = await act(tx);
      const { commandId, verb, subject } = deed;
      await tx.query(
        'INSERT INTO commands (tenant_id, command_id, sender, status, reply, at) VALUES ($1, $2, $3, 200, $4, $5)',
        [tx.tenantId, commandId, sender, JSON.stringify({ verb, subject, answer }), deps.clock.now()],
      );
      return answer;
    });
  } catch (error) {
    // Two tries of one command at once: the other one was quicker.
    if ((error as { constraint?: unknown }).constraint !== 'commands_pkey') throw error;
    const known = await inTenant(deps.db, viewer.tenantId, first);
    if (known === undefined) throw error;
    return known;
  }
}

async function firstAnswer<Answer extends object>(
  tx: Tx,
  sender: string,
  { commandId, verb, subject }: Deed,
): Promise<Answer | undefined> {
  const { rows } = await tx.query<{ sender: string; reply: KeptReply }>(
    'SELECT sender, reply FROM commands WHERE tenant_id = $1 AND command_id = $2',
    [tx.tenantId, commandId],
  );
  const [kept] = rows;
  if (kept === undefined) return undefined;
  const isSame = kept.sender === sender && kept.reply.verb === verb && kept.reply.subject === subject;
  if (!isSame) throw problem('command-conflict');
  return kept.reply.answer as Answer;
}
