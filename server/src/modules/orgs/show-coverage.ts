/** Coverage of an area and what is wrong in it, for staff of organisations that cover it. */
import type { CoverageQuery, CoverageView, FindingsPage, FindingsQuery } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { requireCover, today } from './policy.ts';
import { titleOf } from './present.ts';
import {
  countExpiredTerms,
  countVacancies,
  ensureCounted,
  figuresInside,
  figuresOf,
  listFindings,
  rateOf,
  ruleOf,
  type Scope,
} from './proof/index.ts';

export async function showCoverage(
  deps: Deps,
  viewer: Viewer,
  query: z.output<typeof CoverageQuery>,
): Promise<z.output<typeof CoverageView>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const scope = scopeOf(deps, model, query.area);
  requireCover(model, viewer, scope.areaCode);
  await ensureCounted(deps, viewer.tenantId, model, scope.day);
  const rule = ruleOf(model);
  const noFigures = {
    homes: 0,
    proven: 0,
    withoutGrid: 0,
    inSeveralGrids: 0,
    unanswered: 0,
    overanswered: 0,
  };
  const look = async (tx: Tx) => {
    const name = await nameOf(tx, scope.areaCode);
    const [figures, inside, vacancies, expiredTerms, rate] = await Promise.all([
      rule === null ? noFigures : figuresOf(tx, rule, scope.areaCode, scope.day),
      rule === null ? { level: null, children: [] } : figuresInside(tx, model, rule, scope.areaCode),
      countVacancies(tx, model, scope),
      countExpiredTerms(tx, model, scope),
      rateOf(tx, model, scope.areaCode, scope.day),
    ]);
    return { name, figures, inside, vacancies, expiredTerms, rate };
  };
  const { name, figures, inside, vacancies, expiredTerms, rate } = await inTenant(
    deps.db,
    viewer.tenantId,
    look,
    { readOnly: true },
  );
  const levelTitle = (key: string) =>
    model.levels.find((level) => level.key === key)?.title ?? { zh: key, en: key };
  return {
    area: { code: scope.areaCode, name },
    countedFor: scope.day,
    rule: rule && {
      homes: levelTitle(rule.homesLevel),
      grids: rule.asksForGrids,
      answeredBy: rule.roles.map((role) => ({ role, title: titleOf(model.roles, role) })),
    },
    figures,
    vacancies,
    expiredTerms,
    rate: rate && {
      ...rate,
      levelTitle: levelTitle(rate.level),
      share: rate.areas === 0 ? null : rate.covered / rate.areas,
      formations: rate.formations.map((one) => ({
        ...one,
        title: one.formation === null ? null : titleOf(model.formations, one.formation),
      })),
    },
    childLevel: inside.level === null ? null : { key: inside.level, title: levelTitle(inside.level) },
    children: inside.children.map(({ code, name, ...figures }) => ({ code, name, figures })),
  };
}

export async function showFindings(
  deps: Deps,
  viewer: Viewer,
  { area, kind, after, limit }: z.output<typeof FindingsQuery>,
): Promise<z.output<typeof FindingsPage>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const scope = scopeOf(deps, model, area);
  requireCover(model, viewer, scope.areaCode);
  await ensureCounted(deps, viewer.tenantId, model, scope.day);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      await nameOf(tx, scope.areaCode);
      return listFindings(tx, model, ruleOf(model), { ...scope, kind, after, limit });
    },
    { readOnly: true },
  );
}

function scopeOf(deps: Deps, model: Model, area: string | undefined): Scope {
  const areaCode = area ?? model.jurisdiction;
  return {
    areaCode,
    isWholeCity: areaCode.length <= model.jurisdiction.length,
    day: today(model, deps.clock.now()),
  };
}

async function nameOf(tx: Tx, areaCode: string): Promise<string> {
  const name = (await areaNames(tx, [areaCode])).get(areaCode);
  if (name === undefined) throw problem('not-found');
  return name;
}
