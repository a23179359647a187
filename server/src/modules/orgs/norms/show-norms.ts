/** The norms of the city's model with what is counted in an area on a day, the months before it, and each count by itself. */
import type {
  NormRows,
  NormRowsQuery,
  NormsQuery,
  NormsView,
  NormUnit,
  NormUnitsPage,
  NormUnitsQuery,
  NormView,
} from '@linli/contract';
import { judgeNorm, monthEnds, type NormState } from '@linli/engine';
import { isShareFigure, type Model, type Norm } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { maskName } from '../../../platform/secrets/index.ts';
import { areaNames } from '../../areas/index.ts';
import { modelsOf } from '../../models/index.ts';
import type { Viewer } from '../../people/index.ts';
import { hasDuty, requireCover, today } from '../policy.ts';
import { titleOf } from '../present.ts';
import { findUnit, listUnits, type Tally, tallyUnits, type Unit } from './figures.ts';
import { rowsOf } from './rows.ts';

const monthsShown = 12;
const shown = 50;
const scanned = 500;

export async function showNorms(
  deps: Deps,
  viewer: Viewer,
  query: z.output<typeof NormsQuery>,
): Promise<NormsView> {
  const { model, areaCode, day } = reading(deps, viewer, query);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const name = (await areaNames(tx, [areaCode])).get(areaCode);
      if (name === undefined) throw problem('not-found');
      const norms: NormView[] = [];
      for (const [key, norm] of Object.entries(model.norms)) {
        const days = monthEnds(day, monthsShown);
        norms.push(presentNorm(model, key, norm, days, await tallyUnits(tx, model, norm, areaCode, days)));
      }
      return { area: { code: areaCode, name }, on: day, norms };
    },
    { readOnly: true },
  );
}

function presentNorm(
  model: Model,
  key: string,
  norm: Norm,
  days: readonly string[],
  tallies: readonly Tally[],
): NormView {
  const byDay = Map.groupBy(tallies, ({ day }) => day);
  const points = days.map((on) => ({ on, ...sumUp(norm, byDay.get(on) ?? [], on) }));
  const last = points.at(-1) ?? { on: '', ...sumUp(norm, [], '') };
  const today = byDay.get(last.on) ?? [];
  const ofClass = (one: string) => {
    const some = today.filter(({ areaClass }) => isOfClass(norm, areaClass, one));
    const { counts, ...overall } = sumUp(norm, some, last.on);
    return { counts, overall };
  };
  return {
    key,
    title: norm.title,
    figure: norm.figure,
    isShare: isShareFigure(norm.figure),
    askedOf: askedOf(model, norm),
    bounds: norm.bounds,
    byClass: Object.entries(norm.byClass).map(([one, bounds]) => ({
      key: one,
      title: titleOf(model.areaClasses, one),
      bounds,
      ...ofClass(one),
    })),
    rest: Object.keys(norm.byClass).length === 0 ? null : ofClass(restKey),
    newFrom: norm.newFrom,
    warning: norm.warning,
    nextStep: norm.nextStep,
    source: norm.source,
    counts: last.counts,
    overall: { numerator: last.numerator, denominator: last.denominator },
    trend: points.map(({ counts, ...point }) => ({
      ...point,
      kept: counts.within + counts['on-path'],
      asked: counts.within + counts['on-path'] + counts.outside + counts.behind,
    })),
  };
}

/** What is in none of the classes that have bounds of their own. */
const restKey = 'rest';

function isOfClass({ byClass }: Norm, areaClass: string | null, wanted: string): boolean {
  const own = areaClass !== null && Object.hasOwn(byClass, areaClass) ? areaClass : restKey;
  return own === wanted;
}

function sumUp(norm: Norm, tallies: readonly Tally[], on: string) {
  const counts: Record<NormState, number> = {
    within: 0,
    outside: 0,
    'on-path': 0,
    behind: 0,
    unknown: 0,
    'not-asked': 0,
  };
  let [numerator, denominator] = [0, 0];
  for (const tally of tallies) {
    counts[judgeNorm(norm, tally, on).state] += tally.units;
    if (tally.denominator === 0) continue;
    numerator += tally.numerator * tally.units;
    denominator += tally.denominator * tally.units;
  }
  return { counts, numerator, denominator };
}

function askedOf(model: Model, norm: Norm): { zh: string; en: string }[] {
  if (norm.per !== null) {
    const level = model.levels.find(({ key }) => key === norm.per);
    return level ? [level.title] : [];
  }
  return norm.figure === 'homes-per-member'
    ? norm.roles.map((role) => titleOf(model.roles, role))
    : norm.orgKinds.map((kind) => titleOf(model.orgKinds, kind));
}

