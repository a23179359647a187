/** Who is there in the demo's Panzhihua: branches, building groups with their eight posts, member households, chiefs. */
import type { Org, Person, Post, TrailStep } from '../city.ts';
import { addBranchCommittees, addOwnersMembers, homePicker } from '../founding/committees.ts';
import {
  type Foundation,
  type FoundedBuilding,
  type FoundedCompound,
  shortName,
} from '../founding/foundation.ts';
import type { Position } from '../geography/plane.ts';
import type { Random } from '../random.ts';
import type { Cluster, CompoundsOfCity } from './compounds.ts';

/** 四长四员. */
export const eightPosts = [
  'residents-group-head',
  'party-group-head',
  'building-head',
  'womens-group-head',
  'publicity-officer',
  'safety-officer',
  'oversight-officer',
  'mediator',
] as const;

/** Of each hundred posts so many stand vacant: the city shows where, and routing goes one step up. */
const vacantPercent = 6;
/** So many branches were formed between so many days ago: after that their members were counted. */
const lateFormed = { percent: 22, from: 45, to: 350 };
/** Compounds so new that they have neither grid nor grid worker. */
const withoutGrid = 2;

const pledges = [
  '楼道里的事，当天看一遍。',
  '上门前先打招呼，办完后说一声。',
  '谁家老人独居，每周去坐一坐。',
  '下雨前清雨水口，天旱时查消防栓。',
  '邻里有话，先听两边再开口。',
  '答应的事贴在楼下，办成了划掉。',
];
const roadWords = '金沙 凤凰 木棉 攀枝 炳仁 渡江 炼铁 望江 三线 长寿 清香 新华'.split(' ');

