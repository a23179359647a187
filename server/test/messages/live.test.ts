/** Live hints over a real connection: they reach who may know of a case, and nobody else. */
import { randomUUID } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CaseView } from '@linli/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Caller, type ClubOfCallers, openClubOfCallers, report } from '../cases/callers.ts';
import { signInAs } from '../sign-in.ts';

type Cookies = Record<string, string>;

interface Heard {
  event: string;
  data: Record<string, unknown>;
}
interface Page {
  reply: IncomingMessage;
  heard: Heard[];
  ended: () => boolean;
  /** Stations of one case, in order of arrival. */
  ofCase(shown: Pick<CaseView, 'caseId'>): unknown[];
}

let club: ClubOfCallers;
let port: number;
let arbiter: Caller;
let resident: Caller;
/** The president, who may know of every case. */
let witness: Page;
beforeAll(async () => {
  club = await openClubOfCallers();
  await club.server.app.listen({ port: 0, host: '127.0.0.1' });
  port = (club.server.app.server.address() as AddressInfo).port;
  arbiter = await club.as(club.arbiter);
  resident = await club.as(club.resident);
});
afterAll(() => club.server.close());
beforeEach(async () => {
  witness = await pageOf(club.president);
});

/** Hints of this step have been passed on: a page opened from now on hears nothing of it any more. */
async function settled<Shown extends CaseView>(shown: Shown): Promise<Shown> {
  await expect.poll(() => witness.ofCase(shown)).toContain(shown.station);
  return shown;
}

/** A page of somebody who is signed in. */
const pageOf = async (personId: string): Promise<Page> =>
  page(await signInAs(club.server, club.tenantId, personId));

/** A phone without an account, whose cookies a page can be opened with. */
function phone(): {
  cookies: Cookies;
  send(method: 'GET' | 'POST', url: string, body?: object): Promise<unknown>;
} {
  const cookies: Cookies = {};
  return {
    cookies,
    async send(method, url, body) {
      const reply = await club.server.app.inject({
        method,
        url,
        cookies,
        ...(body === undefined ? {} : { payload: body }),
      });
      for (const { name, value } of reply.cookies) cookies[name] = value;
      expect(reply.statusCode, reply.body).toBeLessThan(300);
      return reply.json();
    },
  };
}

async function openBy(by: ReturnType<typeof phone>): Promise<CaseView> {
  return ((await by.send('POST', '/api/cases', report())) as { case: CaseView }).case;
}

/** An open page of somebody, as an EventSource keeps it. */
async function page(
  cookies: Cookies,
  path = '/api/live',
  headers: Record<string, string> = {},
): Promise<Page> {
  const cookie = Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  const opened = await new Promise<Page>((resolve, reject) => {
    const request = get({ port, path, host: '127.0.0.1', headers: { ...headers, cookie } }, (reply) => {
      const heard: Heard[] = [];
      let text = '';
      let ended = false;
      reply.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const event = /^event: (.*)$/m.exec(block)?.[1];
          const data = /^data: (.*)$/m.exec(block)?.[1];
          if (event !== undefined && data !== undefined) heard.push({ event, data: JSON.parse(data) });
        }
      });
      reply.on('close', () => {
        ended = true;
      });
      resolve({
        reply,
        heard,
        ended: () => ended,
        ofCase: ({ caseId }) =>
          heard
            .filter(({ event, data }) => event === 'case' && data.caseId === caseId)
            .map(({ data }) => data.station),
      });
    });
    request.on('error', reject);
    onTestFinished(() => void request.destroy());
  });
  return opened;
}

describe('a hint that organisations, areas, imports or plans changed', () => {
  test('reaches staff, names only the topic, and reaches no resident', async () => {
    const [staff, other] = await Promise.all([pageOf(club.president), pageOf(club.resident)]);
    const { live } = club.server.deps;
    live.publish({ tenantId: club.tenantId, topic: 'orgs', data: { orgId: club.crew } });
    live.publish({ tenantId: club.tenantId, topic: 'a topic of nobody', data: {} });
    await expect
      .poll(() => staff.heard.filter(({ event }) => event === 'changed'))
      .toEqual([{ event: 'changed', data: { topic: 'orgs' } }]);
    // Whatever was sent with that hint has arrived when the next one has.
    const own = await resident.open();
    await expect.poll(() => other.ofCase(own)).toEqual(['open']);
    expect(other.heard.filter(({ event }) => event === 'changed')).toEqual([]);
  });
});

