/** What every change of one gathering has in common: locked, looked at, done once, hinted at, shown. */
import type { GatheringView } from '@linli/contract';
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type ProblemError, problem } from '../../platform/http/index.ts';
import { once, type Viewer, type ViewerPost } from '../people/index.ts';
import { recordStep, type StepMade } from './history.ts';
import { hint } from './live.ts';
import { findParts, noPart, type Part, type Relation, relationTo } from './policy.ts';
import { ruleFor } from './rules.ts';
import { showGathering, viewOf } from './show-gathering.ts';
import { signatureOf } from './sign.ts';
import { findGathering, type GatheringRow } from './store.ts';

export interface Changing {
  deps: Deps;
  tx: Tx;
  viewer: Viewer;
  /** The viewer's id: nobody changes anything without an account. */
  personId: string;
  row: GatheringRow;
  model: Model;
  rule: GatheringKind;
  relation: Relation;
  part: Part;
  now: string;
  commandId: string;
  /** Writes the step into the history, signed by the post it is taken by; null: as themselves. */
  record(
    step: Pick<StepMade, 'verb' | 'itemId' | 'reason' | 'changes'>,
    post: ViewerPost | null,
  ): Promise<void>;
  /** It is not in a state for this; whoever asked reads what it is now. */
  stateProblem(): Promise<ProblemError>;
}

interface Asked {
  commandId: string;
  verb: string;
}

/** Gives what `work` gives, which is kept with the command: small, a retry gets it again. */
export async function changeGathering<Reply>(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  { commandId, verb }: Asked,
  work: (changing: Changing) => Promise<Reply>,
): Promise<Reply> {
  const { personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  return once(deps, viewer, { commandId, verb: `gathering.${verb}`, target: gatheringId }, async (tx) => {
    // The statements travel together and run in order: the second already sees what the lock waited for.
    const [row, parts] = await Promise.all([
      findGathering(tx, gatheringId, 'to change'),
      findParts(tx, viewer, [gatheringId]),
    ]);
    if (row === undefined) throw problem('not-found');
    const now = deps.clock.now();
    const { model, rule } = await ruleFor(deps, tx.tenantId, row);
    const part = parts.get(gatheringId) ?? noPart;
    const relation = relationTo(model, rule, viewer, row, part);
    if (!relation.sees) throw problem('not-found');
    const reply = await work({
      deps,
      tx,
      viewer,
      personId,
      row,
      model,
      rule,
      relation,
      part,
      now,
      commandId,
      async record(step, post) {
        await recordStep(tx, row, {
          ...step,
          at: now,
          by: await signatureOf(tx, model, viewer, post),
          commandId,
        });
      },
      async stateProblem() {
        return problem('gathering-state', { current: { gathering: await viewOf(deps, tx, viewer, row) } });
      },
    });
    hint(deps, tx, gatheringId);
    return reply;
  });
}

/** A change whose answer is the gathering as it is afterwards. */
export async function changeAndShow(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  asked: Asked,
  work: (changing: Changing) => Promise<void>,
): Promise<{ gathering: GatheringView }> {
  await changeGathering(deps, viewer, gatheringId, asked, async (changing) => {
    await work(changing);
    return {};
  });
  return showGathering(deps, viewer, gatheringId);
}
