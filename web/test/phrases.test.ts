import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillPhrase, type Phrases } from '../src/ui/i18n/phrases.ts';
import { findPhraseUses, namesPhrase, slotsOf } from './phrase-uses.ts';

const root = join(import.meta.dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const isCatalogue = (path: string) => /phrases\.ts$/.test(path) && !path.endsWith('i18n/phrases.ts');

/** Every catalogue, by the name it is exported under. */
const catalogues = new Map<string, Phrases>();
for (const { path } of files.filter(({ path: one }) => isCatalogue(one))) {
  const module = (await import(join(root, path))) as Record<string, Phrases>;
  for (const [name, phrases] of Object.entries(module)) catalogues.set(name, phrases);
}
const all = [...catalogues].flatMap(([name, phrases]) =>
  Object.entries(phrases).map(([key, words]) => ({ at: `${name}.${key}`, name, key, ...words })),
);
const uses = files
  .filter(({ path }) => !isCatalogue(path) && !path.startsWith('ui/i18n/'))
  .flatMap(({ path, text }) => findPhraseUses(path, text));

const chinese = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+/g;

/** Without comments, the name of the house, the name of the language, and what only takes words of people apart. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
    .replace(/邻里|中文/g, '')
    .replace(/\.(split|replace|replaceAll)\(\/.*\/\w*/g, '');
}

test('the catalogues were found', () => {
  // A check that looked at nothing proves nothing.
  expect(catalogues.size).toBeGreaterThan(12);
  expect(all.length).toBeGreaterThan(400);
  expect(uses.length).toBeGreaterThan(all.length / 2);
});

test('each phrase speaks both languages', () => {
  const lame = all.filter(({ zh, en }) => zh.trim() === '' || en.trim() === '').map(({ at }) => at);
  expect(lame).toEqual([]);
});

test('nothing Chinese reaches a reader of English', () => {
  // A language is offered under its own name.
  const ownNames = new Set(['中文', '简体中文']);
  const found = all.filter(({ en }) => /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/.test(en));
  expect(found.filter(({ en }) => !ownNames.has(en)).map(({ at, en }) => `${at}: ${en}`)).toEqual([]);
});

test('nothing Chinese is written into the code of a page', () => {
  // Where it belongs: both languages side by side, and tables of others that are read by the headings they have.
  const elsewhere = [
    'ui/i18n/marks.ts',
    'ui/time/words.ts',
    'ui/api/request.ts',
    'features/ballots/ownership/table-rows.ts',
    'features/ballots/ownership/read-workbook.ts',
    'features/ballots/ownership/ConsoleOwnershipImport.tsx',
  ];
  const found = files
    .filter(({ path }) => !isCatalogue(path) && !elsewhere.includes(path))
    .flatMap(({ path, text }) => [...codeOf(text).matchAll(chinese)].map(([words]) => `${path}: ${words}`));
  expect(found).toEqual([]);
  // The look-out can fail.
  expect([...codeOf("/* 备注 */ title + '：' + reason // 备注").matchAll(chinese)]).toHaveLength(1);
});

test('Chinese is written with Chinese punctuation', () => {
  const found = all.filter(({ zh }) => /[\u4e00-\u9fff}][,;!?]|[\u4e00-\u9fff]\.(?![\w])/.test(zh));
  expect(found.map(({ at, zh }) => `${at}: ${zh}`)).toEqual([]);
});

test('both languages have the same slots', () => {
  const uneven = all.filter(({ zh, en }) => slotsOf(zh).join() !== slotsOf(en).join());
  expect(uneven.map(({ at, zh, en }) => `${at}: ${zh} / ${en}`)).toEqual([]);
});

test('every slot is filled where the phrase is used', () => {
  const open = uses.flatMap(({ at, catalogue, key, filled }) => {
    const words = catalogues.get(catalogue)?.[key];
    if (words === undefined || filled === 'unknown') return [];
    return slotsOf(words.zh)
      .filter((slot) => !filled.includes(slot))
      .map((slot) => `${at}: ${catalogue}.${key} leaves {${slot}} open`);
  });
  expect(open).toEqual([]);
});

test('every phrase that is used exists', () => {
  const missing = uses.filter(({ catalogue, key }) => catalogues.get(catalogue)?.[key] === undefined);
  expect(missing.map(({ at, catalogue, key }) => `${at}: ${catalogue}.${key}`)).toEqual([]);
});

test('every phrase is used', () => {
  const sources = files.filter(({ path }) => !isCatalogue(path));
  const idle = all.filter(({ name, key }) => !sources.some(({ text }) => namesPhrase(text, name, key)));
  expect(idle.map(({ at }) => at)).toEqual([]);
});

describe('filling a phrase in', () => {
  test.each([
    ['还有 {n} 件', { n: 3 }, '还有 3 件'],
    ['{n} {n|report|reports}', { n: 1 }, '1 report'],
    ['{n} {n|report|reports}', { n: 0 }, '0 reports'],
    ['{verb}：{number}', { verb: '结单', number: 'R1' }, '结单：R1'],
    // Shown as it is rather than as “undefined”.
    ['{n} 件', {}, '{n} 件'],
    // What a person wrote is never taken for a slot.
    ['“{words}”', { words: '{n}' }, '“{n}”'],
  ])('%s with %j is %s', (text, data, whole) => {
    expect(fillPhrase(text, data as Record<string, string>)).toBe(whole);
  });
});

describe('the look-out for phrases can fail', () => {
  const text = `
    const t = usePhrases(onePhrases);
    const frame = usePhrases(otherPhrases);
    t('plain'); t(open ? 'left' : 'right', { n: 3, when });
    <b>{frame('far', { ...data })}</b>; {t('named', { words: f({ inner: 1 }) })}`;
  test('it sees which phrase of which catalogue, and what fills it', () => {
    expect(findPhraseUses('a.tsx', text)).toEqual([
      { at: 'a.tsx:4', catalogue: 'onePhrases', key: 'plain', filled: [] },
      { at: 'a.tsx:4', catalogue: 'onePhrases', key: 'left', filled: ['n', 'when'] },
      { at: 'a.tsx:4', catalogue: 'onePhrases', key: 'right', filled: ['n', 'when'] },
      { at: 'a.tsx:5', catalogue: 'otherPhrases', key: 'far', filled: 'unknown' },
      { at: 'a.tsx:5', catalogue: 'onePhrases', key: 'named', filled: ['words'] },
    ]);
  });
});
