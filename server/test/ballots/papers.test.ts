import { randomUUID } from 'node:crypto';
import { BallotDesk } from '@linli/contract';
import { describe, expect, test } from 'vitest';
import { afterVoting, boards, type Caller, finish, openQuarter, openVote, readTwice } from './quarter.ts';

const read = async (who: Caller, ballotId: string, paper: object) => {
  const reply = await who.call('POST', `/api/ballots/${ballotId}/papers`, {
    commandId: randomUUID(),
    papers: [paper],
  });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json().papers[0] as { state: string; problem: string | null };
};
const deskOf = async (who: Caller, ballotId: string) =>
  BallotDesk.parse((await who.call('GET', `/api/ballots/${ballotId}/desk`)).json());
const papersAsked = async (who: Caller, ballotId: string, refs: string) =>
  BallotDesk.parse((await who.call('GET', `/api/ballots/${ballotId}/desk?refs=${refs}`)).json()).papers;

describe('the counting desk', () => {
  test('shows each of two readers their own reading alone, until both say the same', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const [first, second] = quarter.tellers;
    const ref = boards[0] ?? '';
    await read(first, ballotId, { ref, choices: { lift: ['for'] } });
    const seen = (await deskOf(second, ballotId)).papers.find(({ homes }) => homes[0]?.code === ref);
    expect(seen).toMatchObject({
      state: 'one-reading',
      mine: null,
      readBy: [{ name: '甲计票', isMe: false }],
    });
    expect((await read(second, ballotId, { ref, choices: { lift: ['against'] } })).state).toBe('differs');
    for (const [who, mine] of [
      [first, 'for'],
      [second, 'against'],
    ] as const) {
      const desk = await deskOf(who, ballotId);
      expect(desk.counts).toMatchObject({ differs: 1, agreed: 0 });
      expect(desk.papers.find(({ state }) => state === 'differs')).toMatchObject({
        mine: { lift: [mine] },
        differsIn: ['lift'],
      });
      expect(desk.readers.map(({ read }) => read)).toEqual([1, 1]);
    }
    // A third person reads it without having seen either; two alike stand.
    expect((await read(quarter.chair, ballotId, { ref, choices: { lift: ['against'] } })).state).toBe(
      'agreed',
    );
    expect((await deskOf(first, ballotId)).counts).toMatchObject({ differs: 0, agreed: 1 });
  });

  test('takes no invalid paper without saying why, and counts it as spoilt', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const [first] = quarter.tellers;
    const paper = { ref: boards[0] ?? '', choices: { lift: 'invalid' } };
    expect(await read(first, ballotId, paper)).toMatchObject({
      state: 'refused',
      problem: expect.stringContaining('无效'),
    });
    await readTwice(quarter, ballotId, paper.ref, paper.choices, { reasons: { lift: '两项都勾选' } });
    const desk = await deskOf(first, ballotId);
    expect(desk.papers.find(({ state }) => state === 'agreed')?.reasons).toEqual({ lift: '两项都勾选' });
    const { participation } = await quarter.chair.see(ballotId);
    expect(participation?.tookPart.heads).toBe(1);
    // Why is for the minutes; before the count it would be a part of the result.
    expect(desk.invalid).toBeNull();
    const done = await finish(quarter, ballotId);
    expect(done.result?.questions[0]).toMatchObject({ invalid: { heads: 1 } });
    expect((await deskOf(first, ballotId)).invalid).toEqual([{ reason: '两项都勾选', answers: 1 }]);
  });

  test('tells whoever read papers how those stand by now', async () => {
    const quarter = await openQuarter();
    const [first, second] = quarter.tellers;
    const ballotId = await openVote(quarter);
    const [one, other, third] = (await deskOf(first, ballotId)).papers.map(({ ref }) => ref);
    for (const ref of [one, other]) await read(first, ballotId, { ref, choices: { lift: ['for'] } });
    await read(second, ballotId, { ref: one, choices: { lift: ['for'] } });
    await read(second, ballotId, { ref: other, choices: { lift: ['against'] } });
    const now = await papersAsked(first, ballotId, `${one},${other},${third}`);
    expect(now.map(({ ref, state }) => [ref, state])).toEqual([
      [one, 'agreed'],
      [other, 'differs'],
      [third, 'none'],
    ]);
    expect((await papersAsked(first, ballotId, `${other}`)).map(({ ref }) => ref)).toEqual([other]);
  });

  test('of a secret ballot tells it by the serial, although an entry has that number', async () => {
    const quarter = await openQuarter();
    const [first] = quarter.tellers;
    const ballotId = await openVote(quarter, { secret: true });
    await quarter.goTo(afterVoting);
    await read(first, ballotId, { ref: '1', areaDm2: 9_000, choices: { lift: ['for'] } });
    expect(await papersAsked(first, ballotId, '1,2')).toMatchObject([
      { ref: '1', entryId: null, homes: [], state: 'one-reading' },
    ]);
  });

  test('a proxy brings as many papers as they may hold proxies, those given online included', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const [first, second] = quarter.tellers;
    const [taker, giver] = quarter.owners as [Caller, Caller];
    const { entryId } = await giver.entry(ballotId);
    const given = await giver.call('POST', `/api/ballots/${ballotId}/entries/${entryId}/proxy`, {
      commandId: randomUUID(),
      to: { personId: taker.personId },
    });
    expect(given.statusCode, given.body).toBe(200);
    const bring = (who: Caller, index: number, name = '业主1') =>
      read(who, ballotId, { ref: boards[index] ?? '', choices: { lift: ['for'] }, proxy: { name } });
    // One online and one on paper are two, which is the limit here; the same paper read again is the same proxy.
    expect((await bring(first, 2)).state).toBe('one-reading');
    expect((await bring(second, 2)).state).toBe('agreed');
    expect(await bring(first, 3)).toMatchObject({ state: 'refused', problem: expect.stringContaining('2') });
    // The paper of the entry that gave the proxy online is no further one.
    expect((await bring(first, 1)).state).toBe('one-reading');
    expect((await bring(first, 3, '别人')).state).toBe('one-reading');
    expect((await deskOf(second, ballotId)).proxies).toEqual([
      { name: '业主1', papers: 2 },
      { name: '别人', papers: 1 },
    ]);
  });

  test('two desks cannot pass the limit by taking papers of one proxy at the same moment', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const outcomes = await Promise.all(
      [0, 1, 2, 3].map((index) =>
        read(quarter.tellers[index % 2 === 0 ? 0 : 1], ballotId, {
          ref: boards[index] ?? '',
          choices: { lift: ['for'] },
          proxy: { name: '受托人' },
        }),
      ),
    );
    expect(outcomes.map(({ state }) => state).sort()).toEqual([
      'one-reading',
      'one-reading',
      'refused',
      'refused',
    ]);
  });

  test('of a secret ballot the proxy is checked when papers go into the urn, and the serial leads to nobody', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter, { secret: true });
    const [first] = quarter.tellers;
    const hand = (refs: (string | undefined)[]) =>
      first.call('POST', `/api/ballots/${ballotId}/papers/hand`, {
        commandId: randomUUID(),
        refs,
        proxy: { name: '受托人' },
      });
    expect((await hand([boards[0], boards[1]])).statusCode).toBe(200);
    expect((await hand([boards[2]])).statusCode).toBe(422);
    await quarter.goTo(afterVoting);
    const paper = { ref: 'A7', choices: { lift: ['for'] }, areaDm2: 10_000 };
    expect((await read(first, ballotId, { ...paper, proxy: { name: '受托人' } })).state).toBe('refused');
    expect((await read(first, ballotId, paper)).state).toBe('one-reading');
    const desk = await deskOf(first, ballotId);
    expect(desk.papers.find(({ ref }) => ref === 'A7')).toMatchObject({
      entryId: null,
      homes: [],
      areaDm2: 0,
    });
    expect(desk.proxies).toEqual([{ name: '受托人', papers: 2 }]);
    expect(desk.counts.handed).toBe(2);
    // A serial may be the number of an entry, and is no reading of that entry all the same.
    expect((await read(first, ballotId, { ...paper, ref: '3' })).state).toBe('one-reading');
    const lines = (await deskOf(first, ballotId)).papers.filter(({ ref }) => ref === '3');
    expect(lines.map(({ entryId, state, readBy }) => [entryId, state, readBy.length])).toEqual([
      [null, 'one-reading', 1],
      ['3', 'none', 0],
    ]);
  });

  test('finds, pages and counts on a roll of any size, and keeps up with what was voided and read anew', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const [first, second] = quarter.tellers;
    const paper = (index: number, words: object = {}) => ({
      ref: boards[index] ?? '',
      choices: { lift: ['for'] },
      ...words,
    });
    const look = async (query: string) =>
      BallotDesk.parse((await second.call('GET', `/api/ballots/${ballotId}/desk?${query}`)).json());
    await read(first, ballotId, paper(0, { proxy: { name: '受托人' } }));
    await readTwice(quarter, ballotId, boards[1] ?? '', { lift: ['for'] });
    await read(first, ballotId, paper(2));
    await read(second, ballotId, paper(2, { choices: { lift: ['against'] } }));
    const all = await look('limit=2&from=1');
    expect(all).toMatchObject({ total: 6, counts: { oneReading: 1, agreed: 1, differs: 1, handed: 0 } });
    expect(all.papers).toHaveLength(2);
    expect(all.readers.map(({ name, isMe, read: papers }) => `${name} ${isMe} ${papers}`).sort()).toEqual([
      '乙计票 true 2',
      '甲计票 false 3',
    ]);
    for (const [state, index] of [
      ['one-reading', 0],
      ['agreed', 1],
      ['differs', 2],
    ] as const) {
      const { papers, total } = await look(`state=${state}`);
      expect(total, state).toBe(1);
      expect(papers[0], state).toMatchObject({ state, homes: [{ code: boards[index] }] });
    }
    expect((await look('state=none')).total).toBe(3);
    expect((await look(`q=${boards[4]}`)).papers).toMatchObject([{ homes: [{ code: boards[4] }] }]);
    expect((await look('')).proxies).toEqual([{ name: '受托人', papers: 1 }]);

    const voided = await first.call('POST', `/api/ballots/${ballotId}/papers/void`, {
      commandId: randomUUID(),
      ref: boards[0],
      reason: '看错了',
    });
    expect(voided.statusCode, voided.body).toBe(200);
    expect((await look('')).proxies).toEqual([]);
    await read(second, ballotId, paper(0, { proxy: { name: '另一位' } }));
    expect((await look('')).proxies).toEqual([{ name: '另一位', papers: 1 }]);
    quarter.server.clock.advance(3_600_000);
    await read(second, ballotId, paper(0));
    expect(await look('')).toMatchObject({ proxies: [], counts: { oneReading: 1, agreed: 1, differs: 1 } });
  });
});