describe('a hint about a case', () => {
  test('reaches those whose posts cover it, its reporter and its followers; and says nothing else', async () => {
    const reporter = phone();
    const opened = await settled(await openBy(reporter));
    const neighbour = phone();
    await neighbour.send('POST', `/api/cases/${opened.caseId}/follow`, {
      commandId: randomUUID(),
      follow: true,
    });
    const pages = await Promise.all([
      ...[club.arbiter, club.president, club.clockmaker].map(pageOf),
      page(reporter.cookies),
      page(neighbour.cookies),
    ]);
    const accepted = await arbiter.did(opened, 'accept');
    for (const one of pages) await expect.poll(() => one.ofCase(opened)).toEqual(['accepted']);
    expect(pages[0]!.heard.find(({ event }) => event === 'case')).toEqual({
      event: 'case',
      data: { caseId: opened.caseId, seq: accepted.seq, station: 'accepted' },
    });
  });

  test('does not reach another resident, a visitor, or posts of another room', async () => {
    const opened = await settled(await resident.open());
    const away = randomUUID();
    const crew = randomUUID();
    await club.inClub(async (tx) => {
      await tx.query(
        `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, valid_from) VALUES ($1, $2, 'room-crew', '西厅组', $3, '2020-01-01')`,
        [tx.tenantId, crew, club.office],
      );
      await tx.query(`INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, '7702')`, [
        tx.tenantId,
        crew,
      ]);
      await tx.query(
        `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, '何大寒', '2026-01-01')`,
        [tx.tenantId, away],
      );
      await tx.query(
        `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, 'arbiter', $4, '2026-01-01')`,
        [tx.tenantId, randomUUID(), crew, away],
      );
    });
    const stranger = phone();
    await settled(await openBy(stranger));
    const others = await Promise.all([page(stranger.cookies), page({}), pageOf(away)]);
    const reporter = await pageOf(club.resident);
    await arbiter.did(opened, 'accept');
    await expect.poll(() => reporter.ofCase(opened)).toEqual(['accepted']);
    // Whatever was sent with that hint has arrived when the next one has.
    const own = await openBy(stranger);
    await expect.poll(() => others[0]!.ofCase(own)).toEqual(['open']);
    for (const one of others) expect(one.ofCase(opened)).toEqual([]);
    expect(others[1]!.heard).toEqual([]);
  });

  test('reaches whom the case was given to, also where their own organisation does not cover the place', async () => {
    const opened = await settled(await club.device().open({ areaCode: '770201' }));
    await club.server.db.superuser.query(
      'UPDATE cases SET assignee_person_id = $2, assignee_org_id = $3 WHERE case_id = $1',
      [opened.caseId, club.otherClockmaker, club.crew],
    );
    const [given, colleague] = await Promise.all([pageOf(club.otherClockmaker), pageOf(club.clockmaker)]);
    club.server.deps.live.publish({
      tenantId: club.tenantId,
      topic: 'case',
      data: { caseId: opened.caseId, seq: 2, station: 'assigned' },
    });
    await expect.poll(() => given.ofCase(opened)).toEqual(['assigned']);
    expect(colleague.ofCase(opened)).toEqual([]);
  });
});

describe('the inbox', () => {
  test('counts again for whoever was told, and on one’s other pages when something was read', async () => {
    const opened = await settled(await resident.open());
    const [own, other] = [await pageOf(club.resident), await pageOf(club.clockmaker)];
    await arbiter.did(opened, 'accept');
    const { unread } = (await resident.call('GET', '/api/messages')).json<{ unread: number }>();
    const inbox = (one: Page) => one.heard.filter(({ event }) => event === 'inbox').map(({ data }) => data);
    await expect.poll(() => inbox(own)).toEqual([{ unread }]);
    await resident.call('POST', '/api/messages/read', {});
    await expect.poll(() => inbox(own)).toEqual([{ unread }, { unread: 0 }]);
    expect(inbox(other)).toEqual([]);
  });

  test('also of a device without an account', async () => {
    const device = phone();
    const opened = await settled(await openBy(device));
    const own = await page(device.cookies);
    await arbiter.did(opened, 'accept');
    await expect.poll(() => own.heard).toContainEqual({ event: 'inbox', data: { unread: 2 } });
  });
});

describe('a stream', () => {
  test('of a visitor is of the city asked for; an unknown one is 404', async () => {
    expect((await page({}, '/api/live?city=chess-club')).reply.statusCode).toBe(200);
    expect((await page({}, '/api/live?city=atlantis')).reply.statusCode).toBe(404);
  });

  test('says to look again where hints were missed, and ends so that the page comes back', async () => {
    const own = await pageOf(club.clockmaker);
    await club.server.db.superuser.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'linli live'",
    );
    await expect.poll(() => own.heard, { timeout: 10_000 }).toEqual([{ event: 'resync', data: {} }]);
    await expect.poll(own.ended).toBe(true);
    const back = await page({}, '/api/live', { 'last-event-id': 'earlier' });
    await expect.poll(() => back.heard).toEqual([{ event: 'resync', data: {} }]);
  });

  test('of somebody who has signed out since ends, and a post that has ended gives no more hints', async () => {
    const cookies = await signInAs(club.server, club.tenantId, club.president);
    const left = await page(cookies);
    const former = await pageOf(club.otherClockmaker);
    await club.server.app.inject({ method: 'DELETE', url: '/api/session', cookies });
    await club.server.db.superuser.query(`UPDATE posts SET held_to = '2026-11-22' WHERE person_id = $1`, [
      club.otherClockmaker,
    ]);
    club.server.clock.advance(6 * 60_000);
    const present = await pageOf(club.clockmaker);
    const opened = await resident.open();
    await expect.poll(() => present.ofCase(opened)).toEqual(['open']);
    await expect.poll(left.ended).toBe(true);
    expect(left.ofCase(opened)).toEqual([]);
    expect(former.ofCase(opened)).toEqual([]);
    expect(former.ended()).toBe(false);
  });
});
