import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { boards, type Caller, finish, openQuarter, openVote } from './quarter.ts';

describe('nobody votes twice', () => {
  test('online and paper at the same moment end as one vote, and it is the paper', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const [first, second] = quarter.tellers;
    for (const [index, owner] of quarter.owners.entries()) {
      const ref = boards[index] ?? '';
      const read = (teller: Caller) =>
        teller.call('POST', `/api/ballots/${ballotId}/papers`, {
          commandId: randomUUID(),
          papers: [{ ref, choices: { lift: ['against'] } }],
        });
      const entry = await owner.entry(ballotId);
      const replies = await Promise.all([
        owner.cast(ballotId, { lift: ['for'] }, entry.entryId),
        read(first),
        read(second),
        owner.cast(ballotId, { lift: ['for'] }, entry.entryId),
      ]);
      // Whoever comes after both readings is told that the paper stands.
      expect(
        replies.map(({ statusCode }) => statusCode).every((status) => status === 200 || status === 409),
      ).toBe(true);
    }
    const done = await finish(quarter, ballotId);
    expect(done.result).toMatchObject({ tookPart: { heads: 6, areaDm2: 60_000 } });
    expect(done.result?.questions[0]?.options).toMatchObject({ for: { heads: 0 }, against: { heads: 6 } });
    expect(done.result?.byChannel).toMatchObject({ paper: { heads: 6 }, online: { heads: 0 } });
  });

  test('the same command sent many times at once is one vote; another vote under its id is refused', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const owner = quarter.owners[0] as Caller;
    const { entryId } = await owner.entry(ballotId);
    const commandId = randomUUID();
    const cast = (choices: object) =>
      owner.call('POST', `/api/ballots/${ballotId}/entries/${entryId}/cast`, { commandId, choices });
    const replies = await Promise.all(Array.from({ length: 6 }, () => cast({ lift: ['for'] })));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(6).fill(200));
    expect((await cast({ lift: ['against'] })).json()).toMatchObject({ code: 'command-conflict' });
    const steps = await quarter.server.db.superuser.query(
      `SELECT FROM ballot_entry_steps WHERE step = 'cast'`,
    );
    expect(steps.rowCount).toBe(1);
  });

  test('votes on their way when voting ends are counted or refused, never half', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const entries = await Promise.all(quarter.owners.map((owner) => owner.entry(ballotId)));
    quarter.server.clock.moveTo('2026-12-20T17:59:59.999Z');
    const voting = quarter.owners.map((owner, index) =>
      owner.cast(ballotId, { lift: ['for'] }, entries[index]?.entryId),
    );
    const closing = quarter.goTo('2026-12-20T18:00:00.000Z');
    const replies = await Promise.all(voting);
    await closing;
    const taken = replies.filter(({ statusCode }) => statusCode === 200).length;
    expect(replies.every(({ statusCode }) => statusCode === 200 || statusCode === 409)).toBe(true);
    await quarter.tellers[0].act(ballotId, 'count');
    const done = await quarter.chair.act(ballotId, 'announce');
    expect(done.result?.tookPart.heads).toBe(taken);
  });

  test('two tellers count at once: one count, the other is told of it', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    await quarter.goTo('2026-12-20T18:00:01.000Z');
    const { seq } = await quarter.chair.see(ballotId);
    const replies = await Promise.all(
      quarter.tellers.map((teller) =>
        teller.call('POST', `/api/ballots/${ballotId}/verbs/count`, { commandId: randomUUID(), seq }),
      ),
    );
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const counts = await quarter.server.db.superuser.query('SELECT FROM ballot_counts');
    expect(counts.rowCount).toBe(1);
  });
});

describe('papers', () => {
  test('need two persons: one twice is still one; readings that differ are named by question and resolved', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const [first, second] = quarter.tellers;
    const read = async (teller: Caller, choices: object) =>
      (
        await teller.call('POST', `/api/ballots/${ballotId}/papers`, {
          commandId: randomUUID(),
          papers: [{ ref: boards[0], choices }],
        })
      ).json();
    expect((await read(first, { lift: ['for'] })).papers).toMatchObject([{ state: 'one-reading' }]);
    expect((await read(first, { lift: ['for'] })).papers).toMatchObject([{ state: 'one-reading' }]);
    expect(await read(second, { lift: ['against'] })).toMatchObject({
      papers: [{ state: 'differs' }],
      open: 1,
    });
    const desk = async (teller: Caller) =>
      (await teller.call('GET', `/api/ballots/${ballotId}/desk?state=differs`)).json();
    // Each sees what they read themselves, and that it differs; not what the other read.
    expect((await desk(first)).papers).toMatchObject([{ mine: { lift: ['for'] }, differsIn: ['lift'] }]);
    expect((await desk(second)).papers).toMatchObject([{ mine: { lift: ['against'] } }]);
    await quarter.goTo('2026-12-20T18:00:01.000Z');
    const { seq } = await first.see(ballotId);
    const early = await first.call('POST', `/api/ballots/${ballotId}/verbs/count`, {
      commandId: randomUUID(),
      seq,
    });
    expect(early.json()).toMatchObject({ status: 422, code: 'gate-closed' });
    expect((await read(second, { lift: ['for'] })).papers).toMatchObject([{ state: 'agreed' }]);
    // A third reading of a paper that stands is refused; read anew only with a reason.
    expect((await read(first, { lift: ['against'] })).papers).toMatchObject([{ state: 'refused' }]);
    const voided = await first.call('POST', `/api/ballots/${ballotId}/papers/void`, {
      commandId: randomUUID(),
      ref: boards[0],
      reason: '放错了一张',
    });
    expect(voided.statusCode, voided.body).toBe(200);
    expect((await desk(first)).counts).toMatchObject({ agreed: 0, differs: 0 });
    expect((await quarter.owners[0]?.call('GET', `/api/ballots/${ballotId}/desk`))?.statusCode).toBe(403);
  });
});
