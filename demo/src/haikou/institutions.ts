/** Who is there in the demo's Haikou: four levels, service bodies, moved posts, dispatched teams, branches, grid workers. */
import type { Org, Person } from '../city.ts';
import { addBranchCommittees, addOwnersMembers, homePicker } from '../founding/committees.ts';
import { type Foundation, type FoundedCompound, shortName } from '../founding/foundation.ts';
import type { Random } from '../random.ts';
import { caseIdAt } from '../story/told-case.ts';
import type { CompoundsOfCity } from './compounds.ts';

/** China City News on Haikou: posts of the city that went down to districts and streets. */
const movedPosts = [
  { kind: 'administrative', count: 182 },
  { kind: 'institutional', count: 805 },
] as const;
/** Of each five one went to a district, four to streets; the page says only “districts and streets (towns)”. */
const toDistrictOfFive = 1;
/** In three batches, each by a decision of its own; when, the page does not say. */
const batches = [
  { daysAgo: 650, basis: '市委编办编制下沉第一批通知（示例）' },
  { daysAgo: 560, basis: '市委编办编制下沉第二批通知（示例）' },
  { daysAgo: 470, basis: '市委编办编制下沉第三批通知（示例）' },
] as const;
/** One in so many has become vacant since. */
const vacantOneIn = 45;

/**
 * China City News on Haikou: 176 organisations newly formed in grids, compounds, property companies and business quarters;
 * how many of each it does not say. Others of the same kinds were there before.
 */
const formed = {
  'grid-branch': { fresh: 72, old: 30 },
  'compound-branch': { fresh: 58, old: 26 },
  'property-branch': { fresh: 31, old: 9 },
  'business-branch': { fresh: 15, old: 6 },
} as const;
type Formed = keyof typeof formed;

/** China City News on Haikou: of the grid workers so many became members, and so many entered the two committees. */
const becameMembers = 53;
const enteredCommittees = 156;

const cityDepartments = [
  '综合行政执法局',
  '市政管理局',
  '园林和环境卫生管理局',
  '住房和城乡建设局',
  '民政局',
  '市场监督管理局',
  '卫生健康委',
  '人力资源和社会保障局',
];
const reportingIn = 240;
const services = ['patrol', 'visit', 'mediation', 'skill', 'labour'] as const;
const serviceNotes: Record<(typeof services)[number], string> = {
  patrol: '晚间巡楼一圈',
  visit: '看望独居老人',
  mediation: '一起听两家说完漏水的事',
  skill: '检修楼道照明',
  labour: '清理台风后的断枝',
};

/** An opinion on the head of a team, after which somebody was appointed. */
export interface AskedBefore {
  caseId: string;
  at: string;
  streetCode: string;
}
/** Long enough for five working days, whatever holidays lie between. */
const askedDaysBefore = 24;

