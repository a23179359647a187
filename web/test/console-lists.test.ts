import { describe, expect, test } from 'vitest';
import { cursorAfter, span, step } from '../src/console/cases/cursor.ts';
import { dueGroupOf, groupByDue } from '../src/console/cases/due-groups.ts';
import { filterQuery, isFiltered, noFilter, readFilter, writeFilter } from '../src/console/cases/filters.ts';
import { neighboursOf } from '../src/console/cases/neighbours.ts';
import { moveTargets, spineOrder, stationOfVerb } from '../src/console/cases/station-targets.ts';
import { commonVerbs } from '../src/console/cases/use-case-list.ts';
import { verbKeys, verbOfKey } from '../src/console/cases/verb-keys.ts';
import { keyName } from '../src/console/keys/key-names.ts';
import type { CaseSummary, VerbView } from '../src/ui/api/wire.ts';

/** The reader's own noon: groups follow the calendar day of whoever looks, in any zone. */
const noon = new Date(2025, 2, 5, 12, 0).getTime();
const hours = (n: number) => new Date(noon + n * 3_600_000).toISOString();
const due = (dueAt: string | null, more: { isOver?: boolean; paused?: 'asked' } = {}) => ({
  dueAt,
  isOver: more.isOver ?? false,
  paused: (more.paused ?? null) as CaseSummary['paused'],
});

describe('lists by what is due first', () => {
  test.each([
    ['an hour ago', due(hours(-1)), 'late'],
    ['this very minute', due(hours(0)), 'late'],
    ['said to be over by the server, whatever this clock says', due(hours(5), { isOver: true }), 'late'],
    ['tonight', due(hours(11.9)), 'today'],
    ['just past midnight', due(hours(12.1)), 'tomorrow'],
    ['the day after tomorrow', due(hours(37)), 'later'],
    ['never', due(null), 'resting'],
    // A clock that stands cannot be late.
    ['an hour ago, but paused', due(hours(-1), { paused: 'asked' }), 'resting'],
  ])('due %s', (_, one, group) => {
    expect(dueGroupOf(one, noon)).toBe(group);
  });

  test('groups come late first, keep their order inside, and none is empty', () => {
    const cases = [due(hours(30)), due(hours(-2)), due(null), due(hours(-3)), due(hours(1))];
    const groups = groupByDue(cases, noon);
    expect(groups.map(({ key }) => key)).toEqual(['late', 'today', 'tomorrow', 'resting']);
    expect(groups[0]?.cases).toEqual([cases[1], cases[3]]);
    expect(groups.flatMap((group) => group.cases)).toHaveLength(cases.length);
  });
});

describe('a filter in the address', () => {
  const whole = {
    q: '花盆 & 窗',
    station: 'handling',
    kind: 'report',
    severity: 'urgent',
    area: '3407',
    over: true,
  };
  test('opens the same list again from a link', () => {
    const address = writeFilter(new URLSearchParams('view=map'), whole);
    expect(readFilter(new URLSearchParams(address.toString()))).toEqual(whole);
    expect(address.get('view')).toBe('map');
  });
  test('leaves nothing behind when cleared', () => {
    const address = writeFilter(new URLSearchParams('view=map&q=x&over=1'), noFilter);
    expect(address.toString()).toBe('view=map');
    expect(isFiltered(noFilter)).toBe(false);
    expect(isFiltered({ ...noFilter, over: true })).toBe(true);
  });
  test('asks the server for nothing that was not chosen', () => {
    expect(Object.values(filterQuery(noFilter)).filter((value) => value !== undefined)).toEqual([]);
    expect(filterQuery(whole)).toEqual({ ...whole, over: true });
  });
});

const verb = (name: string, primary = false) => ({ verb: name, primary }) as VerbView;