/** Whole pages are read until enough are found in the state asked for; `next` is where reading stopped. */
export async function listNormUnits(
  deps: Deps,
  viewer: Viewer,
  key: string,
  query: z.output<typeof NormUnitsQuery>,
): Promise<NormUnitsPage> {
  const { model, areaCode, day } = reading(deps, viewer, query);
  const norm = getNorm(model, key);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const found: Unit[] = [];
      let after = query.after ?? '';
      for (;;) {
        const units = await listUnits(tx, model, norm, { areaCode, day, after, limit: scanned });
        for (const unit of units) {
          const isWanted =
            (query.areaClass === undefined || isOfClass(norm, unit.areaClass, query.areaClass)) &&
            (query.state === undefined || judgeNorm(norm, unit, day).state === query.state);
          if (isWanted) found.push(unit);
          if (found.length === shown)
            return {
              on: day,
              units: await presentUnits(tx, model, viewer, norm, found, day),
              next: unit.unit,
            };
        }
        if (units.length < scanned)
          return { on: day, units: await presentUnits(tx, model, viewer, norm, found, day), next: null };
        after = units.at(-1)?.unit ?? after;
      }
    },
    { readOnly: true },
  );
}

async function presentUnits(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  norm: Norm,
  units: readonly Unit[],
  day: string,
): Promise<NormUnit[]> {
  const places = await findPlaces(
    tx,
    units.map(({ areaCode }) => areaCode),
  );
  return units.map((unit) => {
    const { state, asked, target, next, isExisting } = judgeNorm(norm, unit, day);
    const place = places.get(unit.areaCode);
    const detail =
      unit.role === null ? null : `${titleOf(model.roles, unit.role).zh} · ${unit.orgName ?? ''}`;
    return {
      unit: unit.unit,
      name: unit.personName === null ? unit.name : nameFor(model, viewer, unit),
      detail,
      area: { code: unit.areaCode, name: place?.name ?? unit.areaCode },
      areaClass:
        unit.areaClass === null
          ? null
          : { key: unit.areaClass, title: titleOf(model.areaClasses, unit.areaClass) },
      formedOn: unit.formedOn,
      isExisting,
      numerator: unit.numerator,
      denominator: unit.denominator,
      state,
      asked,
      target,
      next,
      orgId: unit.orgId,
      position: place?.position ?? null,
    };
  });
}

/** Open to everybody where the role is shown, else to those with a duty for the organisation. */
function nameFor(model: Model, viewer: Viewer, unit: Unit): string {
  const name = unit.personName ?? '';
  const isShown = model.roles[unit.role ?? '']?.shown.includes('name') === true;
  const org = { orgId: unit.orgId ?? '', covers: [{ areaCode: unit.areaCode }] };
  return isShown || hasDuty(model, viewer, org) ? name : maskName(name);
}

/** The rows behind one count: who sits there, which grids, which homes, which compounds. */
export async function showNormRows(
  deps: Deps,
  viewer: Viewer,
  key: string,
  unitKey: string,
  query: z.output<typeof NormRowsQuery>,
): Promise<NormRows> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const norm = getNorm(model, key);
  const day = query.on ?? today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const unit = await findUnit(tx, model, norm, unitKey, day);
      if (!unit) throw problem('not-found');
      requireCover(model, viewer, unit.areaCode);
      const org = { orgId: unit.orgId ?? '', covers: [{ areaCode: unit.areaCode }] };
      const mayName = hasDuty(model, viewer, org);
      const rows = await rowsOf(tx, model, norm, unit, day);
      return {
        on: day,
        rows: rows.map(({ personRole, because, ...row }) => {
          if (personRole === null) return { ...row, because };
          const isOpen = mayName || model.roles[personRole]?.shown.includes('name') === true;
          // By which post somebody counts as a member is for those with a duty there.
          return { ...row, name: isOpen ? row.name : maskName(row.name), because: mayName ? because : null };
        }),
      };
    },
    { readOnly: true },
  );
}

function reading(deps: Deps, viewer: Viewer, query: z.output<typeof NormsQuery>) {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const areaCode = query.area ?? model.jurisdiction;
  requireCover(model, viewer, areaCode);
  return { model, areaCode, day: query.on ?? today(model, deps.clock.now()) };
}

function getNorm(model: Model, key: string): Norm {
  const norm = Object.hasOwn(model.norms, key) ? model.norms[key] : undefined;
  if (!norm) throw problem('not-found');
  return norm;
}

async function findPlaces(
  tx: Tx,
  codes: readonly string[],
): Promise<Map<string, { name: string; position: [number, number] | null }>> {
  const { rows } = await tx.query<{
    code: string;
    name: string;
    longitude: number | null;
    latitude: number | null;
  }>(
    'SELECT code, full_name AS name, longitude, latitude FROM areas WHERE tenant_id = $1 AND code = ANY ($2)',
    [tx.tenantId, [...new Set(codes)]],
  );
  return new Map(
    rows.map(({ code, name, longitude, latitude }) => [
      code,
      { name, position: longitude === null || latitude === null ? null : [longitude, latitude] },
    ]),
  );
}
