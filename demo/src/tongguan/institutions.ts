/** Who is there in the demo's Tongguan: organisations, posts and the invented people who hold them. */
import { localDateOf } from '@linli/engine';
import type { Label, Model } from '@linli/model';
import type { Grid, Org, Person, Post } from '../city.ts';
import { placeName } from '../divisions.ts';
import { addCommittees, addOwnersMembers, homePicker } from '../founding/committees.ts';
import { type NameGiver, nameGiver, phoneGiver } from '../people/names.ts';
import type { Random } from '../random.ts';
import { type CompoundSpec, jointCommittees } from './compounds.ts';
import type { BuiltBuilding, BuiltCompound, Geography } from './geography.ts';

export interface Institutions {
  people: Person[];
  orgs: Org[];
  grids: Grid[];
  posts: Post[];
  /** People with an account, by the code of the compound they live in. */
  residents: Map<string, Person[]>;
  /** The person the demo's sign-in page offers for each role. */
  demoHolders: Map<string, Person>;
  demoResidents: Person[];
}

/** The compound whose people the sign-in page offers. */
export const demoCompoundKey = 'chenglu';

const departments = [
  '区城市管理局',
  '区住房和城乡建设局',
  '区消防救援大队',
  '区市场监督管理局',
  '区卫生健康委',
  '区民政局',
];

/** Offices left empty on purpose, so that vacancies can be seen and routing has to go one step up. */
const vacancies = {
  gridSecretaries: ['tonggu 5', 'yangui 8'],
  ownersChairs: ['hexia'],
  teamLeaders: ['maihuang'],
  departments: ['区民政局'],
};
/** Its chair's term ran out some weeks ago; the new election is still to come. */
const expiredChairOf = 'huaixu';

const pledges = [
  '有事敲门，随时都在。',
  '每周走一遍楼道，小事当天回话。',
  '雨天先看积水，雪天先看坡道。',
  '老人的事先办，急事马上办。',
  '答应的事写下来，办好的事拍给您看。',
  '不推不拖，办不了的说清楚为什么。',
  '周末也接电话，晚上九点前都行。',
  '记住每一户的门，不打扰每一户的门。',
];

