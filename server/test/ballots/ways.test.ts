import { randomUUID } from 'node:crypto';
import { CatalogueView, Nominations } from '@linli/contract';
import { verifyBundle } from '@linli/engine';
import { describe, expect, test } from 'vitest';
import { boards, type Caller, enterOwner, hall, openQuarter, type Quarter } from './quarter.ts';

const soon = { votingFrom: '2026-12-05T09:00:00.000Z', votingUntil: '2026-12-06T09:00:00.000Z' };
const support = (who: Caller, ballotId: string, words: object = {}) =>
  who.call('POST', `/api/ballots/${ballotId}/petition`, { commandId: randomUUID(), support: true, ...words });

async function toldOfStudy({ server }: Quarter): Promise<string[]> {
  const { rows } = await server.db.superuser.query<{ template: string }>(
    `SELECT DISTINCT template FROM messages WHERE template LIKE 'ballot.study-%' ORDER BY template`,
  );
  return rows.map(({ template }) => template);
}

describe('prior study has a clock and cannot hold a vote up (domain rules 0.6)', () => {
  const studied = (quarter: Quarter) => quarter.chair.convene({ kind: 'studied-vote', ...soon });

  test('an opinion is attached for all owners to read', async () => {
    const quarter = await openQuarter();
    const { ballotId, seq } = await studied(quarter);
    const unasked = await quarter.chair.call('POST', `/api/ballots/${ballotId}/verbs/post`, {
      commandId: randomUUID(),
      seq,
    });
    expect(unasked.json()).toMatchObject({ status: 422, rule: 'prior-study' });
    expect((await quarter.owners[0]?.call('GET', `/api/ballots/${ballotId}`))?.statusCode).toBe(404);
    await quarter.chair.act(ballotId, 'ask-study');
    await quarter.secretary.act(ballotId, 'give-opinion', { opinion: { text: '支持加装，注意消防通道' } });
    const seen = await quarter.owners[0]?.see(ballotId);
    expect(seen?.study).toMatchObject({ ended: 'opinion', opinion: { text: '支持加装，注意消防通道' } });
    expect((await quarter.chair.act(ballotId, 'post')).phase).toBe('posted');
  });

  test('without an opinion the clock ends it, that is recorded, and the vote goes on', async () => {
    const quarter = await openQuarter();
    const { ballotId } = await studied(quarter);
    await quarter.chair.act(ballotId, 'ask-study');
    await quarter.goTo('2026-11-29T09:00:00.000Z');
    expect((await quarter.chair.see(ballotId)).phase).toBe('study');
    await quarter.goTo('2026-11-30T09:00:01.000Z');
    const seen = await quarter.owners[0]?.see(ballotId);
    expect(seen?.study?.ended).toBe('expired');
    const history = await quarter.owners[0]?.call('GET', `/api/ballots/${ballotId}/history`);
    expect(history?.json().entries.at(-1)).toMatchObject({
      verb: 'tick',
      actor: null,
      details: [{ en: expect.stringContaining('No opinion came in time') }],
    });
    expect((await quarter.chair.act(ballotId, 'post')).phase).toBe('posted');
  });

  test('twenty percent of owners pass it by, here or on paper, whoever convened it', async () => {
    const quarter = await openQuarter();
    const { ballotId } = await studied(quarter);
    await quarter.chair.act(ballotId, 'ask-study');
    expect((await support(quarter.secretary, ballotId)).statusCode).toBe(403);
    expect((await support(quarter.owners[0] as Caller, ballotId)).statusCode).toBe(200);
    const one = await quarter.owners[0]?.see(ballotId);
    // One of six is less than a fifth.
    expect(one).toMatchObject({ phase: 'study', mySupport: true, study: { petition: { heads: 1, of: 6 } } });
    // The same head again is no second signature.
    await support(quarter.tellers[0], ballotId, { homes: [boards[0]] });
    expect((await quarter.chair.see(ballotId)).phase).toBe('study');
    await support(quarter.tellers[0], ballotId, { homes: [boards[1]] });
    const passed = await quarter.chair.see(ballotId);
    expect(passed).toMatchObject({
      phase: 'draft',
      study: { ended: 'petition', petition: { heads: 2, of: 6 } },
    });
    expect(await toldOfStudy(quarter)).toEqual(['ballot.study-asked', 'ballot.study-petitioned']);
    expect((await quarter.chair.act(ballotId, 'post')).phase).toBe('posted');
  });

  test('an order passes it by, with its number', async () => {
    const quarter = await openQuarter();
    const { ballotId } = await studied(quarter);
    await quarter.chair.act(ballotId, 'ask-study');
    await quarter.president.act(ballotId, 'pass-by-order', {
      order: { number: '街字〔2026〕7号', text: '责令召集' },
    });
    expect((await quarter.owners[0]?.see(ballotId))?.study).toMatchObject({
      ended: 'order',
      order: { number: '街字〔2026〕7号' },
    });
    // Nobody is told of an opinion that was not given.
    expect(await toldOfStudy(quarter)).toEqual(['ballot.study-asked', 'ballot.study-ordered']);
  });
});

