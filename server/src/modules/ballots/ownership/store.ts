/** Rows of the ownership register, and of the homes it is about. */
import type { AreaSource } from '@linli/engine';
import type { Tx } from '../../../platform/db/index.ts';

export interface OwnershipRow {
  ownershipId: string;
  homeCode: string;
  ownerIndex: Buffer;
  nameCipher: Buffer;
  phoneCipher: Buffer | null;
  phoneIndex: Buffer | null;
  /** Who it is here: as entered, else whoever is registered with the telephone. */
  personId: string | null;
  isDeveloper: boolean;
  isVoter: boolean;
  from: string;
  to: string | null;
}

export interface RegisterHome {
  code: string;
  name: string;
  areaDm2: number | null;
  source: AreaSource | null;
  owners: OwnershipRow[];
}

const ownershipColumns = `own.ownership_id AS "ownershipId", own.home_code AS "homeCode", own.owner_index AS "ownerIndex",
  own.name_cipher AS "nameCipher", own.phone_cipher AS "phoneCipher", own.phone_index AS "phoneIndex",
  coalesce(own.person_id, caller.person_id) AS "personId",
  own.is_developer AS "isDeveloper", own.is_voter AS "isVoter", own.owned_from AS "from", own.owned_to AS "to"`;
const ownershipSource = `ownerships AS own
  LEFT JOIN people AS caller ON caller.tenant_id = $1 AND own.person_id IS NULL AND caller.phone_index = own.phone_index`;
const heldOn = (day: string): string =>
  `own.owned_from <= ${day}::date AND coalesce(own.owned_to, 'infinity') >= ${day}::date`;

/** All homes of an area with who owns them on a day, by code. */
export async function homesWithOwners(
  tx: Tx,
  { areaCode, homeLevel, day }: { areaCode: string; homeLevel: string; day: string },
): Promise<RegisterHome[]> {
  const [homes, owners] = await Promise.all([
    tx.query<Omit<RegisterHome, 'owners'>>(
      `SELECT areas.code, areas.full_name AS name, home.exclusive_area_dm2 AS "areaDm2", home.source
         FROM areas LEFT JOIN home_areas AS home ON home.tenant_id = $1 AND home.area_code = areas.code
        WHERE areas.tenant_id = $1 AND areas.level = $2 AND areas.code >= $3 AND areas.code < $3 || 'zzzz'
        ORDER BY areas.code`,
      [tx.tenantId, homeLevel, areaCode],
    ),
    tx.query<OwnershipRow>(
      `SELECT ${ownershipColumns} FROM ${ownershipSource}
        WHERE own.tenant_id = $1 AND own.home_code >= $2 AND own.home_code < $2 || 'zzzz' AND ${heldOn('$3')}
        ORDER BY own.home_code, own.is_voter DESC, own.owned_from, own.ownership_id`,
      [tx.tenantId, areaCode, day],
    ),
  ]);
  const byHome = Map.groupBy(owners.rows, ({ homeCode }) => homeCode);
  return homes.rows.map((home) => ({ ...home, owners: byHome.get(home.code) ?? [] }));
}

/** `lock`: nobody else changes the owners of this home until the transaction ends. */
export async function findHome(
  tx: Tx,
  {
    homeCode,
    homeLevel,
    day,
    lock = false,
  }: { homeCode: string; homeLevel: string; day: string; lock?: boolean },
): Promise<RegisterHome | undefined> {
  if (lock) {
    await tx.query('SELECT FROM areas WHERE tenant_id = $1 AND code = $2 FOR UPDATE', [
      tx.tenantId,
      homeCode,
    ]);
  }
  const [home] = await homesWithOwners(tx, { areaCode: homeCode, homeLevel, day });
  return home?.code === homeCode ? home : undefined;
}

/** All homes in which one of this home's owners has a share, the home itself included. */
export async function homesOfHeads(
  tx: Tx,
  home: RegisterHome,
  { homeLevel, day }: { homeLevel: string; day: string },
): Promise<RegisterHome[]> {
  const { rows } = await tx.query<{ code: string }>(
    `SELECT DISTINCT home_code AS code FROM ownerships
      WHERE tenant_id = $1 AND owner_index = ANY ($2::bytea[]) AND home_code <> $3`,
    [tx.tenantId, home.owners.map(({ ownerIndex }) => ownerIndex), home.code],
  );
  const others = await Promise.all(rows.map(({ code }) => findHome(tx, { homeCode: code, homeLevel, day })));
  return [home, ...others.filter((one) => one !== undefined)];
}

export async function findOwnership(tx: Tx, ownershipId: string): Promise<OwnershipRow | undefined> {
  const { rows } = await tx.query<OwnershipRow>(
    `SELECT ${ownershipColumns} FROM ${ownershipSource} WHERE own.tenant_id = $1 AND own.ownership_id = $2`,
    [tx.tenantId, ownershipId],
  );
  return rows[0];
}

