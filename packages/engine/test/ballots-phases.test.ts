/** From draft to final: by whom, when, and what cannot be stopped or hurried. Time is an argument and never slept. */
import { describe, expect, it } from 'vitest';
import {
  type BallotState,
  type BallotVerb,
  ballotOffers,
  ballotVerbs,
  type Choices,
  convene,
  evolveBallot,
  slateWarning,
  tallyOf,
  timeActor,
  votesRootOf,
} from '../src/index.ts';
import {
  actor,
  aroundAt,
  ballotId,
  begin,
  chair,
  choiceOf,
  communitySecretary,
  compound,
  draftOf,
  finish,
  homesOf,
  kindOf,
  motion,
  open,
  option,
  panzhihua,
  type Run,
  refused,
  rollOf,
  secretary,
  start,
  step,
  street,
  tick,
  tryStep,
  worker,
} from './ballots-city.ts';

const made = rollOf(homesOf([8_962, 10_050, 7_300]));
const roll = { onDate: made.roll.onDate, root: made.roll.root, total: made.roll.total };
const yes: Choices = { lift: ['for'] };
const later = (days: number): string => new Date(Date.parse(start) + days * 86_400_000).toISOString();
const order = { number: '街〔2026〕1号', text: '责令召集' };

/** All three owners agree. */
const allAgree = {
  votes: made.roll.entries.map(({ id }) => ({ entryId: id, channel: 'online' as const, choices: yes })),
  marks: [],
  slips: [],
  papers: [],
};
function counted(run: Run, votes = allAgree) {
  return { tally: tallyOf(termsNow(run), made.roll.entries, votes), votesRoot: votesRootOf(votes) };
}
function termsNow(run: Run) {
  return termsByRun.get(run)!;
}
const termsByRun = new Map<Run, ReturnType<typeof open>>();
function opened(run: Run = begin(draftOf())): Run {
  termsByRun.set(run, open(run, made));
  return run;
}

describe('the study of a major matter (P8) is a step with a clock and no veto', () => {
  it('keeps a ballot from being posted until it has ended', () => {
    const run = begin(draftOf());
    expect(refused(tryStep(run, 'post', chair, start, { roll })).at).toBe('prior-study');
    step(run, 'ask-study', chair, start);
    expect(run.state).toMatchObject({ phase: 'study', study: { ended: null, dueAt: later(7) } });
    expect(refused(tryStep(run, 'post', chair, later(1), { roll })).kind).toBe('state');
  });

  it('ends with a minuted opinion that stays with the ballot', () => {
    const run = begin(draftOf());
    step(run, 'ask-study', chair, start);
    const opinion = { text: '同意提交业主大会。', minutesId: 'minutes-1' };
    expect(refused(tryStep(run, 'give-opinion', chair, later(1), { opinion })).kind).toBe('forbidden');
    step(run, 'give-opinion', secretary, later(2), { opinion });
    expect(run.state.study).toMatchObject({
      ended: 'opinion',
      opinion: { text: opinion.text, minutesId: 'minutes-1' },
    });
    step(run, 'post', chair, later(2), { roll });
  });

  it('ends by its clock too: that is recorded, and the ballot goes on', () => {
    const run = begin(draftOf());
    step(run, 'ask-study', chair, start);
    expect(refused(tryStep(run, 'tick', timeActor, later(6), { timer: 'study' })).code).toBe(
      'verb-not-allowed',
    );
    tick(run, 'study');
    expect(run.state).toMatchObject({
      phase: 'draft',
      study: { ended: 'expired', endedAt: later(7), opinion: null },
    });
    step(run, 'post', chair, later(7), { roll });
  });

  it('is passed by with exactly 20 % of the owners, not with one fewer', () => {
    const run = begin(draftOf());
    const petition = (heads: number) =>
      tryStep(run, 'pass-by-petition', chair, start, { petition: { heads, of: 300 } });
    expect(refused(petition(59)).at).toBe('prior-study.petition');
    expect(petition(60)).toMatchObject({ to: 'draft', next: { study: { ended: 'petition' } } });
  });

  it('is passed by with the street’s order, also while it runs', () => {
    const run = begin(draftOf());
    step(run, 'ask-study', chair, start);
    expect(refused(tryStep(run, 'pass-by-order', secretary, later(1), { order })).kind).toBe('forbidden');
    step(run, 'pass-by-order', street, later(1), { order });
    expect(run.state.study).toMatchObject({ ended: 'order', order: { number: order.number } });
  });

  it('has been of this matter and no other: only the time of voting changes after it', () => {
    const run = begin(draftOf());
    step(run, 'ask-study', chair, start);
    tick(run, 'study');
    expect(refused(tryStep(run, 'amend', chair, later(7), { draft: { text: '别的事' } })).at).toBe(
      'prior-study',
    );
    step(run, 'amend', chair, later(7), { draft: { votingUntil: '2026-04-06T00:00:00.000Z' } });
  });
});

