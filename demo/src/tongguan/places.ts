/** Where things happen in the demo's Tongguan, in the words people use for it. */
import type { Position } from '../geography/plane.ts';
import type { Random } from '../random.ts';
import type { BuiltBuilding, BuiltCompound, BuiltUnit } from './geography.ts';

export interface StoryPlace {
  compound: BuiltCompound;
  building: BuiltBuilding | null;
  areaCode: string;
  /** As in a report: `3号楼2单元`. */
  words: string;
  /** Kept beside the area: `电梯厅`, `南门`. */
  spot: string | null;
  position: Position;
  floors: number;
}

/** A unit or building; `building` narrows it to one. */
export function insideBuilding(
  random: Random,
  compound: BuiltCompound,
  building?: BuiltBuilding,
): StoryPlace {
  const one = building ?? random.pick(compound.buildings);
  const unit = random.pick(one.units);
  const isWhole = one.units.length === 1 || random.chance(30);
  return {
    compound,
    building: one,
    areaCode: isWhole ? one.code : unit.code,
    words: isWhole ? one.name : `${one.name}${unit.number}单元`,
    spot: random.chance(25) ? (compound.spec.hasLifts ? '电梯厅' : '楼梯间') : null,
    position: near(random, one.position, 8),
    floors: one.plan.floors,
  };
}

/** Beside a building, or at a gate, a garage, a rubbish station that belongs to no building. */
export function onTheGround(random: Random, compound: BuiltCompound, building?: BuiltBuilding): StoryPlace {
  if (building !== undefined || random.chance(72)) {
    const one = building ?? random.pick(compound.buildings);
    const side = random.pick(['南侧', '北侧', '东头', '西头', '门前', '楼下']);
    return {
      compound,
      building: one,
      areaCode: one.code,
      words: `${one.name}${side}`,
      spot: side,
      position: near(random, one.position, 22),
      floors: one.plan.floors,
    };
  }
  const gate = random.pick(compound.gates);
  const isGate = random.chance(45);
  const spot = isGate
    ? gate.name
    : random.pick([
        '垃圾分类亭',
        '健身广场',
        '快递柜旁',
        '主路',
        ...(compound.spec.hasGarage ? ['地下车库入口'] : []),
      ]);
  return {
    compound,
    building: null,
    areaCode: compound.code,
    words: isGate ? `${spot}口` : spot,
    spot,
    position: near(random, isGate ? gate.position : compound.position, 14),
    floors: 6,
  };
}

export function atHome(random: Random, compound: BuiltCompound, homeCode: string): StoryPlace {
  const building = compound.buildings.find(({ code }) => homeCode.startsWith(code)) as BuiltBuilding;
  const unit = building.units.find(({ code }) => homeCode.startsWith(code)) as BuiltUnit;
  return {
    compound,
    building,
    areaCode: homeCode,
    words: `${building.name}${unit.number}单元`,
    spot: null,
    position: near(random, building.position, 6),
    floors: building.plan.floors,
  };
}

function near(random: Random, [longitude, latitude]: Position, metres: number): Position {
  const shift = () => ((random.share() - 0.5) * 2 * metres) / 100_000;
  const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
  return [round(longitude + shift()), round(latitude + shift())];
}
