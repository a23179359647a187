/** Whoever was elected is given the post on the election itself: once, by somebody who may, and only on a result that stands. */
import { randomUUID } from 'node:crypto';
import { type BallotView, Nominations } from '@linli/contract';
import { expect, test } from 'vitest';
import { type Caller, openQuarter, type Quarter } from './quarter.ts';

const days = { votingFrom: '2026-12-05T09:00:00.000Z', votingUntil: '2026-12-06T09:00:00.000Z' };

interface Election {
  quarter: Quarter;
  ballotId: string;
  president: Caller;
  /** Put forward by themself. */
  winner: Caller;
}

/** Counted and announced; the objections are open. */
async function electCaptain(nominee: (winner: Caller) => object): Promise<Election> {
  const quarter = await openQuarter();
  const { chair, secretary, owners, president } = quarter;
  const [winner, other] = owners as [Caller, Caller];
  const { ballotId } = await chair.convene({
    kind: 'captain-of-hall',
    title: '选队长',
    questions: [
      {
        key: 'captain',
        title: '队长',
        form: 'options',
        matter: 'committee',
        options: [],
        choose: { min: 1, max: 1 },
        picks: 1,
      },
    ],
    ...days,
  });
  const path = `/api/ballots/${ballotId}/nominations`;
  for (const [who, words] of [
    [winner, nominee(winner)],
    [other, { channel: 'club', name: '别人', statement: '社里推荐', supporters: 3 }],
  ] as const) {
    const reply = await who.call('POST', path, { commandId: randomUUID(), question: 'captain', ...words });
    expect(reply.statusCode, reply.body).toBe(200);
  }
  const { nominations } = Nominations.parse((await secretary.call('GET', path)).json());
  for (const { nominationId } of nominations) {
    await secretary.call('POST', `${path}/${nominationId}/accept`, {
      commandId: randomUUID(),
      reason: '任期考核合格',
    });
  }
  const posted = await chair.act(ballotId, 'post');
  const key = posted.questions[0]?.options.find(({ title }) => title === '业主1')?.key ?? '';
  await quarter.goTo('2026-12-05T10:00:00.000Z');
  for (const owner of owners.slice(0, 5)) await owner.cast(ballotId, { captain: [key] });
  await quarter.goTo('2026-12-06T09:00:01.000Z');
  await quarter.tellers[0].act(ballotId, 'count');
  await chair.act(ballotId, 'announce');
  return { quarter, ballotId, president, winner };
}

const self = (winner: Caller) => ({
  channel: 'self',
  name: '业主1',
  personId: winner.personId,
  statement: '愿意服务大家',
});

function appointed(
  who: Caller,
  ballotId: string,
  ballot: BallotView,
  words: object = {},
  commandId = randomUUID(),
) {
  const [one] = ballot.elected;
  return who.call('POST', `/api/ballots/${ballotId}/appoint-elected`, {
    commandId,
    question: one?.question,
    option: one?.option,
    ...words,
  });
}

test('the post bears the trail of the ballot, and a repeated command gives no second one', async () => {
  const { quarter, ballotId, president, winner } = await electCaptain(self);
  const during = await president.see(ballotId);
  expect(during.elected).toMatchObject([{ name: '业主1', post: null, appoint: null }]);
  // Objections are still taken.
  const early = await appointed(president, ballotId, during);
  expect(early.statusCode).toBe(409);
  expect(early.json().detail).toContain('异议期还没有结束');
  await quarter.owners[2]?.act(ballotId, 'object', { objection: { text: '计票时我不在场' } });
  await quarter.goTo('2026-12-08T10:00:00.000Z');
  // And so they are while one waits for its answer.
  const waiting = await appointed(president, ballotId, during);
  expect(waiting.json().detail).toContain('还有异议没有答复');
  const [objection] = (await president.see(ballotId)).objections;
  await quarter.chair.act(ballotId, 'answer-objection', {
    answer: { objectionId: objection?.objectionId, text: '全程两人在场', upheld: false },
  });
  const final = await president.see(ballotId);
  expect(final.phase).toBe('final');
  expect(final.elected[0]?.appoint).toMatchObject({ isRegistered: true, holders: [], heldTo: '2028-12-07' });
  // The chair convened it and appoints nobody.
  expect((await quarter.chair.see(ballotId)).elected[0]?.appoint).toBeNull();
  expect((await appointed(quarter.chair, ballotId, final)).statusCode).toBe(403);
  const stranger = await quarter.person('旁人');
  expect((await appointed(stranger, ballotId, final)).statusCode).toBe(404);

  const commandId = randomUUID();
  for (let times = 1; times <= 2; times += 1) {
    const reply = await appointed(president, ballotId, final, {}, commandId);
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json().ballot.elected[0]).toMatchObject({
      post: { heldFrom: '2026-12-08', heldTo: '2028-12-07' },
      appoint: null,
    });
  }
  expect((await appointed(president, ballotId, final)).statusCode).toBe(409);
  const page = (await president.call('GET', '/api/posts?role=captain')).json();
  expect(page.posts).toHaveLength(1);
  expect(page.posts[0]).toMatchObject({ name: '业主1', role: 'captain' });
  expect(
    page.posts[0].trail.map((one: { step: string; note: string | null }) => [one.step, one.note]),
  ).toEqual([
    ['nominated', '愿意服务大家'],
    ['vetted', '任期考核合格'],
    ['voted', `${final.number}：5 票`],
    ['posted', '公示至 2026-12-08，异议 1 件，均已答复，成立 0 件'],
    ['appointed', null],
  ]);
  expect(page.posts[0].trail[0].channel.zh).toBe('自荐');
  const session = (await winner.call('GET', '/api/session')).json();
  expect(session.posts).toMatchObject([{ role: 'captain' }]);
});