describe('what is posted', () => {
  const post = (more: Parameters<typeof draftOf>[0], now = start) => {
    const run = begin(draftOf(more));
    step(run, 'pass-by-order', street, start, { order });
    return tryStep(run, 'post', chair, now, { roll });
  };

  it('is posted 15 days before voting opens (物业管理条例 art. 14), to the millisecond', () => {
    const from = later(15);
    const until = later(21);
    expect(post({ votingFrom: from, votingUntil: until })).toMatchObject({ to: 'posted' });
    const early = new Date(Date.parse(from) - 1).toISOString();
    expect(refused(post({ votingFrom: early, votingUntil: until })).at).toBe('votingFrom');
  });

  it('lasts from 5 to 60 days', () => {
    const lasting = (days: number) => post({ votingFrom: later(20), votingUntil: later(20 + days) });
    expect(refused(lasting(4)).at).toBe('votingUntil');
    expect(lasting(5)).toMatchObject({ to: 'posted' });
    expect(lasting(60)).toMatchObject({ to: 'posted' });
    expect(refused(lasting(61)).at).toBe('votingUntil');
  });

  it.each([
    ['no question', { questions: [] }, 'questions'],
    ['a question without a matter of art. 278', { questions: [motion('lift', null)] }, 'questions.lift'],
    [
      'an election by the wrong kind of ballot',
      { questions: [motion('lift', 'committee')] },
      'questions.lift',
    ],
    [
      'two questions with one key',
      { questions: [motion('a', 'covenant'), motion('a', 'rebuild')] },
      'questions.a',
    ],
    ['no time of voting', { votingFrom: null }, 'votingFrom'],
    ['silence that counts, without the rules that say so', { silence: { basis: ' ' } }, 'silence.basis'],
  ] as const)('%s is refused', (_, more, at) => {
    expect(refused(post(more as Parameters<typeof draftOf>[0])).at).toBe(at);
  });

  it('the roll may be corrected with a reason for seven days, and then no more', () => {
    const run = begin(draftOf());
    step(run, 'pass-by-order', street, start, { order });
    step(run, 'post', chair, start, { roll });
    const other = { ...roll, root: 'f'.repeat(64) };
    expect(refused(tryStep(run, 'correct-roll', chair, later(1), { roll: other })).code).toBe(
      'reason-required',
    );
    step(run, 'correct-roll', chair, later(6), { roll: other, reason: '一户面积登记有误' });
    expect(run.state.roll?.root).toBe(other.root);
    expect(refused(tryStep(run, 'correct-roll', chair, later(7), { roll, reason: '太晚' })).code).toBe(
      'verb-not-allowed',
    );
  });

  it('a roll that nothing has to be posted for is corrected until voting opens', () => {
    const run = begin(
      draftOf({
        kind: 'residents-vote',
        areaCode: compound.slice(0, 12),
        questions: [choiceOf('where', ['hall', 'gate'], 1)],
      }),
      communitySecretary,
    );
    expect(kindOf('residents-vote').posting).toBeNull();
    step(run, 'post', communitySecretary, start, { roll });
    const other = { ...roll, root: 'f'.repeat(64) };
    step(run, 'correct-roll', communitySecretary, later(20), { roll: other, reason: '补登出生日期' });
    expect(run.state.roll?.root).toBe(other.root);
    tick(run, 'open');
    expect(
      refused(tryStep(run, 'correct-roll', communitySecretary, later(25), { roll, reason: '太晚' })).code,
    ).toBe('verb-not-allowed');
  });
});

