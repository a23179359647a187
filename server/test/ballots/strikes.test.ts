/** Wrong entries of a roll of residents are struck while it stands posted, and nobody loses their vote by one person's word. */
import { randomUUID } from 'node:crypto';
import { RollLook } from '@linli/contract';
import { type BallotBundle, verifyBundle } from '@linli/engine';
import { describe, expect, test } from 'vitest';
import { boards, type Caller, openQuarter, type Quarter, votingFrom, votingUntil } from './quarter.ts';

// The clock stands at 2026-11-23 09:00; the roll of this kind stands posted for one day.
const soon = { votingFrom: '2026-12-05T09:00:00.000Z', votingUntil: '2026-12-06T09:00:00.000Z' };

const choice = {
  kind: 'best-player',
  title: '最美棋手',
  questions: [
    {
      key: 'best',
      title: '选谁',
      form: 'options' as const,
      matter: null,
      options: [
        { key: 'p1', title: '一', description: null, photoId: null, costFen: null },
        { key: 'p2', title: '二', description: null, photoId: null, costFen: null },
      ],
      choose: { min: 1, max: 1 },
      picks: 1,
      budgetFen: null,
    },
  ],
  ...soon,
};

async function born(quarter: Quarter, { personId }: Caller, on: string): Promise<void> {
  const { secrets } = quarter.server.deps;
  const cipher = secrets.encrypt({ tenantId: quarter.tenantId, field: 'birth-date' }, on);
  await quarter.inQuarter((tx) =>
    tx.query(
      `INSERT INTO birth_dates (tenant_id, person_id, born_on_cipher, entered_at, entered_by_person_id)
       VALUES ($1, $2, $3, now(), $2) ON CONFLICT (tenant_id, person_id) DO UPDATE SET born_on_cipher = excluded.born_on_cipher`,
      [quarter.tenantId, personId, cipher],
    ),
  );
}

/** A choice that is posted, and who stands on its roll: residents of the first boards. */
async function posted(): Promise<{ quarter: Quarter; ballotId: string; residents: Caller[] }> {
  const quarter = await openQuarter({ owned: false });
  const residents: Caller[] = [];
  for (const [index, home] of boards.slice(0, 5).entries()) {
    const resident = await quarter.person(`住户${'甲乙丙丁戊'[index]}`, home);
    await born(quarter, resident, '1990-01-01');
    residents.push(resident);
  }
  const { ballotId } = await quarter.chair.convene(choice);
  const { roll } = await quarter.chair.act(ballotId, 'post');
  expect(roll?.total.heads).toBe(5);
  return { quarter, ballotId, residents };
}

const look = async (who: Caller, ballotId: string, words: object = {}) => {
  const reply = await who.call('POST', `/api/ballots/${ballotId}/roll/look`, words);
  expect(reply.statusCode, reply.body).toBe(200);
  return RollLook.parse(reply.json());
};
const attempt = async (who: Caller, ballotId: string, verb: string, words: object) => {
  const { seq } = await who.see(ballotId);
  return who.call('POST', `/api/ballots/${ballotId}/verbs/${verb}`, {
    commandId: randomUUID(),
    seq,
    ...words,
  });
};
const strikeOf = async (who: Caller, ballotId: string, name: string, words: object = {}) => {
  const [found] = (await look(who, ballotId, { q: name })).entries;
  if (!found) throw new Error(`${name} is not on the roll`);
  return { strike: { entryId: found.entryId, reason: 'not-living-here', note: '物业核实已搬走', ...words } };
};
const objection = { strikeObjection: { text: '我一直住在这里，只是出差' } };