export function buildInstitutions(
  model: Model,
  geography: Geography,
  now: string,
  random: Random,
): Institutions {
  const names = nameGiver(random.stream('names'));
  const nextPhone = phoneGiver(0);
  const today = localDateOf(now, model.timeZone);
  const result: Institutions = {
    people: [],
    orgs: [],
    grids: [],
    posts: [],
    residents: new Map(),
    demoHolders: new Map(),
    demoResidents: [],
  };
  const makers = peopleMaker(result, names, nextPhone, random);
  const { addPerson, addOrg, addPost } = makers;
  const longAgo = dayBefore(today, 980);

  const district = addOrg('district-committee', '铜官区委', null, [model.jurisdiction], longAgo);
  for (let index = 0; index < 2; index += 1) addPost(district, 'district-dispatcher', addPerson(), longAgo);
  addPost(district, 'administrator', addPerson(), longAgo);
  for (const name of departments) {
    const org = addOrg('department', name, district, [model.jurisdiction], longAgo);
    if (!vacancies.departments.includes(name)) {
      addPost(org, 'department-liaison', addPerson(), dayBefore(today, random.whole(450, 900)));
    }
  }
  const committees = new Map<string, Org>();
  for (const { code, name, level } of geography.divisions) {
    if (level !== 'community') continue;
    const short = placeName(name);
    const org = addOrg('community-committee', `${short}党委`, district, [code], longAgo);
    committees.set(code, org);
    addPost(org, 'community-secretary', addPerson(), dayBefore(today, random.whole(440, 950)), {
      pledge: random.pick(pledges),
    });
    const isBuilt = geography.compounds.some((compound) => compound.communityCode === code);
    // Where little happens the secretary releases whistles, which is where the route leads next.
    if (isBuilt) addPost(org, 'whistle-approver', addPerson(), dayBefore(today, random.whole(435, 900)));
    for (let index = 0; index < (isBuilt ? 3 : 1); index += 1) {
      addPost(org, 'community-worker', addPerson(), dayBefore(today, random.whole(430, 900)));
    }
  }
  for (const compound of geography.compounds) {
    if (compound.spec.grids === null) continue;
    const committee = addOrg(
      'compound-committee',
      `${compound.spec.name}小区党委`,
      committees.get(compound.communityCode) as Org,
      [compound.code],
      dayBefore(today, 900),
      'standalone',
    );
    addPost(committee, 'compound-secretary', addPerson(homeIn(compound.homeCodes)), dayBefore(today, 700), {
      pledge: random.pick(pledges),
    });
    cutIntoGrids(compound.buildings, compound.spec.grids).forEach((buildings, index) => {
      addGrid(committee, compound, buildings, index + 1);
    });
    const team = addOrg(
      'service-team',
      `${compound.spec.name}党员服务队`,
      committee,
      [compound.code],
      dayBefore(today, 600),
    );
    if (!vacancies.teamLeaders.includes(compound.spec.key)) {
      addPost(team, 'team-leader', addPerson(homeIn(compound.homeCodes)), dayBefore(today, 600), {
        pledge: random.pick(pledges),
      });
    }
  }
  for (const joint of jointCommittees) addJointCommittee(joint);
  for (const compound of geography.compounds) {
    addCompany(compound);
    addOwnersCommittee(compound);
    addResidents(compound);
  }
  addBranchCommittees();
  addMembersOfOwners();
  chooseDemoPeople(model, geography, result);
  return result;

  function homeIn(homeCodes: readonly string[]): string {
    return random.pick(homeCodes);
  }

  function addGrid(
    committee: Org,
    { code, spec }: BuiltCompound,
    buildings: readonly BuiltBuilding[],
    number: number,
  ): void {
    const branch = addBranch(
      committee,
      `${spec.name}第${number}网格支部`,
      buildings,
      vacancies.gridSecretaries.includes(`${spec.key} ${number}`),
    );
    result.grids.push({
      gridId: random.uuid(),
      compoundCode: code,
      name: `第${number}网格`,
      orgId: branch.orgId,
      validFrom: dayBefore(today, 880),
      buildingCodes: buildings.map((building) => building.code),
    });
  }

  function addBranch(
    committee: Org,
    name: string,
    buildings: readonly BuiltBuilding[],
    isVacant: boolean,
  ): Org {
    const homeCodes = buildings.flatMap((building) => building.homeCodes);
    const branch = addOrg(
      'grid-branch',
      name,
      committee,
      buildings.map(({ code }) => code),
      dayBefore(today, 880),
      'on-grid',
    );
    if (!isVacant) {
      addPost(
        branch,
        'grid-secretary',
        addPerson(homeIn(homeCodes)),
        dayBefore(today, random.whole(440, 700)),
        {
          pledge: random.pick(pledges),
        },
      );
    }
    for (const homes of shareOut(homeCodes, membersFor(homeCodes.length))) {
      addPost(branch, 'member-on-duty', addPerson(homeIn(homes)), dayBefore(today, random.whole(430, 860)), {
        pledge: random.chance(40) ? random.pick(pledges) : null,
        serves: homes,
      });
    }
    return branch;
  }

  /** Small compounds: one committee for all of them, and in each one branch on a grid of its own: none could fill five. */
  function addJointCommittee({ name, communityCode, compoundKeys }: (typeof jointCommittees)[number]): void {
    const compounds = geography.compounds.filter(({ spec }) => compoundKeys.includes(spec.key));
    const committee = addOrg(
      'compound-committee',
      name,
      committees.get(communityCode) as Org,
      compounds.map(({ code }) => code),
      dayBefore(today, 760),
      'joint-compounds',
    );
    addPost(
      committee,
      'compound-secretary',
      addPerson(homeIn(compounds.flatMap(({ homeCodes }) => homeCodes))),
      dayBefore(today, 640),
      { pledge: random.pick(pledges) },
    );
    for (const compound of compounds) addGrid(committee, compound, compound.buildings, 1);
  }

  /** From among the members on duty, each on one seat. */
  function addBranchCommittees(): void {
    const own = random.stream('committees');
    const people = new Map(result.people.map((person) => [person.personId, person]));
    const members = Map.groupBy(
      result.posts.filter(({ role }) => role === 'member-on-duty'),
      ({ orgId }) => orgId,
    );
    const left = new Map<string, Person[]>();
    addCommittees({
      model,
      city: { ...result, sizes: [] },
      today,
      random: own,
      memberOf({ orgId }) {
        let deck = left.get(orgId);
        if (deck === undefined) {
          deck = own.shuffled(members.get(orgId) ?? []).flatMap(({ personId }) => people.get(personId) ?? []);
          left.set(orgId, deck);
        }
        const person = deck.pop();
        if (person === undefined) throw new Error('a branch with a committee and without members');
        return person;
      },
    });
  }

  function addMembersOfOwners(): void {
    const own = random.stream('owners-members');
    const homeOf = homePicker(geography.areas, own);
    addOwnersMembers(
      { city: result, today, random: own },
      { kind: 'owners-committee', role: 'owners-member' },
      (committee) => addPerson(homeOf(committee)),
    );
  }

  function addCompany({ spec, code, communityCode, homeCodes }: BuiltCompound): void {
    // The oldest courtyard looks after itself, as such courtyards do.
    if (spec.key === 'pipa') return;
    const company = addOrg(
      'property-company',
      `${spec.company}（${spec.name}）`,
      committees.get(communityCode) as Org,
      [code],
      dayBefore(today, 970),
    );
    addPost(company, 'property-manager', addPerson(), dayBefore(today, random.whole(440, 900)));
    for (let index = 0; index < (homeCodes.length > 1000 ? 3 : 1); index += 1) {
      addPost(company, 'repair-worker', addPerson(), dayBefore(today, random.whole(430, 800)));
    }
  }

  function addOwnersCommittee(compound: BuiltCompound): void {
    const { spec, code, communityCode } = compound;
    if (!hasOwnersCommittee(spec)) return;
    const committee = addOrg(
      'owners-committee',
      `${spec.name}业委会`,
      committees.get(communityCode) as Org,
      [code],
      dayBefore(today, 920),
    );
    if (vacancies.ownersChairs.includes(spec.key)) return;
    addPost(committee, 'owners-chair', addPerson(homeIn(compound.homeCodes)), dayBefore(today, 910), {
      heldTo: spec.key === expiredChairOf ? dayBefore(today, 38) : null,
    });
  }

  function addResidents({ code, homeCodes }: BuiltCompound): void {
    const homes = random.shuffled(homeCodes).slice(0, Math.max(12, Math.round(homeCodes.length * 0.08)));
    result.residents.set(
      code,
      homes.map((homeCode) => addPerson(homeCode)),
    );
  }
}

