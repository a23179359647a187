/** Rules, limits and results in plain words, for people who never read a statute. */
import { counted, type Label } from '@linli/contract';
import { type BallotPhase, type BallotRule, phaseTitles, type QuestionResult } from '@linli/engine';
import type { BallotForm, BallotKind, Limit, Model, Share } from '@linli/model';

/** What it takes for a question, in a sentence or two. */
export function ruleWords({ key, measures, quorum, majority }: BallotRule): Label {
  if (key === 'none') {
    return { zh: '只征求意见，不作决定。', en: 'It asks for opinions and decides nothing.' };
  }
  if (key === 'civil-code-279') {
    return {
      zh: '须经全体有利害关系的业主一致同意，没有表态不算同意。',
      en: 'Every interested owner must agree; silence is no assent.',
    };
  }
  const byBoth = measures.includes('area');
  const both: Label = byBoth ? { zh: '人数和面积都', en: ', by heads and by area' } : { zh: '', en: '' };
  const zh: string[] = [];
  const en: string[] = [];
  if (quorum) {
    zh.push(`${both.zh}${shareZh(quorum, '参加')}才有效`);
    en.push(`It holds when ${shareEn(quorum)} take part${both.en}`);
  } else {
    zh.push('不论多少人参加都有效');
    en.push('It holds however many take part');
  }
  if (majority) {
    const whole = majority.of === 'roll' ? '全体当中，' : '参加的当中，';
    zh.push(`${whole}${both.zh}${shareZh(majority.share, '同意')}才通过`);
    en.push(
      `it passes when ${shareEn(majority.share)} of ${majority.of === 'roll' ? 'all' : 'those taking part'} agree${both.en}`,
    );
  } else {
    zh.push('得票多的当选');
    en.push('those with most votes win');
  }
  const abstaining: Label = majority
    ? { zh: '弃权算参加，不算同意。', en: ' Who abstains takes part and does not agree.' }
    : { zh: '', en: '' };
  return { zh: `${zh.join('；')}。${abstaining.zh}`, en: `${en.join('; ')}.${abstaining.en}` };
}

/** Said so that nobody has to know that “以上” includes the figure and “过半数” does not (Civil Code art. 1259). */
function shareZh({ numerator, denominator, strict }: Share, does: string): string {
  if (numerator === denominator) return `全部${does}`;
  if (strict && numerator * 2 === denominator) return `超过一半${does}（正好一半不算）`;
  const part = `${chineseNumber(denominator)}分之${chineseNumber(numerator)}`;
  return strict ? `超过${part}${does}（正好${part}不算）` : `有${part}以上${does}（正好${part}也算）`;
}

function shareEn({ numerator, denominator, strict }: Share): string {
  if (numerator === denominator) return 'all';
  return `${strict ? 'more than' : 'at least'} ${numerator}/${denominator}`;
}

function chineseNumber(value: number): string {
  const digits = '零一二三四五六七八九十';
  return value <= 10 ? (digits[value] ?? String(value)) : value === 100 ? '百' : String(value);
}

/** A survey is no vote: nothing is decided in it, counted up or takes effect. */
const surveyPhases: Partial<Record<BallotPhase, Label>> = {
  voting: { zh: '征集中', en: 'Open for answers' },
  counting: { zh: '汇总中', en: 'Being put together' },
  counted: { zh: '待公布', en: 'Put together' },
  announced: { zh: '已公布', en: 'Published' },
  final: { zh: '已公布', en: 'Published' },
};

export function phaseWords(form: BallotForm, phase: BallotPhase): Label {
  return (form === 'survey' ? surveyPhases[phase] : undefined) ?? phaseTitles[phase];
}

export function limitWords(model: Model, { unit, amount, calendar }: Limit): Label {
  if (unit === 'working-days') return { zh: `${amount} 个工作日`, en: counted(amount, 'working day') };
  const title = model.calendars[calendar]?.title;
  const of =
    title && calendar !== 'always' ? { zh: `（${title.zh}）`, en: ` (${title.en})` } : { zh: '', en: '' };
  if (amount % 1440 === 0)
    return { zh: `${amount / 1440} 天${of.zh}`, en: `${counted(amount / 1440, 'day')}${of.en}` };
  if (amount % 60 === 0)
    return { zh: `${amount / 60} 小时${of.zh}`, en: `${counted(amount / 60, 'hour')}${of.en}` };
  return { zh: `${amount} 分钟${of.zh}`, en: `${counted(amount, 'minute')}${of.en}` };
}

