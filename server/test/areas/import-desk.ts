/** A desk at which files are handed in: the chess club, its jobs running, somebody signed in. */
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { ImportFault, ImportView } from '@linli/contract';
import { expect } from 'vitest';
import yazl from 'yazl';
import {
  type SheetToWrite,
  type Value,
  writeWorkbook,
} from '../../src/modules/areas/import/write-workbook.ts';
import { areaTasks } from '../../src/modules/areas/index.ts';
import { type JobRunner, startJobs } from '../../src/platform/jobs/index.ts';
import { openLog } from '../../src/platform/log.ts';
import { type Club, openClub } from '../chess-club.ts';
import { signInAs } from '../sign-in.ts';

export interface Desk extends Club {
  as(personId: string): Promise<Clerk>;
  areas(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface Clerk {
  call(method: 'GET' | 'POST', url: string, body?: object): Promise<Reply>;
  /** Without waiting. */
  send(name: string, content: Buffer, commandId?: string): Promise<Reply>;
  /** Sent, and checked. */
  hand(name: string, content: Buffer): Promise<ImportView>;
  apply(one: Pick<ImportView, 'importId'>, commandId?: string): Promise<ImportView>;
  see(importId: string): Promise<ImportView>;
  rest(importId: string): Promise<ImportView>;
  faults(importId: string): Promise<ImportFault[]>;
}

type Reply = Awaited<ReturnType<Club['server']['app']['inject']>>;

const moving = ['waiting', 'checking', 'applying'];

export async function openDesk(): Promise<Desk> {
  const club = await openClub();
  const { app, deps, db } = club.server;
  let runner: JobRunner | undefined = await startJobs({
    db,
    tasks: areaTasks(deps),
    concurrency: 2,
    log: openLog('silent'),
    pollMs: 100,
  });
  return {
    ...club,
    async as(personId) {
      const cookies = await signInAs(club.server, club.tenantId, personId);
      const call: Clerk['call'] = (method, url, body) =>
        app.inject({ method, url, cookies, ...(body === undefined ? {} : { payload: body }) });
      const see = async (importId: string): Promise<ImportView> => {
        const reply = await call('GET', `/api/imports/${importId}`);
        expect(reply.statusCode, reply.body).toBe(200);
        return reply.json<{ import: ImportView }>().import;
      };
      const rest = async (importId: string): Promise<ImportView> => {
        let now = await see(importId);
        await expect
          .poll(
            async () => {
              now = await see(importId);
              return moving.includes(now.state);
            },
            { timeout: 60_000, interval: 50 },
          )
          .toBe(false);
        return now;
      };
      const send: Clerk['send'] = (name, content, commandId = randomUUID()) =>
        app.inject({
          method: 'POST',
          url: `/api/imports?commandId=${commandId}&name=${encodeURIComponent(name)}`,
          cookies,
          headers: { 'content-type': 'application/octet-stream' },
          payload: content,
        });
      return {
        call,
        send,
        see,
        rest,
        async hand(name, content) {
          const reply = await send(name, content);
          expect(reply.statusCode, reply.body).toBe(200);
          return rest(reply.json<{ import: ImportView }>().import.importId);
        },
        async apply({ importId }, commandId = randomUUID()) {
          const reply = await call('POST', `/api/imports/${importId}/apply`, { commandId });
          expect(reply.statusCode, reply.body).toBe(200);
          return rest(importId);
        },
        async faults(importId) {
          const reply = await call('GET', `/api/imports/${importId}/faults?limit=1000`);
          return reply.json<{ faults: ImportFault[] }>().faults;
        },
      };
    },
    async areas() {
      const { rows } = await club.inClub((tx) =>
        tx.query(
          `SELECT areas.code, areas.parent_code, areas.level, areas.name, areas.class, areas.full_name,
                  areas.longitude, areas.latitude, areas.geometry, home.exclusive_area_dm2, home.source
             FROM areas LEFT JOIN home_areas AS home ON home.tenant_id = $1 AND home.area_code = areas.code
            WHERE areas.tenant_id = $1 ORDER BY areas.code`,
          [club.tenantId],
        ),
      );
      return rows;
    },
    async close() {
      await runner?.stop();
      runner = undefined;
      await club.server.close();
    },
  };
}

/** A workbook as our own template would be filled in: the first row of each sheet is its heading. */
export async function workbook(sheets: Record<string, Value[][]>): Promise<Buffer> {
  const written: SheetToWrite[] = Object.entries(sheets).map(([name, [heading = [], ...rows]]) => ({
    name,
    columns: heading.map((words) => ({ heading: String(words), width: 12 })),
    rows,
  }));
  return buffer(writeWorkbook(written));
}

/** A workbook of one sheet whose XML is written by hand, for what our own writer never writes. */
export async function rawWorkbook(
  sheet: string,
  xml: string,
  more: Record<string, string> = {},
): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': xml,
    ...more,
  };
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return buffer(zip.outputStream);
}
