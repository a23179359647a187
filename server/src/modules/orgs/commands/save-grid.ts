/**
 * Draws a grid by hand: as of today it consists of these buildings. Where grids are planned, plans do the same; where
 * the post that answers serves whole buildings there is nothing to plan, and this is how grids come about.
 */
import { randomUUID } from 'node:crypto';
import type { CompoundGrids, GridOfCompound, SaveGrid } from '@linli/contract';
import type { Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { areaNames } from '../../areas/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { gridLevels, gridsOf } from '../list-grids.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { recountAfterChange } from '../proof/index.ts';
import { findOrg } from '../store.ts';

export function saveGrid(deps: Deps, viewer: Viewer, words: SaveGrid): Promise<{ grid: GridOfCompound }> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const day = today(model, deps.clock.now());
  const command = { commandId: words.commandId, verb: 'save-grid', target: words.gridId ?? null };
  return once(deps, viewer, command, async (tx) => {
    const buildings = [...new Set(words.buildings)].sort();
    requireReach(model, viewer, buildings);
    const compound = await checkBuildings(tx, model, buildings);
    await lockGrids(tx, compound);
    const present = await gridsOf(tx, compound, day);
    const before = present.find(({ gridId }) => gridId === words.gridId);
    if (words.gridId !== undefined && before === undefined) throw problem('not-found');
    if (before !== undefined) requireReach(model, viewer, before.buildings);
    const others = present.filter(({ gridId }) => gridId !== words.gridId);
    await checkOthers(tx, others, words.name, buildings);
    await checkOrg(tx, words.orgId, buildings, day);
    if (before !== undefined) await endBefore(tx, before, day);
    const gridId = randomUUID();
    await tx.query(
      `INSERT INTO grids (tenant_id, grid_id, compound_code, name, org_id, valid_from) VALUES ($1, $2, $3, $4, $5, $6)`,
      [tx.tenantId, gridId, compound, words.name, words.orgId, day],
    );
    await tx.query(
      `INSERT INTO grid_buildings (tenant_id, grid_id, building_code) SELECT $1, $2, code FROM unnest($3::text[]) AS code`,
      [tx.tenantId, gridId, buildings],
    );
    await recountAfterChange(tx, model, [...new Set([...buildings, ...(before?.buildings ?? [])])], day);
    const { orgId } = words;
    tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId } }));
    const grid = (await gridsOf(tx, compound, day)).find((one) => one.gridId === gridId);
    if (grid === undefined) throw new Error('a grid that was just drawn is not there');
    return { grid };
  });
}

/** One who draws waits for another who draws in the same compound. */
export async function lockGrids(tx: Tx, compoundCode: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('linli grids ' || $2), $1)`, [
    tx.tenantId,
    compoundCode,
  ]);
}

/** Its last day was yesterday; one that was drawn today was never so. */
export async function endBefore(
  tx: Tx,
  { gridId, validFrom }: Pick<CompoundGrids['grids'][number], 'gridId' | 'validFrom'>,
  day: string,
): Promise<void> {
  if (validFrom < day) {
    await tx.query('UPDATE grids SET valid_to = $3::date - 1 WHERE tenant_id = $1 AND grid_id = $2', [
      tx.tenantId,
      gridId,
      day,
    ]);
    return;
  }
  await tx.query('DELETE FROM grid_buildings WHERE tenant_id = $1 AND grid_id = $2', [tx.tenantId, gridId]);
  await tx.query('DELETE FROM grids WHERE tenant_id = $1 AND grid_id = $2', [tx.tenantId, gridId]);
}

/** All there, all of the level grids consist of, all in one compound; its code. */
async function checkBuildings(tx: Tx, model: Model, buildings: readonly string[]): Promise<string> {
  const levels = gridLevels(model);
  if (levels === null) {
    throw fieldProblem('/buildings', {
      zh: '这座城市的模型没有规定网格（coverage.grids-of）',
      en: 'The model of this city knows no grids (coverage.grids-of)',
    });
  }
  const { rows } = await tx.query<{ code: string }>(
    'SELECT code FROM areas WHERE tenant_id = $1 AND level = $2 AND code = ANY ($3)',
    [tx.tenantId, levels.gridsOf.key, buildings],
  );
  const known = new Set(rows.map(({ code }) => code));
  const unknown = buildings.filter((code) => !known.has(code));
  const { zh, en } = levels.gridsOf.title;
  if (unknown.length > 0) {
    throw fieldProblem('/buildings', {
      zh: `网格由${zh}组成，不是${zh}：${unknown.join('、')}`,
      en: `A grid consists of areas of the level “${en}”; these are none: ${unknown.join(', ')}`,
    });
  }
  const [compound, ...more] = new Set(buildings.map((code) => code.slice(0, levels.whole.codeLength)));
  if (compound === undefined || more.length > 0) {
    const whole = levels.whole.title;
    throw fieldProblem('/buildings', {
      zh: `一个网格只能在一个${whole.zh}里`,
      en: `A grid lies in one area of the level “${whole.en}”`,
    });
  }
  return compound;
}

async function checkOthers(
  tx: Tx,
  others: readonly GridOfCompound[],
  name: string,
  buildings: readonly string[],
): Promise<void> {
  if (others.some((other) => other.name === name)) {
    throw fieldProblem('/name', {
      zh: '这里已有同名的网格',
      en: 'Another grid here has this name',
    });
  }
  const taken = others.flatMap((other) =>
    other.buildings.filter((code) => buildings.includes(code)).map((code) => ({ code, grid: other.name })),
  );
  if (taken.length === 0) return;
  const names = await areaNames(
    tx,
    taken.map(({ code }) => code),
  );
  const list = taken.map(({ code, grid }) => [names.get(code) ?? code, grid] as const);
  throw fieldProblem('/buildings', {
    zh: `已在别的网格里，请先从那里取出：${list.map(([place, grid]) => `${place}（${grid}）`).join('、')}`,
    en: `Already in another grid, take out of it first: ${list.map(([place, grid]) => `${place} (${grid})`).join(', ')}`,
  });
}

/** Who looks after a grid covers its buildings: routing and authority follow from nothing else. */
async function checkOrg(tx: Tx, orgId: string, buildings: readonly string[], day: string): Promise<void> {
  // Locked: a plan of the compound that comes into force at this moment waits, or is waited for.
  const org = await findOrg(tx, orgId, day, 'to change');
  if (!org || org.validFrom > day || (org.validTo !== null && org.validTo < day)) {
    throw fieldProblem('/orgId', { zh: '没有这个组织', en: 'There is no such organisation' });
  }
  const outside = buildings.filter((code) => !org.covers.some(({ areaCode }) => code.startsWith(areaCode)));
  if (outside.length === 0) return;
  const names = await areaNames(tx, outside);
  const places = outside.map((code) => names.get(code) ?? code);
  throw fieldProblem('/orgId', {
    zh: `“${org.name}”不负责：${places.join('、')}。请先在“组织与岗位”里更改它负责的地方`,
    en: `“${org.name}” does not cover: ${places.join(', ')}. Change what it covers first, under Organisations and posts`,
  });
}
