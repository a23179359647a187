/**
 * The same question as `coverage` where every building has a group with eight offices: does finding the vacant ones among
 * 133,000 keep the answer of a city of a million homes under a second?
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { changes, type Filled, measureCity, warmUp } from './coverage.ts';

const homes = Number(process.env.BENCH_HOMES ?? 1_000_000);

export async function coverageOffices(): Promise<Record<string, unknown>> {
  const postgres = await startTemporaryPostgres({
    settings: { shared_buffers: '512MB', max_wal_size: '4GB', autovacuum: 'off', work_mem: '64MB' },
  });
  try {
    const city = await measureCity(postgres, 'bench_offices', homes, {
      model: 'panzhihua',
      fill: fillOffices,
    });
    return { bench: 'coverage-offices', ...city, isUnderASecond: city.bothP95Ms < 1_000 };
  } finally {
    await postgres.stop();
  }
}

/**
 * Compounds of 48 buildings with 60 homes each. Every building is a grid of its compound's branch and has a group with
 * eight offices, of which seven are held: for a million homes 133,000 offices, 17,000 of them vacant.
 */
export async function fillOffices(client: pg.Client, tenantId: number, homes: number): Promise<Filled> {
  await client.query('SET session_replication_role = replica');
  await client.query(`CREATE TEMP TABLE home AS
    SELECT number, '510402' || lpad((number / 144000)::text, 3, '0') || lpad((number / 14400 % 10)::text, 3, '0')
           || lpad((number / 2880 % 5)::text, 3, '0') || lpad((number / 60 % 48)::text, 3, '0') AS building
      FROM generate_series(0, ${homes - 1}) AS number`);
  await client.query(`ALTER TABLE home ADD COLUMN code text;
    UPDATE home SET code = building || lpad((number % 60 / 20)::text, 2, '0') || lpad((number % 20)::text, 4, '0');
    ANALYZE home`);
  const lengths = { county: 6, street: 9, community: 12, compound: 15, building: 18, unit: 20, home: 24 };
  let parent = 4;
  for (const [level, length] of Object.entries(lengths)) {
    await client.query(
      `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name)
       SELECT DISTINCT ${tenantId}, left(code, ${length}), left(code, ${parent}), '${level}', left(code, ${length}), left(code, ${length})
         FROM home`,
    );
    parent = length;
  }
  await client.query(
    `CREATE TEMP TABLE building AS SELECT DISTINCT building AS code, left(building, 15) AS compound FROM home`,
  );
  const uuid = (kind: string, key: string): string =>
    `overlay(overlay(md5('${kind}' || (${key})::text) placing '4' from 13) placing '8' from 17)::uuid`;
  const org = async (kind: string, key: string, above: string, formation: string): Promise<void> => {
    await client.query(
      `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, formation, valid_from)
       SELECT DISTINCT ${tenantId}, ${uuid(kind, key)}, '${kind}', '${kind}' || ${key}, ${above}, ${formation}, date '2020-01-01' FROM building`,
    );
    await client.query(
      `INSERT INTO org_areas (tenant_id, org_id, area_code) SELECT DISTINCT ${tenantId}, ${uuid(kind, key)}, ${key} FROM building`,
    );
  };
  await org('district-committee', `'510402'`, 'NULL::uuid', 'NULL');
  await org('compound-branch', 'compound', uuid('district-committee', `'510402'`), `'standalone'`);
  await org('building-group', 'code', uuid('compound-branch', 'compound'), 'NULL');
  await client.query(
    `INSERT INTO grids (tenant_id, grid_id, compound_code, name, org_id, valid_from)
     SELECT ${tenantId}, ${uuid('grid', 'code')}, compound, '网格' || code, ${uuid('compound-branch', 'compound')}, date '2020-01-01' FROM building`,
  );
  await client.query(
    `INSERT INTO grid_buildings (tenant_id, grid_id, building_code) SELECT ${tenantId}, ${uuid('grid', 'code')}, code FROM building`,
  );
  await client.query(`CREATE TEMP TABLE held AS
    SELECT building.code, role FROM building, unnest(ARRAY['residents-group-head', 'party-group-head', 'building-head',
           'womens-group-head', 'publicity-officer', 'safety-officer', 'oversight-officer']) AS role`);
  await client.query(
    `INSERT INTO people (tenant_id, person_id, name, created_at)
     SELECT ${tenantId}, ${uuid('person', 'role || code')}, '任职人', timestamptz '2026-01-01' FROM held`,
  );
  await client.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
     SELECT ${tenantId}, ${uuid('post', 'role || code')}, ${uuid('building-group', 'code')}, role, ${uuid('person', 'role || code')},
            current_date - 30 FROM held`,
  );
  await client.query(
    `INSERT INTO post_areas (tenant_id, post_id, area_code) SELECT ${tenantId}, ${uuid('post', 'role || code')}, code FROM held`,
  );
  const administrator = randomUUID();
  await client.query(
    `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '管理员', '2026-01-01')`,
    [tenantId, administrator],
  );
  const office = randomUUID();
  await client.query(
    `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from)
     SELECT $1, $2, kind, '市级', '2020-01-01' FROM (VALUES ($3)) AS city (kind)`,
    [tenantId, office, 'city-committee'],
  );
  await client.query(`INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, '5104')`, [
    tenantId,
    office,
  ]);
  await client.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from)
     VALUES ($1, $2, $3, 'administrator', $4, '2026-01-01')`,
    [tenantId, randomUUID(), office, administrator],
  );
  await client.query('RESET session_replication_role');
  await client.query('VACUUM ANALYZE');
  const { rows: posts } = await client.query<{ postId: string; serves: number }>(
    `SELECT ${uuid('post', "'building-head' || building")} AS "postId", count(*)::integer AS serves
       FROM home GROUP BY building ORDER BY md5(building) LIMIT ${changes + warmUp}`,
  );
  return { administrator, posts };
}
