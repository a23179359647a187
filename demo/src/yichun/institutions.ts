/** Who is there in the demo's Yichun: the axis and its three nets, six parties, three kinds of teams, duty cards. */
import type { CardField, Org, Person, Post } from '../city.ts';
import { addBranchCommittees, addOwnersMembers, homePicker } from '../founding/committees.ts';
import { type Foundation, type FoundedCompound, shortName } from '../founding/foundation.ts';
import type { Random } from '../random.ts';
import type { CompoundsOfCity } from './compounds.ts';

/** 五亮: identity, pledge, contact, standard, result. */
const fiveFields: readonly CardField[] = ['identity', 'pledge', 'contact-by-relay', 'standard', 'result'];
const alliance = [
  '供电所',
  '林场',
  '中心小学',
  '卫生院',
  '邮政支局',
  '农商银行支行',
  '市场监管所',
  '司法所',
  '文化馆',
  '森林消防中队',
];
const teams = [
  { kind: 'shock-team', word: '突击队', leader: 'shock-leader', member: 'team-member' },
  { kind: 'skilled-team', word: '专业队', leader: 'skilled-leader', member: 'skilled-team-member' },
  { kind: 'lecture-team', word: '宣讲队', leader: 'lecture-leader', member: 'lecture-team-member' },
] as const;
const pledges = [
  '雪停先扫坡道，再扫自家门口。',
  '暖气不热，半天内上门看一次。',
  '每周走一遍自己的楼，事情记在本上。',
  '老人的药和菜，顺路就捎回来。',
  '办得成的说时间，办不成的说原因。',
];
const results = ['本季受理的事项均按期办结', '本季一件逾期，已说明原因', '本季居民评价以满意为主'];
const basis = '依据本季已办结事项与居民评价，不含在线痕迹';
/** Every grid holds two buildings. */
const buildingsOfGrid = 2;

