import { loadSolver, planGrids, replanGrids } from '@linli/planner';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planRule } from '../../src/modules/plans/plan-rule.ts';
import { putInForce } from '../../src/modules/plans/put-in-force.ts';
import { readCompound } from '../../src/modules/plans/read-compound.ts';
import { summarize } from '../../src/modules/plans/summarize.ts';
import type { Tx } from '../../src/platform/db/index.ts';
import { faultsOf, type Halls, openHalls, today } from './halls.ts';

let halls: Halls;
beforeAll(async () => {
  halls = await openHalls();
});
afterAll(() => halls.close());

class RolledBack extends Error {}

/** Where each of ten arbiters lives and what they can take; whether there are grids and duties yet. */
const situations = fc.record({
  rooms: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 10, maxLength: 10 }),
  most: fc.array(fc.constantFrom(null, null, null, 0, 2, 3), { minLength: 10, maxLength: 10 }),
  begins: fc.constantFrom('as-is', 'without-duties', 'one-grid'),
});

async function arrange(
  tx: Tx,
  { rooms, most, begins }: { rooms: number[]; most: (number | null)[]; begins: string },
) {
  for (const [index, personId] of halls.arbiters.entries()) {
    const home = `79010${rooms[index]}01`;
    await tx.query('UPDATE people SET home_code = $3 WHERE tenant_id = $1 AND person_id = $2', [
      tx.tenantId,
      personId,
      home,
    ]);
    const mostHomes = most[index] ?? null;
    if (mostHomes === null) continue;
    await tx.query(
      `INSERT INTO availabilities (tenant_id, person_id, most_homes, entered_by_person_id, entered_at)
       VALUES ($1, $2, $3, $2, '2026-11-01')`,
      [tx.tenantId, personId, mostHomes],
    );
  }
  if (begins !== 'as-is') await tx.query('DELETE FROM post_areas WHERE tenant_id = $1', [tx.tenantId]);
  if (begins === 'one-grid') {
    // One crew covers the whole hall and holds everybody; there are no grids yet.
    const [first, second] = halls.crews;
    await tx.query('DELETE FROM grid_buildings WHERE tenant_id = $1', [tx.tenantId]);
    await tx.query('DELETE FROM grids WHERE tenant_id = $1', [tx.tenantId]);
    await tx.query('DELETE FROM org_areas WHERE tenant_id = $1 AND org_id = ANY ($2::uuid[])', [
      tx.tenantId,
      [first, second],
    ]);
    await tx.query(`INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, '7901')`, [
      tx.tenantId,
      first,
    ]);
    await tx.query(`UPDATE posts SET org_id = $3 WHERE tenant_id = $1 AND org_id = $2 AND role = 'arbiter'`, [
      tx.tenantId,
      second,
      first,
    ]);
  }
}

test('whatever the hall is like, what is put in force keeps every bound, and nobody holds two posts there', async () => {
  const rule = planRule(halls.model);
  if (rule === null) throw new Error('the halls have no rule of planning');
  const solver = await loadSolver();
  let putCount = 0;
  await fc.assert(
    fc.asyncProperty(situations, async (situation) => {
      const undone = halls.inHalls(async (tx) => {
        await arrange(tx, situation);
        const compound = await readCompound(tx, rule, '7901', today);
        if (!compound) throw new Error('the hall is not there');
        const { problem, present } = compound;
        const answer =
          present.grids.length === 0
            ? planGrids(problem, solver, { attempts: 1 })
            : replanGrids(problem, present, solver, { attempts: 1 });
        if (answer.kind !== 'impossible') {
          const { result, proposal } = summarize(rule, compound, answer);
          expect(proposal.after.bounds.filter(({ holds }) => !holds)).toEqual([]);
          await putInForce(tx, halls.model, { compound, rule, result }, today);
          const after = await readCompound(tx, rule, '7901', today);
          if (!after) throw new Error('the hall is gone');
          expect(faultsOf(after)).toEqual([]);
          expect(after.members.filter(({ posts }) => posts.length !== 1)).toEqual([]);
          expect(after.members.map(({ personId }) => personId).sort()).toEqual(
            compound.members.map(({ personId }) => personId).sort(),
          );
          putCount += 1;
        }
        throw new RolledBack();
      });
      await expect(undone).rejects.toThrow(RolledBack);
    }),
    { numRuns: 12 },
  );
  expect(putCount, 'some of them can be planned').toBeGreaterThan(3);
});
