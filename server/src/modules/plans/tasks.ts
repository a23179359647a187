/** What plans do in the background: being made, and coming into force on their day. */
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { inTenant, type Job } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { defineTask, type JobContext, type Task } from '../../platform/jobs/index.ts';
import { modelsOf } from '../models/index.ts';
import { publishPlan } from './live.ts';
import { planRule } from './plan-rule.ts';
import { findObstacles, putInForce } from './put-in-force.ts';
import { readCompound } from './read-compound.ts';
import { type Answer, runPlanning } from './run-planning.ts';
import { duePlans, findPlan, keepAnswer, movePlan, noteProgress, type PlanRecord } from './store.ts';
import { summarize, summarizeImpossible } from './summarize.ts';
import { today } from './today.ts';

const payload = z.object({ tenantId: z.number().int(), planId: z.uuid() });
type Payload = z.infer<typeof payload>;

/** Plannings at a time: one core is left to the server, and other jobs find a worker free. */
const lanes = Math.max(1, Math.min(4, availableParallelism() - 1));
const noteEveryMs = 400;
const lookEveryMs = 10_000;

/** Jobs of one queue run one after another, so there are as many queues as plannings may run. */
export function planJob({ tenantId, planId }: Payload): Job {
  return {
    task: 'plans.make',
    payload: { tenantId, planId },
    queue: `plans ${Number.parseInt(planId.slice(0, 8), 16) % lanes}`,
    key: `plan ${planId}`,
    maxAttempts: 3,
    // Somebody waits for most other jobs; a planning takes seconds.
    priority: 10,
  };
}

export function planTasks(deps: Deps): Task[] {
  return [
    defineTask({ name: 'plans.make', payload, run: (one, job) => withFailure(deps, one, job) }),
    defineTask({
      name: 'plans.put-in-force',
      payload: z.object({}),
      everyMs: lookEveryMs,
      run: () => putDueInForce(deps),
    }),
  ];
}

/** Passing faults are tried again; after the last try people read that it failed. */
async function withFailure(deps: Deps, one: Payload, job: JobContext): Promise<void> {
  const { tenantId, planId } = one;
  try {
    await make(deps, one, job.signal);
  } catch (error) {
    if (!job.isLastAttempt || job.signal.aborted) throw error;
    job.log.error({ err: error, planId }, 'a planning failed');
    const failure = error instanceof Error ? error.message.slice(0, 300) : String(error);
    await inTenant(deps.db, tenantId, (tx) =>
      movePlan(tx, planId, ['waiting', 'planning'], 'failed', { endedAt: deps.clock.now(), failure }),
    );
  } finally {
    publishPlan(deps, tenantId, planId);
  }
}

/** One that a killed process had begun is begun again: nothing of it was kept. */
async function make(deps: Deps, { tenantId, planId }: Payload, signal: AbortSignal): Promise<void> {
  const model = modelsOf(deps).ofTenant(tenantId);
  const rule = planRule(model);
  const begun = await inTenant(deps.db, tenantId, async (tx) => {
    if (!(await movePlan(tx, planId, ['waiting', 'planning'], 'planning'))) return undefined;
    const plan = await findPlan(tx, planId);
    const compound =
      plan && rule && (await readCompound(tx, rule, plan.compoundCode, today(model, deps.clock.now())));
    return plan && compound ? { plan, compound } : undefined;
  });
  if (!begun || rule === null) return;
  publishPlan(deps, tenantId, planId);
  const { plan, compound } = begun;
  const input = { problem: compound.problem, present: compound.present };
  const answer = await planWatched(deps, plan, tenantId, { ...input, aim: plan.aim }, signal);
  await inTenant(deps.db, tenantId, async (tx) => {
    const at = deps.clock.now();
    const isKept =
      answer !== undefined &&
      (answer.kind === 'impossible'
        ? await keepAnswer(tx, planId, 'impossible', {
            input,
            summary: { impossible: summarizeImpossible(rule, compound, answer) },
            result: null,
            at,
          })
        : await keepProposal(tx, answer, at));
    if (!isKept) await movePlan(tx, planId, ['planning'], 'cancelled', { endedAt: at });
  });

  async function keepProposal(
    tx: Parameters<typeof keepAnswer>[0],
    found: Exclude<Answer, { kind: 'impossible' }>,
    at: string,
  ): Promise<boolean> {
    if (rule === null) return false;
    const { proposal, result } = summarize(rule, compound, found);
    return keepAnswer(tx, planId, 'proposed', { input, summary: { proposal }, result, at });
  }
}

/** undefined: somebody cancelled. */
async function planWatched(
  deps: Deps,
  { planId }: PlanRecord,
  tenantId: number,
  input: Parameters<typeof runPlanning>[0],
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  let latest: Parameters<typeof noteProgress>[2] = { step: 'count', done: 0, of: 1 };
  let noting: Promise<void> = Promise.resolve();
  const note = async (): Promise<void> => {
    try {
      if (await inTenant(deps.db, tenantId, (tx) => noteProgress(tx, planId, latest))) end();
      publishPlan(deps, tenantId, planId);
    } catch (error) {
      deps.log.warn({ err: error }, 'the progress of a planning was not noted');
    }
  };
  const timer = setInterval(() => {
    noting = note();
  }, noteEveryMs);
  try {
    return await runPlanning(input, {
      signal: ending.signal,
      progress: (progress) => {
        latest = progress;
      },
    });
  } catch (error) {
    if (!ending.signal.aborted || signal.aborted) throw error;
    return undefined;
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', end);
    await noting;
  }
}

/** Plans whose day has come, in every city; one that things have changed under lapses and says why. */
export async function putDueInForce(deps: Deps): Promise<void> {
  for (const { tenantId, model } of modelsOf(deps).cities()) {
    const now = deps.clock.now();
    const day = today(model, now);
    const due = await inTenant(deps.db, tenantId, (tx) => duePlans(tx, day), { readOnly: true });
    for (const planId of due) {
      await inTenant(deps.db, tenantId, async (tx) => {
        const plan = await findPlan(tx, planId, { lock: true });
        if (plan?.state !== 'accepted' || plan.inForceFrom === null) return;
        const found = await findObstacles(tx, model, plan, day);
        if (!found || found.changed.length > 0) {
          await movePlan(tx, planId, ['accepted'], 'lapsed', { endedAt: now });
          await tx.query('UPDATE plans SET changed_since = $3 WHERE tenant_id = $1 AND plan_id = $2', [
            tx.tenantId,
            planId,
            JSON.stringify(found?.changed ?? []),
          ]);
        } else {
          await putInForce(tx, model, found, plan.inForceFrom);
          await movePlan(tx, planId, ['accepted'], 'in-force', { endedAt: now });
        }
        tx.afterCommit(() => {
          publishPlan(deps, tenantId, planId);
          deps.live.publish({ tenantId, topic: 'orgs', data: {} });
        });
      });
    }
  }
}