describe('a recount', () => {
  const voidPaper = async (who: Caller, ballotId: string, ref: string) => {
    const reply = await who.call('POST', `/api/ballots/${ballotId}/papers/void`, {
      commandId: randomUUID(),
      ref,
      reason: '核对原票',
    });
    expect(reply.statusCode, reply.body).toBe(200);
  };

  test('of an open ballot is read by two who have not read the paper before, one of them lent by the office above', async () => {
    const quarter = await openQuarter();
    const { chair, president, tellers } = quarter;
    const [first, second] = tellers;
    const ballotId = await openVote(quarter);
    const [ref = '', other = ''] = boards;
    await readTwice(quarter, ballotId, ref, { lift: ['for'] });
    await readTwice(quarter, ballotId, other, { lift: ['for'] });
    // Before a recount whoever misread reads again, and nobody is lent.
    await voidPaper(first, ballotId, ref);
    expect((await read(first, ballotId, { ref, choices: { lift: ['for'] } })).state).toBe('one-reading');
    expect((await read(second, ballotId, { ref, choices: { lift: ['for'] } })).state).toBe('agreed');
    expect((await deskOf(first, ballotId)).recount).toBeNull();
    expect((await president.see(ballotId)).desk).toBeNull();
    await finish(quarter, ballotId);

    quarter.server.clock.advance(3_600_000);
    await president.act(ballotId, 'recount', { reason: '有业主反映录错' });
    expect((await deskOf(first, ballotId)).recount).toMatchObject({ notMine: [], isShort: false });
    await voidPaper(chair, ballotId, ref);
    const place = (await deskOf(first, ballotId)).papers.find(({ homes }) => homes[0]?.code === ref)?.ref;
    expect((await deskOf(first, ballotId)).recount?.notMine).toEqual([place]);
    expect((await deskOf(chair, ballotId)).recount?.notMine).toEqual([]);
    for (const teller of tellers) {
      expect(await read(teller, ballotId, { ref, choices: { lift: ['against'] } })).toMatchObject({
        state: 'refused',
        problem: expect.stringContaining('重新计票'),
      });
    }
    expect((await read(chair, ballotId, { ref, choices: { lift: ['against'] } })).state).toBe('one-reading');
    expect((await president.see(ballotId)).desk).toMatchObject({ mayRead: true });
    // Who misreads in the recount itself may mend it.
    expect((await read(president, ballotId, { ref, choices: { lift: ['for'] } })).state).toBe('differs');
    expect((await read(president, ballotId, { ref, choices: { lift: ['against'] } })).state).toBe('agreed');
    const again = await first.act(ballotId, 'count');
    expect(again.phase).toBe('counted');
    const { result } = await chair.act(ballotId, 'announce');
    expect(result?.questions[0]?.options).toMatchObject({ for: { heads: 1 }, against: { heads: 1 } });
  });

  test('of a secret ballot keeps to the same, by the serial', async () => {
    const quarter = await openQuarter();
    const { chair, president, tellers } = quarter;
    const [first, second] = tellers;
    const ballotId = await openVote(quarter, { secret: true });
    const handed = await first.call('POST', `/api/ballots/${ballotId}/papers/hand`, {
      commandId: randomUUID(),
      refs: [boards[0]],
    });
    expect(handed.statusCode, handed.body).toBe(200);
    await quarter.goTo(afterVoting);
    const paper = { ref: '71940052', choices: { lift: ['for'] }, areaDm2: 10_000 };
    for (const teller of tellers) await read(teller, ballotId, paper);
    await first.act(ballotId, 'count');
    quarter.server.clock.advance(3_600_000);
    await president.act(ballotId, 'recount', { reason: '有业主反映录错' });
    await voidPaper(second, ballotId, paper.ref);
    expect((await deskOf(second, ballotId)).recount?.notMine).toEqual([paper.ref]);
    expect((await read(second, ballotId, paper)).state).toBe('refused');
    expect((await read(chair, ballotId, paper)).state).toBe('one-reading');
    expect((await read(president, ballotId, paper)).state).toBe('agreed');
  });

  test('says at the desk that too few are left to read a paper, and who may be asked', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const paper = { ref: boards[0] ?? '', choices: { lift: ['for'] } };
    await read(quarter.tellers[0], ballotId, { ...paper, choices: { lift: ['against'] } });
    await read(quarter.tellers[1], ballotId, paper);
    await read(quarter.chair, ballotId, paper);
    await finish(quarter, ballotId);
    quarter.server.clock.advance(3_600_000);
    await quarter.chair.act(ballotId, 'recount', { reason: '三人录过，再核一遍' });
    expect((await deskOf(quarter.chair, ballotId)).recount).toMatchObject({
      isShort: true,
      counters: [{ zh: '会长' }, { zh: '计票员' }],
      lent: [{ en: expect.any(String) }],
    });
  });
});