describe('a wrong entry', () => {
  test('is struck by whoever convened the ballot; who was struck is told, reads why, and is named nowhere', async () => {
    const { quarter, ballotId, residents } = await posted();
    const { chair, tellers } = quarter;
    const [struck, other] = residents as [Caller, Caller];
    const before = await chair.see(ballotId);
    const words = await strikeOf(chair, ballotId, '住户甲');
    for (const who of [tellers[0], other]) {
      expect((await attempt(who, ballotId, 'strike', words)).statusCode).toBe(403);
    }
    const after = await chair.act(ballotId, 'strike', words);
    expect(after.roll?.total.heads).toBe(4);
    expect(after.roll?.root).not.toBe(before.roll?.root);
    expect(after.roll?.onDate).toBe(before.roll?.onDate);
    const seen = await struck.see(ballotId);
    expect(seen.mine).toEqual([]);
    expect(seen.myStrike).toMatchObject({
      reason: { zh: '不住在这里' },
      note: '物业核实已搬走',
      objectUntil: soon.votingFrom,
      isOffRoll: true,
    });
    expect((await other.see(ballotId)).myStrike).toBeNull();
    // Also where they say by now that they live elsewhere.
    await quarter.inQuarter((tx) =>
      tx.query(`UPDATE people SET home_code = '7802' WHERE tenant_id = $1 AND person_id = $2`, [
        quarter.tenantId,
        struck.personId,
      ]),
    );
    expect((await struck.see(ballotId)).myStrike?.isOffRoll).toBe(true);
    const told = await quarter.inQuarter((tx) =>
      tx.query<{ personId: string }>(
        `SELECT person_id AS "personId" FROM messages WHERE tenant_id = $1 AND template = 'ballot.struck'`,
        [quarter.tenantId],
      ),
    );
    expect(told.rows).toEqual([{ personId: struck.personId }]);
    const history = (await other.call('GET', `/api/ballots/${ballotId}/history`)).body;
    expect(history).toContain('当时名册第');
    for (const secret of ['住户甲', struck.personId, '物业核实']) expect(history).not.toContain(secret);
    // Nobody else came or went with it, and a correction does not bring them back.
    await quarter.person('新住户', boards[5]);
    for (const one of residents.slice(1)) expect((await one.see(ballotId)).mine).toHaveLength(1);
    await quarter.inQuarter((tx) =>
      tx.query(`UPDATE people SET home_code = $3 WHERE tenant_id = $1 AND person_id = $2`, [
        quarter.tenantId,
        struck.personId,
        boards[0],
      ]),
    );
    const corrected = await chair.act(ballotId, 'correct-roll', { reason: '补登' });
    expect(corrected.roll?.total.heads).toBe(4);
    expect((await struck.see(ballotId)).mine).toEqual([]);
  });

  test('is found on a list that shows no date of birth, and whoever is shown reads who looked', async () => {
    const { quarter, ballotId, residents } = await posted();
    const { chair, tellers } = quarter;
    const [child] = residents as [Caller];
    await born(quarter, child, '2015-06-01');
    const all = await look(chair, ballotId);
    expect(all).toMatchObject({ total: 5, ageFrom: 15, strikes: [] });
    expect(all.entries.filter(({ isTooYoung }) => isTooYoung).map(({ name }) => name)).toEqual(['住户甲']);
    expect(JSON.stringify(all)).not.toMatch(/2015|1990/);
    await look(chair, ballotId, { q: '住户' });
    const { reveals } = (await child.call('GET', '/api/reveals/mine')).json();
    expect(reveals).toMatchObject([{ field: 'ballot-roll', byName: '陈会长', reason: '最美棋手' }]);
    // Those who count have nothing to decide yet, and residents never look.
    const refused = await tellers[0].call('POST', `/api/ballots/${ballotId}/roll/look`, {});
    expect(refused.statusCode).toBe(403);
    const [resident] = residents.slice(1) as [Caller];
    expect((await resident.call('POST', `/api/ballots/${ballotId}/roll/look`, {})).statusCode).toBe(403);
  });
});

describe('whoever was struck', () => {
  test('objects and is back at once; another post decides, once, and what nobody decided votes', async () => {
    const { quarter, ballotId, residents } = await posted();
    const { chair, tellers } = quarter;
    const [teller] = tellers;
    const [wrong, right, waiting] = residents as [Caller, Caller, Caller];
    for (const name of ['住户甲', '住户乙', '住户丙']) {
      await chair.act(ballotId, 'strike', await strikeOf(chair, ballotId, name));
    }
    for (const [who, heads] of [
      [wrong, 3],
      [right, 4],
      [waiting, 5],
    ] as const) {
      expect((await attempt(who, ballotId, 'object-strike', {})).statusCode).toBe(422);
      const back = await who.act(ballotId, 'object-strike', objection);
      expect(back.roll?.total.heads).toBe(heads);
      expect(back.mine).toHaveLength(1);
      expect(back.myStrike).toMatchObject({
        isOffRoll: false,
        objection: { text: objection.strikeObjection.text },
      });
      expect((await attempt(who, ballotId, 'object-strike', objection)).statusCode).toBe(409);
    }
    // Put back, they are not struck until they tire of it.
    const again = await attempt(chair, ballotId, 'strike', await strikeOf(chair, ballotId, '住户丙'));
    expect(again.statusCode, again.body).toBe(422);
    const { strikes, entries } = await look(teller, ballotId);
    expect(entries).toEqual([]);
    expect(strikes.map(({ name, mayDecide }) => `${name} ${mayDecide}`)).toEqual([
      '住户甲 true',
      '住户乙 true',
      '住户丙 true',
    ]);
    const decide = (index: number, upheld: boolean) => ({
      strikeDecision: { strikeId: strikes[index]?.strikeId, upheld, text: '上门核实' },
    });
    expect((await attempt(chair, ballotId, 'decide-strike', decide(0, true))).statusCode).toBe(422);
    expect((await teller.act(ballotId, 'decide-strike', decide(0, false))).roll?.total.heads).toBe(4);
    expect((await teller.act(ballotId, 'decide-strike', decide(1, true))).roll?.total.heads).toBe(4);
    expect((await attempt(teller, ballotId, 'decide-strike', decide(1, false))).statusCode).toBe(422);
    expect((await wrong.see(ballotId)).myStrike).toMatchObject({
      isOffRoll: true,
      decision: { upheld: false, text: '上门核实' },
    });
    expect((await attempt(wrong, ballotId, 'object-strike', objection)).statusCode).toBe(409);
    expect((await look(teller, ballotId)).strikes.map(({ name }) => name)).toEqual(['住户丙']);

    await quarter.goTo(soon.votingFrom);
    expect((await chair.see(ballotId)).roll).toMatchObject({ total: { heads: 4 }, isFrozen: true });
    for (const who of [right, waiting]) {
      expect((await who.cast(ballotId, { best: ['p1'] })).statusCode).toBe(200);
    }
    expect((await wrong.see(ballotId)).mine).toEqual([]);
    // The roll is frozen: nobody is struck, put back or looked at any more.
    const words = { strike: { entryId: '1', reason: 'own-wish', note: '迟到' } };
    expect((await attempt(chair, ballotId, 'strike', words)).statusCode).toBe(409);
    expect((await attempt(teller, ballotId, 'decide-strike', decide(2, false))).statusCode).toBe(409);
    expect((await chair.call('POST', `/api/ballots/${ballotId}/roll/look`, {})).statusCode).toBe(404);

    await quarter.goTo('2026-12-06T09:00:01.000Z');
    await teller.act(ballotId, 'count');
    await chair.act(ballotId, 'announce');
    const bundle: BallotBundle = (await right.call('GET', `/api/ballots/${ballotId}/bundle`)).json();
    expect((await verifyBundle(bundle)).findings).toEqual([]);
    expect(bundle.roll.entries).toHaveLength(4);
    const text = JSON.stringify(bundle);
    for (const secret of ['住户', wrong.personId, '出差', '上门核实', '物业核实'])
      expect(text).not.toContain(secret);
  });
});

