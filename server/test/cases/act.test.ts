/** The job over HTTP, from dispatch to rating, with what each outcome promises. Who may do what is in authority.test.ts. */
import { randomUUID } from 'node:crypto';
import type { CaseView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type ClubOfCallers, openClubOfCallers } from './callers.ts';

let club: ClubOfCallers;
let arbiter: Caller;
let clockmaker: Caller;
let president: Caller;
let resident: Caller;

beforeAll(async () => {
  club = await openClubOfCallers();
  arbiter = await club.as(club.arbiter);
  clockmaker = await club.as(club.clockmaker);
  president = await club.as(club.president);
  resident = await club.as(club.resident);
});
afterAll(() => club.server.close());

const outcome = { answers: { 'resolved.outcome': '换了发条' } };

async function holder(caseId: string, verb: string, name: string) {
  const reply = await arbiter.call('GET', `/api/cases/${caseId}/holders?verb=${verb}`);
  const { holders } = reply.json<{
    holders: { name: string | null; postId: string; orgId: string; role: string }[];
  }>();
  const found = holders.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not among ${JSON.stringify(holders)}`);
  return { postId: found.postId, orgId: found.orgId, role: found.role };
}

async function resolved(): Promise<CaseView> {
  let shown = await resident.open();
  shown = await arbiter.did(shown, 'accept');
  shown = await arbiter.did(shown, 'assign', { to: await holder(shown.caseId, 'assign', '周立冬') });
  shown = await clockmaker.did(shown, 'start');
  return clockmaker.did(shown, 'resolve', outcome);
}

describe('200', () => {
  test('from photo to rating: each step shows the next verbs of whoever looks', async () => {
    const opened = await resident.open();
    expect(opened.verbs.map(({ verb }) => verb)).toContain('withdraw');
    const seen = (await arbiter.see(opened.caseId)).json<{ case: CaseView }>().case;
    expect(seen.next?.verb).toBe('accept');
    expect(seen.reporter.name).toBe('孙**');
    const done = await resolved();
    expect(done.verbs.map(({ verb }) => verb)).not.toContain('verify');
    const verified = await arbiter.did(done, 'verify');
    const rated = await resident.did(verified, 'rate', { rating: { answer: 'solved' } });
    expect(rated.station).toBe('closed');
    expect(rated.history.map(({ verb }) => verb)).toEqual([
      'open',
      'accept',
      'assign',
      'start',
      'resolve',
      'verify',
      'rate',
    ]);
    expect(rated.verbs).toEqual([]);
  });

  test('a bad rating opens it again, a second one lifts it to the next rung', async () => {
    let shown = await arbiter.did(await resolved(), 'verify');
    shown = await resident.did(shown, 'rate', { rating: { answer: 'not', comment: '还是不走' } });
    expect(shown.station).toBe('reopened');
    shown = await arbiter.did(shown, 'assign', { to: await holder(shown.caseId, 'assign', '吴白露') });
    const other = await club.as(club.otherClockmaker);
    shown = await other.did(shown, 'start');
    shown = await other.did(shown, 'resolve', outcome);
    shown = await arbiter.did(shown, 'verify');
    shown = await resident.did(shown, 'rate', { rating: { answer: 'not' } });
    expect(shown.rung).toMatchObject({ index: 0, title: { zh: '裁判席' } });
    expect(shown.ladder?.rungs.map(({ state }) => state)).toEqual(['here', 'above']);
  });

  test('the same command again gets the first answer, whatever has happened since', async () => {
    const opened = await resident.open();
    const words = { commandId: randomUUID(), seq: opened.seq };
    const url = `/api/cases/${opened.caseId}/verbs/accept`;
    const first = await arbiter.call('POST', url, words);
    await arbiter.did(first.json<{ case: CaseView }>().case, 'note', { reason: '先记一笔' });
    const again = await arbiter.call('POST', url, words);
    expect(again.statusCode).toBe(200);
    expect(again.json()).toEqual(first.json());
  });

  test('a case is merged: its reporter follows the other one, and both say so', async () => {
    const kept = await resident.open();
    const phone = club.device();
    const twice = await phone.open();
    await arbiter.did(twice, 'merge', { into: kept.caseId });
    const joined = (await phone.see(twice.caseId)).json<{ case: CaseView }>().case;
    expect(joined).toMatchObject({ station: 'merged', mergedInto: { number: kept.number } });
    const other = (await phone.see(kept.caseId)).json<{ case: CaseView }>().case;
    expect(other).toMatchObject({ following: true, followerCount: 1, mergedFrom: 1 });
  });

  test('a part is asked of another party and signed by it', async () => {
    let shown = await arbiter.did(await resident.open(), 'accept');
    shown = await arbiter.did(shown, 'ask-part', {
      part: { task: '开门', holder: await holder(shown.caseId, 'ask-part', '陈谷雨') },
    });
    const part = shown.parts[0]!;
    expect(part.holder.name).toBe('陈谷雨');
    const mine = (await president.call('GET', '/api/workbench')).json<{ mine: { caseId: string }[] }>().mine;
    expect(mine.map(({ caseId }) => caseId)).toContain(shown.caseId);
    shown = await president.did(shown, 'sign-part', { part: { partId: part.partId, result: '开了' } });
    expect(shown.parts[0]).toMatchObject({ result: '开了' });
  });

  test('many at once: each has its own outcome', async () => {
    const cases = [await resident.open(), await resident.open(), await resident.open()];
    const moved = await arbiter.did(cases[2]!, 'accept');
    const reply = await arbiter.call('POST', '/api/cases/bulk', {
      verb: 'accept',
      items: cases.map(({ caseId, seq }) => ({ caseId, seq, commandId: randomUUID() })),
      with: {},
    });
    expect(reply.statusCode).toBe(200);
    const { results } = reply.json<{ results: { caseId: string; ok: boolean; status: number }[] }>();
    expect(results.map(({ ok, status }) => [ok, status])).toEqual([
      [true, 200],
      [true, 200],
      [false, 409],
    ]);
    expect(results[2]!.caseId).toBe(moved.caseId);
  });
});

describe('401', () => {
  test('an answer from a device needs an account only where the kind asks for one', async () => {
    // The club's kind asks for none: its device rates.
    const phone = club.device();
    let shown = await phone.open();
    shown = await arbiter.did(shown, 'accept');
    shown = await clockmaker.did(shown, 'claim');
    shown = await clockmaker.did(shown, 'resolve', outcome);
    shown = await arbiter.did(shown, 'verify');
    expect((await phone.did(shown, 'rate', { rating: { answer: 'solved' } })).station).toBe('closed');
  });
});

describe('403 and 404', () => {
  test('who may know the case but not act gets 403 with who may', async () => {
    const opened = await resident.open();
    const reply = await resident.act(opened, 'accept');
    expect(reply.statusCode).toBe(403);
  });
  test('whoever handled it never verifies it', async () => {
    const reply = await clockmaker.act(await resolved(), 'verify');
    expect(reply.statusCode).toBe(403);
  });
  test('a case that is not there is 404', async () => {
    const reply = await arbiter.act({ caseId: randomUUID(), seq: 1 }, 'accept');
    expect(reply.statusCode).toBe(404);
  });
  test('an unknown verb names the known ones', async () => {
    const reply = await arbiter.act(await resident.open(), 'bless');
    expect(reply.json()).toMatchObject({ code: 'unknown-verb' });
    expect(reply.json<{ detail: string }>().detail).toContain('accept');
  });
  test('time’s own verb is nobody’s', async () => {
    const reply = await president.act(await resident.open(), 'tick');
    expect(reply.json()).toMatchObject({ code: 'unknown-verb' });
  });
});

describe('409: stale or out of turn, with the present state and the verbs allowed', () => {
  test('somebody was quicker', async () => {
    const opened = await resident.open();
    await arbiter.did(opened, 'accept');
    const reply = await president.act(opened, 'accept');
    expect(reply.statusCode).toBe(409);
    const { current } = reply.json<{ current: { case: CaseView } }>();
    expect(current.case.station).toBe('accepted');
    expect(current.case.verbs.length).toBeGreaterThan(0);
  });
  test('not from this station', async () => {
    const reply = await arbiter.act(await resident.open(), 'verify');
    expect(reply.statusCode).toBe(409);
    expect(reply.json<{ current: { case: CaseView } }>().current.case.station).toBe('open');
  });
  test('a command id that stands for something else', async () => {
    const opened = await resident.open();
    const commandId = randomUUID();
    await arbiter.did(opened, 'accept', { commandId });
    const reply = await arbiter.act({ caseId: opened.caseId, seq: 2 }, 'note', {
      commandId,
      reason: '记一笔',
    });
    expect(reply.json()).toMatchObject({ code: 'command-conflict' });
  });
});

describe('422: the rule that refuses is named, and nothing is lost', () => {
  test('a required answer is missing', async () => {
    let shown = await arbiter.did(await resident.open(), 'accept');
    shown = await clockmaker.did(shown, 'claim');
    const reply = await clockmaker.act(shown, 'resolve');
    expect(reply.statusCode).toBe(422);
    expect(reply.json<{ errors: { at: string }[] }>().errors[0]?.at).toBe('/answers/resolved.outcome');
    const after = (await clockmaker.see(shown.caseId)).json<{ case: CaseView }>().case;
    expect(after.seq).toBe(shown.seq);
  });
  test('a post that does not exist, or does not cover the place', async () => {
    const shown = await arbiter.did(await resident.open(), 'accept');
    const reply = await arbiter.act(shown, 'assign', {
      to: { postId: randomUUID(), orgId: club.crew, role: 'clockmaker' },
    });
    expect(reply.json()).toMatchObject({ code: 'holder-invalid' });
    const elsewhere = await president.did(await resident.open({ areaCode: '770201' }), 'accept');
    const uncovered = await president.act(elsewhere, 'assign', {
      to: await holder(shown.caseId, 'assign', '周立冬'),
    });
    expect(uncovered.json()).toMatchObject({ code: 'holder-invalid' });
  });
  test('merging into itself, into nothing, or into what has ended', async () => {
    const one = await resident.open();
    const gone = await resident.did(await resident.open(), 'withdraw');
    for (const into of [one.caseId, randomUUID(), gone.caseId]) {
      const reply = await arbiter.act(one, 'merge', { into });
      expect(reply.json()).toMatchObject({ code: 'merge-invalid' });
    }
  });
});

describe('history', () => {
  test('the reader sees who did what; hashes only for those with a duty; the row is what the history says', async () => {
    const done = await resolved();
    const asResident = (await resident.see(done.caseId)).json<{ case: CaseView }>().case;
    expect(asResident.history.every(({ hash }) => hash === '')).toBe(true);
    expect(asResident.history.find(({ verb }) => verb === 'accept')?.actor).toContain('林**');
    const asArbiter = (await arbiter.see(done.caseId)).json<{ case: CaseView }>().case;
    expect(asArbiter.history.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    expect(asArbiter.history.find(({ verb }) => verb === 'accept')?.actor).toContain('林小满');
  });
});
