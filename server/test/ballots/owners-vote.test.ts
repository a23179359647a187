import { randomUUID } from 'node:crypto';
import { BallotHistory, BallotList } from '@linli/contract';
import { verifyBundle } from '@linli/engine';
import { describe, expect, test } from 'vitest';
import { sealCities, verify } from '../../src/modules/cases/index.ts';
import {
  afterVoting,
  boards,
  type Caller,
  enterOwner,
  finish,
  openQuarter,
  openVote,
  readTwice,
  votingFrom,
  votingUntil,
} from './quarter.ts';

describe('an owners’ vote (Civil Code art. 278)', () => {
  test('fails without two thirds, is put again, and passes with paper, proxy and online on one roll', async () => {
    const quarter = await openQuarter();
    const { chair, owners } = quarter;
    const first = await openVote(quarter);
    // Three of six: half, where two thirds are needed.
    for (const owner of owners.slice(0, 3))
      expect((await owner.cast(first, { lift: ['for'] })).statusCode).toBe(200);
    const failed = await finish(quarter, first);
    expect(failed.phase).toBe('failed');
    expect(failed.result?.questions[0]).toMatchObject({ outcome: 'no-quorum' });
    expect(
      failed.result?.questions[0]?.quorum.map(({ part, whole, reached }) => [part, whole, reached]),
    ).toEqual([
      [3, 6, false],
      [30_000, 60_000, false],
    ]);

    const again = await chair.convene({
      kind: 'owners-vote',
      repeats: first,
      votingFrom: '2027-01-10T09:00:00.000Z',
      votingUntil: '2027-01-20T18:00:00.000Z',
    });
    expect(again.repeats?.ballotId).toBe(first);
    await chair.act(again.ballotId, 'post');
    await quarter.goTo('2027-01-11T09:00:00.000Z');
    const { ballotId } = again;
    const [one, two, three, four] = owners;
    if (!one || !two || !three || !four) throw new Error('owners are missing');
    // Online; taken back and said again, which is one vote all the same.
    await one.cast(ballotId, { lift: ['against'] });
    const own = await one.entry(ballotId);
    await one.call('POST', `/api/ballots/${ballotId}/entries/${own.entryId}/take-back`, {
      commandId: randomUUID(),
    });
    expect((await three.see(ballotId)).participation?.tookPart.heads).toBe(0);
    await one.cast(ballotId, { lift: ['for'] });
    // By proxy: the fourth owner asks the first.
    const gives = await four.entry(ballotId);
    const given = await four.call('POST', `/api/ballots/${ballotId}/entries/${gives.entryId}/proxy`, {
      commandId: randomUUID(),
      to: { personId: one.personId },
    });
    expect(given.statusCode, given.body).toBe(200);
    const held = (await one.see(ballotId)).mine.find(({ as }) => as === 'proxy');
    expect(held?.entryId).toBe(gives.entryId);
    expect((await one.cast(ballotId, { lift: ['for'] }, gives.entryId)).statusCode).toBe(200);
    // On paper, two of them, one of which had said otherwise online.
    await two.cast(ballotId, { lift: ['for'] });
    await readTwice(quarter, ballotId, boards[1] ?? '', { lift: ['against'] });
    await readTwice(quarter, ballotId, boards[2] ?? '', { lift: ['for'] });
    const { participation } = await three.see(ballotId);
    expect(participation?.tookPart).toEqual({ heads: 4, areaDm2: 40_000 });
    expect(participation?.byChannel).toMatchObject({
      online: { heads: 1 },
      paper: { heads: 2 },
      proxy: { heads: 1 },
    });

    await quarter.goTo('2027-01-20T18:00:01.000Z');
    await quarter.tellers[0].act(ballotId, 'count');
    const passed = await chair.act(ballotId, 'announce');
    expect(passed.phase).toBe('announced');
    expect(passed.result?.questions[0]).toMatchObject({
      outcome: 'passed',
      options: { for: { heads: 3 }, against: { heads: 1 } },
    });

    // The city's daily seal covers the history, and the bundle proves it; whoever verifies the city finds nothing wrong.
    quarter.server.clock.moveTo('2027-01-21T09:00:00.000Z');
    await sealCities(quarter.server.deps);
    const said: string[] = [];
    await verify(quarter.server.db, { found: ({ what }) => said.push(what) });
    expect(said).toEqual([]);
    await quarter.server.db.superuser.query(
      `UPDATE ballot_history SET reason = 'x' WHERE ballot_id = $1 AND verb = 'post'`,
      [ballotId],
    );
    await verify(quarter.server.db, { found: ({ what }) => said.push(what) });
    expect(said).toEqual(['it is not as it was written']);
    // One ballot alone, by its number: its chain and its leaves; another one stands apart from it.
    const alone = await verify(quarter.server.db, {
      ballotNumber: passed.number,
      found: ({ case: number, what }) => said.push(`${number}: ${what}`),
    });
    expect(said.slice(1)).toEqual([`${passed.number}: it is not as it was written`]);
    expect(alone).toMatchObject({ leaves: 1, cases: 0, findings: 1 });
    const other = await verify(quarter.server.db, { ballotNumber: failed.number, found: () => {} });
    expect(other).toMatchObject({ leaves: 1, findings: 0 });
    expect(other.entries).toBeGreaterThan(4);
    await quarter.server.db.superuser.query(`UPDATE seal_leaves SET hash = sha256('x') WHERE case_id = $1`, [
      first,
    ]);
    expect((await verify(quarter.server.db, { ballotNumber: failed.number, found: () => {} })).findings).toBe(
      1,
    );
    await quarter.server.db.superuser.query(
      `UPDATE seal_leaves SET hash = (SELECT head_hash FROM ballots WHERE ballot_id = $1) WHERE case_id = $1`,
      [first],
    );
    await quarter.server.db.superuser.query(
      `UPDATE ballot_history SET reason = NULL WHERE ballot_id = $1 AND verb = 'post'`,
      [ballotId],
    );
    const bundle = await three.call('GET', `/api/ballots/${ballotId}/bundle`);
    expect(bundle.json().seals).toHaveLength(1);
    const verified = await verifyBundle(bundle.json());
    expect(verified.findings).toEqual([]);
    expect(verified.head).toBe(passed.headHash);
    expect(verified.counted).toMatchObject({ entries: 6, votes: 4, seals: 1 });
    // And it can fail: a vote or an entry of the roll left out is noticed, and so is one turned round.
    for (const part of ['votes', 'roll']) {
      const short = bundle.json();
      if (part === 'votes') short.votes.pop();
      else short.roll.entries.pop();
      expect((await verifyBundle(short)).findings.length, part).toBeGreaterThan(0);
    }
    const forged = bundle.json();
    forged.votes[0].choices.lift = forged.votes[0].choices.lift[0] === 'for' ? ['against'] : ['for'];
    expect((await verifyBundle(forged)).findings.length).toBeGreaterThan(0);
  });

  test('homes of one buyer, and all a developer has left, are one head each (法释〔2009〕7号 art. 9)', async () => {
    const quarter = await openQuarter({ owned: false });
    const { chair } = quarter;
    const buyer = await quarter.person('买家');
    const coOwner = await quarter.person('共有人');
    // Two boards of one document; two of the developer, one of them sold and not delivered; one with two co-owners; one of nobody known.
    await enterOwner(chair, boards[0] ?? '', '买家', { documentNumber: 'X 100 1', personId: buyer.personId });
    await enterOwner(chair, boards[1] ?? '', '买家', { documentNumber: 'x1001', personId: buyer.personId });
    await enterOwner(chair, boards[2] ?? '', '开发商', { isDeveloper: true });
    await enterOwner(chair, boards[3] ?? '', '开发商', { isDeveloper: true });
    await enterOwner(chair, boards[3] ?? '', '未交付买家', { documentNumber: 'Y2002' });
    await enterOwner(chair, boards[4] ?? '', '共有人甲', { documentNumber: 'A1111' });
    await enterOwner(chair, boards[4] ?? '', '共有人乙', {
      documentNumber: 'B2222',
      personId: coOwner.personId,
      isVoter: true,
    });
    const { ballotId } = await chair.convene({ kind: 'owners-vote', votingFrom, votingUntil });
    const posted = await chair.act(ballotId, 'post');
    expect(posted.roll?.total).toEqual({ heads: 4, areaDm2: 60_000 });
    expect((await buyer.see(ballotId)).mine).toMatchObject([{ areaDm2: 20_000, homes: [{}, {}] }]);
    // Of co-owners the one they named votes.
    expect((await coOwner.see(ballotId)).mine).toMatchObject([{ areaDm2: 10_000 }]);
  });

  test('silence of those it reached counts with the majority only where the assembly’s own rules are quoted', async () => {
    for (const silence of [null, { basis: '议事规则第八条' }]) {
      const quarter = await openQuarter();
      const ballotId = await openVote(quarter, { silence });
      for (const owner of quarter.owners.slice(0, 3)) await owner.cast(ballotId, { lift: ['for'] });
      for (const owner of quarter.owners.slice(3)) {
        const { entryId } = await owner.entry(ballotId);
        await owner.call('POST', `/api/ballots/${ballotId}/entries/${entryId}/serve`, {
          commandId: randomUUID(),
        });
      }
      const done = await finish(quarter, ballotId);
      expect(done.phase).toBe(silence === null ? 'failed' : 'announced');
      if (silence) {
        expect(done.result?.questions[0]).toMatchObject({
          outcome: 'passed',
          silent: { to: 'for', count: { heads: 3 } },
        });
      }
    }
  });

  test('rules and roll are frozen when voting opens, only posted matters can be voted on', async () => {
    const quarter = await openQuarter();
    const { chair, owners } = quarter;
    const ballotId = await openVote(quarter);
    const { seq, roll, termsHash } = await chair.see(ballotId);
    expect(roll?.isFrozen).toBe(true);
    expect(termsHash).toMatch(/^[0-9a-f]{64}$/);
    for (const [verb, words] of [
      ['amend', { draft: { title: '改了' } }],
      ['correct-roll', { reason: '改名册' }],
      ['post', {}],
      ['withdraw', { reason: '不开了' }],
    ] as const) {
      const reply = await chair.call('POST', `/api/ballots/${ballotId}/verbs/${verb}`, {
        commandId: randomUUID(),
        seq,
        ...words,
      });
      expect([verb, reply.statusCode]).toEqual([verb, 409]);
    }
    const unposted = await owners[0]?.cast(ballotId, { parking: ['for'] });
    expect(unposted?.statusCode).toBe(422);
    // A sale while voting runs changes the register, and not the roll.
    await enterOwner(chair, boards[0] ?? '', '新业主', { documentNumber: 'N1', isVoter: true });
    expect((await owners[0]?.see(ballotId))?.mine).toHaveLength(1);
    await expect(quarter.server.db.app.query('UPDATE ballot_roll_entries SET area_dm2 = 1')).rejects.toThrow(
      /permission denied/,
    );
  });

  test('refuses a matter the kind may not put, a notice too short, and a roll with a home whose area is unknown', async () => {
    const quarter = await openQuarter();
    const { chair } = quarter;
    const post = async (words: object) => {
      const { ballotId, seq } = await chair.convene({
        kind: 'owners-vote',
        votingFrom,
        votingUntil,
        ...words,
      });
      return chair.call('POST', `/api/ballots/${ballotId}/verbs/post`, { commandId: randomUUID(), seq });
    };
    const question = { key: 'rebuild', title: '重建', form: 'motion', matter: 'rebuild' };
    expect((await post({ questions: [question] })).statusCode).toBe(422);
    expect((await post({ votingFrom: '2026-12-01T09:00:00.000Z' })).statusCode).toBe(422);
    await quarter.inQuarter((tx) =>
      tx.query('DELETE FROM home_areas WHERE tenant_id = $1 AND area_code = $2', [tx.tenantId, boards[0]]),
    );
    const reply = await post({});
    expect(reply.json()).toMatchObject({ status: 422, code: 'roll-incomplete', data: { count: 1 } });
  });

  test('a proxy speaks for two others at most, also when two give theirs at the same moment', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const [taker, ...givers] = quarter.owners;
    const entries = await Promise.all(givers.slice(0, 4).map((giver) => giver.entry(ballotId)));
    const replies = await Promise.all(
      givers.slice(0, 4).map((giver, index) =>
        giver.call('POST', `/api/ballots/${ballotId}/entries/${entries[index]?.entryId}/proxy`, {
          commandId: randomUUID(),
          to: { personId: taker?.personId },
        }),
      ),
    );
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 422, 422]);
  });

  test('a vote of one building is in the list of whoever serves that building, and of nobody next door', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter, { part: '780101' });
    const listed = async (secretary: Caller, query = '') =>
      BallotList.parse((await secretary.call('GET', `/api/ballots${query}`)).json()).ballots.map(
        (one) => one.ballotId,
      );
    const here = await quarter.secretaryOver('一室', '780101');
    expect(await listed(here)).toEqual([ballotId]);
    expect(await listed(here, '?area=780101')).toEqual([ballotId]);
    expect(await listed(quarter.secretary, '?area=780102')).toEqual([]);
    expect(await listed(await quarter.secretaryOver('二室', '780102'))).toEqual([]);
  });

  test('an objection is answered before the result is final; a building votes by itself', async () => {
    const quarter = await openQuarter();
    const { chair, owners } = quarter;
    const ballotId = await openVote(quarter, { part: '780101' });
    expect((await chair.see(ballotId)).roll?.total.heads).toBe(3);
    for (const owner of owners.slice(0, 3)) await owner.cast(ballotId, { lift: ['for'] });
    const outside = await owners[4]?.call('GET', `/api/ballots/${ballotId}`);
    expect(outside?.statusCode).toBe(404);
    await finish(quarter, ballotId);
    await owners[0]?.act(ballotId, 'object', { objection: { text: '计票时我不在场' } });
    await quarter.goTo('2026-12-30T09:00:00.000Z');
    const waiting = await chair.see(ballotId);
    expect(waiting.phase).toBe('announced');
    const objectionId = waiting.objections[0]?.objectionId;
    const answered = await chair.act(ballotId, 'answer-objection', {
      answer: { objectionId, text: '录像可查', upheld: false },
    });
    expect(answered.phase).toBe('final');
    const history = BallotHistory.parse(
      (await owners[0]?.call('GET', `/api/ballots/${ballotId}/history`))?.json(),
    );
    expect(history.entries.map(({ verb }) => verb)).toEqual([
      'convene',
      'post',
      'tick',
      'tick',
      'count',
      'announce',
      'object',
      'answer-objection',
    ]);
  });

  test('a street’s president annuls it with a reason, and nothing of it counts', async () => {
    const quarter = await openQuarter();
    const ballotId = await openVote(quarter);
    const annulled = await quarter.president.act(ballotId, 'annul', { reason: '召集程序违法' });
    expect(annulled.phase).toBe('annulled');
    expect((await quarter.owners[0]?.cast(ballotId, { lift: ['for'] }))?.statusCode).toBe(409);
    await quarter.goTo(afterVoting);
    expect((await quarter.chair.see(ballotId)).result).toBeNull();
  });
});