/** Returns the opinions that were asked for before appointments: they are still to be told. */
export function addInstitutions(
  foundation: Foundation,
  { compounds, shown }: CompoundsOfCity,
  random: Random,
): AskedBefore[] {
  const { addOrg, addPost, addPerson, addGrid, addSize, daysAgo, divisions, model } = foundation;
  const all = [model.jurisdiction];
  const cityCommittee = addOrg('city-committee', '海口市委', null, all, 3_000);
  addPost(cityCommittee, 'administrator', addPerson(), 900);
  addPost(cityCommittee, 'city-dispatcher', addPerson(), 800);
  const education = addOrg('education-centre', '海口市党员教育中心', cityCommittee, all, 1_100);
  addPost(education, 'education-head', addPerson(), 1_000);
  const departments = cityDepartments.map((name) =>
    addOrg('city-department', `市${name}`, cityCommittee, all, 3_000),
  );

  const appointed: AskedBefore[] = [];
  const districts: Org[] = [];
  const streets: Org[] = [];
  const stations = new Map<string, Org>();
  const committees = new Map<string, Org>();
  const workers: { person: Person; committee: Org }[] = [];
  addLevels();
  movePosts();
  for (const compound of compounds) addGridWorkers(compound);
  promoteWorkers();
  addBranches();
  for (const compound of compounds) addParties(compound);
  addActivityCentres();
  addReportIns();
  addBranchCommittees(foundation, random.stream('committees'));
  const elected = random.stream('owners-members');
  const homeOf = homePicker(foundation.city.areas, elected);
  addOwnersMembers(
    { ...foundation, random: elected },
    { kind: 'owners-committee', role: 'owners-member' },
    (committee) => addPerson(homeOf(committee)),
  );
  return appointed;

  function addLevels(): void {
    const above = new Map<string, Org>();
    const sender = new Map<string, Org>();
    for (const { code, name, level } of divisions) {
      if (level === 'county') {
        const committee = addOrg('district-committee', `${name}委`, cityCommittee, [code], 2_900);
        districts.push(committee);
        above.set(code, committee);
        addPost(committee, 'district-dispatcher', addPerson(), random.whole(420, 900));
        const centre = addOrg('service-centre', `${name}党建服务中心`, committee, [code], 1_050);
        addPost(centre, 'service-head', addPerson(), random.whole(500, 1_000));
        for (const bureau of ['综合行政执法局', '住房和城乡建设局']) {
          const department = addOrg('department', name + bureau, committee, [code], 2_500);
          addPost(department, 'department-liaison', addPerson(), random.whole(420, 900));
          if (!sender.has(code)) sender.set(code, department);
        }
      } else if (level === 'street') {
        const county = code.slice(0, 6);
        const street = addOrg(
          'street-committee',
          `${name}${name.endsWith('街道') ? '党工委' : '党委'}`,
          above.get(county) ?? null,
          [code],
          2_800,
        );
        streets.push(street);
        above.set(code, street);
        addPost(street, 'street-secretary', addPerson(), random.whole(420, 900));
        addPost(street, 'street-dispatcher', addPerson(), random.whole(420, 900));
        const station = addOrg('work-station', `${name}党建工作站`, street, [code], 1_020);
        stations.set(code, station);
        addPost(station, 'station-head', addPerson(), random.whole(500, 1_000));
        const sentBy = sender.get(county);
        const team = addOrg(
          'dispatched-team',
          `${name}综合行政执法中队`,
          street,
          [code],
          900,
          sentBy && { sentByOrgId: sentBy.orgId },
        );
        addTeamHead(team, code);
      } else {
        const committee = addOrg(
          'community-committee',
          `${shortName(name)}党组织`,
          above.get(code.slice(0, 9)) ?? null,
          [code],
          2_700,
        );
        committees.set(code, committee);
        addPost(committee, 'community-secretary', addPerson(), random.whole(420, 1_500));
        addPost(committee, 'community-worker', addPerson(), random.whole(420, 900));
      }
    }
  }

  /** In one street of three a head came within the year, after the street was asked; the case is told by `opinions.ts`. */
  function addTeamHead(team: Org, streetCode: string): void {
    const first = addPerson();
    const began = random.whole(420, 880);
    if (streets.length % 3 !== 0) {
      addPost(team, 'team-head', first, began);
      return;
    }
    const since = random.whole(40, 300);
    const at = `${daysAgo(since + askedDaysBefore)}T02:${String(random.whole(10, 59))}:00.000Z`;
    const caseId = caseIdAt(at, random);
    appointed.push({ caseId, at, streetCode });
    addPost(team, 'team-head', first, began, { heldTo: daysAgo(since + 1) });
    addPost(team, 'team-head', addPerson(), since, { opinionCaseId: caseId });
  }

  /**
   * A post of the establishment that moved: with its holder, whose term ended at the city on one day and began below on the
   * next. Some holders have left since; the post has stayed.
   */
  function movePosts(): void {
    for (const { kind, count } of movedPosts) {
      for (let index = 0; index < count; index += 1) {
        const person = addPerson();
        const batch = batches[index % batches.length] ?? batches[0];
        const department = departments[index % departments.length] as Org;
        const isDistrict = index % 5 < toDistrictOfFive;
        const below = (isDistrict ? districts : streets)[
          index % (isDistrict ? districts : streets).length
        ] as Org;
        const establishmentPostId = random.uuid();
        const since = random.whole(1_400, 2_400);
        foundation.city.establishmentPosts.push({
          establishmentPostId,
          key: kind,
          number: index + 1,
          moves: [
            { orgId: department.orgId, movedOn: daysAgo(since), basis: '市委编办核定（示例）' },
            { orgId: below.orgId, movedOn: daysAgo(batch.daysAgo - 1), basis: batch.basis },
          ],
        });
        addPost(department, `city-${kind}`, person, since, {
          heldTo: daysAgo(batch.daysAgo),
          establishmentPostId,
        });
        addPost(below, `${isDistrict ? 'district' : 'street'}-${kind}`, person, batch.daysAgo - 1, {
          establishmentPostId,
          heldTo: (index + 1) % vacantOneIn === 0 ? daysAgo(random.whole(10, 200)) : null,
        });
      }
    }
  }

  function committeeOf(communityCode: string): Org {
    const found = committees.get(communityCode);
    if (found === undefined) throw new Error(`no committee in ${communityCode}`);
    return found;
  }

  function addGridWorkers(compound: FoundedCompound): void {
    const committee = committeeOf(compound.communityCode);
    for (const building of compound.buildings) {
      const person = addPerson();
      addPost(committee, 'grid-worker', person, random.whole(700, 1_300), { serves: [building.code] });
      workers.push({ person, committee });
    }
  }

  function promoteWorkers(): void {
    const chosen = random.shuffled(workers);
    for (const { person, committee } of chosen.slice(0, becameMembers)) {
      addPost(committee, 'community-party-member', person, random.whole(60, 360));
    }
    for (const { person, committee } of chosen.slice(becameMembers, becameMembers + enteredCommittees)) {
      addPost(committee, 'committee-member', person, random.whole(200, 600));
    }
  }

  function addBranches(): void {
    const towns = random.shuffled(compounds.filter((one) => one.class !== 'urban-fringe' && one !== shown));
    const ages = (kind: Formed): number[] => [
      ...Array.from({ length: formed[kind].fresh }, () => random.whole(30, 340)),
      ...Array.from({ length: formed[kind].old }, () => random.whole(800, 1_600)),
    ];
    // Secretaries of older branches were elected since; those of property companies wait for it, some past their term.
    const withinTerm = (age: number): number => Math.min(age, random.whole(200, 1_000));
    // The compound that is shown has one of the newly formed branches.
    const withBranch = [
      shown,
      ...towns.splice(0, formed['compound-branch'].fresh + formed['compound-branch'].old - 1),
    ];
    ages('compound-branch').forEach((age, index) => {
      const compound = withBranch[index] as FoundedCompound;
      const branch = addOrg(
        'compound-branch',
        `${compound.name}党支部`,
        committeeOf(compound.communityCode),
        [compound.code],
        age,
        { formation: 'standalone' },
      );
      addPost(branch, 'branch-secretary', addPerson(random.pick(compound.homeCodes)), withinTerm(age));
      addSize(branch, random.whole(3, 38));
    });
    const onGrids = ages('grid-branch').map((age, index) => {
      // Where towns have run out, villages have grids as well.
      const compound =
        towns[index] ?? (compounds.filter((one) => one.class === 'urban-fringe')[index] as FoundedCompound);
      const building = compound.buildings[0];
      if (building === undefined) throw new Error(`${compound.name} has no building`);
      const branch = addOrg(
        'grid-branch',
        `${compound.name}第1网格党支部`,
        committeeOf(compound.communityCode),
        [building.code],
        age,
        { formation: 'on-grid' },
      );
      addPost(branch, 'grid-branch-secretary', addPerson(random.pick(building.homeCodes)), withinTerm(age));
      addSize(branch, random.whole(3, 24));
      return { building, branch };
    });
    for (const compound of compounds) {
      compound.buildings.forEach((building, index) => {
        const own = onGrids.find((one) => one.building === building);
        addGrid(
          compound,
          `第${index + 1}网格`,
          own?.branch ?? committeeOf(compound.communityCode),
          [building],
          25,
        );
      });
    }
    ages('property-branch').forEach((age, index) => {
      const compound = withBranch[index] as FoundedCompound;
      const branch = addOrg(
        'property-branch',
        `${compound.name}物业党支部`,
        committeeOf(compound.communityCode),
        [compound.code],
        age,
        { formation: 'standalone' },
      );
      addPost(branch, 'property-branch-secretary', addPerson(), age);
      addSize(branch, random.whole(3, 12));
    });
    const urban = streets.filter(({ name }) => name.includes('街道'));
    ages('business-branch').forEach((age, index) => {
      const street = urban[index % urban.length] as Org;
      const [code = ''] = street.areaCodes;
      const community = divisions.find((one) => one.level === 'community' && one.code.startsWith(code));
      if (community === undefined) throw new Error(`${street.name} has no community`);
      const branch = addOrg(
        'business-branch',
        `${shortName(community.name).replace('社区', '')}商圈党支部`,
        street,
        [community.code],
        age,
        { formation: 'standalone' },
      );
      addPost(branch, 'business-branch-secretary', addPerson(), withinTerm(age));
      addSize(branch, random.whole(4, 30));
    });
  }

  function addParties(compound: FoundedCompound): void {
    if (compound.class === 'urban-fringe') return;
    const parent = committeeOf(compound.communityCode);
    const company = addOrg(
      'property-company',
      `${random.pick(['椰风', '三角梅', '骑楼', '晴海'])}物业（${compound.name}）`,
      parent,
      [compound.code],
      900,
    );
    addPost(company, 'property-manager', addPerson(), random.whole(420, 880));
    addPost(company, 'repair-worker', addPerson(), random.whole(420, 880));
    if (compound !== shown && !random.chance(50)) return;
    const owners = addOrg('owners-committee', `${compound.name}业委会`, parent, [compound.code], 800);
    addPost(owners, 'owners-chair', addPerson(random.pick(compound.homeCodes)), random.whole(420, 790));
  }

  /** A first few of the N: what a street's station looks after in communities and compounds; the others follow with places. */
  function addActivityCentres(): void {
    for (const [code, station] of stations) {
      const inside = compounds.filter(({ communityCode }) => communityCode.startsWith(code));
      const community = inside[0];
      const compound = inside.at(-1);
      if (community === undefined || compound === undefined) continue;
      const places: [string, string][] = [
        [`${foundation.place(community.communityCode).fullName}党群活动中心`, community.communityCode],
        [`${compound.name}党群活动中心`, compound.code],
      ];
      for (const [name, areaCode] of places) {
        const centre = addOrg('activity-centre', name, station, [areaCode], random.whole(300, 900));
        if (random.chance(92)) addPost(centre, 'centre-head', addPerson(), random.whole(100, 290));
      }
    }
  }

  /** In the duty ledger; what people give freely would stand in the other. */
  function addReportIns(): void {
    const employers = foundation.city.orgs.filter(
      ({ kind }) => kind === 'department' || kind === 'city-department',
    );
    for (let index = 0; index < reportingIn; index += 1) {
      const compound = random.pick(compounds);
      const person = addPerson(random.pick(compound.homeCodes));
      const committee = committeeOf(compound.communityCode);
      const enters = foundation.city.posts.find(
        (post) => post.orgId === committee.orgId && post.role === 'community-worker',
      );
      if (enters === undefined) continue;
      const since = random.whole(120, 380);
      foundation.city.reportIns.push({
        reportInId: random.uuid(),
        personId: person.personId,
        employerOrgId: (employers[index % employers.length] as Org).orgId,
        communityOrgId: committee.orgId,
        reportedFrom: daysAgo(since),
        done: Array.from({ length: random.whole(0, 5) }, () => {
          const service = random.pick(services);
          return {
            entryId: random.uuid(),
            doneOn: daysAgo(random.whole(1, since)),
            minutes: random.whole(2, 12) * 15,
            service,
            note: serviceNotes[service],
            byPersonId: enters.personId,
          };
        }),
      });
    }
  }
}
