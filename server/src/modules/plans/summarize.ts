/** From the planner's answer to what people read, and to what is kept to be put in force. */
import type { GridsView, PlanBound, PlanImpossible, PlanProposal } from '@linli/contract';
import {
  boundTitle,
  type DutyChange,
  type Impossible,
  loadOf,
  type Plan,
  type PlannedGrid,
  partsOf,
  prepare,
  type Replan,
} from '@linli/planner';
import type { PlanRule } from './plan-rule.ts';
import type { Compound } from './read-compound.ts';

/** A grid with its names; `orgId` null: its organisation has to be made. */
export interface NamedGrid {
  gridId: string;
  number: number;
  name: string;
  orgId: string | null;
  orgName: string;
  buildingIds: readonly string[];
}

/** What a plan says, in ids. */
export interface PlanResult {
  grids: (NamedGrid & { memberIds: string[] })[];
  duties: { homeId: string; memberId: string }[];
  changes: DutyChange[];
  reserve: string[];
}

/** Grids and duties of the day it was read for. */
export function presentView(rule: PlanRule, compound: Compound): GridsView {
  return viewOf(rule, compound, presentGrids(compound), compound.present.duties);
}

export function summarizeImpossible(rule: PlanRule, compound: Compound, answer: Impossible): PlanImpossible {
  return {
    isProven: answer.isProven,
    isSmallest: answer.isSmallest,
    message: answer.message,
    conflict: answer.conflict.map((bound) => ({ bound, title: boundTitle(bound) })),
    mends: answer.mends.map(({ message, isEnough }) => ({ message, isEnough })),
    before: presentView(rule, compound),
  };
}

export function summarize(
  rule: PlanRule,
  compound: Compound,
  answer: Plan | Replan,
): { proposal: PlanProposal; result: PlanResult } {
  const plan = answer.kind === 'replan' ? answer.plan : answer;
  const changes: DutyChange[] =
    answer.kind === 'replan'
      ? answer.changes
      : plan.duties.map(({ homeId, memberId }) => ({ homeId, from: null, to: memberId, reason: 'home-new' }));
  const grids = nameGrids(rule, compound, plan.grids);
  return {
    proposal: {
      before: presentView(rule, compound),
      after: viewOf(rule, compound, grids, plan.duties),
      gapShare: plan.proof.joint.optimalityGap,
      balance: plan.balance.reached,
      changes: changes.length,
      homesToOthers: changes.filter(({ to }) => to !== null).length,
      homesMoved: homesMoved(compound, grids),
      leastChanges: answer.kind === 'replan' ? answer.leastChanges : null,
      reserve: plan.reserve.length,
    },
    result: {
      grids,
      duties: plan.duties.map(({ homeId, memberId }) => ({ homeId, memberId })),
      changes,
      reserve: plan.reserve,
    },
  };
}

/** Homes in buildings that leave the grid they are in today. */
function homesMoved({ problem, present }: Compound, grids: readonly NamedGrid[]): number {
  const before = new Map(present.grids.flatMap(({ id, buildingIds }) => buildingIds.map((b) => [b, id])));
  const after = new Map(grids.flatMap(({ gridId, buildingIds }) => buildingIds.map((b) => [b, gridId])));
  return problem.buildings
    .filter(({ id }) => before.has(id) && before.get(id) !== after.get(id))
    .reduce((sum, { homes }) => sum + (typeof homes === 'number' ? homes : homes.length), 0);
}

const inOrder = new Intl.Collator('zh', { numeric: true });

function presentGrids({ grids }: Compound): NamedGrid[] {
  return [...grids]
    .sort((a, b) => inOrder.compare(a.name, b.name))
    .map(({ gridId, name, orgId, orgName, buildingCodes }, index) => ({
      gridId,
      number: index + 1,
      name,
      orgId,
      orgName,
      buildingIds: buildingCodes,
    }));
}

