/** Areas of the demo's Tongguan: real divisions, and invented compounds on a plan of city blocks. */
import type { Model } from '@linli/model';
import type { Area, Spot } from '../city.ts';
import { type Division, divisionsWithin, placeName } from '../divisions.ts';
import { type BuildingPlan, type CompoundPlan, planCompound } from '../geography/compound-plan.ts';
import { middle, type Position, planeAt, rectangle, shifted } from '../geography/plane.ts';
import type { Random } from '../random.ts';
import { type CompoundSpec, compounds } from './compounds.ts';

export interface BuiltUnit {
  code: string;
  number: number;
  homeCodes: string[];
}
export interface BuiltBuilding {
  code: string;
  name: string;
  number: number;
  plan: BuildingPlan;
  position: Position;
  units: BuiltUnit[];
  homeCodes: string[];
}
export interface BuiltCompound {
  spec: CompoundSpec;
  code: string;
  communityCode: string;
  communityName: string;
  position: Position;
  buildings: BuiltBuilding[];
  homeCodes: string[];
  gates: { name: string; position: Position; spotCode: string }[];
}
export interface Geography {
  areas: Area[];
  spots: Spot[];
  divisions: Division[];
  compounds: BuiltCompound[];
}

/** Tongling's middle, roughly; the plan's south-west corner lies a little below it. */
const planCorner: Position = [117.8085, 30.9235];
const planTurnDegrees = 6;
const avenueWidth = 42;

export function buildGeography(model: Model, random: Random): Geography {
  const divisions = divisionsWithin(model.jurisdiction);
  const codeOf = codeBuilder(model);
  const plane = planeAt(planCorner, planTurnDegrees);
  const areas: Area[] = [];
  const spots: Spot[] = [];
  const plans = compounds.map((spec) => planCompound(spec.rows));
  const corners = layOutBlocks(plans);
  const built = compounds.map((spec, index) => {
    const plan = plans[index] as CompoundPlan;
    const division = divisions.find(({ code }) => code === spec.communityCode);
    if (division === undefined) throw new Error(`no community ${spec.communityCode} in divisions.csv`);
    const ordinal = compounds
      .slice(0, index)
      .filter((one) => one.communityCode === spec.communityCode).length;
    const code = codeOf('compound', spec.communityCode, ordinal + 1);
    return buildCompound(
      spec,
      code,
      placeName(division.name),
      plan,
      corners[index] as { x: number; y: number },
    );
  });
  const codes = new Set(divisions.map(({ code }) => code));
  areas.unshift(
    ...divisions.map(({ code, name, level }) => ({
      code,
      parentCode: parentAmong(codes, code),
      level,
      name,
      class: null,
      fullName: placeName(name),
      geometry: null,
      // Nobody stands “at” a district: a point for it would only catch reports from the phone's position.
      position: null,
    })),
  );
  return { areas, spots, divisions, compounds: built };

  function buildCompound(
    spec: CompoundSpec,
    code: string,
    communityName: string,
    plan: CompoundPlan,
    corner: { x: number; y: number },
  ): BuiltCompound {
    const fullName = `${communityName} ${spec.name}`;
    const position = plane.position({ x: corner.x + plan.width / 2, y: corner.y + plan.height / 2 });
    areas.push({
      code,
      parentCode: spec.communityCode,
      level: 'compound',
      name: spec.name,
      class: spec.class,
      fullName,
      geometry: plane.polygon(shifted(plan.outline, corner)),
      position,
    });
    const spot = (areaCode: string, name: string): string => {
      const spotCode = random.stream(`spot ${areaCode} ${name}`).uuid().replaceAll('-', '').slice(0, 10);
      spots.push({ spotCode, areaCode, name });
      return spotCode;
    };
    const gates = plan.gates.map(({ name, at }) => ({
      name,
      position: plane.position({ x: at.x + corner.x, y: at.y + corner.y }),
      spotCode: spot(code, name),
    }));
    for (const name of placesOf(spec)) spot(code, name);
    const buildings = plan.buildings.map((building) =>
      buildBuilding(spec, code, fullName, building, corner, spot),
    );
    return {
      spec,
      code,
      communityCode: spec.communityCode,
      communityName,
      position,
      buildings,
      homeCodes: buildings.flatMap(({ homeCodes }) => homeCodes),
      gates,
    };
  }

  function buildBuilding(
    spec: CompoundSpec,
    compoundCode: string,
    compoundName: string,
    plan: BuildingPlan,
    corner: { x: number; y: number },
    spot: (areaCode: string, name: string) => string,
  ): BuiltBuilding {
    const code = codeOf('building', compoundCode, plan.number);
    const name = `${plan.number}${spec.buildingWord}`;
    const fullName = `${compoundName} ${name}`;
    const footprint = shifted(plan.footprint, corner);
    const position = plane.position(middle(footprint));
    areas.push({
      code,
      parentCode: compoundCode,
      level: 'building',
      name,
      class: null,
      fullName,
      geometry: plane.polygon(footprint),
      position,
    });
    const units = Array.from({ length: plan.units }, (_, index) =>
      buildUnit(spec, code, fullName, plan, index + 1, footprint, spot),
    );
    return {
      code,
      name,
      number: plan.number,
      plan,
      position,
      units,
      homeCodes: units.flatMap(({ homeCodes }) => homeCodes),
    };
  }

  function buildUnit(
    spec: CompoundSpec,
    buildingCode: string,
    buildingName: string,
    plan: BuildingPlan,
    number: number,
    footprint: { x: number; y: number }[],
    spot: (areaCode: string, name: string) => string,
  ): BuiltUnit {
    const code = codeOf('unit', buildingCode, number);
    const fullName = `${buildingName} ${number}单元`;
    const left = footprint[0] as { x: number; y: number };
    const length = (footprint[1] as { x: number; y: number }).x - left.x;
    const position = plane.position({ x: left.x + ((number - 0.5) * length) / plan.units, y: left.y + 3 });
    areas.push({
      code,
      parentCode: buildingCode,
      level: 'unit',
      name: `${number}单元`,
      class: null,
      fullName,
      geometry: null,
      position,
    });
    spot(code, spec.hasLifts ? '电梯厅' : '单元门口');
    const homeCodes: string[] = [];
    for (let floor = 1; floor <= plan.floors; floor += 1) {
      for (let door = 1; door <= plan.homesPerFloor; door += 1) {
        const room = floor * 100 + door;
        const homeCode = codeOf('home', code, room);
        homeCodes.push(homeCode);
        areas.push({
          code: homeCode,
          parentCode: code,
          level: 'home',
          name: `${room}室`,
          class: null,
          fullName: `${fullName} ${room}室`,
          geometry: null,
          position: null,
        });
      }
    }
    return { code, number, homeCodes };
  }
}

