/** Who may vote in a ballot on a day, before a roll is frozen from it. */
import type { RollHome, RollPerson } from '@linli/engine';
import type { BallotKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Viewer } from '../people/index.ts';
import { rollHomeOf, voterOf } from './ownership/heads.ts';
import { homeLevelOf } from './ownership/policy.ts';
import { homesWithOwners } from './ownership/store.ts';

export type Voters =
  | {
      homes: RollHome[];
      /** By home: keyed hash of the telephone of its voter, where that is all that is known of them. */
      phones?: ReadonlyMap<string, Buffer>;
    }
  | { persons: RollPerson[] };

/** `areaCode`: of the part that votes by itself, or of the whole area. */
export async function findVoters(
  deps: Pick<Deps, 'secrets'>,
  tx: Tx,
  model: Model,
  kind: BallotKind,
  areaCode: string,
  day: string,
): Promise<Voters> {
  const { of, orgKinds, roles, ageFrom } = kind.electorate;
  if (of === 'owners') {
    const homes = await homesWithOwners(tx, { areaCode, homeLevel: homeLevelOf(model), day });
    return {
      homes: homes.map(rollHomeOf),
      phones: new Map(
        homes.flatMap((home) => {
          const { personId, phoneIndex } = voterOf(home) ?? { personId: null, phoneIndex: null };
          return personId === null && phoneIndex !== null ? [[home.code, phoneIndex] as const] : [];
        }),
      ),
    };
  }
  const personIds =
    of === 'residents'
      ? await residentsOf(tx, areaCode)
      : await holdersWithin(tx, { areaCode, orgKinds, roles, of, day });
  const entitled = ageFrom === null ? personIds : await ofAge(deps, tx, personIds, ageFrom, day);
  return { persons: entitled.map((personId) => ({ key: personId, personId })) };
}

async function residentsOf(tx: Tx, areaCode: string): Promise<string[]> {
  const { rows } = await tx.query<{ personId: string }>(
    `SELECT person_id AS "personId" FROM people
      WHERE tenant_id = $1 AND home_code >= $2 AND home_code < $2 || 'zzzz' ORDER BY person_id`,
    [tx.tenantId, areaCode],
  );
  return rows.map(({ personId }) => personId);
}

/** Members of organisations, or holders of roles, in organisations that cover nothing outside the area. */
async function holdersWithin(
  tx: Tx,
  {
    areaCode,
    orgKinds,
    roles,
    of,
    day,
  }: { areaCode: string; orgKinds: string[]; roles: string[]; of: 'members' | 'posts'; day: string },
): Promise<string[]> {
  const { rows } = await tx.query<{ personId: string }>(
    `SELECT DISTINCT posts.person_id AS "personId"
       FROM posts
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
       JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
      WHERE posts.tenant_id = $1 AND starts_with(org_areas.area_code, $2)
        AND CASE WHEN $3::text = 'members' THEN orgs.kind = ANY ($4::text[]) ELSE posts.role = ANY ($5::text[]) END
        AND orgs.valid_from <= $6::date AND coalesce(orgs.valid_to, 'infinity') >= $6::date
        AND posts.held_from <= $6::date AND coalesce(posts.held_to, 'infinity') >= $6::date
      ORDER BY posts.person_id`,
    [tx.tenantId, areaCode, of, orgKinds, roles, day],
  );
  return rows.map(({ personId }) => personId);
}

/** Of some persons those who, by the date of birth that is kept now, have not so many full years on the day. */
export async function tooYoungOf(
  deps: Pick<Deps, 'secrets'>,
  tx: Tx,
  personIds: readonly string[],
  years: number,
  day: string,
): Promise<Set<string>> {
  const grown = new Set(await ofAge(deps, tx, personIds, years, day));
  return new Set(personIds.filter((personId) => !grown.has(personId)));
}

/** Those whose date of birth is known and who have so many full years on the day. */
async function ofAge(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  personIds: readonly string[],
  years: number,
  day: string,
): Promise<string[]> {
  const { rows } = await tx.query<{ personId: string; bornOn: Buffer }>(
    `SELECT person_id AS "personId", born_on_cipher AS "bornOn" FROM birth_dates
      WHERE tenant_id = $1 AND person_id = ANY ($2::uuid[])`,
    [tx.tenantId, personIds],
  );
  const place = { tenantId: tx.tenantId, field: 'birth-date' };
  return rows
    .filter(({ bornOn }) => isOfAge(secrets.decrypt(place, bornOn), years, day))
    .map(({ personId }) => personId);
}

/**
 * Has somebody so many full years on a day? They are full on the birthday; who is born on 29 February turns on 1 March in
 * other years, by comparing month and day alone.
 */
export function isOfAge(bornOn: string, years: number, day: string): boolean {
  const turns = `${String(Number(bornOn.slice(0, 4)) + years).padStart(4, '0')}${bornOn.slice(4)}`;
  return turns <= day;
}

/** Does the viewer have to say when they were born, to be on a roll there? */
export async function needsBirthDate(
  tx: Tx,
  { personId }: Viewer,
  { electorate }: BallotKind,
  areaCode: string,
): Promise<'known' | 'needed' | 'not-needed'> {
  if (electorate.ageFrom === null || personId === null) return 'not-needed';
  const { rows } = await tx.query<{ isKnown: boolean; isResident: boolean }>(
    `SELECT EXISTS (SELECT FROM birth_dates WHERE tenant_id = $1 AND person_id = $2) AS "isKnown",
            EXISTS (SELECT FROM people WHERE tenant_id = $1 AND person_id = $2 AND starts_with(home_code, $3)) AS "isResident"`,
    [tx.tenantId, personId, areaCode],
  );
  const [row] = rows;
  if (row?.isKnown) return 'known';
  return electorate.of === 'residents' && !row?.isResident ? 'not-needed' : 'needed';
}
