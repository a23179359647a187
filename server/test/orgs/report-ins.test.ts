/** Report-ins, and two ledgers that are never one. */
import { randomUUID } from 'node:crypto';
import {
  FeedbackView,
  HoursReply,
  MyHours,
  ReportInChoices,
  ReportInHours,
  ReportInReply,
  ReportInsPage,
  VolunteerCertificate,
} from '@linli/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cookies, type League, openLeague } from './league.ts';

let league: League;
/** The community, and somebody of it; the employer is the office of the league. */
let crew: string;
let asCrew: Cookies;
let personId: string;
let asPerson: Cookies;
let asOther: Cookies;

beforeAll(async () => {
  league = await openLeague();
  crew = await league.addOrg('room-crew', '东厅组', ['7801']);
  const arbiter = await league.addPerson('林小满');
  await league.addPost(crew, 'arbiter', arbiter);
  asCrew = await league.signIn(arbiter);
  const stranger = await league.addPerson('外人');
  await league.addPost(await league.addOrg('room-crew', '西厅组', ['7802']), 'arbiter', stranger);
  asOther = await league.signIn(stranger);
});
afterAll(() => league.server.close());
beforeEach(async () => {
  personId = await league.addPerson('在职');
  asPerson = await league.signIn(personId);
});

const reportIn = (cookies = asPerson, more: object = {}) =>
  league.post('/api/report-ins', { employerOrgId: league.office, communityOrgId: crew, ...more }, cookies);
/** Reported in, and confirmed by the community. */
async function reportedIn(cookies = asPerson): Promise<string> {
  const { reportInId } = ReportInReply.parse((await reportIn(cookies)).json()).reportIn;
  expect((await decide(reportInId, 'confirm')).statusCode).toBe(200);
  return reportInId;
}
const decide = (id: string, verb: 'confirm' | 'decline', cookies = asCrew, more: object = {}) =>
  league.post(`/api/report-ins/${id}/${verb}`, more, cookies);
const hours = (id: string, cookies = asCrew, more: object = {}) =>
  league.post(
    `/api/report-ins/${id}/hours`,
    { doneOn: '2026-11-23', minutes: 90, service: 'sweeping', ...more },
    cookies,
  );
const volunteered = (cookies = asCrew, more: object = {}) =>
  league.post(
    '/api/volunteer-hours',
    { personId, orgId: crew, doneOn: '2026-11-20', minutes: 30, deed: '教小朋友下棋', ...more },
    cookies,
  );
const mine = async (cookies = asPerson) =>
  MyHours.parse((await league.get('/api/hours/mine', cookies)).json());

