/** What is no longer as it was when a plan was made: it was weighed for those buildings and members, and for no others. */
import { counted, type PlanChangedSince } from '@linli/contract';
import type { PresentPlan, Problem } from '@linli/planner';

export interface PlanInput {
  problem: Problem;
  present: PresentPlan;
}

/** Empty: all is as it was. */
export function whatChanged(before: PlanInput, now: PlanInput): PlanChangedSince {
  const changed: PlanChangedSince = [];
  const tell = (what: PlanChangedSince[number]['what'], zh: string, en: string): void => {
    changed.push({ what, message: { zh, en } });
  };
  const buildings = differences(positionsOf(before.problem), positionsOf(now.problem));
  if (buildings > 0) {
    tell(
      'buildings',
      `${buildings} 栋楼新增、撤去或移动了。`,
      `New, gone or moved: ${counted(buildings, 'building')}.`,
    );
  }
  const homes = differences(homesOf(before.problem), homesOf(now.problem));
  if (homes > 0) tell('homes', `${homes} 户新增或撤去了。`, `New or gone: ${counted(homes, 'home')}.`);
  const members = differences(membersOf(before.problem), membersOf(now.problem));
  if (members > 0) {
    tell(
      'members',
      `${members} 名成员加入、离开、搬家，或可承担的户数变了。`,
      `Joined, left, moved, or can take another number of homes: ${counted(members, 'member')}.`,
    );
  }
  const duties = differences(dutiesOf(before.present), dutiesOf(now.present));
  if (duties > 0)
    tell('duties', `${duties} 户换了负责人。`, `Served by somebody else: ${counted(duties, 'home')}.`);
  const grids = differences(gridsOf(before.present), gridsOf(now.present));
  if (grids > 0) tell('grids', `${grids} 个网格变了。`, `Different: ${counted(grids, 'grid')}.`);
  const bounds = differences(Object.entries(before.problem.bounds), Object.entries(now.problem.bounds));
  if (bounds > 0) tell('bounds', '模型的上下限变了。', 'The model has other bounds.');
  return changed;
}

function differences<Value>(before: Iterable<[string, Value]>, now: Iterable<[string, Value]>): number {
  const [first, second] = [new Map(before), new Map(now)];
  const keys = new Set([...first.keys(), ...second.keys()]);
  return [...keys].filter((key) => first.get(key) !== second.get(key) || !first.has(key) || !second.has(key))
    .length;
}

function positionsOf({ buildings }: Problem): [string, string][] {
  return buildings.map(({ id, at }) => [id, 'lon' in at ? `${at.lon} ${at.lat}` : `${at.x} ${at.y}`]);
}

function homesOf({ buildings }: Problem): [string, string][] {
  return buildings.flatMap(({ id, homes }): [string, string][] =>
    typeof homes === 'number' ? [[id, String(homes)]] : homes.map((home) => [home.id, id]),
  );
}

function membersOf({ members }: Problem): [string, string][] {
  return members.map(({ id, buildingId, isAvailable, mostHomes }) => [
    id,
    JSON.stringify([buildingId, isAvailable, mostHomes ?? null]),
  ]);
}

/** A home may be served by more than one. */
function dutiesOf({ duties }: PresentPlan): [string, string][] {
  return [...Map.groupBy(duties, ({ homeId }) => homeId)].map(([homeId, own]) => [
    homeId,
    own
      .map(({ memberId }) => memberId)
      .sort()
      .join(),
  ]);
}

function gridsOf({ grids }: PresentPlan): [string, string][] {
  return grids.map(({ id, buildingIds }) => [id, [...buildingIds].sort().join()]);
}