/** A grid the planner made afresh goes on as the present one it shares most homes with; what is left over is new. */
function nameGrids(rule: PlanRule, compound: Compound, planned: readonly PlannedGrid[]): PlanResult['grids'] {
  const present = presentGrids(compound);
  const homesOf = new Map(
    compound.problem.buildings.map(({ id, homes }) => [id, typeof homes === 'number' ? homes : homes.length]),
  );
  const goesOnAs = new Map<string, NamedGrid>();
  const given = new Set<string>();
  const shared = planned.flatMap((grid) =>
    present.map((old) => ({
      grid,
      old,
      // The planner's own word for it comes first.
      isSame: grid.id === old.gridId,
      homes: grid.buildingIds.reduce(
        (sum, id) => sum + (old.buildingIds.includes(id) ? (homesOf.get(id) ?? 0) : 0),
        0,
      ),
    })),
  );
  for (const { grid, old, homes, isSame } of shared.sort(
    (a, b) => Number(b.isSame) - Number(a.isSame) || b.homes - a.homes,
  )) {
    if ((homes === 0 && !isSame) || goesOnAs.has(grid.id) || given.has(old.gridId)) continue;
    goesOnAs.set(grid.id, old);
    given.add(old.gridId);
  }
  let next = present.reduce((most, { number, name }) => Math.max(most, number, ...numbersIn(name)), 0);
  return planned
    .map(({ id, buildingIds, memberIds }) => {
      const old = goesOnAs.get(id);
      if (old) return { ...old, buildingIds, memberIds };
      next += 1;
      return {
        gridId: `new-${next}`,
        number: next,
        name: `第${next}网格`,
        orgId: null,
        orgName: `${compound.name}第${next}${rule.orgKindTitle.zh}`,
        buildingIds,
        memberIds,
      };
    })
    .sort((a, b) => a.number - b.number);
}

function numbersIn(name: string): number[] {
  return (name.match(/\d{1,4}/g) ?? []).map(Number);
}

