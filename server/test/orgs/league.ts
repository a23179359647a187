/** The chess league: an institution of offices, grids and duties that shares no word with any city. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Model } from '@linli/model';
import type { LightMyRequestResponse } from 'fastify';
import { openModels } from '../../src/modules/models/index.ts';
import { inTenant, type Tx } from '../../src/platform/db/index.ts';
import { buildTestApp, type TestApp } from '../harness.ts';
import { signInAs } from '../sign-in.ts';

export type Cookies = Record<string, string>;

export interface League {
  server: TestApp;
  tenantId: number;
  model: Model;
  office: string;
  president: string;
  asPresident: Cookies;
  inLeague<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  get(url: string, cookies?: Cookies): Promise<LightMyRequestResponse>;
  post(url: string, payload: object, cookies?: Cookies): Promise<LightMyRequestResponse>;
  addOrg(kind: string, name: string, covers: string[], more?: Partial<OrgWords>): Promise<string>;
  addPerson(name: string): Promise<string>;
  addPost(orgId: string, role: string, personId: string, more?: Partial<PostWords>): Promise<string>;
  addGrid(orgId: string, rooms: string[], more?: { from?: string; to?: string | null }): Promise<string>;
  signIn(personId: string): Promise<Cookies>;
}
interface OrgWords {
  parent: string | null;
  formation: string | null;
  from: string;
  to: string | null;
}
interface PostWords {
  from: string;
  to: string | null;
  pledge: string | null;
  serves: string[];
}

/** Boards of each room. */
export const rooms: Record<string, string[]> = {
  '7801': ['780101', '780102', '780103'],
  '7802': ['780201', '780202'],
  '7803': ['780301', '780302'],
  '7804': ['780401'],
};
export const boards = Object.values(rooms).flat();

/**
 * Four rooms of eight boards, an office over all, and its president. Nobody answers for anything yet. `rules`: what one
 * file of tests changes in the league's model.
 */
export async function openLeague(rules: (league: string) => string = (same) => same): Promise<League> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-league-'));
  for (const name of ['chess-club.yaml', 'chess-league.yaml']) {
    const text = readFileSync(
      fileURLToPath(new URL(`../../../packages/model/test/${name}`, import.meta.url)),
      'utf8',
    );
    writeFileSync(join(folder, name), name === 'chess-league.yaml' ? rules(text) : text);
  }
  const server = await buildTestApp({ config: { modelFolders: [folder] } });
  const city = (await openModels(server.deps)).findCity('chess-league');
  if (!city) throw new Error('the chess league is not there');
  const { tenantId, model } = city;
  const inLeague: League['inLeague'] = (work) => inTenant(server.db, tenantId, work);
  await inLeague(async (tx) => {
    for (const [room, inside] of Object.entries(rooms)) {
      await tx.query(
        `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name) VALUES ($1, $2, '78', 'room', $3, $3)`,
        [tenantId, room, `厅${room}`],
      );
      for (const board of inside) {
        await tx.query(
          `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name) VALUES ($1, $2, $3, 'board', $4, $4)`,
          [tenantId, board, room, `盘${board}`],
        );
      }
    }
  });
  const addOrg: League['addOrg'] = async (kind, name, covers, more = {}) => {
    const orgId = randomUUID();
    await inLeague(async (tx) => {
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, formation, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          tenantId,
          orgId,
          kind,
          name,
          more.parent ?? null,
          more.formation ?? null,
          more.from ?? '2020-01-01',
          more.to ?? null,
        ],
      );
      for (const area of covers) {
        await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
          tenantId,
          orgId,
          area,
        ]);
      }
    });
    return orgId;
  };
  const addPerson: League['addPerson'] = async (name) => {
    const personId = randomUUID();
    await inLeague((tx) =>
      tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, $3, '2026-01-01')`,
        [tenantId, personId, name],
      ),
    );
    return personId;
  };
  const addPost: League['addPost'] = async (orgId, role, personId, more = {}) => {
    const postId = randomUUID();
    await inLeague(async (tx) => {
      await tx.query(
        `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from, held_to, pledge)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          tenantId,
          postId,
          orgId,
          role,
          personId,
          more.from ?? '2026-01-01',
          more.to ?? null,
          more.pledge ?? null,
        ],
      );
      for (const area of more.serves ?? []) {
        await tx.query('INSERT INTO post_areas (tenant_id, post_id, area_code) VALUES ($1, $2, $3)', [
          tenantId,
          postId,
          area,
        ]);
      }
    });
    return postId;
  };
  const addGrid: League['addGrid'] = async (orgId, inGrid, more = {}) => {
    const gridId = randomUUID();
    await inLeague(async (tx) => {
      await tx.query(
        `INSERT INTO grids (tenant_id, grid_id, compound_code, name, org_id, valid_from, valid_to)
         VALUES ($1, $2, '78', '巡区', $3, $4, $5)`,
        [tenantId, gridId, orgId, more.from ?? '2020-01-01', more.to ?? null],
      );
      for (const room of inGrid) {
        await tx.query('INSERT INTO grid_buildings (tenant_id, grid_id, building_code) VALUES ($1, $2, $3)', [
          tenantId,
          gridId,
          room,
        ]);
      }
    });
    return gridId;
  };
  const office = await addOrg('club-office', '联盟社务处', ['78']);
  const president = await addPerson('陈谷雨');
  await addPost(office, 'president', president);
  const asPresident = await signInAs(server, tenantId, president);
  return {
    server,
    tenantId,
    model,
    office,
    president,
    asPresident,
    inLeague,
    get: (url, cookies = asPresident) => server.app.inject({ url, cookies }),
    post: (url, payload, cookies = asPresident) =>
      server.app.inject({ method: 'POST', url, cookies, payload: { commandId: randomUUID(), ...payload } }),
    addOrg,
    addPerson,
    addPost,
    addGrid,
    signIn: (personId) => signInAs(server, tenantId, personId),
  };
}
