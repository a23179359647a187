/** Convenes a ballot: a draft until it is posted. */
import { randomUUID } from 'node:crypto';
import type { ConveneBallot } from '@linli/contract';
import { convene, isRefusal } from '@linli/engine';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { caseNumber } from '../../cases/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { attachPhotographs } from '../photographs.ts';
import { actorOf } from '../policy.ts';
import { questionOf } from '../question-of.ts';
import { refusalProblem } from '../refusal-problem.ts';
import { findBallot } from '../store.ts';
import { signatureOf, takeStep } from '../take-step.ts';
import { today } from '../today.ts';

export async function conveneBallot(
  deps: Deps,
  viewer: Viewer,
  { commandId, ...words }: z.output<typeof ConveneBallot>,
): Promise<string> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const place = words.part ?? words.areaCode;
  const target = `${words.kind} ${place}`;
  return once(deps, viewer, { commandId, verb: 'convene', target }, async (tx) => {
    const now = deps.clock.now();
    const { rowCount } = await tx.query('SELECT FROM areas WHERE tenant_id = $1 AND code = $2', [
      tx.tenantId,
      place,
    ]);
    if (rowCount === 0) throw problem('unknown-area');
    const relation = {
      posts: viewer.posts.filter(({ areas }) => areas.some((area) => place.startsWith(area))),
    };
    if (words.repeats !== null) await checkRepeats(tx, words.repeats, words.kind, place);
    const ballotId = randomUUID();
    const decision = convene(
      model,
      { ...words, questions: words.questions.map((question) => questionOf(question)) },
      actorOf(viewer, relation),
      { now, ballotId, entryId: null, openPapers: 0, votesHere: 0 },
    );
    if (isRefusal(decision)) throw refusalProblem(decision);
    await attachPhotographs(
      tx,
      viewer,
      { ballotId, repeats: words.repeats },
      words.questions.flatMap(({ options }) => options.map(({ photoId }) => photoId)),
      '/questions',
    );
    const kind = model.ballots[words.kind];
    const number = await nextNumber(tx, kind?.numberPrefix ?? '', today(model, now));
    await takeStep(deps, tx, {
      model,
      ballotId,
      number,
      decision,
      previous: null,
      signature: await signatureOf(tx, model, viewer, relation, kind?.convenedBy ?? []),
      commandId,
    });
    return ballotId;
  });
}

/** What failed or was annulled may be put again, as often as it takes; a running one is not doubled. */
async function checkRepeats(tx: Tx, repeats: string, kind: string, place: string): Promise<void> {
  const before = await findBallot(tx, repeats, 'to show');
  const isThere =
    before !== undefined &&
    before.state.kind === kind &&
    (before.state.part ?? before.state.areaCode) === place &&
    ['failed', 'annulled', 'withdrawn'].includes(before.state.phase);
  if (isThere) return;
  throw fieldProblem('/repeats', {
    zh: '只能重新发起同一地点同一类型的、未成立或已撤销的表决',
    en: 'Only a failed, annulled or withdrawn ballot of the same kind and place is put again',
  });
}

/** Numbers of ballots are counted as those of cases: by prefix and day. */
export async function nextNumber(tx: Tx, prefix: string, day: string): Promise<string> {
  const compact = day.replaceAll('-', '');
  const { rows } = await tx.query<{ serial: number }>(
    `INSERT INTO case_serials (tenant_id, prefix, day, last_serial) VALUES ($1, $2, $3, 1)
     ON CONFLICT (tenant_id, prefix, day) DO UPDATE SET last_serial = case_serials.last_serial + 1
     RETURNING last_serial AS serial`,
    [tx.tenantId, prefix, compact],
  );
  return caseNumber(prefix, compact, rows[0]?.serial ?? 0);
}
