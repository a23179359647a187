/** The book: nobody counts twice, whatever comes in whatever order, and the tally is what another counter finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BallotCount,
  type BallotTally,
  type BallotTerms,
  type Cast,
  type Choices,
  castOf,
  type EntryAround,
  type EntryState,
  type EntryStep,
  entryOffers,
  entryStep,
  freshEntry,
  isPaperOpen,
  isRefusal,
  quorumOf,
  type RollEntry,
  resultOf,
  tallyOf,
} from '../src/index.ts';
import { begin, choiceOf, draftOf, given, homesOf, motion, open, refused, rollOf } from './ballots-city.ts';

const areas = [8_962, 10_050, 7_300, 12_345, 9_001, 6_650];
const made = rollOf(homesOf(areas));
const entriesOfRoll = made.roll.entries;
const voterOf = (id: string): string => made.identities.find((each) => each.id === id)!.voterId!;
const run = begin(draftOf({ questions: [motion('lift', 'rebuild'), motion('fund', 'use-repair-fund')] }));
const terms = open(run, made);
const during = '2026-03-28T00:00:00.000Z';

function around(entryId: string, personId: string, more: Partial<EntryAround> = {}): EntryAround {
  return {
    now: during,
    phase: 'voting',
    personId,
    voterId: voterOf(entryId),
    isCounter: personId.startsWith('counter'),
    readBefore: false,
    proxiesHeld: 0,
    ...more,
  };
}
const yes: Choices = { lift: ['for'], fund: ['for'] };
const no: Choices = { lift: ['against'], fund: ['against'] };

/** Steps of one entry; a refusal stops the test. */
function after(...steps: [EntryStep, string, Partial<EntryAround>?][]): EntryState {
  return steps.reduce(
    (entry, [step, person, more]) => given(entryStep(terms, entry, step, around('1', person, more))),
    freshEntry('1'),
  );
}
const me = voterOf('1');
const friend = 'friend';

describe('one entry', () => {
  it('may change its vote until voting ends, to the millisecond', () => {
    const entry = after([{ do: 'cast', choices: yes }, me], [{ do: 'cast', choices: no }, me]);
    expect(castOf(terms, [entry]).votes).toEqual([{ entryId: '1', channel: 'online', choices: no }]);
    const last = new Date(Date.parse(terms.votingUntil) - 1).toISOString();
    expect(
      isRefusal(entryStep(terms, entry, { do: 'cast', choices: yes }, around('1', me, { now: last }))),
    ).toBe(false);
    for (const now of [terms.votingUntil, '2026-03-24T23:59:59.999Z']) {
      expect(
        refused(entryStep(terms, entry, { do: 'cast', choices: yes }, around('1', me, { now }))).code,
      ).toBe('verb-not-allowed');
    }
  });

  it('a vote taken back leaves no vote, and no taking part', () => {
    const entry = after([{ do: 'cast', choices: yes }, me], [{ do: 'take-back' }, me]);
    expect(castOf(terms, [entry]).votes).toEqual([]);
    expect(
      tallyOf(terms, entriesOfRoll, { ...castOf(terms, [entry]), slips: [], papers: [] }).tookPart.heads,
    ).toBe(0);
  });

  it('nobody votes for an entry that is not theirs', () => {
    expect(
      refused(entryStep(terms, freshEntry('1'), { do: 'cast', choices: yes }, around('1', voterOf('2'))))
        .kind,
    ).toBe('forbidden');
  });

  it('only matters that were posted can be voted on', () => {
    const step: EntryStep = { do: 'cast', choices: { pool: ['for'] } };
    expect(refused(entryStep(terms, freshEntry('1'), step, around('1', me))).at).toBe('choices.pool');
  });

  it('a proxy votes until the owner does, and not after', () => {
    const given1 = after([{ do: 'give-proxy', to: friend }, me], [{ do: 'cast', choices: yes }, friend]);
    expect(castOf(terms, [given1]).votes[0]?.channel).toBe('proxy');
    const own = given(entryStep(terms, given1, { do: 'cast', choices: no }, around('1', me)));
    expect(castOf(terms, [own]).votes).toEqual([{ entryId: '1', channel: 'online', choices: no }]);
    expect(refused(entryStep(terms, own, { do: 'cast', choices: yes }, around('1', friend))).kind).toBe(
      'forbidden',
    );
  });

  it('one person holds at most three proxies (潍坊)', () => {
    const give = (proxiesHeld: number) =>
      entryStep(terms, freshEntry('1'), { do: 'give-proxy', to: friend }, around('1', me, { proxiesHeld }));
    expect(isRefusal(give(2))).toBe(false);
    expect(refused(give(3)).at).toBe('proxies.max');
    expect(refused(entryStep(terms, freshEntry('1'), { do: 'give-proxy', to: me }, around('1', me))).at).toBe(
      'to',
    );
  });

  it('a proxy takes back what they said, never what the owner said', () => {
    const entry = after([{ do: 'cast', choices: yes }, me], [{ do: 'give-proxy', to: friend }, me]);
    expect(refused(entryStep(terms, entry, { do: 'take-back' }, around('1', friend))).code).toBe(
      'verb-not-allowed',
    );
  });
});