describe('a public choice', () => {
  test('takes residents from fifteen full years on, several choices up to the limit, and only those who live there', async () => {
    const quarter = await openQuarter({ owned: false });
    const bear = async (name: string, bornOn: string, homeCode: string | null = boards[0] ?? null) => {
      const one = await quarter.person(name, homeCode);
      const reply = await one.call('POST', '/api/ballots/birth-date', { commandId: randomUUID(), bornOn });
      expect(reply.statusCode, reply.body).toBe(200);
      return one;
    };
    // The roll is frozen on 2026-11-23.
    const exactly = await bear('刚满', '2011-11-23');
    const tooYoung = await bear('差一天', '2011-11-24');
    const elsewhere = await bear('外地', '1980-01-01', null);
    const unknown = await quarter.person('未报', boards[1] ?? null);
    const options = ['一', '二', '三'].map((title, index) => ({ key: `p${index + 1}`, title }));
    const { ballotId } = await quarter.chair.convene({
      kind: 'best-player',
      title: '最美棋手',
      questions: [
        { key: 'best', title: '选谁', form: 'options', options, choose: { min: 1, max: 2 }, picks: 1 },
      ],
      ...soon,
    });
    const posted = await quarter.chair.act(ballotId, 'post');
    expect(posted.roll?.total.heads).toBe(1);
    expect(await unknown.see(ballotId)).toMatchObject({ mine: [], myBirthDate: 'needed' });
    expect((await elsewhere.call('GET', `/api/ballots/${ballotId}`)).statusCode).toBe(404);
    // While the roll may still be corrected, who says when they were born comes onto it.
    await unknown.call('POST', '/api/ballots/birth-date', { commandId: randomUUID(), bornOn: '1990-05-05' });
    const corrected = await quarter.chair.act(ballotId, 'correct-roll', { reason: '补登出生日期' });
    expect(corrected.roll).toMatchObject({ total: { heads: 2 }, corrections: 1 });
    // Nobody makes themself older afterwards.
    const again = await tooYoung.call('POST', '/api/ballots/birth-date', {
      commandId: randomUUID(),
      bornOn: '2000-01-01',
    });
    expect(again.statusCode).toBe(422);
    await quarter.goTo('2026-12-05T10:00:00.000Z');
    expect((await tooYoung.see(ballotId)).mine).toEqual([]);
    expect((await exactly.cast(ballotId, { best: ['p1', 'p2', 'p3'] })).statusCode).toBe(422);
    expect((await exactly.cast(ballotId, { best: ['p1', 'p2'] })).statusCode).toBe(200);
    expect((await unknown.cast(ballotId, { best: ['p2'] })).statusCode).toBe(200);
    await quarter.goTo('2026-12-06T09:00:01.000Z');
    await quarter.tellers[0].act(ballotId, 'count');
    const done = await quarter.chair.act(ballotId, 'announce');
    expect(done.result?.questions[0]).toMatchObject({ outcome: 'decided', won: ['p2'] });
    expect(done.outcome?.zh).toContain('二');
  });
});