function hasOwnersCommittee(spec: CompoundSpec): boolean {
  return !['work-unit-courtyard', 'urban-fringe', 'affordable-housing'].includes(spec.class);
}

function peopleMaker(result: Institutions, names: NameGiver, nextPhone: () => string, random: Random) {
  return {
    addPerson(homeCode: string | null = null): Person {
      const person = {
        personId: random.uuid(),
        name: names.next(),
        phone: nextPhone(),
        homeCode,
        script: null,
      };
      result.people.push(person);
      return person;
    },
    addOrg(
      kind: string,
      name: string,
      parent: Org | null,
      areaCodes: string[],
      validFrom: string,
      formation: string | null = null,
    ): Org {
      const org = {
        orgId: random.uuid(),
        kind,
        name,
        parentOrgId: parent?.orgId ?? null,
        formation,
        validFrom,
        areaCodes,
      };
      result.orgs.push(org);
      return org;
    },
    addPost(
      org: Org,
      role: string,
      person: Person,
      heldFrom: string,
      rest: { pledge?: string | null; serves?: string[]; heldTo?: string | null } = {},
    ): void {
      result.posts.push({
        postId: random.uuid(),
        orgId: org.orgId,
        role,
        personId: person.personId,
        heldFrom,
        heldTo: rest.heldTo ?? null,
        pledge: rest.pledge ?? null,
        serves: rest.serves ?? [],
      });
    },
  };
}