function viewOf(
  rule: PlanRule,
  compound: Compound,
  grids: readonly NamedGrid[],
  duties: readonly { homeId: string; memberId: string }[],
): GridsView {
  const { problem, buildings, members } = compound;
  const prepared = prepare(problem);
  const at = new Map(problem.buildings.map(({ id }, index) => [id, index]));
  const nameOf = new Map(buildings.map(({ code, name }) => [code, name]));
  const buildingOf = new Map(
    prepared.homeLists.flatMap((list, index) => list.map(({ id }) => [id, index] as const)),
  );
  const memberOf = new Map(problem.members.map((member) => [member.id, member]));
  const known = duties.filter(({ homeId }) => buildingOf.has(homeId));
  const loads = new Map<string, number>();
  const timesServed = new Map<string, number>();
  let metres = 0;
  for (const { homeId, memberId } of known) {
    loads.set(memberId, (loads.get(memberId) ?? 0) + 1);
    timesServed.set(homeId, (timesServed.get(homeId) ?? 0) + 1);
    const from = at.get(memberOf.get(memberId)?.buildingId ?? '');
    const to = buildingOf.get(homeId);
    if (from !== undefined && to !== undefined)
      metres += prepared.distances[from * problem.buildings.length + to] ?? 0;
  }
  const shown = grids.map(({ gridId, number, name, orgId, orgName, buildingIds }) => {
    const inside = buildingIds.flatMap((id) => at.get(id) ?? []);
    const insideSet = new Set(inside);
    const own = new Map<string, number>();
    for (const { homeId, memberId } of known) {
      if (insideSet.has(buildingOf.get(homeId) ?? -1)) own.set(memberId, (own.get(memberId) ?? 0) + 1);
    }
    return {
      gridId,
      number,
      name,
      orgId,
      orgName,
      buildings: inside.map((index) => {
        const code = problem.buildings[index]?.id ?? '';
        return { code, name: nameOf.get(code) ?? code, homes: prepared.homes[index] ?? 0 };
      }),
      homes: inside.reduce((sum, index) => sum + (prepared.homes[index] ?? 0), 0),
      members: own.size,
      homesPerMember:
        own.size === 0 ? null : { least: Math.min(...own.values()), most: Math.max(...own.values()) },
    };
  });
  const homes = prepared.totalHomes;
  const servedOnce = [...timesServed.values()].filter((times) => times === 1).length;
  const apart = shown.filter(
    (grid) =>
      !hangsTogether(
        grid.buildings.map(({ code }) => at.get(code) ?? 0),
        prepared.neighbours,
      ),
  ).length;
  const isWithinLoad = ([memberId, load]: [string, number]): boolean => {
    const member = memberOf.get(memberId);
    // Whoever can take less than the least owes only that much.
    const least = member ? loadOf(member, problem.bounds).least : problem.bounds.homesPerMemberMin;
    return load >= least && load <= problem.bounds.homesPerMemberMax;
  };
  const tooMuch = [...loads].filter(([memberId, load]) => {
    const member = memberOf.get(memberId);
    return member?.mostHomes !== undefined && load > member.mostHomes;
  }).length;
  const counted = shown.map((grid) => grid.members);
  const loadFigures = [...loads.values()];
  const bounds: PlanBound[] = [
    {
      bound: 'grids',
      title: { zh: '网格数', en: 'Grids' },
      ...compound.gridBounds,
      least: shown.length,
      most: shown.length,
      holds: isWithin(compound.gridBounds, [shown.length]) && shown.length > 0,
    },
    {
      bound: 'members',
      title: { zh: `每个网格的${rule.roleTitle.zh}`, en: `${rule.roleTitle.en}: how many in each grid` },
      ...rule.members,
      ...span(counted),
      holds: counted.length > 0 && isWithin(rule.members, counted),
    },
    {
      bound: 'homes',
      title: { zh: `每名${rule.roleTitle.zh}的户数`, en: `Homes of each ${rule.roleTitle.en.toLowerCase()}` },
      ...rule.homesPerMember,
      ...span(loadFigures),
      holds: loadFigures.length > 0 && [...loads].every(isWithinLoad),
    },
    {
      bound: 'available',
      title: { zh: '超出本人可承担户数的人', en: 'People with more homes than they can take' },
      min: null,
      max: 0,
      source: null,
      least: tooMuch,
      most: tooMuch,
      holds: tooMuch === 0,
    },
    {
      bound: 'whole',
      title: { zh: '不连片的网格', en: 'Grids not in one piece' },
      min: null,
      max: 0,
      source: null,
      least: apart,
      most: apart,
      holds: apart === 0,
    },
    {
      bound: 'served',
      title: { zh: '没有恰好一名负责人的户', en: 'Homes without exactly one person' },
      min: null,
      max: 0,
      source: null,
      least: homes - servedOnce,
      most: homes - servedOnce,
      holds: servedOnce === homes,
    },
  ];
  return {
    grids: shown,
    homes,
    servedHomes: timesServed.size,
    members: members.length,
    serving: loads.size,
    metres: loads.size === 0 ? null : Math.round(metres),
    bounds,
  };
}

function hangsTogether(inside: readonly number[], neighbours: readonly (readonly number[])[]): boolean {
  if (inside.length === 0) return true;
  const place = new Map(inside.map((building, index) => [building, index]));
  const within = inside.map((building) =>
    (neighbours[building] ?? []).flatMap((other) => place.get(other) ?? []),
  );
  return new Set(partsOf(within)).size === 1;
}

function isWithin(
  { min, max }: { min: number | null; max: number | null },
  figures: readonly number[],
): boolean {
  return figures.every((figure) => figure >= (min ?? 0) && figure <= (max ?? Number.POSITIVE_INFINITY));
}

function span(figures: readonly number[]): { least: number | null; most: number | null } {
  return figures.length === 0
    ? { least: null, most: null }
    : { least: Math.min(...figures), most: Math.max(...figures) };
}
