import 'fake-indexeddb/auto';
import { OpenCase } from '@linli/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { dropAllDrafts, dropDraft, keepDraft, readDraft } from '../src/console/cases/drafts.ts';
import { emptyDraft } from '../src/console/cases/verb-request.ts';
import { createDraftStore } from '../src/features/cases/draft-store.ts';
import {
  draftTitle,
  findMissing,
  hasContent,
  newDraft,
  type ReportDraft,
  toOpenCase,
} from '../src/features/cases/report-draft.ts';
import { dropAllWords, keepWords, readWords } from '../src/features/cases/verb-words.ts';
import type { AskView } from '../src/ui/api/wire.ts';

const ask = (key: string, kind: AskView['kind'], more: Partial<AskView> = {}) =>
  ({
    key,
    kind,
    title: { zh: key, en: key },
    hint: null,
    required: false,
    min: null,
    max: null,
    choices: [],
    ...more,
  }) as AskView;
const asks = [
  ask('photos', 'photo'),
  ask('what', 'long-text', { required: true, min: 2, max: 20 }),
  ask('danger', 'yes-no'),
  ask('category', 'category'),
  ask('place', 'place', { required: true }),
  ask('phone', 'phone'),
  ask('count', 'number', { min: 1, max: 9 }),
];
const begun = (more: Partial<ReportDraft> = {}): ReportDraft => ({
  ...newDraft('report', 'tongguan', 1),
  ...more,
});
const place = { areaCode: '340705001001', spotCode: null, name: '澄露苑', from: 'picked' } as const;

describe('a report that was begun', () => {
  test('survives a reload with its photos and the command id it was born with', async () => {
    const draft = begun({
      answers: { what: '路灯不亮🏮𠮷' },
      place,
      photos: [
        {
          key: '1',
          blob: new Blob(['jpeg'], { type: 'image/jpeg' }),
          photoId: null,
          uploadUrl: '/api/uploads/half',
          position: [117.8, 30.9],
          positionAnswered: false,
          refusal: null,
        },
      ],
    });
    await createDraftStore('drafts-1').save(draft);
    const kept = await createDraftStore('drafts-1').load('report');
    expect(kept).toMatchObject({ ...draft, photos: [{ key: '1', uploadUrl: '/api/uploads/half' }] });
    expect(await createDraftStore('drafts-1').load('order')).toBeUndefined();
  });

  test('the last thing typed is the one that stays, however the writes fall', async () => {
    const store = createDraftStore('drafts-2');
    const draft = begun();
    await Promise.all(['路', '路灯', '路灯不亮'].map((what) => store.save({ ...draft, answers: { what } })));
    expect((await store.load('report'))?.answers).toEqual({ what: '路灯不亮' });
    await Promise.all([store.save(draft), store.discard('report')]);
    expect(await store.load('report')).toBeUndefined();
  });

  test('nothing worth keeping is not kept: an untouched form is not a draft', () => {
    expect(hasContent(begun())).toBe(false);
    expect(hasContent(begun({ place, answers: { what: '', danger: false } }))).toBe(false);
    expect(hasContent(begun({ answers: { what: '灯' } }))).toBe(true);
    expect(hasContent(begun({ spot: '门口' }))).toBe(true);
  });

  test('becomes a request that fits the contract, without what was left empty', () => {
    const draft = begun({
      answers: { what: ' 路灯不亮 ', danger: false, phone: '  ', count: 2, gone: '不再问的' },
      place,
      spot: ' 东门 ',
      position: { longitude: 117.8, latitude: 30.9 },
    });
    const body = toOpenCase(draft, asks);
    expect(body).toEqual({
      kind: 'report',
      answers: { what: '路灯不亮', danger: false, count: 2 },
      areaCode: '340705001001',
      spot: '东门',
      position: { longitude: 117.8, latitude: 30.9 },
    });
    expect(OpenCase.strict().safeParse({ ...body, commandId: draft.commandId }).error).toBeUndefined();
  });

  test.each<[string, Partial<ReportDraft>, string[]]>([
    ['what is required', {}, ['what missing', 'place missing']],
    ['too few words', { place, answers: { what: '灯' } }, ['what tooShort']],
    ['rare characters and emoji count as one each', { place, answers: { what: '𠮷🏮' } }, []],
    ['too many words', { place, answers: { what: '灯'.repeat(21) } }, ['what tooLong']],
    ['a phone number that is none', { place, answers: { what: '灯坏', phone: '12345' } }, ['phone badPhone']],
    ['a number out of range', { place, answers: { what: '灯坏', count: 10 } }, ['count outOfRange']],
    ['zero is a number, not a gap', { place, answers: { what: '灯坏', count: 0 } }, ['count outOfRange']],
  ])('says what is missing: %s', (_, more, missing) => {
    expect(findMissing(begun(more), asks).map(({ key, phrase }) => `${key} ${phrase}`)).toEqual(missing);
  });

  test('is called by its first words, never cut within a character', () => {
    expect(draftTitle(begun({ answers: { what: '路灯\n不亮' } }), asks, '随手拍')).toBe('路灯 不亮');
    expect(draftTitle(begun(), asks, '随手拍')).toBe('随手拍');
    expect(draftTitle(begun({ answers: { what: '🏮'.repeat(30) } }), asks, '随手拍')).toBe(
      `${'🏮'.repeat(24)}…`,
    );
  });
});

