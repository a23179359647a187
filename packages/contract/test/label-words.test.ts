import { expect, test } from 'vitest';
import { counted, inSentence, listed, ownWordsIn, withArticle } from '../src/label-words.ts';

test.each([
  ['Grid branch', 'grid branch'],
  ['Member on duty', 'member on duty'],
  ['SMS code', 'SMS code'],
  ['3rd party', '3rd party'],
  ['网格支部', '网格支部'],
  ['', ''],
])('within a sentence %s is %s', (title, words) => {
  expect(inSentence(title)).toBe(words);
});

test('the article follows the first letter', () => {
  expect(withArticle('Grid branch')).toBe('a grid branch');
  expect(withArticle('Owners’ committee')).toBe('an owners’ committee');
  expect(withArticle('Unit')).toBe('a unit');
});

test('one is one, and none are several', () => {
  expect(counted(1, 'member')).toBe('1 member');
  expect(counted(0, 'member')).toBe('0 members');
  expect(counted(1728, 'home')).toBe('1,728 homes');
  expect(counted(2, 'body', 'bodies')).toBe('2 bodies');
});

test('what the house wrote is said in English, what people wrote is not', () => {
  const own = [{ zh: '到时没有召开', en: 'Nobody opened it' }];
  expect(ownWordsIn('en', own, '到时没有召开')).toBe('Nobody opened it');
  expect(ownWordsIn('zh-CN', own, '到时没有召开')).toBe('到时没有召开');
  expect(ownWordsIn('en', own, '下雨')).toBe('下雨');
});

test('labels of one kind are set apart as either language does it', () => {
  expect(
    listed([
      { zh: '裁判', en: 'Arbiter' },
      { zh: '社长', en: 'President' },
    ]),
  ).toEqual({ zh: '裁判、社长', en: 'Arbiter, President' });
});