describe('once voting is open', () => {
  it('nobody can change a rule, prolong it or end it early', () => {
    const run = opened();
    expect(run.state.termsHash).toMatch(/^[0-9a-f]{64}$/);
    const everybody = actor(
      'owners-chair',
      'community-secretary',
      'community-worker',
      'branch-secretary',
      'street-secretary',
    );
    const offered = ballotOffers(panzhihua, run.state, everybody, aroundAt(later(25))).map(
      ({ verb }) => verb,
    );
    expect(offered).toEqual(['annul']);
    expect(refused(tryStep(run, 'tick', timeActor, later(25), { timer: 'close' })).code).toBe(
      'verb-not-allowed',
    );
  });

  it('the clock closes it, and a count that is late is said to be', () => {
    const run = opened();
    tick(run, 'close');
    expect(run.state).toMatchObject({ phase: 'counting', countDueAt: '2026-04-08T00:00:00.000Z' });
    tick(run, 'count-over');
    expect(run.state).toMatchObject({ phase: 'counting', countOverAt: '2026-04-08T00:00:00.000Z' });
    expect(run.decisions.at(-1)?.timers).toEqual([]);
  });
});

describe('the count', () => {
  const now = '2026-04-06T02:00:00.000Z';

  it('waits for every paper to be read alike by two', () => {
    const run = opened();
    tick(run, 'close');
    const count = counted(opened(begin(draftOf())));
    expect(refused(tryStep(run, 'count', worker, now, { count }, { openPapers: 1 })).at).toBe('papers');
    step(run, 'count', worker, now, { count });
    expect(run.state.count?.result.questions[0]).toMatchObject({ outcome: 'passed' });
  });

  const tooFew = { ...allAgree, votes: allAgree.votes.slice(0, 1) };
  const afterObjections = '2026-04-14T00:00:00.000Z';

  it('without a quorum is posted as failed, and nothing can be made of it', () => {
    const run = opened();
    finish(run, termsNow(run), made, tooFew);
    expect(run.state).toMatchObject({ phase: 'failed', finalAt: null });
    expect(
      ballotOffers(
        panzhihua,
        run.state,
        actor('owners-chair', 'street-secretary'),
        aroundAt(afterObjections),
      ),
    ).toEqual([]);
    const again = begin(draftOf({ repeats: ballotId }));
    expect(again.state.repeats).toBe(ballotId);
  });

  it('that found too few is objected to like any other, and taken back by an objection that is right', () => {
    const run = opened();
    finish(run, termsNow(run), made, tooFew);
    const objection = { id: 'o1', text: '三号楼的票没有计入。' };
    const mine = { entryId: '2' };
    expect(refused(tryStep(run, 'object', actor(), afterObjections, { objection }, mine)).kind).toBe('state');
    step(run, 'object', actor(), '2026-04-08T00:00:00.000Z', { objection }, mine);
    step(run, 'answer-objection', chair, afterObjections, {
      answer: { id: 'o1', text: '已核对，未漏计。', upheld: false },
    });
    expect(run.state).toMatchObject({ phase: 'failed', finalAt: null });

    const wrong = opened();
    finish(wrong, termsNow(wrong), made, tooFew);
    step(wrong, 'object', actor(), '2026-04-08T00:00:00.000Z', { objection }, mine);
    step(wrong, 'answer-objection', chair, '2026-04-09T00:00:00.000Z', {
      answer: { id: 'o1', text: '属实。', upheld: true },
    });
    expect(wrong.state).toMatchObject({ phase: 'counting', count: null, announcedAt: null });
  });

  it('becomes final when the time for objections is over', () => {
    const run = opened();
    finish(run, termsNow(run), made, allAgree);
    expect(run.state).toMatchObject({ phase: 'announced', objectionsUntil: '2026-04-13T03:00:00.000Z' });
    tick(run, 'final');
    expect(run.state).toMatchObject({ phase: 'final', finalAt: '2026-04-13T03:00:00.000Z' });
  });

  it('is not final while an objection waits; its answer ends it', () => {
    const run = opened();
    finish(run, termsNow(run), made, allAgree);
    const objection = { id: 'o1', text: '我没有收到表决票。' };
    const mine = { entryId: '2' };
    expect(refused(tryStep(run, 'object', actor(), '2026-04-08T00:00:00.000Z', { objection })).kind).toBe(
      'forbidden',
    );
    step(run, 'object', actor(), '2026-04-08T00:00:00.000Z', { objection }, mine);
    expect(run.decisions.at(-1)?.timers).toEqual([]);
    expect(
      refused(tryStep(run, 'object', actor(), '2026-04-14T00:00:00.000Z', { objection }, mine)).kind,
    ).toBe('state');
    const answer = { id: 'o1', text: '送达记录附后。', upheld: false };
    step(run, 'answer-objection', chair, '2026-04-14T00:00:00.000Z', { answer });
    expect(run.state.phase).toBe('final');
  });

  it('is taken back by an objection that is right', () => {
    const run = opened();
    finish(run, termsNow(run), made, allAgree);
    step(
      run,
      'object',
      actor(),
      '2026-04-08T00:00:00.000Z',
      { objection: { id: 'o1', text: '漏计一票。' } },
      { entryId: '2' },
    );
    step(run, 'answer-objection', chair, '2026-04-09T00:00:00.000Z', {
      answer: { id: 'o1', text: '属实。', upheld: true },
    });
    expect(run.state).toMatchObject({ phase: 'counting', count: null, objectionsUntil: null });
    // From then on whoever read a paper before leaves it to others.
    expect(run.state.recountedAt).toBe('2026-04-09T00:00:00.000Z');
  });

  it('can be annulled by the street with its reason, also when it is final', () => {
    const run = opened();
    finish(run, termsNow(run), made, allAgree);
    tick(run, 'final');
    expect(refused(tryStep(run, 'annul', chair, later(60), { reason: '我不同意' })).kind).toBe('forbidden');
    expect(refused(tryStep(run, 'annul', street, later(60))).code).toBe('reason-required');
    step(run, 'annul', street, later(60), { reason: '街〔2026〕9号：公示不足15日' });
    expect(run.state.phase).toBe('annulled');
  });
});

