/** The first answer to a command, made again from the history as it stood then: a retry learns what its first try did. */
import type { CaseView } from '@linli/contract';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { powersTaken } from '../powers/index.ts';
import { findCase, type RecordedCommand } from './find-case.ts';
import { followerKeys } from './policy.ts';
import { replay } from './replay.ts';
import { findNames, show } from './show.ts';
import { findHint } from './taken-back.ts';

export interface Answer {
  status: number;
  view: CaseView;
}

/** `verb` and `caseId`: what is asked now; another deed under the same id is a conflict, and so is another sender. */
export async function firstAnswer(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  command: RecordedCommand,
  asked: { verb: string; caseId?: string },
): Promise<Answer> {
  const { reply } = command;
  const isSame = reply.verb === asked.verb && (asked.caseId === undefined || asked.caseId === reply.caseId);
  // Who sent it as a device and has signed in since is still the same sender.
  if (!followerKeys(viewer).includes(command.sender) || !isSame) throw problem('command-conflict');
  const found = await findCase(tx, reply.caseId, { followerKeys: followerKeys(viewer) }, 'to show');
  const entries = found?.history.slice(0, reply.seq);
  const last = entries?.at(-1);
  if (!found || !entries || last?.seq !== reply.seq) throw problem('not-found');
  const state = replay(entries);
  if (state === null) throw problem('not-found');
  const then = { ...found, seq: reply.seq, headHash: last.hash, state, history: entries };
  const model = await modelsOf(deps).version(tx.tenantId, state.modelVersion);
  return {
    status: command.status,
    view: show(
      deps,
      model,
      viewer,
      then,
      await findNames(tx, model, then),
      await findHint(tx, await powersTaken(tx), model, state, last.at),
      last.at,
    ),
  };
}
