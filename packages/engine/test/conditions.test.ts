import type { Condition } from '@linli/model';
import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  type ConditionContext,
  columnsOfCases,
  compile,
  evaluate,
  type Facts,
} from '../src/index.ts';
import { zone } from './club.ts';
import { local } from './story.ts';

const context: ConditionContext = {
  now: local('2026-11-25 10:00'),
  timeZone: zone,
  personId: 'me-1',
  orgIds: ['org-1', 'org-2'],
};
const facts: Facts = {
  kind: 'repair',
  station: 'handling',
  area: '340705001002',
  category: null,
  openedAt: local('2026-11-24 09:00'),
  dueAt: local('2026-11-26 17:30'),
  closedAt: null,
  rung: 1,
  redoCount: 0,
  danger: false,
  assigneePerson: 'me-1',
  assigneeOrg: 'org-2',
  responsibleOrg: 'org-9',
  handlerPerson: ['somebody', 'me-1'],
};

const sentences: [string, Condition, boolean][] = [
  ['is', { field: 'kind', op: 'is', value: 'repair' }, true],
  ['is, of another value', { field: 'kind', op: 'is', value: 'wish' }, false],
  ['is, of another type', { field: 'rung', op: 'is', value: '1' }, false],
  ['boolean', { field: 'danger', op: 'is', value: false }, true],
  ['in', { field: 'station', op: 'in', value: ['open', 'handling'] }, true],
  ['in nothing', { field: 'station', op: 'in', value: [] }, false],
  ['within', { field: 'area', op: 'within', value: '340705' }, true],
  ['within itself', { field: 'area', op: 'within', value: '340705001002' }, true],
  ['within a part of itself', { field: 'area', op: 'within', value: '3407050010021' }, false],
  ['exists', { field: 'category', op: 'exists', value: false }, true],
  ['null satisfies no comparison', { field: 'category', op: 'is', value: 'x' }, false],
  ['not of a comparison with null holds', { not: { field: 'category', op: 'is', value: 'x' } }, true],
  [
    'numbers',
    {
      all: [
        { field: 'rung', op: 'gte', value: 1 },
        { field: 'redoCount', op: 'lt', value: 1 },
      ],
    },
    true,
  ],
  ['before now', { field: 'openedAt', op: 'before', value: 'now' }, true],
  ['after two days ago', { field: 'openedAt', op: 'after', value: '-P2D' }, true],
  ['before tomorrow this time', { field: 'dueAt', op: 'before', value: 'P1D' }, false],
  ['yesterday', { field: 'openedAt', op: 'during', value: 'yesterday' }, true],
  ['this week', { field: 'openedAt', op: 'during', value: 'this-week' }, true],
  ['last month', { field: 'openedAt', op: 'during', value: 'last-month' }, false],
  ['a period without an instant', { field: 'closedAt', op: 'during', value: 'today' }, false],
  ['me', { field: 'assigneePerson', op: 'who', value: 'me' }, true],
  ['me among the handlers', { field: 'handlerPerson', op: 'who', value: 'me' }, true],
  ['my organisations', { field: 'assigneeOrg', op: 'who', value: 'my-orgs' }, true],
  ['not my organisations', { field: 'responsibleOrg', op: 'who', value: 'my-orgs' }, false],
  ['all of nothing', { all: [] }, true],
  ['any of nothing', { any: [] }, false],
];

describe('conditions in memory', () => {
  it.each(sentences)('%s', (_name, condition, expected) => {
    expect(evaluate(condition, facts, context)).toBe(expected);
    expect(evaluate({ not: condition }, facts, context)).toBe(!expected);
  });

  it('weeks begin on Monday and months on their first, in the zone of the city', () => {
    expect(boundsOf('this-week', context)).toEqual([local('2026-11-23 00:00'), local('2026-11-30 00:00')]);
    expect(boundsOf('last-month', context)).toEqual([local('2026-10-01 00:00'), local('2026-11-01 00:00')]);
    expect(boundsOf('this-year', context)).toEqual([local('2026-01-01 00:00'), local('2027-01-01 00:00')]);
  });

  it('nobody is me without a person', () => {
    const visitor = { ...context, personId: null, orgIds: [] };
    expect(evaluate({ field: 'assigneePerson', op: 'who', value: 'me' }, facts, visitor)).toBe(false);
  });
});

describe('conditions as SQL', () => {
  it('text of a model never becomes SQL', () => {
    const { sql, params } = compile(
      { field: 'category', op: 'is', value: "x'; DROP TABLE cases; --" },
      columnsOfCases,
      context,
      3,
    );
    expect(sql).not.toContain('DROP');
    expect(sql).toContain('$3');
    expect(params).toEqual(["x'; DROP TABLE cases; --"]);
  });
});