export function electorateWords(
  model: Model,
  { electorate: { of, orgKinds, roles, ageFrom } }: BallotKind,
): Label {
  const titles = (keys: readonly string[], titled: Record<string, { title: Label }>): Label[] =>
    keys.map((key) => titled[key]?.title ?? { zh: key, en: key });
  const list = (labels: readonly Label[]): Label => ({
    zh: labels.map(({ zh }) => zh).join('、'),
    en: labels.map(({ en }) => en).join(', '),
  });
  const age: Label =
    ageFrom === null
      ? { zh: '', en: '' }
      : { zh: `（年满 ${ageFrom} 周岁）`, en: `, aged ${ageFrom} or more` };
  switch (of) {
    case 'owners':
      return { zh: '全体业主', en: 'All owners' };
    case 'residents':
      return { zh: `登记在这里的居民${age.zh}`, en: `Residents registered here${age.en}` };
    case 'members': {
      const { zh, en } = list(titles(orgKinds, model.orgKinds));
      return { zh: `${zh}的成员${age.zh}`, en: `Members of: ${en}${age.en}` };
    }
    case 'posts': {
      const { zh, en } = list(titles(roles, model.roles));
      return { zh: `${zh}${age.zh}`, en: `${en}${age.en}` };
    }
  }
}

export function outcomeWords(
  { outcome, won, tied, seatsOpen }: QuestionResult,
  titleOf: (key: string) => string,
): Label {
  const names = (keys: readonly string[]): string => keys.map(titleOf).join('、');
  switch (outcome) {
    case 'passed':
      return { zh: '通过', en: 'Passed' };
    case 'rejected':
      return { zh: '未通过', en: 'Rejected' };
    case 'no-quorum':
      return { zh: '参加的人数或面积不足，未形成决定', en: 'Too few took part: nothing was decided' };
    case 'none':
      return { zh: '没有一项达到要求', en: 'None reached what it takes' };
    case 'answered':
      return { zh: '已汇总', en: 'Summed up' };
    case 'tied':
      return {
        zh: `${won.length === 0 ? '' : `选出：${names(won)}；`}${names(tied)}得票相同，${seatsOpen} 席另行表决`,
        en: `${won.length === 0 ? '' : `Won: ${names(won)}; `}${names(tied)} have equal votes, ${seatsOpen} left for a new ballot`,
      };
    case 'decided':
      return { zh: `选出：${names(won)}`, en: `Won: ${names(won)}` };
  }
}

/** What time does next by itself. */
export const timerTitles: Record<string, Label> = {
  study: { zh: '前置研究到期', en: 'Prior study ends' },
  open: { zh: '开始表决', en: 'Voting opens' },
  close: { zh: '表决截止', en: 'Voting ends' },
  'count-over': { zh: '计票期限', en: 'The count is due' },
  'announce-over': { zh: '公示期限', en: 'The result is due' },
  final: { zh: '异议期满', en: 'Objections end' },
};

export const verbTitles: Record<string, Label> = {
  convene: { zh: '发起', en: 'Convened' },
  amend: { zh: '修改', en: 'Changed' },
  'ask-study': { zh: '提交前置研究', en: 'Prior study asked for' },
  'give-opinion': { zh: '出具研究意见', en: 'Opinion given' },
  'pass-by-petition': { zh: '业主联名提议', en: 'Passed by petition' },
  'pass-by-order': { zh: '责令召集', en: 'Ordered to be held' },
  vet: { zh: '审核', en: 'Vetted' },
  post: { zh: '公示', en: 'Posted' },
  'correct-roll': { zh: '更正名册', en: 'Roll corrected' },
  strike: { zh: '剔除', en: 'Struck from the roll' },
  'object-strike': { zh: '对剔除提出异议', en: 'Objection to being struck' },
  'decide-strike': { zh: '裁决对剔除的异议', en: 'Objection to a strike decided' },
  count: { zh: '登记计票结果', en: 'Counted' },
  'record-result': { zh: '登记市级系统的结果', en: 'Municipal result recorded' },
  announce: { zh: '公示结果', en: 'Result posted' },
  object: { zh: '提出异议', en: 'Objection' },
  'answer-objection': { zh: '答复异议', en: 'Objection answered' },
  recount: { zh: '重新计票', en: 'To be counted again' },
  withdraw: { zh: '撤回', en: 'Withdrawn' },
  annul: { zh: '责令撤销', en: 'Annulled' },
  tick: { zh: '到时', en: 'Time was over' },
};
