/** What is sent of an organisation is what was typed, and of one that is there only what was changed. */
import { SaveOrg } from '@linli/contract';
import { expect, test } from 'vitest';
import {
  commandOf,
  newWords,
  type Org,
  type OrgKind,
  sizeOf,
  wordsOf,
} from '../src/features/orgs/org-words.ts';

const id = (n: number) => `0198f000-0000-7000-8000-00000000000${n}`;
const kind = {
  key: 'compound-committee',
  formations: [
    { key: 'standalone', covers: 'one-area' },
    { key: 'joint', covers: 'several-areas' },
  ],
} as OrgKind;
const org = {
  orgId: id(1),
  kind: 'compound-committee',
  name: '和平小区党委',
  parentOrgId: id(2),
  sentBy: null,
  formation: 'joint',
  covers: [
    { areaCode: '340705404001001', name: '甲' },
    { areaCode: '340705404001002', name: '乙' },
  ],
  validFrom: '2024-01-01',
  validTo: null,
  members: 120,
} as unknown as Org;
const sent = (body: object) => SaveOrg.parse({ commandId: id(9), ...body });

test('of one that is there nothing is sent that was not changed: a colleague’s change is not undone', () => {
  const words = wordsOf(org, '社区党委');
  expect(commandOf(words, kind, org)).toEqual({ orgId: org.orgId });
  expect(commandOf({ ...words, name: '新名 ' }, kind, org)).toEqual({ orgId: org.orgId, name: '新名' });
  expect(commandOf({ ...words, parent: null, validTo: '2027-12-31' }, kind, org)).toEqual({
    orgId: org.orgId,
    parentOrgId: null,
    validTo: '2027-12-31',
  });
});

test('a new one is sent as a whole, in the shape of the contract', () => {
  const words = { ...newWords('compound-committee', { key: id(2), name: '上' }, '2026-11-23'), name: '新' };
  expect(sent(commandOf(words, kind, null))).toEqual({
    commandId: id(9),
    kind: 'compound-committee',
    name: '新',
    parentOrgId: id(2),
    formation: null,
    sentByOrgId: null,
    validFrom: '2026-11-23',
    validTo: null,
    covers: [],
  });
});

test('where several share it, each place is counted or none; else the whole', () => {
  const words = wordsOf(org, '');
  const [one, other] = org.covers.map(({ areaCode }) => areaCode) as [string, string];
  expect(sizeOf(words, kind)).toEqual({ state: 'empty' });
  expect(sizeOf({ ...words, members: { [one]: '60' } }, kind)).toEqual({ state: 'bad' });
  expect(sizeOf({ ...words, members: { [one]: '60', [other]: '4 5' } }, kind)).toEqual({ state: 'bad' });
  expect(sizeOf({ ...words, members: { [one]: '60', [other]: ' 45 ' } }, kind)).toEqual({
    state: 'counted',
    members: [
      { areaCode: one, members: 60 },
      { areaCode: other, members: 45 },
    ],
  });
  expect(sizeOf({ ...words, formation: 'standalone', members: { whole: '101' } }, kind)).toEqual({
    state: 'counted',
    members: [{ areaCode: null, members: 101 }],
  });
});
