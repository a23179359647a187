import { definePhrases } from '../../ui/i18n/index.ts';

export const formationConsolePhrases = definePhrases({
  title: { zh: '组建检查', en: 'Formation check' },
  lead: {
    zh: '哪些组织不合组建规定、为什么、怎样改。',
    en: 'Which organisations break a rule of size, why, and what would mend it.',
  },
  place: { zh: '范围', en: 'Place' },
  none: { zh: '没有发现问题', en: 'Nothing is wrong' },
  noneDetail: { zh: '{name}的组织都合乎规定。', en: 'The organisations of {name} keep the rules.' },
  members: { zh: '成员 {n} 人', en: '{n} {n|member|members}' },
  membersUnknown: { zh: '成员数不详', en: 'Members not known' },
  areas: { zh: '覆盖 {n} 处', en: 'Covers {n} {n|place|places}' },
  nextStep: { zh: '怎样改：{step}', en: 'What to do: {step}' },
  source: { zh: '依据：{source}', en: 'From: {source}' },
  more: { zh: '继续查看', en: 'Show more' },
  toOrg: { zh: '查看组织', en: 'Show the organisation' },
  toOrgOf: { zh: '查看组织：{name}', en: 'Show the organisation: {name}' },
});