describe('keys', () => {
  test('each verb has its own, but for the two that are never offered together', () => {
    const byKey = Map.groupBy(Object.entries(verbKeys), ([, key]) => key);
    const shared = [...byKey.values()]
      .filter((one) => one.length > 1)
      .map((one) => one.map(([name]) => name));
    expect(shared).toEqual([['pause', 'resume']]);
  });
  test('none is taken from moving through a list', () => {
    for (const key of Object.values(verbKeys)) expect(['j', 'k', 'x', '/', '?', '.']).not.toContain(key);
  });
  test('a key does only what is offered, and the main thing where two share it', () => {
    expect(verbOfKey([verb('accept')], 'a')?.verb).toBe('accept');
    expect(verbOfKey([verb('accept')], 'd')).toBeUndefined();
    expect(verbOfKey([verb('pause'), verb('resume', true)], 'p')?.verb).toBe('resume');
  });
  test('what belongs to the browser stays the browser’s', () => {
    const key = (name: string, more: Partial<KeyboardEvent> = {}) =>
      keyName({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });
    expect(key('a')).toBe('a');
    expect(key('A')).toBe('a'); // Caps Lock
    expect(key('X', { shiftKey: true })).toBe('Shift+X');
    for (const held of ['ctrlKey', 'metaKey', 'altKey']) expect(key('a', { [held]: true })).toBeNull();
  });
});

describe('where the keyboard stands', () => {
  test('after a deed it goes on to what followed, not to the far end', () => {
    const before = ['a', 'b', 'c', 'd'];
    expect(cursorAfter(before, ['a', 'c', 'd', 'b'], 'b')).toBe('c');
    expect(cursorAfter(before, ['a', 'b', 'c', 'd'], 'b')).toBe('b');
    expect(cursorAfter(before, ['a', 'c', 'd'], 'b')).toBe('c');
    expect(cursorAfter(before, ['a', 'b', 'c'], 'd')).toBe('c');
    expect(cursorAfter(['a'], [], 'a')).toBeNull();
    expect(cursorAfter(before, ['x'], 'gone')).toBe('x');
  });
  test('steps stop at both ends', () => {
    expect(step(['a', 'b'], null, 1)).toBe('a');
    expect(step(['a', 'b'], null, -1)).toBe('b');
    expect(step(['a', 'b'], 'b', 1)).toBe('b');
    expect(step([], null, 1)).toBeNull();
  });
  test('a span is the same from either side', () => {
    expect(span(['a', 'b', 'c', 'd'], 'b', 'd')).toEqual(['b', 'c', 'd']);
    expect(span(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['b', 'c', 'd']);
    expect(span(['a', 'b'], 'gone', 'b')).toEqual(['b']);
  });
  test('a case knows the one before and after it in the list it was opened from', () => {
    const list = { href: '/', caseIds: ['a', 'b', 'c'] };
    expect(neighboursOf(list, 'b')).toEqual({ previous: 'a', next: 'c', place: 2, of: 3 });
    expect(neighboursOf(list, 'c').next).toBeNull();
    expect(neighboursOf(null, 'b')).toEqual({ previous: null, next: null, place: 0, of: 0 });
  });
});

describe('what many can have done to them at once', () => {
  const one = (...verbs: string[]) => ({ verbs: verbs.map((name) => verb(name)) }) as CaseSummary;
  test('is what each of them offers, and nothing that needs a target of its own', () => {
    expect(
      commonVerbs([one('accept', 'assign', 'merge'), one('assign', 'note', 'merge')]).map((v) => v.verb),
    ).toEqual(['assign']);
    expect(commonVerbs([])).toEqual([]);
    expect(commonVerbs([one('accept'), one('note')])).toEqual([]);
  });
});

describe('moving a card on the board', () => {
  test('every station a verb leads to has its column', () => {
    for (const station of Object.values(stationOfVerb)) expect(spineOrder).toContain(station);
    expect(new Set(spineOrder).size).toBe(spineOrder.length);
  });
  test('uses only verbs that are offered, and leads nowhere else', () => {
    const targets = moveTargets(
      [verb('claim'), verb('assign', true), verb('note'), verb('resolve')],
      'accepted',
    );
    expect([...targets].map(([station, found]) => [station, found.verb])).toEqual([
      ['assigned', 'assign'],
      ['resolved', 'resolve'],
    ]);
    expect(moveTargets([verb('start')], 'handling').size).toBe(0);
  });
});
