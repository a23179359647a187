import { expect, test } from 'vitest';
import { askedFirst, groupBallots } from '../src/features/ballots/ballot-groups.ts';

const next = (at: string) => ({ timer: 'close', title: { zh: '截止', en: 'Ends' }, at });

test('ballots stand by what is to be done, and what is due first stands first', () => {
  const all = [
    { name: 'withdrawn', phase: 'withdrawn', next: null },
    { name: 'late', phase: 'voting', next: next('2026-12-20T00:00:00.000Z') },
    { name: 'newer draft', phase: 'draft', next: null },
    { name: 'older draft', phase: 'draft', next: null },
    { name: 'study', phase: 'study', next: next('2026-12-01T00:00:00.000Z') },
    { name: 'soon', phase: 'voting', next: next('2026-12-10T00:00:00.000Z') },
    { name: 'counted', phase: 'counted', next: null },
    { name: 'failed', phase: 'failed', next: null },
  ] as const;
  expect(groupBallots(all).map(([group, those]) => [group, those.map(({ name }) => name)])).toEqual([
    ['preparing', ['study', 'newer draft', 'older draft']],
    ['voting', ['soon', 'late']],
    ['counting', ['counted']],
    ['decided', ['failed']],
    ['ended', ['withdrawn']],
  ]);
});

test('what waits for one’s own vote stands first, and the rest keeps its order', () => {
  const all = [
    { name: 'posted', phase: 'posted', myEntries: 1, myVotes: 0 },
    { name: 'voted', phase: 'voting', myEntries: 1, myVotes: 1 },
    { name: 'asked', phase: 'voting', myEntries: 2, myVotes: 1 },
    { name: 'of others', phase: 'voting', myEntries: 0, myVotes: 0 },
  ] as const;
  expect(askedFirst(all).map(({ name }) => name)).toEqual(['asked', 'posted', 'voted', 'of others']);
});
