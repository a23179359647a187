/** Striking from a roll of residents: nobody is off it by one post's word against their own, and nothing changes once voting opened. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BallotInput,
  ballotOffers,
  isOffRoll,
  isRefusal,
  type MadeRoll,
  makePersonRoll,
  strikeUntil,
  termsOf,
  verifyBundle,
} from '../src/index.ts';
import {
  actor,
  aroundAt,
  begin,
  choiceOf,
  communitySecretary,
  draftOf,
  finish,
  given,
  type Run,
  refused,
  saltOf,
  start,
  step,
  street,
  tick,
  tryStep,
  worker,
} from './ballots-city.ts';

const everybody = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];
const madeOf = (persons: readonly string[]): MadeRoll =>
  given(
    makePersonRoll(
      '2026-03-02',
      persons.map((key) => ({ key, personId: key })),
      saltOf,
    ),
  );
const rollOf = (persons: readonly string[]): NonNullable<BallotInput['roll']> => {
  const { onDate, root, total } = madeOf(persons).roll;
  return { onDate, root, total };
};
const draft = draftOf({
  kind: 'residents-vote',
  areaCode: '510402001001',
  questions: [choiceOf('garden', ['east', 'west'], 1)],
});
const inTime = '2026-03-05T02:00:00.000Z';
const strikeOf = (
  id: string,
  entryId = '1',
  reason: 'not-living-here' | 'too-young' = 'not-living-here',
) => ({
  strike: { id, entryId, reason },
});

/** Posted, with everybody on its roll. */
function posted(): Run {
  const run = begin(draft, communitySecretary);
  step(run, 'post', communitySecretary, start, { roll: rollOf(everybody) });
  return run;
}

