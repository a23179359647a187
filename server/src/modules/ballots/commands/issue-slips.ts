/** Step one of a secret ballot, signed in: marks the entry as voting and signs its slips without seeing them. */
import type { IssueSlips, IssueSlipsReply } from '@linli/contract';
import { entryStep, isRefusal, slipsOf } from '@linli/engine';
import type { z } from 'zod';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { publishVoting } from '../live.ts';
import { refusalProblem } from '../refusal-problem.ts';
import { blindSign, privateKeysOf } from '../slip-keys.ts';
import { saveEntry } from '../store.ts';
import { today } from '../today.ts';
import { blindedHash, openScene } from './act-on-entry.ts';

/**
 * No command is kept for it: the entry itself remembers for which messages it was signed, and the same messages are signed
 * again, because a signature that was lost on the way is a vote lost. Others are refused, because they would be a second vote.
 */
export async function issueSlips(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  entryId: string,
  { blinded }: z.output<typeof IssueSlips>,
): Promise<z.output<typeof IssueSlipsReply>> {
  const keys = await inTenant(deps.db, viewer.tenantId, async (tx) => {
    const scene = await openScene(deps, tx, viewer, ballotId, entryId);
    const { entry, terms, around, row, model } = scene;
    const hash = blindedHash(blinded);
    const isAgain = entry.issuedHash?.equals(hash) === true && isInTime(scene);
    if (!isAgain) {
      const next = entryStep(terms, scene.state, { do: 'issue' }, around);
      if (isRefusal(next)) throw refusalProblem(next, { phase: row.state.phase });
      requireSlips(slipsOf(terms, entry.areaDm2), blinded);
      // Only the day is kept of when: a finer time would stand beside the time a slip reached the box.
      const day = `${today(model, around.now)}T00:00:00.000Z`;
      await saveEntry(
        deps,
        tx,
        ballotId,
        entry,
        next.issued === null
          ? next
          : { ...next, issued: { ...next.issued, at: day }, servedAt: entry.servedAt ?? day },
        { step: 'issue', at: day, byPersonId: around.personId, reason: null, issuedHash: hash },
        terms,
      );
      tx.afterCommit(() => publishVoting(deps, tx.tenantId, ballotId, row.seq));
    } else if (around.personId !== entry.voterId && around.personId !== entry.proxyTo) {
      throw problem('not-found');
    }
    return privateKeysOf(
      deps,
      tx,
      ballotId,
      blinded.map(({ value }) => value),
    );
  });
  return {
    signatures: blinded.map(({ value, message }, index) => {
      const key = keys.get(value);
      const signature = key === undefined ? null : blindSign(key, Buffer.from(message, 'base64'));
      if (signature === null) {
        throw fieldProblem(`/blinded/${index}/message`, {
          zh: '不是可以签名的选票',
          en: 'This cannot be signed',
        });
      }
      return { value, signature: signature.toString('base64') };
    }),
  };
}

function isInTime({ terms, around }: Awaited<ReturnType<typeof openScene>>): boolean {
  return around.phase === 'voting' && around.now >= terms.votingFrom && around.now < terms.votingUntil;
}

/** Exactly the slips of the entry, no more and no other values. */
function requireSlips(due: readonly string[], blinded: readonly { value: string }[]): void {
  const given = blinded.map(({ value }) => value).sort();
  const isDue =
    given.length === due.length && [...due].sort().every((value, index) => value === given[index]);
  if (isDue) return;
  throw fieldProblem('/blinded', {
    zh: `应当是 ${due.length} 张：${due.slice(0, 20).join('、')}`,
    en: `There must be ${due.length}: ${due.slice(0, 20).join(', ')}`,
  });
}
