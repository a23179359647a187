import { definePhrases } from '../../ui/i18n/index.ts';

export const partyConsolePhrases = definePhrases({
  title: { zh: '联动各方', en: 'Parties of a compound' },
  lead: {
    zh: '一个小区由谁共同负责：各方是谁、承担什么、哪里空缺、正在一起办的事。',
    en: 'Who stands side by side for a compound: who they are, what each owes, what is vacant, what they do together.',
  },
  chooseTitle: { zh: '选择小区', en: 'Choose a compound' },
  search: { zh: '按名称查找小区', en: 'Find a compound by name' },
  inside: { zh: '{name}里面', en: 'Inside {name}' },
  noPlaces: { zh: '这里没有小区', en: 'There is no compound here' },
  noPlacesDetail: { zh: '换一个名称查找。', en: 'Look under another name.' },
  noGroupsTitle: { zh: '这里没有设定联动各方', en: 'No parties stand side by side here' },
  noGroupsDetail: {
    zh: '各方由本市的模型设定。',
    en: 'They are declared by the city’s model.',
  },
  other: { zh: '换一个小区', en: 'Another compound' },
  owes: { zh: '承担', en: 'Owes' },
  orgsOf: { zh: '组织', en: 'Organisations' },
  holdersOf: { zh: '任职人', en: 'Holders' },
  nameHidden: { zh: '姓名不公开', en: 'Name not public' },
  holdersMore: { zh: '共 {n} 人，这里列出前 {shown} 人', en: '{n} in all; the first {shown} are listed' },
  residents: { zh: '全体居民', en: 'All residents' },
  missing: { zh: '缺位', en: 'Missing' },
  missingDetail: {
    zh: '没有登记的组织，也没有任职人。请在“组织与岗位”登记。',
    en: 'No organisation is entered and nobody holds a role. Enter it under “Organisations and posts”.',
  },
  missingCount: { zh: '{n} 方缺位', en: '{n} {n|party|parties} missing' },
  nobodyHolds: { zh: '组织已登记，还没有任职人', en: 'The organisation is entered, but nobody holds a role' },
  vacant: { zh: '空缺：{roles}', en: 'Vacant: {roles}' },
  cases: { zh: '正在一起办的事项', en: 'Cases with several parts' },
  casesLead: {
    zh: '{name}最近 {n} 件未办结的事项里，由两方以上协办的。',
    en: 'Of the {n} newest open cases of {name}, those on which two or more have parts.',
  },
  casesNone: { zh: '目前没有由几方一起办的事项', en: 'Nothing is done by several at present' },
  part: { zh: '{org}：{task}', en: '{org}: {task}' },
  partSigned: { zh: '已签办', en: 'Signed off' },
  partLate: { zh: '已超期', en: 'Late' },
  partOpen: { zh: '{day} 前', en: 'By {day}' },
});
