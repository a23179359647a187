import { VerbRequest } from '@linli/contract';
import { describe, expect, test } from 'vitest';
import {
  emptyDraft,
  holderRequired,
  isStarted,
  missingFields,
  needsForm,
  newsSince,
  requestOf,
  type VerbDraft,
} from '../src/console/cases/verb-request.ts';
import type { CaseView, HolderView, VerbView } from '../src/ui/api/wire.ts';

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const words = { zh: '字', en: 'words' };
function verbOf(verb: string, more: Partial<VerbView> = {}): VerbView {
  return { verb, title: words, primary: false, reason: 'none', asks: [], to: [], choices: [], ...more };
}
const ask = (key: string, kind: string, required = true) => ({
  key,
  kind,
  required,
  title: words,
  hint: null,
  max: null,
  choices: [],
});
const holder: HolderView = {
  postId: id(1),
  role: 'repair',
  roleTitle: words,
  orgId: id(2),
  orgName: '物业',
  personId: id(3),
  name: '李灯花',
};
const draft = (more: Partial<VerbDraft>): VerbDraft => ({ ...emptyDraft, ...more });

describe('a verb is done with one press only where nothing is asked', () => {
  test.each<[string, VerbView, boolean]>([
    ['nothing asked', verbOf('accept'), false],
    ['a note that may be left out', verbOf('accept', { reason: 'optional' }), false],
    ['a reason that must be given', verbOf('return', { reason: 'required' }), true],
    ['something the model asks', verbOf('resolve', { asks: [ask('a', 'text', false)] }), true],
    ['somebody to give it to', verbOf('assign', { to: ['repair'] }), true],
    ['a choice', verbOf('pause', { choices: [{ key: 'k', title: words }] }), true],
    ['a case to merge into', verbOf('merge'), true],
  ])('%s', (_, verb, needs) => {
    expect(needsForm(verb)).toBe(needs);
  });
});

describe('what is still missing is said before anything is sent', () => {
  test.each<[string, VerbView, Partial<VerbDraft>, Record<string, number>, string[]]>([
    ['a reason of blanks', verbOf('return', { reason: 'required' }), { reason: '  ' }, {}, ['reason']],
    ['a holder', verbOf('assign', { to: ['repair'] }), {}, {}, ['holder']],
    [
      'none for a decision that leaves it where it is',
      verbOf('decide', { to: ['x'] }),
      { resolution: '做' },
      {},
      [],
    ],
    [
      'a photo, counted although it has no id yet',
      verbOf('resolve', { asks: [ask('p', 'photo')] }),
      {},
      { p: 1 },
      [],
    ],
    ['a photo', verbOf('resolve', { asks: [ask('p', 'photo')] }), {}, {}, ['ask:p']],
    [
      'an answer',
      verbOf('resolve', { asks: [ask('a', 'text'), ask('b', 'text', false)] }),
      {},
      {},
      ['ask:a'],
    ],
    [
      'no answer where the answer is no',
      verbOf('resolve', { asks: [ask('a', 'yes-no')] }),
      { answers: { a: false } },
      {},
      [],
    ],
    [
      'the reason for another severity',
      verbOf('accept', { reason: 'optional' }),
      { severity: 'urgent' },
      {},
      ['reason'],
    ],
    ['part and result', verbOf('sign-part'), {}, {}, ['part', 'result']],
    ['what is asked of whom', verbOf('ask-part', { to: ['x'] }), {}, {}, ['holder', 'task']],
    ['the case to merge into', verbOf('merge'), {}, {}, ['into']],
  ])('%s', (_, verb, more, photos, missing) => {
    expect(missingFields(verb, draft(more), photos)).toEqual(missing);
  });
  test('only dispatching needs a holder', () => {
    expect(holderRequired(verbOf('assign', { to: ['x'] }))).toBe(true);
    expect(holderRequired(verbOf('decide', { to: ['x'] }))).toBe(false);
    expect(holderRequired(verbOf('note'))).toBe(false);
  });
});

describe('what is sent', () => {
  const full = draft({
    reason: ' 已修 ',
    holder,
    answers: { a: '好', b: '', p: ['x'] },
    pause: 'owners',
    rating: 'partly',
    into: { caseId: id(4), number: 'R1', title: '灯' },
    task: ' 看 ',
    result: ' 看过 ',
    partId: id(5),
    resolution: ' 周五前办好 ',
    dueOn: '2025-03-07',
    severity: 'urgent',
    category: 'light',
  });
  test.each([
    verbOf('resolve', {
      reason: 'required',
      asks: [ask('a', 'text'), ask('b', 'text', false), ask('p', 'photo')],
    }),
    verbOf('assign', { reason: 'optional', to: ['repair'] }),
    verbOf('ask-part', { to: ['repair'] }),
    verbOf('sign-part'),
    verbOf('decide', { to: ['repair'], reason: 'optional' }),
    verbOf('pause', { reason: 'required', choices: [{ key: 'owners', title: words }] }),
    verbOf('merge', { reason: 'optional' }),
    verbOf('rate'),
    verbOf('accept', { reason: 'optional' }),
  ])('fits the contract: $verb', (verb) => {
    const body = { ...requestOf(verb, full, 3), commandId: id(9) };
    expect(VerbRequest.strict().safeParse(body).error).toBeUndefined();
    // Nothing of another verb’s form goes along.
    expect(Object.keys(body).sort()).toEqual([...expected[verb.verb]!, 'commandId', 'seq'].sort());
  });
  const expected: Record<string, string[]> = {
    resolve: ['reason', 'answers'],
    assign: ['reason', 'to', 'severity', 'category'],
    'ask-part': ['part'],
    'sign-part': ['part'],
    decide: ['reason', 'resolution', 'dueOn', 'to'],
    pause: ['reason', 'pause'],
    merge: ['reason', 'into'],
    rate: ['rating'],
    accept: ['reason', 'severity', 'category'],
  };
  test('an empty form sends the version it was opened on and nothing else', () => {
    expect(requestOf(verbOf('accept', { reason: 'optional' }), emptyDraft, 3)).toEqual({ seq: 3 });
    expect(isStarted(emptyDraft)).toBe(false);
    expect(isStarted(draft({ reason: '字' }))).toBe(true);
  });
});

test('what happened since is told oldest first', () => {
  const view = { history: [5, 3, 4, 2].map((seq) => ({ seq })) } as CaseView;
  expect(newsSince(view, 3).map(({ seq }) => seq)).toEqual([4, 5]);
});