describe('reporting in', () => {
  test('401 without a session; for oneself, once at a time, safe to repeat', async () => {
    expect((await reportIn({})).statusCode).toBe(401);
    const commandId = randomUUID();
    const first = await reportIn(asPerson, { commandId });
    expect((await reportIn(asPerson, { commandId })).json()).toEqual(first.json());
    expect((await reportIn()).json()).toMatchObject({ code: 'reported-in-already', status: 422 });
    expect((await mine()).reportIn).toMatchObject({
      community: { name: '东厅组' },
      employer: { name: '联盟社务处' },
    });
  });

  test('two taps at the same moment report in once', async () => {
    const replies = await Promise.all([reportIn(), reportIn()]);
    expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 422]);
  });

  test('without a post it waits for the community: confirmed by its staff only, once, never by the person', async () => {
    const { reportIn: mineNow } = ReportInReply.parse((await reportIn()).json());
    expect(mineNow).toMatchObject({ isConfirmed: false, verbs: ['end'] });
    const { reportInId } = mineNow;
    for (const cookies of [asOther, asPerson]) {
      expect((await decide(reportInId, 'confirm', cookies)).statusCode).toBe(404);
    }
    const waiting = async () =>
      ReportInsPage.parse(
        (await league.get(`/api/report-ins?community=${crew}&state=to-confirm`, asCrew)).json(),
      ).reportIns.map((one) => one.reportInId);
    expect(await waiting()).toContain(reportInId);
    expect((await hours(reportInId)).json(), 'no hours before it is so').toMatchObject({ status: 422 });
    expect((await league.post(`/api/report-ins/${reportInId}/end`, {}, asCrew)).statusCode).toBe(422);
    const confirmed = ReportInReply.parse((await decide(reportInId, 'confirm')).json()).reportIn;
    expect(confirmed).toMatchObject({
      isConfirmed: true,
      verbs: ['enter-duty-hours', 'enter-volunteer-hours', 'see-hours', 'end'],
    });
    expect(await waiting()).not.toContain(reportInId);
    expect((await decide(reportInId, 'confirm')).statusCode).toBe(422);
    expect((await decide(reportInId, 'decline', asCrew, { reason: '太晚了' })).statusCode).toBe(422);
    expect((await hours(reportInId)).statusCode).toBe(200);
  });

  test('who holds a post at the employer is known there: it counts at once', async () => {
    await league.addPost(league.office, 'president', personId);
    const { reportIn: known } = ReportInReply.parse((await reportIn()).json());
    expect(known.isConfirmed).toBe(true);
  });

  test('declined: it ends, the person reads why, no employer hears of it, and one may try elsewhere', async () => {
    const { reportInId } = ReportInReply.parse((await reportIn()).json()).reportIn;
    expect((await decide(reportInId, 'decline')).statusCode, 'not without a reason').toBe(422);
    const reason = '登记的住址不在本组';
    const declined = ReportInReply.parse((await decide(reportInId, 'decline', asCrew, { reason })).json());
    expect(declined.reportIn).toMatchObject({ declined: reason, isConfirmed: false, verbs: [] });
    expect(await mine()).toMatchObject({
      reportIn: null,
      declined: { declined: reason },
      verbs: ['report-in'],
    });
    const feedback = await league.get(`/api/report-ins/feedback?employer=${league.office}`);
    expect(FeedbackView.parse(feedback.json()).people.map((one) => one.personId)).not.toContain(personId);
    expect((await reportIn()).statusCode).toBe(200);
    expect(await mine()).toMatchObject({ declined: null, verbs: [] });
  });

  test('where and from whom is found by name by anybody signed in; the own home’s community comes first', async () => {
    expect((await league.get('/api/report-ins/choices?of=community', {})).statusCode).toBe(401);
    await league.inLeague((tx) =>
      tx.query('UPDATE people SET home_code = $3 WHERE tenant_id = $1 AND person_id = $2', [
        tx.tenantId,
        personId,
        '780202',
      ]),
    );
    const choices = async (query: string) =>
      ReportInChoices.parse((await league.get(`/api/report-ins/choices?${query}`, asPerson)).json()).orgs.map(
        ({ name }) => name,
      );
    expect((await choices('of=community'))[0]).toBe('西厅组');
    expect(await choices(`of=community&q=${encodeURIComponent('东厅')}`)).toEqual(['东厅组']);
    expect(await choices('of=employer')).toEqual(['联盟社务处']);
  });

  test('422 where nobody reports in, or with an employer that is none', async () => {
    expect((await reportIn(asPerson, { communityOrgId: league.office })).json()).toMatchObject({
      errors: [{ at: '/communityOrgId' }],
    });
    expect((await reportIn(asPerson, { employerOrgId: crew })).json()).toMatchObject({
      errors: [{ at: '/employerOrgId' }],
    });
  });

  test('ends by the person or the community, then one may report in elsewhere; 404 for others', async () => {
    const id = await reportedIn();
    expect((await league.post(`/api/report-ins/${id}/end`, {}, asOther)).statusCode).toBe(404);
    expect((await league.post(`/api/report-ins/${id}/end`, {}, asPerson)).statusCode).toBe(200);
    expect((await league.post(`/api/report-ins/${id}/end`, {}, asCrew)).statusCode).toBe(422);
    expect((await reportIn()).statusCode).toBe(200);
  });

  test('the community sees who reported in there; 404 for others and for residents', async () => {
    const id = await reportedIn();
    const page = ReportInsPage.parse((await league.get(`/api/report-ins?community=${crew}`, asCrew)).json());
    expect(page.reportIns.find(({ reportInId }) => reportInId === id)).toMatchObject({ name: '在职' });
    expect((await league.get(`/api/report-ins?community=${crew}`, asOther)).statusCode).toBe(404);
    expect((await league.get(`/api/report-ins?community=${crew}`, asPerson)).statusCode).toBe(404);
  });
});

