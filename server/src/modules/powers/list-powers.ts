/** The register as it is on a day: overdue evaluations first. */
import type { PowerQuery, PowerRegister, PowerView } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { problemsAround } from './concerns.ts';
import { requirePost, today } from './policy.ts';
import { named, presentHistory, presentPower } from './present.ts';
import { findPowers } from './store.ts';

export async function listPowers(
  deps: Deps,
  viewer: Viewer,
  { list, on, category }: z.output<typeof PowerQuery>,
): Promise<PowerRegister> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  if (category !== undefined && !Object.hasOwn(model.problems, category)) throw problem('unknown-category');
  const day = today(model, deps.clock.now());
  const reach = reachOf(viewer);
  const { found, names } = await inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const powers = await findPowers(tx, null);
      const codes = powers.flatMap(({ rows }) => rows.map(({ areaCode }) => areaCode));
      return { found: powers, names: await areaNames(tx, [...codes, ...reach]) };
    },
    { readOnly: true },
  );
  const reading = { model, viewer, areaNames: names, on: on ?? day, today: day };
  const wanted = category === undefined ? null : problemsAround(model, category);
  const inForce = found
    .flatMap((power) => presentPower(reading, power) ?? [])
    .filter(({ categories }) => wanted === null || categories.some(({ key }) => wanted.has(key)));
  const count = (key: PowerView['list']) => inForce.filter((power) => power.list === key).length;
  return {
    on: reading.on,
    powers: inForce
      .filter((power) => list === undefined || power.list === list)
      .toSorted(
        (left, right) =>
          Number(right.isOverdue) - Number(left.isOverdue) ||
          (left.isOverdue ? (left.evaluateBy ?? '').localeCompare(right.evaluateBy ?? '') : 0) ||
          left.title.zh.localeCompare(right.title.zh, 'zh-CN'),
      ),
    counts: { basic: count('basic'), assisting: count('assisting'), 'taken-back': count('taken-back') },
    overdue: inForce.filter(({ isOverdue }) => isOverdue).length,
    mayEnter: reach.length > 0,
    choices: choicesOf(
      model,
      reach.map((areaCode) => ({ areaCode, name: names.get(areaCode) ?? areaCode })),
    ),
  };
}

/** Everything that was ever said of an item. */
export async function showPower(deps: Deps, viewer: Viewer, powerId: string) {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [power] = await findPowers(tx, powerId);
      if (power === undefined) throw problem('not-found');
      const names = await areaNames(
        tx,
        power.rows.map(({ areaCode }) => areaCode),
      );
      return presentHistory({ model, viewer, areaNames: names, on: day, today: day }, power);
    },
    { readOnly: true },
  );
}

/** Areas of the posts that administer, without those that lie in another. */
function reachOf(viewer: Viewer): string[] {
  const areas = viewer.posts
    .filter(({ abilities }) => abilities.includes('administer'))
    .flatMap((post) => post.areas);
  return [...new Set(areas)]
    .filter((code) => !areas.some((other) => other !== code && code.startsWith(other)))
    .sort();
}

function choicesOf(model: Model, areas: PowerRegister['choices']['areas']): PowerRegister['choices'] {
  return {
    levels: model.levels.map(({ key, title }) => ({ key, title })),
    orgKinds: Object.entries(model.orgKinds).map(([key, { level }]) => ({
      ...named(model.orgKinds, key),
      level,
    })),
    categories: Object.entries(model.problems).map(([key, { parent }]) => ({
      ...named(model.problems, key),
      parent,
    })),
    areas,
  };
}
