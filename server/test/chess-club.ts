/** A made-up institution with a few rooms, posts and people, for tests of modules that need somebody somewhere. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Model } from '@linli/model';
import { openModels } from '../src/modules/models/index.ts';
import type { Config } from '../src/platform/config.ts';
import { inTenant, type Tx } from '../src/platform/db/index.ts';
import { buildTestApp, type TestApp } from './harness.ts';

const file = fileURLToPath(new URL('../../packages/model/test/chess-club.yaml', import.meta.url));

export interface Club {
  server: TestApp;
  tenantId: number;
  model: Model;
  office: string;
  crew: string;
  president: string;
  arbiter: string;
  inClub<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
}

/** Two rooms of two boards; an office over all, a crew over the first room; a president and an arbiter. */
export async function openClub(config: Partial<Config> = {}): Promise<Club> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-club-'));
  cpSync(file, join(folder, 'chess-club.yaml'));
  const server = await buildTestApp({ config: { modelFolders: [folder], ...config } });
  const city = (await openModels(server.deps)).cities()[0];
  if (!city) throw new Error('the chess club is not there');
  const { tenantId, model } = city;
  const [office, crew, president, arbiter] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const inClub: Club['inClub'] = (work) => inTenant(server.db, tenantId, work);
  await inClub(async (tx) => {
    const areas: [string, string, string, string, string, number, number][] = [
      ['7701', '77', 'room', '东厅', '东厅', 10.0, 50.0],
      ['770101', '7701', 'board', '一号盘', '东厅一号盘', 10.0001, 50.0],
      ['770102', '7701', 'board', '二号盘', '东厅二号盘', 10.0002, 50.0],
      ['7702', '77', 'room', '西厅', '西厅', 10.02, 50.0],
      ['770201', '7702', 'board', '一号盘', '西厅一号盘', 10.0201, 50.0],
    ];
    for (const area of areas) {
      await tx.query(
        'INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name, longitude, latitude) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [tenantId, ...area],
      );
    }
    await tx.query(
      `INSERT INTO spots (tenant_id, spot_code, area_code, name) VALUES ($1, 'DOOR-E', '7701', '东厅门口')`,
      [tenantId],
    );
    const orgs: [string, string, string, string | null, string][] = [
      [office, 'club-office', '社务处', null, '77'],
      [crew, 'room-crew', '东厅组', office, '7701'],
    ];
    for (const [id, kind, name, parent, area] of orgs) {
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, valid_from) VALUES ($1, $2, $3, $4, $5, '2020-01-01')`,
        [tenantId, id, kind, name, parent],
      );
      await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
        tenantId,
        id,
        area,
      ]);
    }
    const people: [string, string, string, string][] = [
      [president, '陈谷雨', office, 'president'],
      [arbiter, '林小满', crew, 'arbiter'],
    ];
    for (const [id, name, org, role] of people) {
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, $3, '2026-01-01')`,
        [tenantId, id, name],
      );
      await tx.query(
        `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
        [tenantId, randomUUID(), org, role, id],
      );
    }
  });
  return { server, tenantId, model, office, crew, president, arbiter, inClub };
}