describe('who convenes', () => {
  it.each([
    ['somebody without the post', { kind: 'owners-vote' }, secretary, 'forbidden'],
    ['an area of another level', { areaCode: '510402' }, chair, 'field-invalid'],
    ['a part that lies elsewhere', { part: '510402001001002001' }, chair, 'field-invalid'],
    ['a kind that does not exist', { kind: 'coup' }, chair, 'unknown-kind'],
    [
      'an open vote where the kind is always secret',
      { kind: 'happiest-family', secret: false },
      secretary,
      'field-invalid',
    ],
  ])('%s is refused', (_, more, by, code) => {
    expect(refused(convene(panzhihua, draftOf(more), by, aroundAt(start))).code).toBe(code);
  });

  it('one building may vote by itself', () => {
    const run = begin(draftOf({ part: `${compound}003` }));
    expect(run.state).toMatchObject({ areaCode: compound, part: `${compound}003` });
  });
});

describe('an election', () => {
  const candidate = (key: string, countsForNorm: boolean) =>
    option(key, { candidate: { personId: key, channel: 'self', nominatedAt: start, countsForNorm } });
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const question = {
    ...choiceOf('seats', names, 5),
    options: names.map((key, index) => candidate(key, index < 2)),
  };
  const election = (picks = 5) =>
    begin(draftOf({ kind: 'committee-election', questions: [{ ...question, picks }] }), communitySecretary);
  const vet = (run: Run, key: string, accepted: boolean) =>
    step(run, 'vet', communitySecretary, start, {
      vetting: { question: 'seats', option: key, accepted },
      reason: accepted ? '符合条件' : '与物业企业有利害关系',
    });

  it('is posted once everybody was vetted; those who were not accepted are not on it, and the trail stays', () => {
    const run = election();
    for (const key of names.slice(0, 5)) vet(run, key, true);
    expect(refused(tryStep(run, 'post', communitySecretary, start, { roll })).at).toBe('vetting');
    vet(run, 'f', false);
    const terms = open(run, made);
    expect(terms.questions[0]?.options.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(run.state.questions[0]?.options[5]?.vetted).toMatchObject({
      accepted: false,
      reason: '与物业企业有利害关系',
    });
  });

  it.each([
    [4, 'questions.seats'],
    [3, 'questions.seats'],
  ])('with %i seats is refused: an odd number from 5 to 11', (picks, at) => {
    const run = election(picks);
    for (const key of names) vet(run, key, true);
    expect(refused(tryStep(run, 'post', communitySecretary, start, { roll })).at).toBe(at);
  });

  it('a candidate changed after the vetting is vetted anew', () => {
    const run = election();
    for (const key of names) vet(run, key, true);
    const options = question.options.map((each) =>
      each.key === 'a' ? { ...each, title: '另一个人' } : each,
    );
    step(run, 'amend', communitySecretary, start, { draft: { questions: [{ ...question, options }] } });
    expect(run.state.questions[0]?.options.map(({ vetted }) => vetted !== null)).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  it('the norm on the slate warns and stops nothing (P7)', () => {
    const run = election();
    expect(slateWarning(kindOf('committee-election'), run.state.questions[0]!)).toMatchObject({
      part: 2,
      whole: 6,
      isBelow: true,
    });
    for (const key of names) vet(run, key, true);
    expect(open(run, made).questions[0]?.options).toHaveLength(6);
  });
});

describe('a municipal system', () => {
  const model = {
    ...panzhihua,
    ballots: {
      ...panzhihua.ballots,
      'owners-vote': {
        ...kindOf('owners-vote'),
        municipalSystem: 'required' as const,
        channels: [],
        priorStudy: null,
      },
    },
  };
  const external = {
    system: '北京业主决策平台',
    number: 'BJ-2026-17',
    evidence: [{ name: '结果.pdf', sha256: 'a'.repeat(64) }],
  };

  it('holds the vote itself: here it is neither opened nor closed, and its result is recorded with evidence', () => {
    const run = begin(draftOf(), chair, start, model);
    step(run, 'post', chair, start, { roll });
    expect(run.decisions.at(-1)?.timers).toEqual([]);
    const own = begin(draftOf());
    const count = counted(opened(own));
    expect(refused(tryStep(run, 'record-result', worker, later(30), { external, count })).kind).toBe('state');
    const after = '2026-04-05T00:00:00.000Z';
    expect(
      refused(
        tryStep(run, 'record-result', worker, after, { external: { ...external, evidence: [] }, count }),
      ).at,
    ).toBe('external.evidence');
    step(run, 'record-result', worker, after, { external, count });
    expect(run.state).toMatchObject({ phase: 'counted', external: { number: 'BJ-2026-17' } });
    expect(run.state.count?.result.questions[0]?.outcome).toBe('passed');
  });

  it('where it is only allowed, its figures cannot put aside what was said here', () => {
    const allowed = {
      ...panzhihua,
      ballots: {
        ...panzhihua.ballots,
        'owners-vote': { ...kindOf('owners-vote'), municipalSystem: 'allowed' as const, priorStudy: null },
      },
    };
    const run = begin(draftOf(), chair, start, allowed);
    step(run, 'post', chair, start, { roll });
    step(run, 'tick', timeActor, draftOf().votingFrom!, { timer: 'open' });
    step(run, 'tick', timeActor, draftOf().votingUntil!, { timer: 'close' });
    const after = '2026-04-05T00:00:00.001Z';
    const count = counted(opened(begin(draftOf())));
    const around = { votesHere: 1 };
    expect(refused(tryStep(run, 'record-result', worker, after, { external, count }, around)).at).toBe(
      'votes-here',
    );
    step(run, 'record-result', worker, after, { external, count });
    expect(run.state.phase).toBe('counted');
  });
});

describe('always', () => {
  it('the changes of the history add up to the state', () => {
    const run = opened();
    finish(run, termsNow(run), made, allAgree);
    const state = run.decisions.reduce(
      (before, { changes }) => evolveBallot(before, changes),
      {} as BallotState,
    );
    expect(state).toEqual(run.state);
  });

  it('a verb is refused outside its phase and to a stranger, and takes nothing it does not know', () => {
    const run = opened();
    const stranger = actor('repair-worker');
    for (const verb of ballotVerbs.filter((each) => each !== 'convene') as BallotVerb[]) {
      expect(refused(tryStep(run, verb, stranger, later(25), {})).kind, verb).toBe('forbidden');
    }
    expect(refused(tryStep(run, 'annul', street, later(25), { reason: '理由', timer: 'close' })).at).toBe(
      'timer',
    );
  });
});