describe('nominations', () => {
  test('come through four channels, are vetted with reasons, and the norm on the slate only warns', async () => {
    const quarter = await openQuarter();
    const { ballotId } = await quarter.chair.convene({
      kind: 'captain',
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
      ...soon,
    });
    const nominate = async (who: Caller, channel: string, name: string, words: object = {}) =>
      who.call('POST', `/api/ballots/${ballotId}/nominations`, {
        commandId: randomUUID(),
        question: 'captain',
        channel,
        name,
        statement: '愿意服务大家',
        ...words,
      });
    expect((await nominate(quarter.owners[0] as Caller, 'by-lot', '甲')).statusCode).toBe(422);
    for (const [index, channel] of ['self', 'players', 'club', 'open-review'].entries()) {
      const reply = await nominate(quarter.owners[index] as Caller, channel, `候选${index + 1}`, {
        supporters: index + 1,
      });
      expect(reply.statusCode, reply.body).toBe(200);
    }
    const list = async (who: Caller) =>
      Nominations.parse((await who.call('GET', `/api/ballots/${ballotId}/nominations`)).json());
    const nominations = (await list(quarter.secretary)).nominations.sort((one, other) =>
      one.name < other.name ? -1 : 1,
    );
    const decide = (who: Caller, index: number, deed: string, reason?: string) =>
      who.call('POST', `/api/ballots/${ballotId}/nominations/${nominations[index]?.nominationId}/${deed}`, {
        commandId: randomUUID(),
        reason,
      });
    expect((await decide(quarter.owners[0] as Caller, 1, 'accept')).statusCode).toBe(403);
    expect((await decide(quarter.secretary, 0, 'reject')).statusCode).toBe(422);
    expect((await decide(quarter.secretary, 0, 'reject', '本人与物业有利害关系')).statusCode).toBe(200);
    expect((await decide(quarter.secretary, 1, 'accept', '符合条件')).statusCode).toBe(200);
    expect((await decide(quarter.secretary, 2, 'accept', '符合条件')).statusCode).toBe(200);
    expect((await decide(quarter.owners[3] as Caller, 3, 'withdraw', '本人不愿意')).statusCode).toBe(200);
    const after = await list(quarter.owners[5] as Caller);
    const byName = after.nominations.sort((one, other) => (one.name < other.name ? -1 : 1));
    expect(byName.map(({ state }) => state)).toEqual(['rejected', 'accepted', 'accepted', 'withdrawn']);
    expect(byName[0]?.trail.map(({ deed, reason }) => [deed, reason])).toEqual([
      ['nominate', null],
      ['reject', '本人与物业有利害关系'],
    ]);
    expect(after.norm).toMatchObject({ accepted: 2, counting: 0, isMet: false });
    const posted = await quarter.chair.act(ballotId, 'post');
    expect(posted.warnings).toHaveLength(1);
    const slate = posted.questions[0]?.options ?? [];
    expect(slate.map(({ title }) => title)).toEqual(['候选2', '候选3']);
    await quarter.goTo('2026-12-05T10:00:00.000Z');
    for (const owner of quarter.owners.slice(0, 5)) await owner.cast(ballotId, { captain: [slate[1]?.key] });
    await quarter.goTo('2026-12-06T09:00:01.000Z');
    await quarter.tellers[0].act(ballotId, 'count');
    const done = await quarter.chair.act(ballotId, 'announce');
    expect(done.result?.questions[0]).toMatchObject({ outcome: 'decided', won: [slate[1]?.key] });
  });
});

