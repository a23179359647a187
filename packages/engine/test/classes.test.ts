/** Kinds and limits that differ by class of the place a case lies in. */
import { describe, expect, test } from 'vitest';
import { isRefusal, openCase } from '../src/index.ts';
import { club } from './club.ts';

const errand = club.caseKinds.repair!;
const model = {
  ...club,
  areaClasses: { quiet: { title: { zh: '静', en: 'Quiet' }, level: 'club' } },
  caseKinds: {
    ...club.caseKinds,
    repair: {
      ...errand,
      clocks: {
        ...errand.clocks,
        find: {
          ...errand.clocks.find!,
          limitByClass: {
            quiet: {
              urgent: { unit: 'minutes' as const, amount: 10, calendar: 'always' },
              ordinary: { unit: 'minutes' as const, amount: 20, calendar: 'always' },
              hard: { unit: 'minutes' as const, amount: 30, calendar: 'always' },
            },
          },
        },
      },
    },
    hush: { ...errand, numberPrefix: 'H', inClasses: ['quiet'] },
  },
};
const now = '2026-11-23T01:00:00.000Z';

function open(kind: string, areaClass: string | null) {
  return openCase(
    model,
    {
      kind,
      areaCode: `${model.jurisdiction}1`,
      areaClass,
      category: null,
      answers: { what: 'the door squeaks' },
      reporterId: 'ann',
    },
    { personId: 'ann', isReporter: true, posts: [] },
    {
      now,
      followerCount: 0,
      route: { holder: { postId: 'p', role: 'steward', orgId: 'o', personId: 's' }, reason: 'by place' },
    },
  );
}
function dueOf(areaClass: string | null): string | undefined {
  const opened = open('repair', areaClass);
  if (isRefusal(opened)) throw new Error(opened.message.en);
  return opened.next.clocks.find?.dueAt;
}

describe('by class', () => {
  test('a limit is that of the class, elsewhere that of all', () => {
    expect(dueOf('quiet')).toBe('2026-11-23T01:20:00.000Z');
    expect(dueOf(null)).toBe('2026-11-23T03:00:00.000Z');
    expect(dueOf('other')).toBe('2026-11-23T03:00:00.000Z');
  });

  test('a kind for some classes is refused elsewhere, and says where it is for', () => {
    expect(open('hush', 'quiet')).not.toHaveProperty('refused');
    for (const areaClass of [null, 'other'])
      expect(open('hush', areaClass)).toMatchObject({
        code: 'kind-not-here',
        at: 'areaCode',
        data: { classes: '静' },
      });
  });

  test('the class of the day of opening is kept, and cases of no class have no such word', () => {
    const opened = open('repair', 'quiet');
    expect(opened).toMatchObject({ next: { areaClass: 'quiet' } });
    const other = open('repair', null);
    expect('next' in other && 'areaClass' in other.next).toBe(false);
  });
});
