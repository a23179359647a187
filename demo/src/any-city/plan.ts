/**
 * A small city for any model: areas down to its innermost level, an organisation of every kind where the model says
 * they are, and somebody in every role. It reads the model and knows no word of it.
 */
import { localDateOf } from '@linli/engine';
import type { CaseKind, Label, Level, Model, OrgKind, Role } from '@linli/model';
import { type Area, type City, emptyCity, type Org, type Person } from '../city.ts';
import { type Division, divisionsWithin, placeName } from '../divisions.ts';
import type { MeetingDays } from '../gatherings/meeting-days.ts';
import { type Plane, type Point, planeAt, rectangle } from '../geography/plane.ts';
import { nameGiver, phoneGiver } from '../people/names.ts';
import type { Random } from '../random.ts';

export interface SmallCity {
  city: City;
  /** Areas of the innermost level. */
  innermost: Area[];
  residents: Person[];
  /** Who can sign in, with what they are. */
  demoPeople: { person: Person; role: string | null; orgName: string | null }[];
  /** Absent: a few of everything. */
  past?: {
    /** Closed cases of a kind, and over how many days they lie back at most. */
    cases(kind: CaseKind): number;
    days: number;
  };
  /** Where what is under way is, so that those who are offered find it; absent: a quarter of the innermost. */
  present?: Area[];
  /** How many of the residents send things in. */
  reporters?: number;
  /** Kinds of cases that the city tells for itself. */
  without?: readonly string[];
  /** When its meetings are held, where they are told: a case on a rung is decided while one sits. */
  days?: MeetingDays;
}

/** More organisations of one kind would add nothing to try. */
const mostOrgsOfAKind = 24;
/** How many areas lie in one: many where a model is shallow, few where it is deep. */
const fanOuts = [1, 8, 4, 3, 3, 3, 2, 2, 2];

const placeWords = '香樟 海棠 银杏 白鹭 麦浪 石桥 枫林 云溪 荷塘 晨光 柳岸 竹里 桂香 青瓦 渡口 梧桐'.split(
  ' ',
);

interface Box {
  left: number;
  bottom: number;
  width: number;
  height: number;
}