export function addInstitutions(
  foundation: Foundation,
  { clusters, shown }: CompoundsOfCity,
  random: Random,
): void {
  const { addOrg, addPost, addPerson, addGrid, addSize, daysAgo, divisions, model, place } = foundation;
  const cityCommittee = addOrg('city-committee', '攀枝花市委', null, [model.jurisdiction], 2_400);
  addPost(cityCommittee, 'administrator', addPerson(), 900);
  const compounds = clusters.flatMap((cluster) => cluster.compounds);
  const committees = new Map<string, Org>();
  addLevels();
  const uncovered = new Map<string, FoundedCompound[]>();
  let newest = 0;
  for (const cluster of clusters) {
    if (cluster.formed === 'not') {
      newest += 1;
      if (newest <= withoutGrid) continue;
      const [compound] = cluster.compounds;
      if (compound === undefined) continue;
      const held = uncovered.get(compound.communityCode) ?? [];
      uncovered.set(compound.communityCode, [...held, compound]);
    } else addBranches(cluster);
  }
  for (const [code, left] of uncovered) addGridWorker(committeeOf(code), left);
  for (const compound of compounds) addParties(compound);
  addChiefs();
  addBranchCommittees(foundation, random.stream('committees'));
  addMembersOfOwners(random.stream('owners-members'));

  function committeeOf(communityCode: string): Org {
    const found = committees.get(communityCode);
    if (found === undefined) throw new Error(`no committee in ${communityCode}`);
    return found;
  }

  function addLevels(): void {
    const above = new Map<string, Org>();
    const inhabited = new Set(compounds.map(({ communityCode }) => communityCode));
    for (const { code, name, level } of divisions) {
      if (level === 'county') {
        const committee = addOrg(
          'district-committee',
          `${name.replace(/[区县]$/, '')}${name.slice(-1)}委`,
          cityCommittee,
          [code],
          2_300,
        );
        above.set(code, committee);
        addPost(committee, 'district-dispatcher', addPerson(), random.whole(420, 900));
        const department = addOrg('department', `${name}综合行政执法局`, committee, [code], 2_000);
        addPost(department, 'department-liaison', addPerson(), random.whole(420, 900));
      } else if (level === 'street') {
        const suffix = name.endsWith('街道') ? '党工委' : '党委';
        const committee = addOrg(
          'street-committee',
          `${name}${suffix}`,
          above.get(code.slice(0, 6)) ?? null,
          [code],
          2_200,
        );
        above.set(code, committee);
        addPost(committee, 'street-secretary', addPerson(), random.whole(420, 900));
      } else if (inhabited.has(code)) {
        const committee = addOrg(
          'community-committee',
          `${shortName(name)}党委`,
          above.get(code.slice(0, 9)) ?? null,
          [code],
          2_100,
        );
        committees.set(code, committee);
        addPost(committee, 'community-secretary', addPerson(), random.whole(420, 1_200), {
          pledge: random.pick(pledges),
        });
        for (let index = 0; index < 2; index += 1)
          addPost(committee, 'community-worker', addPerson(), random.whole(420, 900));
      }
    }
  }

  function addBranches(cluster: Cluster): void {
    const [first] = cluster.compounds;
    if (first === undefined) return;
    const parent = committeeOf(first.communityCode);
    const founded = foundedOf(cluster);
    const together = cluster.compounds.map(({ name }) => name).join('、');
    for (let index = 0; index < cluster.branches; index += 1) {
      const name =
        cluster.formed === 'standalone'
          ? `${together}党支部`
          : cluster.formed === 'joint'
            ? `${together}联合党支部`
            : `${together}网格党支部${cluster.branches > 1 ? `（${index + 1}）` : ''}`;
      // Two branches in one compound share its buildings, each with its grid.
      const shares = cluster.compounds.map((compound) => ({
        compound,
        buildings: partOf(compound.buildings, index, cluster.branches),
      }));
      const areaCodes =
        cluster.branches > 1
          ? shares.flatMap(({ buildings }) => buildings.map(({ code }) => code))
          : cluster.compounds.map(({ code }) => code);
      const branch = addOrg('compound-branch', name, parent, areaCodes, founded, {
        formation: cluster.formed,
      });
      addSizes(branch, cluster);
      const secretary = addPerson(random.pick(first.homeCodes));
      const elected = Math.min(founded, random.whole(420, 1_000));
      addPost(branch, 'branch-secretary', secretary, elected, {
        pledge: random.pick(pledges),
        trail: trailOf(elected, null, '社区党委审核，支部党员大会选举'),
      });
      for (const { compound, buildings } of shares) {
        addGrid(
          compound,
          cluster.branches > 1 ? `第${index + 1}网格` : '网格',
          branch,
          buildings,
          Math.min(founded, 420),
        );
        for (const building of buildings) addGroup(branch, compound, building, Math.min(founded, 425));
      }
      if (cluster.formed === 'standalone') addOwnersCommittee(first, secretary);
    }
  }

  function addSizes(branch: Org, { formed, compounds: shared }: Cluster): void {
    if (formed === 'joint') {
      // Fewer than three each, three and more together: that is what a joint branch is for.
      for (const [index, { code }] of shared.entries())
        addSize(branch, index === 0 ? 2 : random.whole(1, 2), code);
    } else addSize(branch, random.whole(3, formed === 'standalone' ? 46 : 22));
  }

  /** In how many days before today it was formed: one in five within the last year, so that coverage has come up to what it is. */
  function foundedOf({ compounds: covered }: Cluster): number {
    const before = random.whole(430, 800);
    const lately = random.whole(lateFormed.from, lateFormed.to);
    return random.chance(lateFormed.percent) && !covered.includes(shown) ? lately : before;
  }

  /** Eight posts from the members who live in the building; one of them may hold two. */
  function addGroup(branch: Org, compound: FoundedCompound, building: FoundedBuilding, since: number): void {
    const isShown = compound === shown && building === shown.buildings[0];
    const group = addOrg(
      'building-group',
      `${compound.name}${building.name}党小组`,
      branch,
      [building.code],
      since,
    );
    const members = random
      .shuffled(building.homeCodes)
      .slice(0, 5)
      .map((code) => addPerson(code));
    eightPosts.forEach((role, index) => {
      if (!isShown && random.chance(vacantPercent)) return;
      const person = isShown
        ? addPerson(random.pick(building.homeCodes))
        : (members[index % members.length] as Person);
      addPost(group, role, person, since - random.whole(1, Math.min(20, since - 1)), {
        serves: [building.code],
        pledge: role === 'building-head' ? random.pick(pledges) : null,
      });
    });
    addHousehold(group, compound, building, isShown, Math.max(2, since - 15));
  }

  /** Its zone is the building. Which door it is, its name does not say: that is for the card, and for the household. */
  function addHousehold(
    group: Org,
    compound: FoundedCompound,
    building: FoundedBuilding,
    isShown: boolean,
    since: number,
  ): void {
    const homeCode = random.pick(building.homeCodes);
    const household = addOrg(
      'member-household',
      `${compound.name}${building.name}党员中心户`,
      group,
      [building.code],
      since,
    );
    const fields = (['identity', 'pledge', 'contact-by-relay'] as const).filter(
      () => isShown || random.chance(60),
    );
    addPost(household, 'household-member', addPerson(homeCode), since - 1, {
      pledge: random.pick(pledges),
      serves: [building.code],
      card: foundation.consents(fields, random.whole(1, Math.min(300, since - 1)), 365),
    });
  }

  function addGridWorker(committee: Org, left: readonly FoundedCompound[]): void {
    const buildings = left.flatMap((compound) => compound.buildings);
    for (const compound of left) addGrid(compound, '网格', committee, compound.buildings, 415);
    addPost(committee, 'grid-worker', addPerson(), random.whole(405, 900), {
      serves: buildings.map(({ code }) => code),
    });
  }

  function addOwnersCommittee(compound: FoundedCompound, secretary: Person): void {
    if (compound.class !== 'commercial-housing' && compound.class !== 'mixed-use') return;
    const committee = addOrg(
      'owners-committee',
      `${compound.name}业委会`,
      committeeOf(compound.communityCode),
      [compound.code],
      700,
    );
    // 兼任 only where the owners elected the secretary; elsewhere somebody else is in the chair.
    const chair =
      compound !== shown && random.chance(45) ? secretary : addPerson(random.pick(compound.homeCodes));
    addPost(committee, 'owners-chair', chair, random.whole(405, 690));
  }

  /** 双向进入: some whom the owners elected are members of the Party, and belong to the branch as well. */
  function addMembersOfOwners(own: Random): void {
    const { city, today } = foundation;
    const homeOf = homePicker(city.areas, own);
    // Where the persons of the sign-in page live the committee is elected by a ballot that is told.
    const orgs = city.orgs.filter(({ areaCodes }) => !areaCodes.includes(shown.code));
    const seated = addOwnersMembers(
      { city: { orgs, posts: city.posts }, today, random: own },
      { kind: 'owners-committee', role: 'owners-member' },
      (committee) => addPerson(homeOf(committee)),
    );
    for (const { committee, person, since } of seated) {
      const branch = orgs.find(
        ({ kind, areaCodes }) =>
          kind === 'compound-branch' && areaCodes.includes(committee.areaCodes[0] ?? ''),
      );
      if (branch !== undefined && own.chance(38)) {
        addPost(branch, 'cross-member', person, own.whole(200, since));
      }
    }
  }

  /** Companies where there is something to pay for; staff who are members belong to both. */
  function addParties(compound: FoundedCompound): void {
    const hasCompany =
      compound === shown || ['commercial-housing', 'mixed-use', 'wellness'].includes(compound.class);
    if (!hasCompany) return;
    const company = addOrg(
      'property-company',
      `${random.pick(['金沙', '木棉', '晴川', '钒都'])}物业（${compound.name}）`,
      committeeOf(compound.communityCode),
      [compound.code],
      800,
    );
    const manager = addPerson();
    const repairer = addPerson();
    addPost(company, 'property-manager', manager, random.whole(405, 790));
    addPost(company, 'repair-worker', repairer, random.whole(405, 790));
    const branch = foundation.city.orgs.find(
      ({ kind, areaCodes }) => kind === 'compound-branch' && areaCodes.includes(compound.code),
    );
    if (branch !== undefined && (compound === shown || random.chance(40))) {
      const joined = daysAgo(random.whole(300, 400));
      addPost(branch, 'property-member', manager, 0, {
        heldFrom: joined > branch.validFrom ? joined : branch.validFrom,
      });
    }
    if (compound !== shown && !random.chance(30)) return;
    const isModel = random.chance(50);
    addPost(company, isModel ? 'model-post' : 'vanguard-post', repairer, 200, {
      trail: trailOf(
        200,
        isModel ? 'preferred-hire' : 'preferred-promotion',
        '夜间抢修两次到场，住户书面推荐',
      ),
    });
  }

  function trailOf(since: number, channel: string | null, note: string): TrailStep[] {
    const nominated = channel ?? random.pick(['self', 'residents', 'community', 'open-review']);
    return [
      { step: 'nominated', channel: nominated, doneOn: daysAgo(since + 40), note: null },
      { step: 'vetted', channel: null, doneOn: daysAgo(since + 25), note },
      { step: 'appointed', channel: null, doneOn: daysAgo(since), note: null },
    ];
  }

  /** 路长制、街长制: four roads for each street, one lane for each community with compounds. */
  function addChiefs(): void {
    for (const street of foundation.city.orgs.filter(({ kind }) => kind === 'street-committee')) {
      const [code = ''] = street.areaCodes;
      const inside = compounds.filter(({ communityCode }) => communityCode.startsWith(code));
      if (inside.length < 4) continue;
      for (let index = 0; index < 4; index += 1) {
        const segment = segmentBetween(
          'road',
          `${roadWords[(index + Number(code.slice(-2))) % roadWords.length]}路`,
          code,
          inside,
          index,
        );
        if (index < 3 || random.chance(80)) addChief(street, 'road-chief', segment);
      }
    }
    for (const [code, committee] of committees) {
      const inside = compounds.filter(({ communityCode }) => communityCode === code);
      if (inside.length < 2) continue;
      const segment = segmentBetween(
        'lane',
        `${shortName(place(code).name).replace('社区', '')}巷`,
        code,
        inside,
        0,
      );
      addChief(committee, 'street-chief', segment);
    }
  }

  function segmentBetween(
    kind: string,
    name: string,
    areaCode: string,
    inside: readonly FoundedCompound[],
    index: number,
  ): string {
    const from = inside[index % inside.length] as FoundedCompound;
    const to = inside[(index + Math.ceil(inside.length / 2)) % inside.length] as FoundedCompound;
    const corner: Position = [to.position[0], from.position[1]];
    const line =
      corner[1] === to.position[1] ? [from.position, corner] : [from.position, corner, to.position];
    return foundation.addSegment(kind, name, [from.name, to.name], areaCode, line, 900);
  }

  function addChief(org: Org, role: string, segmentId: string): Post {
    return addPost(org, role, addPerson(), random.whole(405, 800), { segments: [segmentId] });
  }
}

/** The `index`-th of `count` parts, in the order of the buildings. */
function partOf<Item>(all: readonly Item[], index: number, count: number): Item[] {
  return all.slice(Math.floor((index * all.length) / count), Math.floor(((index + 1) * all.length) / count));
}
