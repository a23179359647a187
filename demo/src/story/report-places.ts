/**
 * What is sent in, and where: a lamp that is out is in a stairwell or a yard, a leak is in a home. For every city whose catalogue of
 * problems and whose buildings are those of the base model; of another institution no more is said than its own words.
 */
import type { CaseKind, Model } from '@linli/model';
import type { Area } from '../city.ts';
import type { Random } from '../random.ts';
import { kindTexts } from './kind-texts.ts';
import {
  afterthoughtsAnywhere,
  afterthoughtsAtHome,
  fillSlots,
  type ProblemTexts,
  problemTexts,
  saysOf,
} from './report-texts.ts';

export interface Report {
  area: Area;
  /** Kept beside the area: `南侧`. */
  spot: string | null;
  category: string | null;
  says: string;
  /** What those who handled it may answer. */
  outcomes: readonly string[];
}

/** Where somebody lives, with what lies around it. */
interface Surroundings {
  home: Area;
  unit: Area;
  building: Area;
  compound: Area;
  floors: number;
}

const sides = ['南侧', '北侧', '东头', '西头', '门前', '楼下'];
/** No new house of so many floors is without a lift. */
const liftsFrom = 7;
/** North of this water freezes on the paths for a month or three, and further north for half a year. */
const frost = { fromLatitude: 30, longFrom: 40 };

export class ReportPlaces {
  readonly #model: Model;
  readonly #areas: ReadonlyMap<string, Area>;
  readonly #floors: ReadonlyMap<string, number>;

  constructor(model: Model, areas: readonly Area[]) {
    this.#model = model;
    this.#areas = new Map(areas.map((area) => [area.code, area]));
    this.#floors = floorsOf(areas, this.#areas);
  }

  /** What somebody sends in who lives there. */
  report(key: string, kind: CaseKind, home: Area, at: string, random: Random): Report {
    const around = this.#around(home);
    const hasCategory = Object.values(kind.asks).some((ask) => ask.kind === 'category');
    const own = kindTexts[key];
    if (own !== undefined && around !== null) {
      const { where, category, says, done } = random.pick(own);
      const isKnown = hasCategory && category !== undefined && this.#model.problems[category] !== undefined;
      return {
        ...placed(where, around, random, says),
        category: isKnown ? category : hasCategory ? this.#category(around, at, random) : null,
        outcomes: done,
      };
    }
    const category = hasCategory ? this.#category(around, at, random) : null;
    const texts = category === null ? undefined : problemTexts[category];
    if (texts === undefined || around === null) {
      const title = this.#model.problems[category ?? '']?.title.zh ?? kind.title.zh;
      const says = `${title}：${home.name}，请来看一看。`;
      return { area: home, spot: null, category, says, outcomes: outcomesOf(key, category) };
    }
    const where = placeOf(texts, random);
    const told = placed(where, around, random, saysOf(texts, where === 'home' || where === 'inside'));
    return {
      ...told,
      says: told.says + random.pick(where === 'home' ? afterthoughtsAtHome : afterthoughtsAnywhere),
      category,
      outcomes: outcomesOf(key, category),
    };
  }

  /** By how often each is reported, where it can be. */
  #category(around: Surroundings | null, at: string, random: Random): string | null {
    const parents = new Set(Object.values(this.#model.problems).map(({ parent }) => parent));
    const leaves = Object.keys(this.#model.problems).filter((key) => !parents.has(key));
    if (leaves.length === 0) return null;
    return random.weighted(
      Object.fromEntries(
        leaves.map((key) => {
          const { weight = 10, needs } = problemTexts[key] ?? {};
          return [key, around === null || isThere(needs, around, at) ? weight : 0];
        }),
      ),
    );
  }

  /** Null: it lies in no building of a compound. */
  #around(home: Area): Surroundings | null {
    const lies = new Map<string, Area>();
    for (let area: Area | undefined = home; area !== undefined; area = this.#above(area)) {
      lies.set(area.level, area);
    }
    const [building, compound] = [lies.get('building'), lies.get('compound')];
    if (building === undefined || compound === undefined) return null;
    const floors = this.#floors.get(building.code) ?? 1;
    return { home, unit: lies.get('unit') ?? building, building, compound, floors };
  }

  #above({ parentCode }: Area): Area | undefined {
    return parentCode === null ? undefined : this.#areas.get(parentCode);
  }
}

/** What is said of a case when it is settled. */
export function outcomesOf(kind: string, category: string | null): readonly string[] {
  const own = kindTexts[kind]?.find((texts) => category === null || texts.category === category);
  return own?.done ?? problemTexts[category ?? '']?.done ?? ['已办理完毕。'];
}

type Where = 'home' | 'inside' | 'ground' | 'gate' | 'compound';

function placeOf({ where, isAtHome, isAtGate }: ProblemTexts, random: Random): Where {
  if (isAtHome) return 'home';
  if (isAtGate) return 'gate';
  if (where === undefined) return random.chance(50) ? 'inside' : 'ground';
  return where === 'building' ? 'inside' : 'ground';
}

function placed(
  where: Where,
  { home, unit, building, compound, floors }: Surroundings,
  random: Random,
  says: readonly string[],
): Pick<Report, 'area' | 'spot' | 'says'> {
  const inUnit = unit === building ? building.name : `${building.name}${unit.name}`;
  const side = random.pick(sides);
  const isWhole = random.chance(30);
  const [area, words] = {
    home: [home, inUnit] as const,
    inside: isWhole ? ([building, building.name] as const) : ([unit, inUnit] as const),
    ground: [building, `${building.name}${side}`] as const,
    gate: [compound, '大门口'] as const,
    compound: [compound, compound.name] as const,
  }[where];
  return {
    area,
    spot: where === 'ground' ? side : where === 'gate' ? '大门口' : null,
    says: fillSlots(random, random.pick(says), { words, floors }),
  };
}

function isThere(
  needs: ProblemTexts['needs'],
  { building, compound, floors }: Surroundings,
  at: string,
): boolean {
  if (needs === 'lifts') return floors >= liftsFrom;
  if (needs === 'old') return floors < liftsFrom;
  if (needs !== 'winter') return true;
  const [, latitude] = building.position ?? compound.position ?? [0, 0];
  if (latitude < frost.fromLatitude) return false;
  const month = Number(at.slice(5, 7));
  return latitude < frost.longFrom ? month === 12 || month < 3 : month > 10 || month < 4;
}

/** By the rooms: `1203室` is on the twelfth floor. */
function floorsOf(areas: readonly Area[], byCode: ReadonlyMap<string, Area>): Map<string, number> {
  const floors = new Map<string, number>();
  for (const { level, name, parentCode } of areas) {
    if (level !== 'home' || parentCode === null) continue;
    const above = byCode.get(parentCode);
    const building = above?.level === 'building' ? above.code : (above?.parentCode ?? null);
    const floor = Math.floor(Number(/^\d+/.exec(name)?.[0] ?? 0) / 100);
    if (building !== null) floors.set(building, Math.max(floor, floors.get(building) ?? 1));
  }
  return floors;
}
