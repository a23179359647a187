/**
 * What the made-up cities with official divisions and invented compounds are founded with: places, people, organisations
 * and posts, each with one call. It knows no word of any model; those who call it do.
 */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Area, CardField, City, Grid, Org, Person, Post } from '../city.ts';
import { emptyCity } from '../city.ts';
import { type Division, divisionsWithin, placeName } from '../divisions.ts';
import { planCompound, type RowSpec } from '../geography/compound-plan.ts';
import { middle, type Plane, type Position, planeAt, shifted } from '../geography/plane.ts';
import { nameGiver, phoneGiver } from '../people/names.ts';
import type { Random } from '../random.ts';

export interface FoundedBuilding {
  code: string;
  name: string;
  position: Position;
  homeCodes: string[];
}
export interface FoundedCompound {
  code: string;
  name: string;
  communityCode: string;
  class: string;
  position: Position;
  buildings: FoundedBuilding[];
  homeCodes: string[];
}

export interface Foundation {
  model: Model;
  city: City;
  random: Random;
  today: string;
  divisions: Division[];
  /** The date so many days before today. */
  daysAgo(days: number): string;
  place(code: string): Area;
  /** The next compound of a community, with buildings of rows given from south to north. */
  addCompound(spec: { communityCode: string; name: string; class: string; rows: RowSpec[] }): FoundedCompound;
  addPerson(homeCode?: string | null): Person;
  addOrg(
    kind: string,
    name: string,
    parent: Org | null,
    areaCodes: string[],
    since: number,
    more?: Partial<Org>,
  ): Org;
  addPost(org: Org, role: string, person: Person, since: number, more?: Partial<Post>): Post;
  addGrid(
    compound: FoundedCompound,
    name: string,
    org: Org,
    buildings: readonly FoundedBuilding[],
    since: number,
  ): Grid;
  addSize(org: Org, members: number, areaCode?: string): void;
  /** A road or the like from one place to another, in the area it runs through. */
  addSegment(
    kind: string,
    name: string,
    between: readonly [from: string, to: string],
    areaCode: string,
    line: Position[],
    since: number,
  ): string;
  /** Consent to fields of a duty card, given so many days ago. */
  consents(fields: readonly CardField[], daysAgo: number, consentDays: number): NonNullable<Post['card']>;
}

export interface FoundationSpec {
  /** Middle of each county by its code, roughly where it is. */
  middles: Readonly<Record<string, Position>>;
  /** Divisions of the table that are no part of this city; what lies in them goes with them. */
  without?: readonly string[];
  /** Digit of this city's telephone numbers; see `phoneGiver`. */
  phoneBlock: number;
}

/** Metres from one community to the next, and from one compound to the next. */
const communityStep = { x: 1_500, y: 1_250 };
const compoundStep = { x: 235, y: 215 };
const compoundsAcross = 6;
const communitiesAcross = 7;