export function planSmallCity(model: Model, now: string, random: Random): SmallCity {
  const city = emptyCity();
  const today = localDateOf(now, model.timeZone);
  const since = new Date(Date.parse(`${today}T00:00:00Z`) - 400 * 86_400_000).toISOString().slice(0, 10);
  const rootIndex = model.levels.findIndex(({ codeLength }) => codeLength === model.jurisdiction.length);
  if (rootIndex === -1) throw new Error(`no level has codes as long as ${model.jurisdiction}`);
  const levels = model.levels.slice(rootIndex);
  const plane = planeAt(madeUpPlace(random), 0);
  const official = divisionsWithin(model.jurisdiction);
  const words = random.shuffled(placeWords);
  const root = areaOf(
    levels[0] as Level,
    null,
    model.jurisdiction,
    officialName(official, model.jurisdiction) ?? model.title.zh,
    {
      left: 0,
      bottom: 0,
      width: 1200,
      height: 900,
    },
  );
  let frontier: { area: Area; box: Box }[] = [root];
  for (const [depth, level] of levels.slice(1).entries()) {
    const fanOut = fanOuts[Math.min(levels.length - 1, fanOuts.length - 1)] as number;
    const isInnermost = depth === levels.length - 2;
    frontier = frontier.flatMap(({ area, box }) =>
      childrenOf(area, level, isInnermost ? fanOut * 2 : fanOut).map((child, index, all) =>
        areaOf(level, area, child.code, child.name, cell(box, index, all.length)),
      ),
    );
  }
  const innermost = frontier.map(({ area }) => area);
  addOrgs();
  const { posted, residents } = addPeople();
  return { city, innermost, residents, demoPeople: choosePeople(posted, residents) };

  function areaOf(
    level: Level,
    parent: Area | null,
    code: string,
    name: string,
    box: Box,
  ): { area: Area; box: Box } {
    const isShown = box.width > 6;
    const centre: Point = { x: box.left + box.width / 2, y: box.bottom + box.height / 2 };
    const classes = Object.entries(model.areaClasses).filter(([, one]) => one.level === level.key);
    const area: Area = {
      code,
      parentCode: parent?.code ?? null,
      level: level.key,
      name,
      class: classes.length > 0 ? random.pick(classes)[0] : null,
      fullName: fullNameOf(parent, name),
      geometry: parent !== null && isShown ? shapeOf(plane, box) : null,
      position: parent === null ? null : plane.position(centre),
    };
    city.areas.push(area);
    return { area, box };
  }

  /** Official divisions where there are such, else invented ones. */
  function childrenOf(area: Area, level: Level, count: number): { code: string; name: string }[] {
    const known = official.filter(
      ({ code, level: key }) =>
        key === level.key && code.length === level.codeLength && code.startsWith(area.code),
    );
    if (known.length > 0) return known.slice(0, count).map(({ code, name }) => ({ code, name }));
    const width = level.codeLength - area.code.length;
    const most = Math.min(count, 10 ** width - 1);
    const isNamed = levels.indexOf(level) <= levels.length / 2 && levels.indexOf(level) < levels.length - 1;
    return Array.from({ length: most }, (_, index) => ({
      code: area.code + String(index + 1).padStart(width, '0'),
      name: isNamed
        ? `${words[(city.areas.length + index) % words.length]}${level.title.zh}`
        : `${index + 1}号${level.title.zh}`,
    }));
  }

  function addOrgs(): void {
    const done = new Set<string>();
    const add = (key: string): void => {
      if (done.has(key)) return;
      done.add(key);
      const kind = model.orgKinds[key] as OrgKind;
      if (kind.under !== null && kind.under !== key) add(kind.under);
      const levelKey = kind.level ?? (levels[0] as Level).key;
      // A kind of a level above the city's own belongs to the city all the same.
      const areas = city.areas.filter(({ level }) => level === levelKey).slice(0, mostOrgsOfAKind);
      for (const area of areas.length > 0 ? areas : [root.area]) {
        city.orgs.push({
          orgId: random.uuid(),
          kind: key,
          name: orgName(area, kind),
          parentOrgId: kind.under === null ? null : (nearestOrg(kind.under, area)?.orgId ?? null),
          formation: kind.formation[0] ?? null,
          validFrom: since,
          areaCodes: [area.code],
        });
      }
    };
    for (const key of Object.keys(model.orgKinds)) add(key);
  }

  function nearestOrg(kind: string, area: Area): Org | undefined {
    return city.orgs
      .filter((org) => org.kind === kind && org.areaCodes.some((code) => area.code.startsWith(code)))
      .toSorted((left, right) => (right.areaCodes[0] ?? '').length - (left.areaCodes[0] ?? '').length)[0];
  }

  function addPeople(): { posted: { person: Person; role: string; org: Org }[]; residents: Person[] } {
    const names = nameGiver(random.stream('names'));
    const nextPhone = phoneGiver(0);
    const addPerson = (homeCode: string | null): Person => {
      const person = {
        personId: random.uuid(),
        name: names.next(),
        phone: nextPhone(),
        homeCode,
        script: null,
      };
      city.people.push(person);
      return person;
    };
    const posted: { person: Person; role: string; org: Org }[] = [];
    for (const [role, rule] of Object.entries(model.roles)) {
      for (const org of city.orgs.filter(({ kind }) => kind === rule.orgKind)) {
        for (const serves of sharesOf(rule, org)) {
          const person = addPerson(null);
          posted.push({ person, role, org });
          city.posts.push({
            postId: random.uuid(),
            orgId: org.orgId,
            role,
            personId: person.personId,
            heldFrom: since,
            heldTo: null,
            pledge: null,
            serves,
          });
        }
      }
    }
    const residents = random
      .shuffled(innermost)
      .slice(0, 10)
      .map((area) => addPerson(area.code));
    return { posted, residents };
  }

  /** One share for each holder: what they serve, within the model's bounds; one empty share where they serve nothing. */
  function sharesOf({ serves }: Role, org: Org): string[][] {
    if (serves === null) return [[]];
    const codes = city.areas
      .filter(
        ({ code, level }) => level === serves.level && org.areaCodes.some((own) => code.startsWith(own)),
      )
      .map(({ code }) => code);
    const most = serves.bounds.max ?? 8;
    const count = Math.min(mostOrgsOfAKind, Math.max(1, Math.ceil(codes.length / most)));
    return Array.from({ length: count }, (_, index) => codes.slice(index * most, (index + 1) * most));
  }

  /** Everybody around the first place, one for each role, and two residents there. */
  function choosePeople(
    posted: { person: Person; role: string; org: Org }[],
    residents: Person[],
  ): SmallCity['demoPeople'] {
    const first = innermost[0] as Area;
    const chosen: SmallCity['demoPeople'] = [];
    for (const [index, person] of residents.slice(0, 2).entries()) {
      person.homeCode = innermost[index]?.code ?? first.code;
      person.script = residentScript;
      chosen.push({ person, role: null, orgName: null });
    }
    for (const [role, rule] of Object.entries(model.roles)) {
      const candidates = posted.filter((one) => one.role === role);
      const near = candidates.find(({ org }) => org.areaCodes.some((code) => first.code.startsWith(code)));
      const one = near ?? candidates[0];
      if (one === undefined) continue;
      one.person.script = rule.script ?? staffScript(rule.title);
      chosen.push({ person: one.person, role, orgName: one.org.name });
    }
    return chosen;
  }
}

