/**
 * Who sits on the committees of branches, beside the one who leads them. From how many members on there is one, how large it is
 * and which offices it has, the model says; here they are elected, each with the trail of it.
 */
import type { Model } from '@linli/model';
import type { City, Org, Person, Post } from '../city.ts';
import type { Random } from '../random.ts';
import type { Foundation } from './foundation.ts';

/** Of so many committees one is a member short: it shows among the organisations that break a rule of size. */
const shortOneIn = 40;
/** From so many members on most have five. */
const largeFrom = 18;
const channels = ['self', 'residents', 'community', 'open-review'] as const;

export interface CommitteeTools {
  model: Model;
  city: Pick<City, 'orgs' | 'posts' | 'sizes'>;
  today: string;
  random: Random;
  /** Somebody of the branch who sits on nothing yet. */
  memberOf(branch: Org): Person;
}

export function addCommittees({ model, city, today, random, memberOf }: CommitteeTools): void {
  const membersByOrg = countMembers(model, city);
  for (const org of city.orgs) {
    const committee = model.orgKinds[org.kind]?.committee ?? null;
    if (committee === null || committee.roles.length === 0) continue;
    const members = membersByOrg.get(org.orgId) ?? 0;
    if (members < committee.from) continue;
    // The one who leads it is in office or missing; a committee of three has every other office of those that are left.
    const [, ...offices] = committee.roles;
    const isLarge = members >= largeFrom && random.chance(60);
    const elected = isLarge ? offices : offices.filter((_, place) => place % 2 === 1);
    const held = random.whole(1, shortOneIn) === 1 ? elected.slice(1) : elected;
    const age = daysBetween(org.validFrom, today);
    const since = Math.min(age, random.whole(200, 1_000));
    for (const role of held) city.posts.push(electedPost(org, role, memberOf(org), since));
  }

  function electedPost({ orgId }: Org, role: string, { personId }: Person, since: number): Post {
    return {
      postId: random.uuid(),
      orgId,
      role,
      personId,
      heldFrom: daysBefore(today, since),
      heldTo: null,
      pledge: null,
      serves: [],
      trail: [
        {
          step: 'nominated',
          channel: random.pick(channels),
          doneOn: daysBefore(today, since + 35),
          note: null,
        },
        { step: 'vetted', channel: null, doneOn: daysBefore(today, since + 20), note: '上级党组织审核' },
        { step: 'voted', channel: null, doneOn: daysBefore(today, since), note: '支部党员大会选举' },
        { step: 'appointed', channel: null, doneOn: daysBefore(today, since), note: null },
      ],
    };
  }
}

/** Committees of the branches of a founded city: members who live where the branch is. */
export function addBranchCommittees(
  { model, city, today, addPerson }: Pick<Foundation, 'model' | 'city' | 'today' | 'addPerson'>,
  random: Random,
): void {
  const homeOf = homePicker(city.areas, random);
  addCommittees({ model, city, today, random, memberOf: (branch) => addPerson(homeOf(branch)) });
}

/** Of so many committees of owners one is two members short. */
const shortOfTwoOneIn = 12;

/** Beside its chair: of five, as owners elect them, each from another home. Hands back who sits where. */
export function addOwnersMembers(
  { city, today, random }: Pick<CommitteeTools, 'today' | 'random'> & { city: Pick<City, 'orgs' | 'posts'> },
  { kind, role }: { kind: string; role: string },
  ownerOf: (committee: Org) => Person,
): { committee: Org; person: Person; since: number }[] {
  return city.orgs
    .filter((org) => org.kind === kind)
    .flatMap((committee) => {
      const since = Math.min(daysBetween(committee.validFrom, today), random.whole(405, 650));
      const count = random.whole(1, shortOfTwoOneIn) === 1 ? 2 : 4;
      return Array.from({ length: count }, () => {
        const person = ownerOf(committee);
        city.posts.push({
          postId: random.uuid(),
          orgId: committee.orgId,
          role,
          personId: person.personId,
          heldFrom: daysBefore(today, since),
          heldTo: null,
          pledge: null,
          serves: [],
        });
        return { committee, person, since };
      });
    });
}

/** As the server counts them: what was entered, else who holds a post that makes a member. */
function countMembers(model: Model, city: CommitteeTools['city']): Map<string, number> {
  const counted = new Map<string, number>();
  const holders = Map.groupBy(
    city.posts.filter(({ role, heldTo }) => heldTo === null && model.roles[role]?.isMember === true),
    ({ orgId }) => orgId,
  );
  for (const [orgId, posts] of holders)
    counted.set(orgId, new Set(posts.map(({ personId }) => personId)).size);
  for (const [orgId, sizes] of Map.groupBy(city.sizes, (size) => size.orgId)) {
    counted.set(
      orgId,
      sizes.reduce((sum, { members }) => sum + members, 0),
    );
  }
  return counted;
}

/** Homes of the areas an organisation covers, one at random; null: nobody lives there. */
export function homePicker(
  areas: readonly { code: string; level: string }[],
  random: Random,
): (org: Org) => string | null {
  const homes = areas.flatMap(({ code, level }) => (level === 'home' ? [code] : [])).sort();
  return ({ areaCodes }) => {
    if (areaCodes.length === 0) return null;
    const code = random.pick(areaCodes);
    const [from, to] = [firstFrom(homes, code), firstFrom(homes, `${code}~`)];
    return to > from ? (homes[random.whole(from, to - 1)] as string) : null;
  };
}

/** Place of the first of sorted codes that is not before another. */
function firstFrom(codes: readonly string[], code: string): number {
  let [low, high] = [0, codes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((codes[middle] as string) < code) low = middle + 1;
    else high = middle;
  }
  return low;
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