export function layFoundation(model: Model, now: string, random: Random, spec: FoundationSpec): Foundation {
  const city = emptyCity();
  const today = localDateOf(now, model.timeZone);
  const divisions = divisionsWithin(model.jurisdiction).filter(
    ({ code }) => !(spec.without ?? []).some((left) => code.startsWith(left)),
  );
  const names = nameGiver(random.stream('names'));
  const nextPhone = phoneGiver(spec.phoneBlock);
  const planes = new Map(Object.entries(spec.middles).map(([code, at]) => [code, planeAt(at, 0)]));
  const codeOf = codeBuilder(model);
  const places = new Map<string, Area>();
  const compoundCounts = new Map<string, number>();
  const addArea = (area: Area): void => {
    city.areas.push(area);
    places.set(area.code, area);
  };
  const place = (code: string): Area => {
    const found = places.get(code);
    if (found === undefined) throw new Error(`no area ${code} in the made-up city`);
    return found;
  };
  const daysAgo = (days: number): string =>
    new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

  addDivisions();
  const cornerOf = communityCorners();

  return {
    model,
    city,
    random,
    today,
    divisions,
    daysAgo,
    place,
    addCompound,
    addPerson(homeCode = null) {
      const person = {
        personId: random.uuid(),
        name: names.next(),
        phone: nextPhone(),
        homeCode,
        script: null,
      };
      city.people.push(person);
      return person;
    },
    addOrg(kind, name, parent, areaCodes, since, more = {}) {
      const org: Org = {
        orgId: random.uuid(),
        kind,
        name,
        parentOrgId: parent?.orgId ?? null,
        formation: null,
        validFrom: daysAgo(since),
        areaCodes,
        ...more,
      };
      city.orgs.push(org);
      return org;
    },
    addPost(org, role, person, since, more = {}) {
      const post: Post = {
        postId: random.uuid(),
        orgId: org.orgId,
        role,
        personId: person.personId,
        heldFrom: daysAgo(since),
        heldTo: null,
        pledge: null,
        serves: [],
        ...more,
      };
      city.posts.push(post);
      return post;
    },
    addGrid(compound, name, org, buildings, since) {
      const grid: Grid = {
        gridId: random.uuid(),
        compoundCode: compound.code,
        name,
        orgId: org.orgId,
        validFrom: daysAgo(since),
        buildingCodes: buildings.map(({ code }) => code),
      };
      city.grids.push(grid);
      return grid;
    },
    addSize(org, members, areaCode) {
      city.sizes.push({ orgId: org.orgId, areaCode: areaCode ?? null, countedOn: daysAgo(30), members });
    },
    addSegment(kind, name, [fromPlace, toPlace], areaCode, line, since) {
      const segmentId = random.uuid();
      const validFrom = daysAgo(since);
      city.segments.push({ segmentId, kind, name, fromPlace, toPlace, areaCode, line, validFrom });
      return segmentId;
    },
    consents: (fields, days, consentDays) => ({
      consents: fields.map((field) => ({ consentId: random.uuid(), field })),
      consentedOn: daysAgo(days),
      consentDays,
      result: null,
    }),
  };

  function addDivisions(): void {
    const root = model.levels.find(({ codeLength }) => codeLength === model.jurisdiction.length);
    if (root === undefined) throw new Error(`no level has codes as long as ${model.jurisdiction}`);
    const listed = divisions.some(({ code }) => code === model.jurisdiction);
    // The table begins at counties; a whole city is named by its model.
    const all = listed
      ? divisions
      : [{ code: model.jurisdiction, name: cityNameOf(model), level: root.key }, ...divisions];
    const codes = new Set(all.map(({ code }) => code));
    for (const { code, name, level } of all) {
      addArea({
        code,
        parentCode: parentAmong(codes, code),
        level,
        name,
        class: null,
        fullName: shortName(name),
        geometry: null,
        // Nobody stands “at” a district: a point for it would only catch reports from the phone's position.
        position: null,
      });
    }
  }

  /** South-west corner of each community on the plan of its county. */
  function communityCorners(): Map<string, { plane: Plane; x: number; y: number }> {
    const corners = new Map<string, { plane: Plane; x: number; y: number }>();
    for (const [county, plane] of planes) {
      divisions
        .filter(({ code, level }) => level === 'community' && code.startsWith(county))
        .forEach(({ code }, index) => {
          corners.set(code, {
            plane,
            x: ((index % communitiesAcross) - communitiesAcross / 2) * communityStep.x,
            y: (Math.floor(index / communitiesAcross) - 1) * communityStep.y,
          });
        });
    }
    return corners;
  }

  function addCompound({
    communityCode,
    name,
    class: areaClass,
    rows,
  }: Parameters<Foundation['addCompound']>[0]) {
    const corner = cornerOf.get(communityCode);
    if (corner === undefined) throw new Error(`no county of the city holds ${communityCode}`);
    const { plane } = corner;
    const ordinal = (compoundCounts.get(communityCode) ?? 0) + 1;
    compoundCounts.set(communityCode, ordinal);
    const at = {
      x: corner.x + ((ordinal - 1) % compoundsAcross) * compoundStep.x,
      y: corner.y + Math.floor((ordinal - 1) / compoundsAcross) * compoundStep.y,
    };
    const plan = planCompound(rows);
    const code = codeOf('compound', communityCode, ordinal);
    const fullName = `${place(communityCode).fullName} ${name}`;
    const position = plane.position({ x: at.x + plan.width / 2, y: at.y + plan.height / 2 });
    addArea({
      code,
      parentCode: communityCode,
      level: 'compound',
      name,
      class: areaClass,
      fullName,
      geometry: plane.polygon(shifted(plan.outline, at)),
      position,
    });
    const buildings = plan.buildings.map((one): FoundedBuilding => {
      const footprint = shifted(one.footprint, at);
      const building = {
        code: codeOf('building', code, one.number),
        name: `${one.number}号楼`,
        position: plane.position(middle(footprint)),
        homeCodes: [] as string[],
      };
      addArea({
        code: building.code,
        parentCode: code,
        level: 'building',
        name: building.name,
        class: null,
        fullName: `${fullName} ${building.name}`,
        geometry: plane.polygon(footprint),
        position: building.position,
      });
      for (let unit = 1; unit <= one.units; unit += 1) addUnit(building, fullName, unit, one);
      return building;
    });
    city.spots.push({
      spotCode: random.uuid().replaceAll('-', '').slice(0, 10),
      areaCode: code,
      name: '大门',
    });
    return {
      code,
      name,
      communityCode,
      class: areaClass,
      position,
      buildings,
      homeCodes: buildings.flatMap(({ homeCodes }) => homeCodes),
    };
  }

  function addUnit(
    building: FoundedBuilding,
    compoundName: string,
    number: number,
    { floors, homesPerFloor }: { floors: number; homesPerFloor: number },
  ): void {
    const code = codeOf('unit', building.code, number);
    const fullName = `${compoundName} ${building.name} ${number}单元`;
    const bare = { class: null, geometry: null, position: null };
    addArea({ ...bare, code, parentCode: building.code, level: 'unit', name: `${number}单元`, fullName });
    for (let floor = 1; floor <= floors; floor += 1) {
      for (let door = 1; door <= homesPerFloor; door += 1) {
        const room = floor * 100 + door;
        const homeCode = codeOf('home', code, room);
        building.homeCodes.push(homeCode);
        addArea({
          ...bare,
          code: homeCode,
          parentCode: code,
          level: 'home',
          name: `${room}室`,
          fullName: `${fullName} ${room}室`,
        });
      }
    }
  }
}

/** `青石社区居民委员会` is the committee's name; people say `青石社区`. */
export function shortName(officialName: string): string {
  return placeName(
    officialName.replace(/(社区)?(居民委员会|居委会)$/, '社区').replace(/(村)?(村民委员会|村委会)$/, '村'),
  );
}

function cityNameOf({ title }: Model): string {
  return title.zh.slice(0, title.zh.search(/小区|城市|党建/)).concat('市');
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