export function addInstitutions(
  foundation: Foundation,
  { compounds, demonstration, shown }: CompoundsOfCity,
  random: Random,
): void {
  const { addOrg, addPost, addPerson, addGrid, addSize, daysAgo, divisions, model } = foundation;
  const cityCommittee = addOrg('city-committee', '伊春市委', null, [model.jurisdiction], 2_400);
  addPost(cityCommittee, 'administrator', addPerson(), 900);
  const inhabited = new Set(compounds.map(({ communityCode }) => communityCode));
  const committees = new Map<string, { committee: Org; secretary: Person }>();
  const units = new Map<string, Org[]>();
  addAxis();
  for (const code of committees.keys()) addAlliance(code);
  for (const compound of compounds) addCompound(compound);
  for (const code of new Set(demonstration.map(({ communityCode }) => communityCode))) addTeams(code);
  addBranchCommittees(foundation, random.stream('committees'));
  const elected = random.stream('owners-members');
  const homeOf = homePicker(foundation.city.areas, elected);
  addOwnersMembers(
    { ...foundation, random: elected },
    { kind: 'owners-committee', role: 'owners-member' },
    (committee) => addPerson(homeOf(committee)),
  );

  function addAxis(): void {
    const above = new Map<string, Org>();
    for (const { code, name, level } of divisions) {
      if (level === 'county') {
        const committee = addOrg('district-committee', `${name}委`, cityCommittee, [code], 2_300);
        above.set(code, committee);
        addPost(committee, 'district-dispatcher', addPerson(), random.whole(420, 900));
        const department = addOrg('department', `${name}住房和城乡建设局`, committee, [code], 2_000);
        addPost(department, 'department-liaison', addPerson(), random.whole(420, 900));
      } else if (level === 'street') {
        const street = addOrg(
          'street-committee',
          `${name}${name.endsWith('街道') ? '党工委' : '党委'}`,
          above.get(code.slice(0, 6)) ?? null,
          [code],
          2_200,
        );
        above.set(code, street);
        addPost(street, 'street-secretary', addPerson(), random.whole(420, 900));
      } else if (inhabited.has(code)) {
        const committee = addOrg(
          'community-committee',
          `${shortName(name)}党组织`,
          above.get(code.slice(0, 9)) ?? null,
          [code],
          2_100,
        );
        const secretary = addPerson();
        committees.set(code, { committee, secretary });
        addPost(committee, 'community-secretary', secretary, random.whole(420, 1_200), {
          pledge: random.pick(pledges),
        });
        for (let index = 0; index < 2; index += 1)
          addPost(committee, 'community-worker', addPerson(), random.whole(420, 900));
      }
    }
  }

  function of(communityCode: string): { committee: Org; secretary: Person } {
    const found = committees.get(communityCode);
    if (found === undefined) throw new Error(`no committee in ${communityCode}`);
    return found;
  }

  /** Two units for each community; their serving members report in there. */
  function addAlliance(communityCode: string): void {
    const { committee } = of(communityCode);
    const community = shortName(foundation.place(communityCode).name).replace('社区', '');
    const chosen = random
      .shuffled(alliance)
      .slice(0, 2)
      .map((word) =>
        addOrg('alliance-unit', community + word, committee, [communityCode], random.whole(450, 800)),
      );
    units.set(communityCode, chosen);
    for (const unit of chosen) {
      addPost(unit, 'alliance-contact', addPerson(), random.whole(405, 449));
      for (let index = 0; index < 3; index += 1) {
        const person = addPerson();
        withCard(
          addPost(unit, 'alliance-member', person, random.whole(405, 449), { pledge: random.pick(pledges) }),
          communityCode,
          55,
        );
        reportIn(person, unit, communityCode);
      }
    }
  }

  function reportIn(person: Person, unit: Org, communityCode: string): void {
    const { committee, secretary } = of(communityCode);
    const since = random.whole(60, 400);
    foundation.city.reportIns.push({
      reportInId: random.uuid(),
      personId: person.personId,
      employerOrgId: unit.orgId,
      communityOrgId: committee.orgId,
      reportedFrom: daysAgo(since),
      done: Array.from({ length: random.whole(0, 3) }, () => ({
        entryId: random.uuid(),
        doneOn: daysAgo(random.whole(1, since)),
        minutes: random.whole(2, 8) * 15,
        service: 'labour',
        note: '一起清理小区积雪',
        byPersonId: secretary.personId,
      })),
    });
  }

  function addCompound(compound: FoundedCompound): void {
    const { communityCode, code, name, buildings } = compound;
    const { committee } = of(communityCode);
    const isDemonstration = demonstration.includes(compound);
    const branch = addOrg('compound-branch', `${name}党支部`, committee, [code], random.whole(450, 800), {
      formation: 'standalone',
    });
    addSize(branch, random.whole(4, 42));
    const secretary = addPerson(random.pick(compound.homeCodes));
    withCard(
      addPost(branch, 'branch-secretary', secretary, random.whole(405, 449), {
        pledge: random.pick(pledges),
      }),
      communityCode,
      compound === shown ? 100 : 80,
    );
    for (let from = 0; from < buildings.length; from += buildingsOfGrid) {
      const own = buildings.slice(from, from + buildingsOfGrid);
      const title = `第${from / buildingsOfGrid + 1}网格`;
      const group = addOrg(
        'grid-group',
        `${name}${title}党小组`,
        branch,
        own.map((one) => one.code),
        440,
      );
      addGrid(compound, title, group, own, 440);
      // Some grids wait for somebody to take them.
      if (compound !== shown && random.chance(4)) continue;
      const head = addPerson(random.pick(own.flatMap(({ homeCodes }) => homeCodes)));
      const post = addPost(group, 'grid-head', head, random.whole(405, 439), {
        pledge: random.pick(pledges),
        serves: own.map((one) => one.code),
      });
      withCard(post, communityCode, compound === shown ? 100 : 70);
    }
    if (!isDemonstration && !random.chance(50)) return;
    const company = addOrg(
      'property-company',
      `${random.pick(['红松', '白桦', '汤旺', '兴安'])}物业（${name}）`,
      committee,
      [code],
      700,
    );
    addPost(company, 'property-manager', addPerson(), random.whole(405, 690));
    addPost(company, 'repair-worker', addPerson(), random.whole(405, 690));
    if (!isDemonstration) return;
    const owners = addOrg('owners-committee', `${name}业委会`, committee, [code], 650);
    addPost(owners, 'owners-chair', addPerson(random.pick(compound.homeCodes)), random.whole(405, 640));
  }

  /** Each field only by consent, each holder with a mind of their own. */
  function withCard(post: Post, communityCode: string, percent: number): void {
    const fields = fiveFields.filter(() => random.chance(percent));
    const card = foundation.consents(fields, random.whole(5, 340), 365);
    const result = {
      assessedOn: daysAgo(random.whole(10, 80)),
      result: random.pick(results),
      basis,
      byPersonId: of(communityCode).secretary.personId,
    };
    post.card = { ...card, result: random.chance(percent) ? result : null };
  }

  function addTeams(communityCode: string): void {
    const { committee } = of(communityCode);
    const community = shortName(foundation.place(communityCode).name).replace('社区', '');
    for (const { kind, word, leader, member } of teams) {
      const team = addOrg(kind, `${community}${word}`, committee, [communityCode], random.whole(430, 600));
      addPost(team, leader, addPerson(), random.whole(405, 429), { pledge: random.pick(pledges) });
      for (let index = 0; index < random.whole(3, 6); index += 1)
        addPost(team, member, addPerson(), random.whole(100, 404));
    }
  }
}
