/** A post with its organisation in words: nothing is said twice, and nothing is lost. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { postInEnglish, postWords } from '../src/index.ts';

const zh = (orgName: string, title: string): string => postWords(orgName, { zh: title, en: '' }).zh;

it('says once what the organisation ends in and the title begins with', () => {
  expect(zh('竹湖园社区党委', '社区党委书记')).toBe('竹湖园社区党委书记');
  expect(zh('采薇华庭业委会', '业委会主任')).toBe('采薇华庭业委会主任');
  expect(zh('采薇华庭1号楼党员中心户', '党员中心户户主')).toBe('采薇华庭1号楼党员中心户户主');
});

it('sets them side by side, and apart where the title takes a word of the name up again', () => {
  expect(zh('东厅组', '裁判')).toBe('东厅组裁判');
  expect(zh('东区委', '区级调度员')).toBe('东区委区级调度员');
  expect(zh('采薇华庭党支部', '小区党支部书记')).toBe('采薇华庭党支部 小区党支部书记');
  expect(zh('晴川物业（采薇华庭）', '物业维修员')).toBe('晴川物业（采薇华庭）物业维修员');
  expect(zh('East Hall', 'Arbiter')).toBe('East Hall Arbiter');
});

it('takes one sign that both share for chance, and cuts no word that is spelt in letters', () => {
  expect(zh('晴川物业公司', '司机')).toBe('晴川物业公司司机');
  expect(zh('Chess club', 'clubhouse keeper')).toBe('Chess club clubhouse keeper');
});

it('says the title first in English', () => {
  const title = { zh: '社区党委书记', en: 'Community secretary' };
  expect(postWords('竹湖园社区党委', title).en).toBe('Community secretary, 竹湖园社区党委');
  expect(postWords('', title)).toEqual(title);
});

it('loses nothing: the words begin with the name and end in the title, whatever both are', () => {
  // Few signs, so that names and titles often share some.
  const words = fc.string({
    unit: fc.constantFrom('社', '区', '党', '委', '长', 'a', '1', ' '),
    maxLength: 8,
  });
  fc.assert(
    fc.property(words, words, (orgName, title) => {
      const said = zh(orgName, title);
      expect(said.startsWith(orgName) && said.endsWith(title)).toBe(true);
      expect(said.length).toBeLessThanOrEqual(orgName.length + title.length + 1);
    }),
  );
});

const roles = [
  { zh: '书记', en: 'Secretary' },
  { zh: '社区党委书记', en: 'Community secretary' },
  { zh: '业委会主任', en: 'Chair of the owners’ committee' },
  { zh: '区级调度员', en: 'District dispatcher' },
  { zh: '小区党支部书记', en: 'Compound branch secretary' },
];
const kinds = [
  { zh: '社区党委', en: 'Community committee' },
  { zh: '业委会', en: 'Owners’ committee' },
];
const english = (words: string): string => postInEnglish(words, roles, kinds);

it('says a post in English that was kept in Chinese, the longest title first', () => {
  expect(english('东区委区级调度员')).toBe('District dispatcher, 东区委');
  expect(english('采薇华庭党支部 小区党支部书记')).toBe('Compound branch secretary, 采薇华庭党支部');
  expect(english('书记')).toBe('Secretary');
});

it('gives the name back what was said once', () => {
  expect(english('竹湖园社区党委书记')).toBe('Community secretary, 竹湖园社区党委');
  expect(english('采薇华庭业委会主任')).toBe('Chair of the owners’ committee, 采薇华庭业委会');
  // As it was written before anything was said once.
  expect(english('采薇华庭业委会业委会主任')).toBe('Chair of the owners’ committee, 采薇华庭业委会');
});

it('leaves what is no post of the model alone', () => {
  expect(english('林小满')).toBe('林小满');
  expect(english('')).toBe('');
});
