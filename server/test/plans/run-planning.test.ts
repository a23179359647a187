import { monitorEventLoopDelay } from 'node:perf_hooks';
import { checkPlan, type Problem } from '@linli/planner';
import { describe, expect, test } from 'vitest';
import { runPlanning } from '../../src/modules/plans/run-planning.ts';

/** A compound of the size a district has: 40 buildings, 1,920 homes, 280 members. */
const problem: Problem = {
  buildings: Array.from({ length: 40 }, (_, index) => ({
    id: `b${index}`,
    at: { lon: 10 + (index % 8) * 0.0007, lat: 50 + Math.floor(index / 8) * 0.0005 },
    homes: Array.from({ length: 48 }, (_, home) => ({ id: `b${index}-${home}` })),
  })),
  members: Array.from({ length: 280 }, (_, index) => ({
    id: `m${index}`,
    buildingId: `b${(index * 7) % 40}`,
    isAvailable: true,
  })),
  bounds: {
    areasMin: 5,
    areasMax: 9,
    membersPerAreaMin: 30,
    membersPerAreaMax: 50,
    homesPerMemberMin: 4,
    homesPerMemberMax: 8,
  },
};
const input = { problem, present: { grids: [], duties: [] }, aim: 'fewest-changes' as const };

describe('planning in a thread', () => {
  test('gives a plan that its verifier accepts, tells how far it is, and leaves this thread free', async () => {
    const steps: string[] = [];
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const answer = await runPlanning(input, {
      signal: new AbortController().signal,
      progress: ({ step }) => steps.push(step),
    });
    delay.disable();
    if (answer.kind !== 'plan') throw new Error(`no plan but ${answer.kind}`);
    expect(checkPlan(problem, answer)).toEqual([]);
    expect(steps).toEqual(expect.arrayContaining(['count', 'bound', 'partition', 'assign', 'share-out']));
    // Half of all looks come as they should; single ones may be late on a machine that others use as well.
    expect(delay.percentile(50) / 1e6).toBeLessThan(100);
  });

  test('is ended at once when nobody wants it any more', async () => {
    const ending = new AbortController();
    const answer = runPlanning(input, { signal: ending.signal, progress: () => ending.abort() });
    await expect(answer).rejects.toThrow('the planning was ended');
  });

  test('that was given up before it began gives no answer', async () => {
    const answer = runPlanning(input, { signal: AbortSignal.abort(), progress: () => {} });
    await expect(answer).rejects.toThrow('the planning was ended');
  });

  test('a problem that is none is a fault, not an answer', async () => {
    const twice = { ...problem, members: [...problem.members, ...problem.members.slice(0, 1)] };
    const answer = runPlanning(
      { ...input, problem: twice },
      { signal: new AbortController().signal, progress: () => {} },
    );
    await expect(answer).rejects.toThrow('Two of one member id');
  });
});