/** Where each compound's south-west corner lies: blocks in columns and rows with avenues between them. */
export function layOutBlocks(plans: readonly CompoundPlan[]): { x: number; y: number }[] {
  const widths: number[] = [];
  const heights: number[] = [];
  plans.forEach((plan, index) => {
    const [column, row] = (compounds[index] as CompoundSpec).block;
    widths[column] = Math.max(widths[column] ?? 0, plan.width);
    heights[row] = Math.max(heights[row] ?? 0, plan.height);
  });
  const startOf = (sizes: number[], index: number): number =>
    sizes.slice(0, index).reduce((sum, size) => sum + size + avenueWidth, 0);
  return plans.map((plan, index) => {
    const [column, row] = (compounds[index] as CompoundSpec).block;
    // Small compounds stand at the avenue's corner, as they would, with other land behind them.
    const slack = (widths[column] as number) - plan.width;
    return { x: startOf(widths, column) + (column % 2 === 0 ? slack : 0), y: startOf(heights, row) };
  });
}

/** Outline of a whole compound on the plan, for tests that look for overlaps. */
export function outlineOf(plan: CompoundPlan, corner: { x: number; y: number }): { x: number; y: number }[] {
  return rectangle(corner.x, corner.y, plan.width, plan.height);
}

function placesOf(spec: CompoundSpec): string[] {
  return [
    '垃圾分类亭',
    '健身广场',
    '快递柜',
    ...(spec.hasGarage ? ['地下车库入口'] : ['路边停车位']),
    ...(spec.grids === null ? [] : ['物业服务中心', '邻里驿站', '电动车充电棚']),
  ];
}

/** Own digits below the community, as wide as the model's levels say. */
function codeBuilder(model: Model): (level: string, parentCode: string, number: number) => string {
  const lengths = new Map(model.levels.map(({ key, codeLength }) => [key, codeLength]));
  return (level, parentCode, number) => {
    const width = (lengths.get(level) ?? 0) - parentCode.length;
    const digits = String(number).padStart(width, '0');
    if (digits.length !== width) throw new RangeError(`${number} does not fit the code of a ${level}`);
    return parentCode + digits;
  };
}

function parentAmong(codes: ReadonlySet<string>, code: string): string | null {
  for (let length = code.length - 1; length > 0; length -= 1) {
    if (codes.has(code.slice(0, length))) return code.slice(0, length);
  }
  return null;
}