const residentScript: Label = {
  zh: '提交一件事，再看看它办到哪一步了。',
  en: 'Send something in and see how far it comes.',
};

function staffScript(title: Label): Label {
  return {
    zh: `以${title.zh}的身份看看今天有什么事要办。`,
    en: `See what there is to do today as ${title.en.toLowerCase()}.`,
  };
}

function officialName(official: readonly Division[], code: string): string | undefined {
  return official.find((division) => division.code === code)?.name;
}

/** Names of the nested places below the outermost two; Chinese names need no space, others do. */
function fullNameOf(parent: Area | null, name: string): string {
  const own = placeName(name);
  return parent === null || parent.parentCode === null ? own : `${parent.fullName} ${own}`;
}

/** `小区党委` of 香樟小区 is 香樟小区党委, not 香樟小区小区党委. */
function orgName(area: Area, kind: OrgKind): string {
  const place = placeName(area.name);
  const { zh } = kind.title;
  for (let shared = Math.min(zh.length - 1, place.length); shared > 0; shared -= 1) {
    if (place.endsWith(zh.slice(0, shared))) return place + zh.slice(shared);
  }
  return place + zh;
}

/** Somewhere on land between the Huai and the Yangtze; which city it is meant to be is not known here. */
function madeUpPlace(random: Random): [number, number] {
  return [116 + random.share(), 32 + random.share() / 2];
}

/** One of `count` cells of a box, with a lane around each. */
function cell(box: Box, index: number, count: number): Box {
  const columns = Math.ceil(Math.sqrt((count * box.width) / box.height)) || 1;
  const rows = Math.ceil(count / columns);
  const width = box.width / columns;
  const height = box.height / rows;
  const lane = Math.min(width, height) * 0.06;
  return {
    left: box.left + (index % columns) * width + lane,
    bottom: box.bottom + Math.floor(index / columns) * height + lane,
    width: width - 2 * lane,
    height: height - 2 * lane,
  };
}

function shapeOf(plane: Plane, { left, bottom, width, height }: Box): ReturnType<Plane['polygon']> {
  return plane.polygon(rectangle(left, bottom, width, height));
}