test('a decision finds whoever was struck, also when they have moved away meanwhile', async () => {
  const { quarter, ballotId, residents } = await posted();
  const { chair, tellers } = quarter;
  const [mover] = residents as [Caller];
  await chair.act(ballotId, 'strike', await strikeOf(chair, ballotId, '住户甲'));
  await mover.act(ballotId, 'object-strike', objection);
  await quarter.inQuarter((tx) =>
    tx.query(`UPDATE people SET home_code = '7802' WHERE tenant_id = $1 AND person_id = $2`, [
      quarter.tenantId,
      mover.personId,
    ]),
  );
  const corrected = await chair.act(ballotId, 'correct-roll', { reason: '有人搬走' });
  expect(corrected.roll?.total.heads).toBe(4);
  const [strike] = (await look(tellers[0], ballotId)).strikes;
  const decided = await tellers[0].act(ballotId, 'decide-strike', {
    strikeDecision: { strikeId: strike?.strikeId, upheld: false, text: '已经搬走' },
  });
  expect(decided.roll?.total.heads).toBe(4);
});

describe('nobody is struck', () => {
  test('when the roll is no longer posted, or too late to object before voting opens', async () => {
    const { quarter, ballotId } = await posted();
    const words = await strikeOf(quarter.chair, ballotId, '住户甲');
    await quarter.goTo('2026-11-24T09:00:00.000Z');
    expect((await attempt(quarter.chair, ballotId, 'strike', words)).statusCode).toBe(409);

    // Where the kind knows no time of posting, the last day before voting is for objecting.
    const survey = await quarter.chair.convene({
      kind: 'worries',
      title: '最不满意的事',
      questions: [{ key: 'q', title: '什么', form: 'text', choose: { min: 0, max: 2 } }],
      ...soon,
    });
    await quarter.chair.act(survey.ballotId, 'post');
    await quarter.goTo('2026-12-04T08:59:59.000Z');
    const late = await strikeOf(quarter.chair, survey.ballotId, '住户甲');
    await quarter.goTo('2026-12-04T09:00:00.000Z');
    const reply = await attempt(quarter.chair, survey.ballotId, 'strike', late);
    expect(reply.statusCode).toBe(409);
    expect(reply.body).toContain('24小时');
  });

  test('for age where no age is asked for, nor from a roll of owners, which is corrected in the register', async () => {
    const quarter = await openQuarter();
    const survey = await quarter.chair.convene({
      kind: 'worries',
      title: '最不满意的事',
      questions: [{ key: 'q', title: '什么', form: 'text', choose: { min: 0, max: 2 } }],
      ...soon,
    });
    await quarter.chair.act(survey.ballotId, 'post');
    const young = await strikeOf(quarter.chair, survey.ballotId, '业主1', { reason: 'too-young' });
    expect((await attempt(quarter.chair, survey.ballotId, 'strike', young)).statusCode).toBe(422);
    const owners = await quarter.chair.convene({ kind: 'owners-vote', votingFrom, votingUntil });
    await quarter.chair.act(owners.ballotId, 'post');
    const words = { strike: { entryId: '1', reason: 'own-wish', note: '本人来电' } };
    expect((await attempt(quarter.chair, owners.ballotId, 'strike', words)).statusCode).toBe(409);
    expect(
      (await quarter.chair.call('POST', `/api/ballots/${owners.ballotId}/roll/look`, {})).statusCode,
    ).toBe(404);
  });
});