describe('a strike', () => {
  it('is for the convener alone, with the roll that is one head less and of the same day', () => {
    const run = posted();
    const roll = rollOf(everybody.slice(1));
    for (const other of [worker, street, actor()]) {
      expect(refused(tryStep(run, 'strike', other, inTime, { ...strikeOf('s1'), roll })).kind).toBe(
        'forbidden',
      );
    }
    for (const wrong of [rollOf(everybody), rollOf(everybody.slice(2)), { ...roll, onDate: '2026-03-05' }]) {
      expect(() =>
        tryStep(run, 'strike', communitySecretary, inTime, { ...strikeOf('s1'), roll: wrong }),
      ).toThrow();
    }
    for (const entryId of ['0', '7', 'x']) {
      const outcome = tryStep(run, 'strike', communitySecretary, inTime, {
        ...strikeOf('s1', entryId),
        roll,
      });
      expect(refused(outcome).at).toBe('strike.entryId');
    }
    step(run, 'strike', communitySecretary, inTime, { ...strikeOf('s1'), roll });
    expect(run.state.roll?.total.heads).toBe(5);
    expect(run.decisions.at(-1)?.notices).toMatchObject([{ template: 'ballot.struck', to: ['struck'] }]);
  });

  it('leaves a day to object before voting opens', () => {
    const run = posted();
    const roll = rollOf(everybody.slice(1));
    expect(strikeUntil(run.state)).toBe('2026-03-24T00:00:00.000Z');
    const words = { ...strikeOf('s1'), roll };
    expect(refused(tryStep(run, 'strike', communitySecretary, '2026-03-24T00:00:00.000Z', words)).code).toBe(
      'verb-not-allowed',
    );
    step(run, 'strike', communitySecretary, '2026-03-23T23:59:59.999Z', words);
    // And whoever was struck in the last moment has all of it.
    step(
      run,
      'object-strike',
      actor(),
      '2026-03-24T23:59:59.999Z',
      { roll: rollOf(everybody) },
      { strikeId: 's1' },
    );
    tick(run, 'open');
    expect(run.state.roll?.total.heads).toBe(6);
  });

  it('does not hit twice whoever objected, and is no way into a roll of owners', () => {
    const run = posted();
    const words = { ...strikeOf('s2'), roll: rollOf(everybody.slice(1)) };
    expect(refused(tryStep(run, 'strike', communitySecretary, inTime, words, { wasStruck: true })).at).toBe(
      'strike.once',
    );
    const owners = begin(draftOf());
    step(owners, 'pass-by-order', street, start, { order: { number: '街〔2026〕1号', text: '责令召集' } });
    step(owners, 'post', actor('owners-chair'), start, { roll: rollOf(everybody) });
    expect(refused(tryStep(owners, 'strike', actor('owners-chair'), inTime, words)).message.en).toContain(
      'register',
    );
    const offers = ballotOffers(owners.model, owners.state, actor('owners-chair'), aroundAt(inTime));
    expect(offers.map(({ verb }) => verb)).not.toContain('strike');
  });

  it('is judged by nobody who struck, and by nobody who was struck', () => {
    const run = posted();
    step(run, 'strike', communitySecretary, inTime, { ...strikeOf('s1'), roll: rollOf(everybody.slice(1)) });
    expect(refused(tryStep(run, 'object-strike', actor(), inTime, { roll: rollOf(everybody) })).kind).toBe(
      'forbidden',
    );
    step(run, 'object-strike', actor(), inTime, { roll: rollOf(everybody) }, { strikeId: 's1' });
    const decision = { strikeDecision: { id: 's1', upheld: true } };
    // In another post of theirs they are the same person; with that post they are the same office.
    const samePerson = { ...worker, personId: communitySecretary.personId };
    const sameOffice = { ...communitySecretary, personId: 'somebody-else' };
    for (const by of [communitySecretary, samePerson, sameOffice]) {
      expect(refused(tryStep(run, 'decide-strike', by, inTime, decision)).at).toBe('strike.other-post');
    }
    expect(refused(tryStep(run, 'decide-strike', worker, inTime, decision, { strikeId: 's1' })).kind).toBe(
      'gate',
    );
    step(run, 'decide-strike', street, inTime, decision);
    expect(refused(tryStep(run, 'decide-strike', worker, inTime, decision)).code).toBe('verb-not-allowed');
  });

  it('whatever follows in whatever order, the roll holds exactly those whom no uncontested strike took off', async () => {
    const deciders = [communitySecretary, worker, street];
    const event = fc.record({
      verb: fc.constantFrom('strike', 'object-strike', 'decide-strike'),
      person: fc.constantFrom(...everybody),
      by: fc.constantFrom(...deciders),
      upheld: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
        const run = posted();
        // Written apart from the engine: how each stands.
        const standing = new Map<string, 'on' | 'struck' | 'objected' | 'stays' | 'off'>(
          everybody.map((person) => [person, 'on']),
        );
        const onRoll = (): string[] =>
          everybody.filter((person) => !['struck', 'off'].includes(standing.get(person)!));
        for (const { verb, person, by, upheld } of events) {
          const was = standing.get(person)!;
          const persons = onRoll();
          const others = persons.filter((one) => one !== person);
          if (others.length === 0) continue;
          const input =
            verb === 'strike'
              ? { ...strikeOf(person), roll: rollOf(others) }
              : verb === 'object-strike'
                ? { roll: rollOf([...others, person]) }
                : { strikeDecision: { id: person, upheld }, ...(upheld ? {} : { roll: rollOf(others) }) };
          // The server strikes only who stands on the roll.
          if (verb === 'strike' && !persons.includes(person)) continue;
          const outcome = tryStep(
            run,
            verb as 'strike',
            verb === 'object-strike' ? actor() : by,
            inTime,
            input,
            {
              ...(verb === 'object-strike' && was !== 'on' ? { strikeId: person } : {}),
              wasStruck: was !== 'on',
            },
          );
          const expected =
            verb === 'strike'
              ? by === communitySecretary && was === 'on' && 'struck'
              : verb === 'object-strike'
                ? was === 'struck' && 'objected'
                : was === 'objected' && by !== communitySecretary && (upheld ? 'stays' : 'off');
          expect(isRefusal(outcome)).toBe(expected === false);
          if (expected) standing.set(person, expected);
          expect(run.state.roll?.root).toBe(rollOf(onRoll()).root);
          expect((run.state.strikes ?? []).filter(isOffRoll)).toHaveLength(
            everybody.length - onRoll().length,
          );
        }
        tick(run, 'open');
        const cast = { votes: [], marks: [], slips: [], papers: [] };
        const bundle = finish(
          run,
          termsOf(run.model, run.state, aroundAt(start).ballotId),
          madeOf(onRoll()),
          cast,
        );
        expect((await verifyBundle(bundle)).findings).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('after voting opened is found in the bundle', async () => {
    const run = posted();
    tick(run, 'open');
    const terms = termsOf(run.model, run.state, aroundAt(start).ballotId);
    const last = run.history.at(-1)!;
    run.history.push({
      ...last,
      seq: last.seq + 1,
      verb: 'strike',
      fromPhase: 'voting',
      changes: { strikes: [] },
    });
    const bundle = finish(run, terms, madeOf(everybody), { votes: [], marks: [], slips: [], papers: [] });
    expect((await verifyBundle(bundle)).findings.map(({ code }) => code)).toContain('rules-changed');
  });
});