describe('a candidate who does not want to stand', () => {
  test('leaves the slate by their own word, or on paper by those who vet, and the trail says who', async () => {
    const quarter = await openQuarter();
    const [candidate, neighbour] = quarter.owners as [Caller, Caller];
    const { ballotId } = await quarter.chair.convene({
      kind: 'captain',
      title: '选队长',
      questions: [
        { key: 'captain', title: '队长', form: 'options', matter: 'committee', options: [], picks: 1 },
      ],
      ...soon,
    });
    const path = `/api/ballots/${ballotId}/nominations`;
    const deed = (who: Caller, one: { nominationId: string }, what: string, reason: string) =>
      who.call('POST', `${path}/${one.nominationId}/${what}`, { commandId: randomUUID(), reason });
    for (const [name, personId] of [
      ['业主1', candidate.personId],
      ['一位邻居', null],
    ]) {
      const reply = await neighbour.call('POST', path, {
        commandId: randomUUID(),
        question: 'captain',
        channel: 'players',
        name,
        personId,
        statement: '愿意服务大家',
      });
      expect(reply.statusCode, reply.body).toBe(200);
    }
    const list = async (who: Caller) => Nominations.parse((await who.call('GET', path)).json()).nominations;
    const [first, second] = (await list(quarter.secretary)).sort((one, other) =>
      one.name < other.name ? 1 : -1,
    );
    if (!first || !second) throw new Error('nominations are missing');
    for (const one of [first, second])
      expect((await deed(quarter.secretary, one, 'accept', '符合条件')).statusCode).toBe(200);
    expect((await quarter.chair.see(ballotId)).questions[0]?.options).toHaveLength(2);
    expect((await list(candidate)).find(({ name }) => name === '业主1')?.verbs).toEqual(['withdraw']);
    const stranger = quarter.owners[3] as Caller;
    expect((await list(stranger)).flatMap(({ verbs }) => verbs)).toEqual([]);
    expect((await deed(stranger, first, 'withdraw', '不要他')).statusCode).toBe(409);
    const own = first.name === '业主1' ? first : second;
    const other = own === first ? second : first;
    expect((await deed(candidate, own, 'withdraw', '身体不好')).statusCode).toBe(200);
    expect((await deed(quarter.secretary, other, 'withdraw', '本人书面退出')).statusCode).toBe(200);
    expect((await quarter.chair.see(ballotId)).questions[0]?.options).toEqual([]);
    expect((await list(stranger)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
  });
});

describe('a survey', () => {
  test('groups free answers into a ranked catalogue that a person edits and confirms', async () => {
    const quarter = await openQuarter({ owned: false });
    const texts = [
      '楼道灯不亮',
      '楼道的灯坏了不亮',
      '楼道灯一直不亮',
      '停车位不够',
      '停车位太少不够用',
      '狗叫扰民',
    ];
    const people: Caller[] = [];
    for (const [index] of texts.entries())
      people.push(await quarter.person(`住户${index}`, boards[index] ?? null));
    const { ballotId } = await quarter.chair.convene({
      kind: 'worries',
      title: '最不满意的事',
      questions: [{ key: 'worst', title: '您最不满意什么', form: 'text', choose: { min: 0, max: 3 } }],
      ...soon,
    });
    await quarter.chair.act(ballotId, 'post');
    await quarter.goTo('2026-12-05T10:00:00.000Z');
    for (const [index, person] of people.entries()) {
      const reply = await person.cast(ballotId, { worst: [texts[index]] });
      expect(reply.statusCode, reply.body).toBe(200);
    }
    await quarter.goTo('2026-12-06T09:00:01.000Z');
    await quarter.tellers[0].act(ballotId, 'count');
    await quarter.chair.act(ballotId, 'announce');
    const read = async (who: Caller) => who.call('GET', `/api/ballots/${ballotId}/catalogue`);
    expect((await read(people[0] as Caller)).statusCode).toBe(404);
    const drafted = CatalogueView.parse((await read(quarter.chair)).json());
    expect(drafted).toMatchObject({ version: 0, answers: 6, confirmed: null, mayEdit: true });
    expect(drafted.groups.length).toBeLessThan(6);
    expect(drafted.groups.map(({ answers }) => answers)).toEqual(
      drafted.groups.map(({ answers }) => answers).sort((one, other) => other - one),
    );
    expect(drafted.groups.reduce((sum, { answers }) => sum + answers, 0)).toBe(6);
    const [first, ...others] = drafted.groups;
    const last = others.at(-1);
    const edit = (version: number, words: object) =>
      quarter.chair.call('POST', `/api/ballots/${ballotId}/catalogue`, {
        commandId: randomUUID(),
        question: 'worst',
        version,
        ...words,
      });
    const edited = await edit(0, {
      edits: [
        { do: 'rename', group: first?.key, title: '楼道照明' },
        { do: 'reach', group: first?.key, reach: 'common' },
        { do: 'merge', groups: [last?.key], into: first?.key },
      ],
      confirm: true,
    });
    expect(edited.statusCode, edited.body).toBe(200);
    expect((await edit(0, {})).statusCode).toBe(409);
    const shown = CatalogueView.parse((await read(people[0] as Caller)).json());
    expect(shown).toMatchObject({
      version: 1,
      mayEdit: false,
      groups: expect.arrayContaining([]),
    });
    expect(shown.groups).toHaveLength(drafted.groups.length - 1);
    expect(shown.groups[0]).toMatchObject({
      title: '楼道照明',
      reach: 'common',
      examples: [],
      answers: (first?.answers ?? 0) + (last?.answers ?? 0),
    });
    expect(shown.confirmed?.by).toContain('陈会长');

    // Nobody’s own words leave by the evidence: with it go those who read them anyway, and whoever wrote is told no file.
    const evidence = (who: Caller) => who.call('GET', `/api/ballots/${ballotId}/bundle`);
    expect((await evidence(people[0] as Caller)).statusCode).toBe(404);
    expect((await (people[0] as Caller).see(ballotId)).hasBundle).toBe(false);
    expect((await verifyBundle((await evidence(quarter.chair)).json())).findings).toEqual([]);
  });
});

describe('a municipal system’s result (北京市物业管理条例 art. 35)', () => {
  test('is recorded with its evidence, and nobody votes here', async () => {
    const quarter = await openQuarter();
    const { ballotId } = await quarter.chair.convene({ kind: 'city-vote', ...soon });
    await quarter.chair.act(ballotId, 'post');
    await quarter.goTo('2026-12-05T10:00:00.000Z');
    expect((await (quarter.owners[0] as Caller).cast(ballotId, { lift: ['for'] })).statusCode).toBe(409);
    // How many take part there is not known here: “nobody” would be untrue.
    expect((await (quarter.owners[0] as Caller).see(ballotId)).participation).toBeNull();
    expect((await quarter.chair.see(ballotId)).participation).toBeNull();
    await quarter.goTo('2026-12-06T09:00:01.000Z');
    const teller = quarter.tellers[0];
    const file = await quarter.server.app.inject({
      method: 'PUT',
      url: `/api/ballots/${ballotId}/files/${encodeURIComponent('结果.pdf')}`,
      cookies: teller.cookies,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from('%PDF-1.7 结果'),
    });
    expect(file.statusCode, file.body).toBe(200);
    const { fileId, sha256 } = file.json();
    const figures = { heads: 5, areaDm2: 50_000 };
    const external = {
      system: '市业主决定共同事项公共决策平台',
      number: 'BJ-2026-001',
      fileIds: [fileId],
      tookPart: figures,
      tally: [
        {
          question: 'lift',
          options: { for: figures, against: { heads: 0, areaDm2: 0 } },
          abstained: { heads: 0, areaDm2: 0 },
          invalid: { heads: 0, areaDm2: 0 },
        },
      ],
    };
    const { seq } = await teller.see(ballotId);
    const wrong = await teller.call('POST', `/api/ballots/${ballotId}/verbs/record-result`, {
      commandId: randomUUID(),
      seq,
      external: { ...external, tookPart: { heads: 6, areaDm2: 60_000 } },
    });
    expect(wrong.statusCode).toBe(422);
    // Ways of voting are recorded as they were reported, or not at all.
    const ways = await teller.call('POST', `/api/ballots/${ballotId}/verbs/record-result`, {
      commandId: randomUUID(),
      seq,
      external: { ...external, byChannel: { online: { heads: 4, areaDm2: 40_000 } } },
    });
    expect(ways.statusCode).toBe(422);
    await teller.act(ballotId, 'record-result', { external });
    // Those who work on it see what was recorded; everybody else once it is announced.
    expect((await quarter.chair.see(ballotId)).participation).toMatchObject({
      tookPart: figures,
      quorum: [
        {
          checks: [
            { measure: 'heads', part: 5, whole: 6 },
            { measure: 'area', part: 50_000 },
          ],
        },
      ],
    });
    expect((await (quarter.owners[0] as Caller).see(ballotId)).participation).toBeNull();
    const done = await quarter.chair.act(ballotId, 'announce');
    expect(done).toMatchObject({
      external: { number: 'BJ-2026-001', evidence: [{ fileId, sha256 }] },
      result: { questions: [{ outcome: 'passed' }], byChannel: {} },
    });
    expect((await (quarter.owners[0] as Caller).see(ballotId)).participation?.tookPart).toEqual(figures);
    const read = await quarter.owners[0]?.call('GET', `/api/ballots/${ballotId}/files/${fileId}`);
    expect(read?.rawPayload.toString()).toBe('%PDF-1.7 结果');
    const bundle = (await quarter.owners[0]?.call('GET', `/api/ballots/${ballotId}/bundle`))?.json();
    const { findings } = await verifyBundle(bundle);
    expect(findings).toEqual([]);
  });
});

describe('the ownership register', () => {
  test('is its keepers’ alone, masks names, logs each look and refuses a table with one wrong row', async () => {
    const quarter = await openQuarter();
    const { chair, owners } = quarter;
    expect((await owners[0]?.call('GET', `/api/ownerships?compound=${hall}`))?.statusCode).toBe(404);
    const register = (await chair.call('GET', `/api/ownerships?compound=${hall}`)).json();
    expect(register.counts).toEqual({
      homes: 6,
      withOwner: 6,
      withArea: 6,
      withVoter: 6,
      heads: 6,
      areaDm2: 60_000,
    });
    const [home] = register.homes;
    expect(home.owners[0].nameMasked).not.toBe('业主1');
    const ownershipId = home.owners[0].ownershipId;
    const reveal = await chair.call('POST', `/api/ownerships/${ownershipId}/reveal`, {
      reason: '核对表决人',
    });
    expect(reveal.json()).toEqual({ name: '业主1', phone: null });
    const mine = (await owners[0]?.call('GET', '/api/reveals/mine'))?.json();
    expect(mine.reveals).toMatchObject([{ field: 'ownership', reason: '核对表决人' }]);
    const rows = [
      { homeCode: boards[0], name: '共有人', phone: '13800000001' },
      { homeCode: '78010199', name: '没有的房屋' },
    ];
    const importRows = (some: object[]) =>
      chair.call('POST', '/api/ownerships/import', { commandId: randomUUID(), compound: hall, rows: some });
    expect((await importRows(rows)).json()).toMatchObject({
      status: 422,
      errors: [{ at: '/rows/1/homeCode' }],
    });
    expect((await importRows(rows.slice(0, 1))).json()).toEqual({ entered: 1, known: 0 });
    expect((await importRows(rows.slice(0, 1))).json()).toEqual({ entered: 0, known: 1 });
    // Two entries turn out to be one buyer: their homes become one head.
    await enterOwner(chair, boards[1] ?? '', '另一位', { documentNumber: 'M1' });
    const after = (await chair.call('GET', `/api/ownerships?compound=${hall}`)).json();
    const [a, b] = [after.homes[2].owners[0].ownershipId, after.homes[3].owners[0].ownershipId];
    await chair.call('POST', '/api/ownerships/merge', {
      commandId: randomUUID(),
      keep: a,
      merge: [b],
      reason: '同一买受人',
    });
    const merged = (await chair.call('GET', `/api/ownerships?compound=${hall}`)).json();
    expect(merged.counts.heads).toBe(after.counts.heads - 1);
    expect(merged.homes[2].owners[0].homesOfHead).toBe(2);
  });
});
