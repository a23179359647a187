/** Rows of cities and of every version of a model that cases were opened under. */
import { fromKept, type KeptModel, type Model } from '@linli/model';
import { type Database, inTenant, readInTenant } from '../../platform/db/index.ts';

export interface TenantRow {
  tenantId: number;
  modelKey: string;
  madeByDemo: boolean;
}

/** One row a model; ids are small, never change and are never used again. Safe when two processes start at once. */
export async function ensureTenants(
  db: Database,
  models: readonly Model[],
  options: { madeByDemo: boolean; at: string },
): Promise<TenantRow[]> {
  const client = await db.owner.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('linli tenants'))`);
    await client.query(
      `INSERT INTO tenants (tenant_id, model_key, area_code, made_by_demo, created_at)
       SELECT (SELECT coalesce(max(tenant_id), 0) FROM tenants) + row_number() OVER (ORDER BY place),
              model_key, area_code, $3, $4
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted (model_key, area_code, place)
        WHERE NOT EXISTS (SELECT FROM tenants WHERE tenants.model_key = wanted.model_key)`,
      [
        models.map((model) => model.key),
        models.map((model) => model.jurisdiction),
        options.madeByDemo,
        options.at,
      ],
    );
    const { rows } = await client.query<TenantRow>(
      `SELECT tenant_id AS "tenantId", model_key AS "modelKey", made_by_demo AS "madeByDemo" FROM tenants ORDER BY tenant_id`,
    );
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** Keeps this version for as long as cases run on it, and gives the city its outermost area. */
export async function keepVersion(db: Database, tenantId: number, model: Model, at: string): Promise<void> {
  const level = model.levels.find(({ codeLength }) => codeLength === model.jurisdiction.length);
  if (!level) throw new Error(`${model.key}: no level has codes as long as ${model.jurisdiction}`);
  await inTenant(db, tenantId, async (tx) => {
    await Promise.all([
      tx.query(
        `INSERT INTO model_versions (tenant_id, version, model, first_seen_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, version) DO NOTHING`,
        [tenantId, model.version, JSON.stringify(model), at],
      ),
      tx.query(
        `INSERT INTO areas (tenant_id, code, level, name, full_name) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (tenant_id, code) DO NOTHING`,
        [tenantId, model.jurisdiction, level.key, model.title.zh],
      ),
      tx.commit(),
    ]);
  });
}

export async function findVersion(
  db: Database,
  tenantId: number,
  version: string,
): Promise<Model | undefined> {
  const rows = await readInTenant<{ model: KeptModel }>(
    db,
    tenantId,
    'SELECT model FROM model_versions WHERE tenant_id = $1 AND version = $2',
    [tenantId, version],
  );
  return rows[0] && fromKept(rows[0].model);
}

/** Has anybody ever been given a post in this city? */
export async function isPeopled(db: Database, tenantId: number): Promise<boolean> {
  const rows = await readInTenant<{ is: boolean }>(
    db,
    tenantId,
    'SELECT EXISTS (SELECT FROM posts WHERE tenant_id = $1) AS is',
    [tenantId],
  );
  return rows[0]?.is === true;
}

/** Is a made-up city complete? The transaction that writes it says so in its last row. */
export async function isBuilt(db: Database, tenantId: number): Promise<boolean> {
  const rows = await readInTenant(db, tenantId, 'SELECT FROM demo_cities WHERE tenant_id = $1', [tenantId]);
  return rows.length > 0;
}

/** Outermost area's name and the box of all areas with a position: [west, south, east, north]. */
export async function findCityArea(
  db: Database,
  tenantId: number,
  code: string,
): Promise<{ name: string; bounds: [number, number, number, number] | null } | undefined> {
  const rows = await readInTenant<{
    name: string;
    west: number | null;
    south: number;
    east: number;
    north: number;
  }>(
    db,
    tenantId,
    `SELECT city.name, box.* FROM areas AS city,
       (SELECT min(longitude) AS west, min(latitude) AS south, max(longitude) AS east, max(latitude) AS north
          FROM areas WHERE tenant_id = $1) AS box
      WHERE city.tenant_id = $1 AND city.code = $2`,
    [tenantId, code],
  );
  const [row] = rows;
  if (!row) return undefined;
  return {
    name: row.name,
    bounds: row.west === null ? null : [row.west, row.south, row.east, row.north],
  };
}