/**
 * Cuts buildings, in the order of their numbers, into consecutive runs, each as near to an equal share of the homes as
 * whole buildings allow. Neighbours in number are neighbours on the ground, so every grid is in one piece.
 */
export function cutIntoGrids(buildings: readonly BuiltBuilding[], count: number): BuiltBuilding[][] {
  const homes = buildings.map(({ homeCodes }) => homeCodes.length);
  const total = homes.reduce((sum, each) => sum + each, 0);
  const grids: BuiltBuilding[][] = [];
  let from = 0;
  let taken = 0;
  for (let grid = 1; grid <= count; grid += 1) {
    const goal = (total * grid) / count;
    let to = from + 1;
    taken += homes[from] ?? 0;
    const leave = count - grid;
    while (
      to < buildings.length - leave &&
      Math.abs(taken + (homes[to] as number) - goal) <= Math.abs(taken - goal)
    ) {
      taken += homes[to] as number;
      to += 1;
    }
    if (grid === count) to = buildings.length;
    grids.push(buildings.slice(from, to));
    from = to;
  }
  return grids;
}

/** Page T6: 30–50 members, each with 4–8 homes; about six homes each where the bounds allow. */
export function membersFor(homes: number): number {
  return Math.min(50, Math.max(30, Math.round(homes / 6)));
}

/** Shares homes out in order, so that nobody has two more than anybody else. */
export function shareOut(homeCodes: readonly string[], count: number): string[][] {
  return Array.from({ length: count }, (_, index) =>
    homeCodes.slice(
      Math.floor((index * homeCodes.length) / count),
      Math.floor(((index + 1) * homeCodes.length) / count),
    ),
  );
}

const residentScripts: Label[] = [
  {
    zh: '小区正在表决，等您投票；也可以拍一张照片报告问题，看看以前报的事办到哪一步了。',
    en: 'A vote in your compound waits for you. Or report a problem with a photo, and see how far earlier ones have come.',
  },
  {
    zh: '有一件事办好了，请您评价：解决、部分解决还是没解决。',
    en: 'Something was done for you: rate it as solved, partly solved or not solved.',
  },
  {
    zh: '承办人有一个问题等您答复；您不满意的那件事已经重新办理。',
    en: 'A handler waits for your answer, and the case you were not content with is open again.',
  },
];

/** One person for each role, all around one compound and its first grid, and three residents there. */
function chooseDemoPeople(model: Model, geography: Geography, result: Institutions): void {
  const compound = geography.compounds.find(({ spec }) => spec.key === demoCompoundKey) as BuiltCompound;
  const firstBuilding = compound.buildings[0] as BuiltBuilding;
  const covers = (orgId: string): number => {
    const codes = result.orgs.find((org) => org.orgId === orgId)?.areaCodes ?? [];
    return Math.max(
      -1,
      ...codes.filter((code) => firstBuilding.code.startsWith(code)).map((code) => code.length),
    );
  };
  const people = new Map(result.people.map((person) => [person.personId, person]));
  for (const [role, { script }] of Object.entries(model.roles)) {
    // An office on a committee is held beside another one, which has the line to try.
    if (script === null) continue;
    const post = result.posts
      .filter((one) => one.role === role && one.heldTo === null && covers(one.orgId) >= 0)
      .toSorted((left, right) => covers(right.orgId) - covers(left.orgId))[0];
    const person = post && people.get(post.personId);
    if (person === undefined) continue;
    person.script = script;
    result.demoHolders.set(role, person);
  }
  const neighbours = result.residents.get(compound.code) ?? [];
  const near = firstBuilding.homeCodes;
  residentScripts.forEach((script, index) => {
    const person = neighbours[index];
    if (person === undefined) return;
    person.homeCode = near[index * 11 + 3] ?? person.homeCode;
    person.script = script;
    result.demoResidents.push(person);
  });
}

/** The date so many days before a date. */
export function dayBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