describe('a form that was begun', () => {
  // What the browser gives: strings by key, listed as own properties.
  beforeEach(() => {
    const kept: Record<string, string> = {};
    Object.defineProperties(kept, {
      getItem: { value: (key: string) => kept[key] ?? null },
      setItem: { value: (key: string, value: string) => (kept[key] = value) },
      removeItem: { value: (key: string) => delete kept[key] },
    });
    Object.defineProperty(globalThis, 'localStorage', { value: kept, configurable: true, writable: true });
  });

  test('comes back to its person, for its case and its verb alone', () => {
    keepDraft('wang', 'case-1', 'resolve', { ...emptyDraft, reason: '灯已换好' });
    expect(readDraft('wang', 'case-1', 'resolve').reason).toBe('灯已换好');
    expect(readDraft('li', 'case-1', 'resolve')).toEqual(emptyDraft);
    expect(readDraft('wang', 'case-2', 'resolve')).toEqual(emptyDraft);
    expect(readDraft('wang', 'case-1', 'return')).toEqual(emptyDraft);
    dropDraft('wang', 'case-1', 'resolve');
    expect(readDraft('wang', 'case-1', 'resolve')).toEqual(emptyDraft);
  });

  test('goes with its person who signs out, and nothing else does', () => {
    keepDraft('wang', 'case-1', 'resolve', { ...emptyDraft, reason: '一' });
    keepDraft('wang', 'case-2', 'resolve', { ...emptyDraft, reason: '二' });
    localStorage.setItem('linli.preferences', '{}');
    dropAllDrafts();
    expect(Object.keys(localStorage)).toEqual(['linli.preferences']);
  });

  test('words a resident typed for a step come back, and go with whoever signs out', () => {
    keepWords('case-1', 'rate', '墙还是湿的');
    keepWords('case-2', 'note', '还在漏');
    expect(readWords('case-1', 'rate')).toBe('墙还是湿的');
    expect(readWords('case-1', 'note')).toBe('');
    keepWords('case-1', 'rate', '');
    expect(readWords('case-1', 'rate')).toBe('');
    dropAllWords();
    expect(readWords('case-2', 'note')).toBe('');
  });

  test('a draft that cannot be read is an empty form, not an error', () => {
    localStorage.setItem('linli.console.draft:wang:case-1:resolve', '{broken');
    expect(readDraft('wang', 'case-1', 'resolve')).toEqual(emptyDraft);
  });
});