test('whoever was given the post by hand after the result is not offered it again', async () => {
  const { quarter, ballotId, president, winner } = await electCaptain(self);
  await quarter.goTo('2026-12-09T10:00:00.000Z');
  const [elected] = (await president.see(ballotId)).elected;
  expect(elected?.appoint).not.toBeNull();
  const given = await president.call('POST', '/api/posts', {
    commandId: randomUUID(),
    orgId: elected?.org?.orgId,
    role: 'captain',
    personId: winner.personId,
  });
  expect(given.statusCode, given.body).toBe(200);
  expect((await president.see(ballotId)).elected).toMatchObject([
    { post: { postId: given.json().post.postId, heldFrom: '2026-12-09' }, appoint: null },
  ]);
});

test('nobody is appointed on a result that was annulled', async () => {
  const { quarter, ballotId, president } = await electCaptain(self);
  await quarter.goTo('2026-12-09T10:00:00.000Z');
  const before = await president.see(ballotId);
  expect(before.phase).toBe('final');
  await president.act(ballotId, 'annul', { reason: '程序违法' });
  const refused = await appointed(president, ballotId, before);
  expect(refused.statusCode).toBe(409);
  expect(refused.json().detail).toContain('已被撤销');
  expect((await president.call('GET', '/api/posts?role=captain')).json().posts).toEqual([]);
});

test('whoever holds the only seat gives way in the same deed, or the seat is taken', async () => {
  const { quarter, ballotId, president, winner } = await electCaptain(self);
  const orgId = (await president.see(ballotId)).elected[0]?.org?.orgId;
  const before = await president.call('POST', '/api/posts', {
    commandId: randomUUID(),
    orgId,
    role: 'captain',
    personId: winner.personId,
    heldFrom: '2026-01-01',
  });
  expect(before.statusCode, before.body).toBe(200);
  await quarter.goTo('2026-12-09T10:00:00.000Z');
  const final = await president.see(ballotId);
  const [holder] = final.elected[0]?.appoint?.holders ?? [];
  expect(holder).toMatchObject({ name: '业主1', isElected: true });
  expect((await appointed(president, ballotId, final)).statusCode).toBe(422);
  // What is refused ends nobody's term.
  const wrong = await appointed(president, ballotId, final, { ends: [holder?.postId, randomUUID()] });
  expect(wrong.statusCode).toBe(422);
  expect((await president.see(ballotId)).elected[0]?.appoint?.holders).toHaveLength(1);
  const done = await appointed(president, ballotId, final, { ends: [holder?.postId] });
  expect(done.statusCode, done.body).toBe(200);
  const { posts } = (await president.call('GET', '/api/posts?role=captain')).json();
  expect(posts).toMatchObject([{ heldFrom: '2026-12-09', heldTo: '2028-12-08' }]);
});

test('a candidate entered by name alone is named by the appointer, by the name that was elected', async () => {
  const { quarter, ballotId, president, winner } = await electCaptain(() => ({
    channel: 'players',
    name: '业主1',
    statement: '棋友都说好',
    supporters: 12,
  }));
  await quarter.goTo('2026-12-09T10:00:00.000Z');
  const final = await president.see(ballotId);
  expect(final.elected[0]?.appoint?.isRegistered).toBe(false);
  expect((await appointed(president, ballotId, final)).json().errors[0].at).toBe('/personId');
  const [, other] = quarter.owners;
  expect((await appointed(president, ballotId, final, { personId: other?.personId })).statusCode).toBe(422);
  const done = await appointed(president, ballotId, final, { personId: winner.personId });
  expect(done.statusCode, done.body).toBe(200);
  const { posts } = (await president.call('GET', '/api/posts?role=captain')).json();
  expect(posts[0].trail[0]).toMatchObject({ step: 'nominated', note: '12人联名：棋友都说好' });
});

test('a nominee is the person registered with name and telephone; one of the two alone tells nobody', async () => {
  const quarter = await openQuarter();
  const { ballotId } = await quarter.chair.convene({
    kind: 'captain-of-hall',
    title: '选队长',
    questions: [
      { key: 'captain', title: '队长', form: 'options', matter: 'committee', options: [], picks: 1 },
    ],
    ...days,
  });
  const known = await quarter.signInByPhone('13800000031');
  const { name } = (await known.call('GET', '/api/session')).json().person;
  const nominate = (words: object) =>
    quarter.chair.call('POST', `/api/ballots/${ballotId}/nominations`, {
      commandId: randomUUID(),
      question: 'captain',
      channel: 'club',
      statement: '在社里三年',
      ...words,
    });
  expect((await nominate({ name: '别的名字', phone: '13800000031' })).json().errors[0].at).toBe('/phone');
  expect((await nominate({ name, phone: '13800000032' })).statusCode).toBe(422);
  expect((await nominate({ name: '别的名字', personId: known.personId })).statusCode).toBe(422);
  const reply = await nominate({ name, phone: '13800000031' });
  expect(reply.statusCode, reply.body).toBe(200);
  expect(Nominations.parse(reply.json()).nominations).toMatchObject([{ name, isRegistered: true }]);
});