describe('papers', () => {
  const one: [EntryStep, string] = [{ do: 'read-paper', choices: no }, 'counter-a'];
  const two: [EntryStep, string] = [{ do: 'read-paper', choices: no }, 'counter-b'];

  it('count once two persons have read the same, replace what was said online, and close it', () => {
    const half = after([{ do: 'cast', choices: yes }, me], one);
    expect(isPaperOpen(half)).toBe(true);
    expect(castOf(terms, [half]).votes[0]).toMatchObject({ channel: 'online', choices: yes });
    const full = given(entryStep(terms, half, two[0], around('1', two[1])));
    expect(isPaperOpen(full)).toBe(false);
    expect(castOf(terms, [full]).votes).toEqual([{ entryId: '1', channel: 'paper', choices: no }]);
    expect(
      refused(entryStep(terms, full, { do: 'cast', choices: yes }, around('1', me))).message.en,
    ).toContain('paper');
  });

  it('read twice by the same person, or read differently, count for nothing', () => {
    expect(after(one, one).paper).toBeNull();
    const differing = after(one, [{ do: 'read-paper', choices: yes }, 'counter-b']);
    expect(differing.paper).toBeNull();
    expect(isPaperOpen(differing)).toBe(true);
    expect(given(entryStep(terms, differing, two[0], around('1', two[1]))).paper?.by).toEqual([
      'counter-a',
      'counter-b',
    ]);
  });

  it('a spoilt one takes part and agrees to nothing', () => {
    const spoilt: EntryStep = { do: 'read-paper', choices: { lift: 'invalid', fund: ['for'] } };
    const entry = after([spoilt, 'counter-a'], [spoilt, 'counter-b']);
    const tally = tallyOf(terms, entriesOfRoll, { ...castOf(terms, [entry]), slips: [], papers: [] });
    expect(tally.tookPart.heads).toBe(1);
    expect(tally.questions.lift?.invalid.heads).toBe(1);
    expect(tally.questions.fund?.options.for?.heads).toBe(1);
    expect(
      refused(
        entryStep(terms, freshEntry('1'), { do: 'cast', choices: { lift: 'invalid' } }, around('1', me)),
      ).at,
    ).toBe('choices.lift');
  });

  it('nobody reads the paper of an entry they vote for', () => {
    const self = around('1', me, { isCounter: true });
    expect(refused(entryStep(terms, freshEntry('1'), one[0], self)).kind).toBe('forbidden');
  });

  it('wrongly read by both, are read anew with a reason', () => {
    const full = after(one, two);
    expect(
      refused(entryStep(terms, full, { do: 'void-paper', reason: ' ' }, around('1', 'counter-a'))).code,
    ).toBe('reason-required');
    const anew = given(
      entryStep(
        terms,
        full,
        { do: 'void-paper', reason: '录错了门牌' },
        around('1', 'counter-a', { phase: 'counting' }),
      ),
    );
    expect(castOf(terms, [anew]).votes).toEqual([]);
  });

  it('read anew in a recount, are read by two who have not read them before', () => {
    const voided: [EntryStep, string, Partial<EntryAround>] = [
      { do: 'void-paper', reason: '核对原票' },
      'counter-c',
      { phase: 'counting' },
    ];
    const anew = after(one, two, voided);
    const recount = (person: string, readBefore: boolean) =>
      around('1', person, { phase: 'counting', readBefore });
    for (const person of ['counter-a', 'counter-b']) {
      expect(entryOffers(terms, anew, recount(person, true))).not.toContain('read-paper');
      expect(refused(entryStep(terms, anew, one[0], recount(person, true))).message.en).toContain('recount');
    }
    const first = given(entryStep(terms, anew, one[0], recount('counter-c', false)));
    const second = given(entryStep(terms, first, one[0], recount('counter-d', false)));
    expect(second.paper?.by).toEqual(['counter-c', 'counter-d']);
  });
});