describe('the two ledgers', () => {
  test('duty and volunteering stand apart, each with its own sum, and nothing adds them up', async () => {
    const id = await reportedIn();
    HoursReply.parse((await hours(id)).json());
    await hours(id, asCrew, { minutes: 60 });
    await volunteered();
    const { duty, volunteer } = await mine();
    expect(duty).toMatchObject({
      minutes: 150,
      entries: [{ what: 'sweeping', whatTitle: { zh: '扫地' } }, {}],
    });
    expect(volunteer).toMatchObject({ minutes: 30, entries: [{ what: '教小朋友下棋', orgName: '东厅组' }] });
    const certificate = VolunteerCertificate.parse(
      (await league.get('/api/hours/certificate', asPerson)).json(),
    );
    expect(certificate).toMatchObject({ name: '在职', minutes: 30, entries: [{ minutes: 30 }] });
  });

  test('no foreign key, view or function of the database joins one to the other', async () => {
    const { rows } = await league.server.db.superuser.query(
      `SELECT conname FROM pg_constraint WHERE conrelid IN ('duty_hours'::regclass, 'volunteer_hours'::regclass)
          AND confrelid IN ('duty_hours'::regclass, 'volunteer_hours'::regclass)
       UNION ALL SELECT viewname FROM pg_views WHERE definition LIKE '%duty_hours%'`,
    );
    expect(rows).toEqual([]);
  });

  test('there is no least amount: nothing entered is nothing wrong, and no reply names a goal', async () => {
    await reportedIn();
    const reply = await league.get('/api/hours/mine', asPerson);
    expect(reply.json()).toMatchObject({
      duty: { minutes: 0, entries: [] },
      volunteer: { minutes: 0, entries: [] },
    });
    expect(reply.body).not.toMatch(/goal|minimum|quota|target|rank/);
  });

  test('nobody enters their own hours, and none of the future, outside the report-in, or of no service', async () => {
    const ownId = ReportInReply.parse((await reportIn(asCrew)).json()).reportIn.reportInId;
    expect((await decide(ownId, 'confirm')).statusCode, 'nor confirms oneself').toBe(403);
    expect((await hours(ownId, asCrew)).statusCode).toBe(403);
    const id = await reportedIn();
    expect((await hours(id, asPerson)).statusCode).toBe(404);
    expect((await hours(id, asOther)).statusCode).toBe(404);
    expect((await hours(id, asCrew, { doneOn: '2026-11-24' })).statusCode).toBe(422);
    expect((await hours(id, asCrew, { doneOn: '2026-11-22' })).statusCode).toBe(422);
    expect((await hours(id, asCrew, { service: 'singing' })).statusCode).toBe(422);
    expect((await volunteered(asOther)).statusCode).toBe(404);
    expect((await volunteered(asPerson)).statusCode).toBe(404);
  });

  test('a wrong entry is struck with its reason, stays to be seen, and counts for nothing', async () => {
    const id = await reportedIn();
    const { entry } = HoursReply.parse((await hours(id)).json());
    const voluntary = HoursReply.parse((await volunteered()).json()).entry;
    const strike = (path: string, cookies: Cookies) => league.post(path, { reason: '记错了人' }, cookies);
    expect((await strike(`/api/duty-hours/${entry.entryId}/strike`, asOther)).statusCode).toBe(404);
    expect((await strike(`/api/duty-hours/${entry.entryId}/strike`, asCrew)).statusCode).toBe(200);
    expect((await strike(`/api/duty-hours/${entry.entryId}/strike`, asCrew)).statusCode).toBe(422);
    expect((await strike(`/api/volunteer-hours/${voluntary.entryId}/strike`, asCrew)).statusCode).toBe(200);
    const ledgers = ReportInHours.parse((await league.get(`/api/report-ins/${id}/hours`, asCrew)).json());
    for (const [struck] of [ledgers.duty, ledgers.volunteer]) {
      expect(struck).toMatchObject({
        struck: '记错了人',
        struckOn: '2026-11-23',
        struckBy: '林小满',
        verbs: [],
      });
    }
    for (const cookies of [asOther, asPerson]) {
      expect((await league.get(`/api/report-ins/${id}/hours`, cookies)).statusCode).toBe(404);
    }
    const { duty, volunteer } = await mine();
    expect(duty).toMatchObject({ minutes: 0, entries: [{ struck: '记错了人', struckBy: null }] });
    expect(volunteer).toMatchObject({ minutes: 0, entries: [{ struck: '记错了人' }] });
    expect((await league.get('/api/hours/certificate', asPerson)).json()).toMatchObject({
      minutes: 0,
      entries: [],
    });
  });
});

describe('feedback to the employer', () => {
  test('its own staff see who did what, by name and never by amount; without the volunteers’ ledger', async () => {
    const busy = await league.addPerson('乙多');
    const idle = await league.addPerson('甲少');
    for (const [person, minutes] of [
      [busy, 300],
      [idle, 0],
    ] as const) {
      const id = await reportedIn(await league.signIn(person));
      if (minutes > 0) await hours(id, asCrew, { minutes });
    }
    await volunteered(asCrew, { personId: idle, minutes: 999 });
    const reply = await league.get(`/api/report-ins/feedback?employer=${league.office}`);
    const { people, services } = FeedbackView.parse(reply.json());
    const shown = people.filter(({ personId: id }) => id === busy || id === idle);
    const byName = people.map(({ name }) => name);
    expect(shown.map(({ minutes }) => minutes).toSorted()).toEqual([0, 300].toSorted());
    expect(services.map(({ service }) => service)).toEqual(['sweeping']);
    const { rows } = await league.server.db.superuser.query<{ name: string }>(
      'SELECT name FROM unnest($1::text[]) AS name ORDER BY name',
      [byName],
    );
    expect(byName).toEqual(rows.map(({ name }) => name));
    expect(reply.body).not.toContain('999');
  });

  test('404 for everybody who is not of the employer', async () => {
    for (const cookies of [asCrew, asOther, asPerson]) {
      expect(
        (await league.get(`/api/report-ins/feedback?employer=${league.office}`, cookies)).statusCode,
      ).toBe(404);
    }
  });
});
