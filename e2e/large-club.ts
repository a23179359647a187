/**
 * The chess club with a dozen rooms, laid into a data folder before its first start: each room has a crew with an arbiter,
 * a clockmaker and a work group whose robot answers on this machine.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '@linli/model';
import { openModels } from '../server/src/modules/models/index.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { programFolder, readConfig } from '../server/src/platform/config.ts';
import { inTenant, type Tx } from '../server/src/platform/db/index.ts';
import { openEventStreams, openLiveHub } from '../server/src/platform/live/index.ts';
import { openLog } from '../server/src/platform/log.ts';
import { openData } from '../server/src/platform/open-data.ts';

export interface Room {
  boards: string[];
  crew: string;
  arbiter: string;
  /** Cookie of the arbiter's session. */
  arbiterSession: string;
  clockmaker: string;
  clockmakerPost: string;
  workGroup: string;
}

export interface LargeClub {
  tenantId: number;
  model: Model;
  president: string;
  rooms: Room[];
  /** Settings its server is started with. */
  settings: Record<string, string>;
}

export const clubKey = 'chess-club';

export async function layLargeClub(
  dataFolder: string,
  rooms: number,
  robotAddress: string,
): Promise<LargeClub> {
  const modelFolder = await mkdtemp(`${dataFolder}-models-`);
  const file = join(programFolder, 'packages/model/test/chess-club.yaml');
  // Nobody meets for half a year: what a meeting announces on its days would stand among what is counted.
  const month = ((new Date().getUTCMonth() + 6) % 12) + 1;
  const model = readFileSync(file, 'utf8').replaceAll(
    /series: FREQ=[^\s,}]+/g,
    `series: FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=15`,
  );
  writeFileSync(join(modelFolder, `${clubKey}.yaml`), model);
  const settings = {
    LINLI_MODELS: modelFolder,
    LINLI_DEMO: 'off',
    LINLI_ROBOT_HOSTS: '127.0.0.1',
    LINLI_REPORTS_PER_MINUTE: '100000',
  };
  const config = readConfig({ ...settings, LINLI_DATA: dataFolder });
  const log = openLog('silent');
  const data = await openData({ config, log });
  const live = await openLiveHub(data.db, log);
  try {
    const deps = {
      config,
      db: data.db,
      clock: systemClock,
      secrets: data.secrets,
      live,
      streams: openEventStreams(),
      log,
      isDemo: false,
    };
    const city = (await openModels(deps)).findCity(clubKey);
    if (city === undefined) throw new Error('the chess club is not there');
    const { tenantId, model } = city;
    const president = randomUUID();
    const laid = await inTenant(data.db, tenantId, async (tx) => {
      const office = await addOrg(tx, 'club-office', '社务处', null, '77');
      await addHolder(tx, president, '陈谷雨', office, 'president');
      const all: Room[] = [];
      for (let index = 1; index <= rooms; index += 1) {
        const code = `77${String(index).padStart(2, '0')}`;
        await addArea(tx, code, '77', 'room', `${index}号厅`);
        const boards = [`${code}01`, `${code}02`];
        for (const board of boards) await addArea(tx, board, code, 'board', `${board}盘`);
        const crew = await addOrg(tx, 'room-crew', `${index}号厅组`, office, code);
        const [arbiter, clockmaker, workGroup] = [randomUUID(), randomUUID(), randomUUID()];
        await addHolder(tx, arbiter, '林小满', crew, 'arbiter');
        const clockmakerPost = await addHolder(tx, clockmaker, '周立冬', crew, 'clockmaker');
        const token = randomBytes(24).toString('base64url');
        await tx.query(
          `INSERT INTO sign_ins (tenant_id, token_hash, person_id, created_at, seen_at, expires_at)
           VALUES ($1, $2, $3, '2026-01-01', '2026-01-01', '2099-01-01')`,
          [tenantId, data.secrets.hashToken('session', token), arbiter],
        );
        await tx.query(
          `INSERT INTO work_groups (tenant_id, work_group_id, org_id, name, webhook_cipher, created_at)
           VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
          [
            tenantId,
            workGroup,
            crew,
            `${index}号厅群`,
            data.secrets.encrypt({ tenantId, field: 'webhook' }, `${robotAddress}?key=room-${index}`),
          ],
        );
        const arbiterSession = `linli_session=${tenantId}.${token}`;
        all.push({ boards, crew, arbiter, arbiterSession, clockmaker, clockmakerPost, workGroup });
      }
      return all;
    });
    return { tenantId, model, president, rooms: laid, settings };
  } finally {
    await live.close();
    await data.close();
  }
}

async function addArea(tx: Tx, code: string, parent: string, level: string, name: string): Promise<void> {
  await tx.query(
    `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name, longitude, latitude)
     VALUES ($1, $2, $3, $4, $5, $5, 10, 50)`,
    [tx.tenantId, code, parent, level, name],
  );
}

async function addOrg(
  tx: Tx,
  kind: string,
  name: string,
  parent: string | null,
  area: string,
): Promise<string> {
  const orgId = randomUUID();
  await tx.query(
    `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, valid_from) VALUES ($1, $2, $3, $4, $5, '2020-01-01')`,
    [tx.tenantId, orgId, kind, name, parent],
  );
  await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
    tx.tenantId,
    orgId,
    area,
  ]);
  return orgId;
}

async function addHolder(
  tx: Tx,
  personId: string,
  name: string,
  orgId: string,
  role: string,
): Promise<string> {
  const postId = randomUUID();
  await tx.query(
    `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, $3, '2026-01-01')`,
    [tx.tenantId, personId, name],
  );
  await tx.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, $4, $5, '2026-01-01')`,
    [tx.tenantId, postId, orgId, role, personId],
  );
  return postId;
}