// ── Whatever happens ─────────────────────────────────────────────────────────────────────────────────────────────

type Event = { entryId: string; person: string; step: EntryStep };

const ids = entriesOfRoll.map(({ id }) => id);
const said = fc.constantFrom('for', 'against', null).map((side) => (side === null ? [] : [side]));
const choicesDrawn: fc.Arbitrary<Choices> = fc.record({ lift: said, fund: said });
const stepDrawn: fc.Arbitrary<EntryStep> = fc.oneof(
  { weight: 5, arbitrary: choicesDrawn.map((choices): EntryStep => ({ do: 'cast', choices })) },
  { weight: 4, arbitrary: choicesDrawn.map((choices): EntryStep => ({ do: 'read-paper', choices })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<EntryStep>(
      { do: 'take-back' },
      { do: 'end-proxy' },
      { do: 'serve' },
      { do: 'issue' },
      { do: 'hand-paper' },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('friend', 'other').map((to): EntryStep => ({ do: 'give-proxy', to })),
  },
  { weight: 1, arbitrary: fc.constant<EntryStep>({ do: 'void-paper', reason: '重录' }) },
);
const eventsDrawn: fc.Arbitrary<Event[]> = fc.array(
  fc.record({
    entryId: fc.constantFrom(...ids),
    person: fc.constantFrom('voter', 'voter', 'friend', 'other', 'counter-a', 'counter-b', 'stranger'),
    step: stepDrawn,
  }),
  { maxLength: 80, size: 'max' },
);

interface Played {
  entries: Map<string, EntryState>;
  taken: Event[];
}

function play(events: Event[], of: BallotTerms = terms): Played {
  const entries = new Map(ids.map((id) => [id, freshEntry(id)]));
  const taken: Event[] = [];
  for (const event of events) {
    const person = event.person === 'voter' ? voterOf(event.entryId) : event.person;
    const step = event.step;
    const proxiesHeld =
      step.do === 'give-proxy'
        ? [...entries.values()].filter(
            ({ entryId, proxy }) => entryId !== event.entryId && proxy?.to === step.to,
          ).length
        : 0;
    const before = entries.get(event.entryId)!;
    const context = around(event.entryId, person, { proxiesHeld });
    const outcome = entryStep(of, before, step, context);
    const isOffered = entryOffers(of, before, context).includes(step.do);
    if (isRefusal(outcome)) {
      // What is offered is refused only for what it carries.
      if (isOffered) expect(['input', 'gate']).toContain((outcome as { kind: string }).kind);
      continue;
    }
    expect(isOffered).toBe(true);
    entries.set(event.entryId, outcome as EntryState);
    taken.push({ ...event, person });
  }
  return { entries, taken };
}

/**
 * Another counter: it looks at nothing but the steps that were taken, from the last to the first, and at the areas. Not a
 * line of it is the engine's.
 */
function countAgain(
  taken: Event[],
  roll: readonly RollEntry[],
): { tookPart: BallotCount; for: Record<string, BallotCount>; against: Record<string, BallotCount> } {
  const zero = () => ({ heads: 0, areaDm2: 0 });
  const sums = {
    tookPart: zero(),
    for: { lift: zero(), fund: zero() } as Record<string, BallotCount>,
    against: { lift: zero(), fund: zero() } as Record<string, BallotCount>,
  };
  for (const entry of roll) {
    const mine = taken.filter(({ entryId }) => entryId === entry.id);
    const saidBy = new Map<string, string>();
    let paper: string | null = null;
    let online: string | null = null;
    for (const { step, person } of mine) {
      if (step.do === 'cast') online = JSON.stringify([step.choices.lift, step.choices.fund]);
      if (step.do === 'take-back') online = null;
      if (step.do === 'void-paper') {
        saidBy.clear();
        paper = null;
      }
      if (step.do === 'read-paper') {
        saidBy.set(person, JSON.stringify([step.choices.lift, step.choices.fund]));
        const readings = [...saidBy.values()];
        if (readings.length === 2 && readings[0] === readings[1]) paper = readings[0]!;
      }
    }
    const final = paper ?? online;
    if (final === null) continue;
    sums.tookPart.heads += 1;
    sums.tookPart.areaDm2 += entry.areaDm2;
    const [lift, fund] = JSON.parse(final) as string[][];
    for (const [key, said] of [
      ['lift', lift],
      ['fund', fund],
    ] as const) {
      for (const side of ['for', 'against'] as const) {
        if (said?.[0] !== side) continue;
        sums[side][key]!.heads += 1;
        sums[side][key]!.areaDm2 += entry.areaDm2;
      }
    }
  }
  return sums;
}

describe('whatever comes in whatever order', () => {
  it('the tally is what an independently written counter finds', () => {
    let votes = 0;
    fc.assert(
      fc.property(eventsDrawn, (events) => {
        const { entries, taken } = play(events);
        const cast: Cast = { ...castOf(terms, [...entries.values()]), slips: [], papers: [] };
        const tally = tallyOf(terms, entriesOfRoll, cast);
        const again = countAgain(taken, entriesOfRoll);
        votes += again.tookPart.heads;
        expect(tally.tookPart).toEqual(again.tookPart);
        for (const key of ['lift', 'fund']) {
          expect(tally.questions[key]?.options.for).toEqual(again.for[key]);
          expect(tally.questions[key]?.options.against).toEqual(again.against[key]);
        }
      }),
      { numRuns: 500 },
    );
    // Draws that vote on nothing would agree about nothing.
    expect(votes).toBeGreaterThan(500);
  });

  it('no entry counts twice, and for and against and neither add up to those who took part', () => {
    fc.assert(
      fc.property(eventsDrawn, (events) => {
        const cast: Cast = { ...castOf(terms, [...play(events).entries.values()]), slips: [], papers: [] };
        expect(new Set(cast.votes.map(({ entryId }) => entryId)).size).toBe(cast.votes.length);
        expect(
          cast.marks.filter(({ entryId }) => cast.votes.some((vote) => vote.entryId === entryId)),
        ).toEqual([]);
        const tally = tallyOf(terms, entriesOfRoll, cast);
        for (const question of Object.values(tally.questions)) {
          const { for: agree, against } = question.options as Record<string, BallotCount>;
          for (const measure of ['heads', 'areaDm2'] as const) {
            expect(
              agree![measure] + against![measure] + question.abstained[measure] + question.invalid[measure],
            ).toBe(tally.tookPart[measure]);
          }
        }
        const channels = Object.values(tally.byChannel);
        expect(channels.reduce((sum, { heads }) => sum + heads, 0)).toBe(tally.tookPart.heads);
        expect(tally.tookPart.heads).toBeLessThanOrEqual(tally.roll.heads);
      }),
    );
  });

  it('a proxy limit holds however proxies are given and taken', () => {
    fc.assert(
      fc.property(eventsDrawn, (events) => {
        const { entries } = play(events);
        for (const holder of ['friend', 'other']) {
          expect(
            [...entries.values()].filter(({ proxy }) => proxy?.to === holder).length,
          ).toBeLessThanOrEqual(terms.maxProxies!);
        }
      }),
    );
  });

  it('in a secret ballot an entry has slips or a paper or neither, never both, and never says what', () => {
    const secret: BallotTerms = { ...terms, secret: true };
    fc.assert(
      fc.property(eventsDrawn, (events) => {
        const entries = [...play(events, secret).entries.values()];
        for (const entry of entries) {
          expect(entry.issued !== null && entry.paperHanded !== null).toBe(false);
          expect([entry.online, entry.paper, entry.readings]).toEqual([null, null, []]);
        }
        expect(castOf(secret, entries).votes).toEqual([]);
      }),
    );
  });
});

describe('silence', () => {
  const vote = (entryId: string, choices: Choices): EntryState => ({
    ...freshEntry(entryId),
    servedAt: during,
    online: { choices, channel: 'online', by: voterOf(entryId), at: during },
  });
  const silent = (entryId: string, servedAt: string | null = during): EntryState => ({
    ...freshEntry(entryId),
    servedAt,
  });
  const tallyFor = (of: BallotTerms, entries: EntryState[]): BallotTally =>
    tallyOf(of, entriesOfRoll, { ...castOf(of, entries), slips: [], papers: [] });
  const rulesSaySo: BallotTerms = { ...terms, silence: { basis: '议事规则第十二条' } };
  const half = ['1', '2', '3'].map((id) => vote(id, yes));

  it('takes no part, where the assembly’s own rules do not say otherwise', () => {
    const tally = tallyFor(terms, [...half, silent('4'), silent('5')]);
    expect(tally.questions.lift?.silent).toBeNull();
    expect(resultOf(terms, tally).failed).toBe(true);
  });

  it('counts with the majority where they do, and only of those the ballot reached', () => {
    const tally = tallyFor(rulesSaySo, [...half, silent('4'), silent('5', null)]);
    const area = entriesOfRoll.find(({ id }) => id === '4')!.areaDm2;
    expect(tally.questions.lift?.silent).toEqual({ to: 'for', count: { heads: 1, areaDm2: area } });
    expect(tally.tookPart.heads).toBe(3);
    const result = resultOf(rulesSaySo, tally).questions[0]!;
    expect(result.quorum[0]).toMatchObject({ measure: 'heads', part: 4, whole: 6, reached: true });
  });

  it('counts with nobody where there is no majority by both measures', () => {
    const split = [vote('1', yes), vote('2', no), silent('3')];
    expect(tallyFor(rulesSaySo, split).questions.lift?.silent).toBeNull();
  });

  it('never elects anybody', () => {
    const question = { ...choiceOf('seats', ['a', 'b'], 1), rule: rulesSaySo.questions[0]!.rule };
    const election: BallotTerms = { ...rulesSaySo, questions: [question] };
    const tally = tallyFor(election, [vote('1', { seats: ['a'] }), silent('2'), silent('3')]);
    expect(tally.questions.seats?.silent).toBeNull();
  });
});

it('who took part is known while voting runs, and what they said is not needed for it', () => {
  const tookPart = { heads: 4, areaDm2: 40_000 };
  expect(quorumOf(terms, tookPart).lift?.map(({ part }) => part)).toEqual([4, 40_000]);
});