/** What is registered of a person today, with how many own each home. */
export async function ownershipsOfPerson(
  tx: Tx,
  personId: string,
  day: string,
): Promise<
  {
    ownershipId: string;
    homeCode: string;
    name: string;
    areaDm2: number | null;
    isVoter: boolean;
    coOwners: number;
    from: string;
  }[]
> {
  const { rows } = await tx.query<{
    ownershipId: string;
    homeCode: string;
    name: string;
    areaDm2: number | null;
    isVoter: boolean;
    coOwners: number;
    from: string;
  }>(
    `SELECT own.ownership_id AS "ownershipId", own.home_code AS "homeCode", areas.full_name AS name,
            home.exclusive_area_dm2 AS "areaDm2", own.is_voter AS "isVoter", own.owned_from AS "from",
            (SELECT count(*)::int - 1 FROM ownerships AS other
              WHERE other.tenant_id = $1 AND other.home_code = own.home_code AND NOT other.is_developer
                AND other.owned_from <= $3::date AND coalesce(other.owned_to, 'infinity') >= $3::date) AS "coOwners"
       FROM ${ownershipSource}
       JOIN areas ON areas.tenant_id = $1 AND areas.code = own.home_code
       LEFT JOIN home_areas AS home ON home.tenant_id = $1 AND home.area_code = own.home_code
      WHERE own.tenant_id = $1 AND coalesce(own.person_id, caller.person_id) = $2 AND ${heldOn('$3')}
      ORDER BY own.home_code`,
    [tx.tenantId, personId, day],
  );
  return rows;
}

export interface NewOwnership {
  ownershipId: string;
  homeCode: string;
  ownerIndex: Buffer;
  nameCipher: Buffer;
  phoneCipher: Buffer | null;
  phoneIndex: Buffer | null;
  personId: string | null;
  isDeveloper: boolean;
  isVoter: boolean;
  from: string;
}

export async function insertOwnerships(
  tx: Tx,
  rows: readonly NewOwnership[],
  entered: { at: string; personId: string | null },
): Promise<void> {
  await tx.query(
    `INSERT INTO ownerships (tenant_id, ownership_id, home_code, owner_index, name_cipher, phone_cipher, phone_index, person_id,
       is_developer, is_voter, owned_from, entered_at, entered_by_person_id)
     SELECT $1, one.id, one.home, decode(one.owner, 'hex'), decode(one.name, 'hex'), decode(one.phone, 'hex'),
            decode(one.phone_index, 'hex'), one.person, one.developer, one.voter, one.since, $11::timestamptz, $12::uuid
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::boolean[],
                   $10::boolean[], $13::date[])
         AS one (id, home, owner, name, phone, phone_index, person, developer, voter, since)`,
    [
      tx.tenantId,
      rows.map(({ ownershipId }) => ownershipId),
      rows.map(({ homeCode }) => homeCode),
      rows.map(({ ownerIndex }) => ownerIndex.toString('hex')),
      rows.map(({ nameCipher }) => nameCipher.toString('hex')),
      rows.map(({ phoneCipher }) => phoneCipher?.toString('hex') ?? null),
      rows.map(({ phoneIndex }) => phoneIndex?.toString('hex') ?? null),
      rows.map(({ personId }) => personId),
      rows.map(({ isDeveloper }) => isDeveloper),
      rows.map(({ isVoter }) => isVoter),
      entered.at,
      entered.personId,
      rows.map(({ from }) => from),
    ],
  );
}

/** Exclusive areas, where none is known yet or the source is better or the same (法释〔2009〕7号 art. 8); how many were written. */
export async function saveHomeAreas(
  tx: Tx,
  homes: readonly { code: string; areaDm2: number; source: AreaSource }[],
  at: string,
): Promise<number> {
  if (homes.length === 0) return 0;
  const { rowCount } = await tx.query(
    `INSERT INTO home_areas (tenant_id, area_code, exclusive_area_dm2, source, recorded_at)
     SELECT $1, one.code, one.area, one.source, $5::timestamptz
       FROM unnest($2::text[], $3::int[], $4::text[]) AS one (code, area, source)
     ON CONFLICT (tenant_id, area_code) DO UPDATE
       SET exclusive_area_dm2 = excluded.exclusive_area_dm2, source = excluded.source, recorded_at = excluded.recorded_at
     WHERE array_position(ARRAY['register', 'survey', 'contract'], excluded.source)
        <= array_position(ARRAY['register', 'survey', 'contract'], home_areas.source)`,
    [
      tx.tenantId,
      homes.map(({ code }) => code),
      homes.map(({ areaDm2 }) => areaDm2),
      homes.map(({ source }) => source),
      at,
    ],
  );
  return rowCount ?? 0;
}
