/** Opinions that are asked for: what is on record when they are given, and when they are not. */
import type { CaseKind } from '@linli/model';
import { describe, expect, test } from 'vitest';
import { opinionField, opinionOf } from '../src/index.ts';
import { captain, club, label, station, steward } from './club.ts';
import { local, Story } from './story.ts';

const hour = { unit: 'minutes' as const, amount: 60, calendar: 'always' };
const field = { hint: null, required: true, requiredIf: [], max: 200, min: null, choices: [], onYes: null };
const word: CaseKind = {
  ...club.caseKinds.bulletin!,
  stations: {
    open: station('asked'),
    closed: station('answered', {
      by: ['role:steward'],
      after: hour,
      asks: {
        word: {
          ...field,
          kind: 'choice',
          title: label('word'),
          choices: [
            { key: 'agree', title: label('agreed') },
            { key: 'object', title: label('objected') },
          ],
        },
        why: {
          ...field,
          kind: 'long-text',
          required: false,
          requiredIf: [{ field: 'word', answers: ['object'] }],
          title: label('why'),
        },
      },
    }),
    withdrawn: station('withdrawn', { by: ['reporter'] }),
  },
  clocks: {
    word: {
      title: label('word'),
      from: 'open',
      to: ['closed'],
      limit: { urgent: hour, ordinary: hour, hard: hour },
      limitByClass: {},
      pausedIn: [],
    },
  },
};
const model = { ...club, caseKinds: { ...club.caseKinds, word } };

const asked = () =>
  new Story(
    { kind: 'word', category: null, answers: {}, reporterId: 'captain-1' },
    { model, by: { ...captain, isReporter: true } },
  );
const of = (story: Story) => opinionOf(word, story.state);

describe('an opinion', () => {
  test('that is still to be given says until when', () => {
    expect(of(asked())).toEqual({
      state: 'asked',
      choice: null,
      ground: null,
      dueAt: new Date(local('2026-11-23 10:00')).toISOString(),
      endedAt: null,
    });
  });

  test('that was given says which, and why', () => {
    const story = asked().do(steward, 'close', { answers: { word: 'object', why: 'too far away' } });
    expect(of(story)).toMatchObject({ state: 'given', choice: { key: 'object' }, ground: 'too far away' });
    expect(of(story).endedAt).toBe(story.now);
  });

  test('that was not given in time has expired: on record, and the case has ended', () => {
    const story = asked().until(local('2026-11-23 12:00'));
    expect(story.state.station).toBe('closed');
    expect(of(story)).toMatchObject({ state: 'expired', choice: null, ground: null });
    expect(story.history.at(-1)).toMatchObject({ verb: 'tick', to: 'closed' });
  });

  test('that was not wanted any more was withdrawn', () => {
    const story = asked().do({ ...captain, isReporter: true }, 'withdraw');
    expect(of(story)).toMatchObject({ state: 'withdrawn', choice: null });
  });

  test('is asked for only where whoever closes the case must choose', () => {
    expect(opinionField(word)).toBe('closed.word');
    expect(opinionField(club.caseKinds.repair!)).toBeNull();
    expect(() => opinionOf(club.caseKinds.repair!, asked().state)).toThrow('asks for no opinion');
  });
});
