/** The list of classes on a phone: what is held every day stands there once, and nothing one could sign up for is lost. */
import { expect, test } from 'vitest';
import { classGroups } from '../src/features/gatherings/class-groups.ts';
import type { GatheringSummary } from '../src/ui/api/index.ts';

const at = (kind: string, day: number, title = kind) =>
  ({
    gatheringId: `${kind} ${title} ${day}`,
    kind,
    title: { zh: title, en: title },
    host: { orgId: 'school', name: '' },
    place: '教室',
    startsAt: `2026-12-${String(day).padStart(2, '0')}T08:30:00.000Z`,
  }) as GatheringSummary;

test('each class by its next time, two times of it, and the rest behind', () => {
  const daily = [1, 2, 3, 4, 7].map((day) => at('half-past-four', day));
  const weekly = [5, 12].map((day) => at('welfare-class', day));
  const groups = classGroups([...weekly, ...daily]);
  expect(groups.map(({ shown, more }) => [shown[0]?.kind, shown.length, more.length])).toEqual([
    ['half-past-four', 2, 3],
    ['welfare-class', 2, 0],
  ]);
  expect(groups.flatMap(({ shown, more }) => [...shown, ...more])).toHaveLength(7);
});

test('lessons of other names are classes of their own, though of one kind', () => {
  const groups = classGroups([at('lecture', 1, '怎样用灭火器'), at('lecture', 2, '怎样看体检单')]);
  expect(groups.map(({ title }) => title.zh)).toEqual(['怎样用灭火器', '怎样看体检单']);
});
