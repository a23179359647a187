import { definePhrases } from '../../../ui/i18n/phrases.ts';

/** Free answers of a survey as a ranked catalogue of problems. */
export const cataloguePhrases = definePhrases({
  title: { zh: '问题目录', en: 'Catalogue of problems' },
  summary: {
    zh: '{n} 条回答归为 {groups} 类',
    en: '{n} {n|answer|answers} in {groups} {groups|group|groups}',
  },
  lead: {
    zh: '先由程序按用词归类，再由您核对：改名、合并、拆分、移动，并判定是共性还是个性。确认后对外公布。',
    en: 'A program groups them by their words; you look it over: rename, merge, split, move, and say whether a problem is common. Once confirmed everybody reads it.',
  },
  question: { zh: '问题', en: 'Question' },
  notYetTitle: { zh: '还没有问题目录', en: 'There is no catalogue yet' },
  notYetDetail: {
    zh: '征集的结果公布后才归类；确认前只有召集人和计票人能看。',
    en: 'Answers are grouped once the survey is announced; until it is confirmed only those who convene or count see it.',
  },
  noneTitle: { zh: '没有收到回答', en: 'No answer came' },
  noneDetail: { zh: '没有可归类的内容。', en: 'There is nothing to group.' },
  noMatch: { zh: '没有符合的类别', en: 'No group matches' },
  noMatchDetail: { zh: '换一个词或看全部。', en: 'Try another word, or look at all.' },

  reach: { zh: '共性或个性', en: 'Common or individual' },
  all: { zh: '全部 {n}', en: 'All {n}' },
  commonN: { zh: '共性 {n}', en: 'Common {n}' },
  individualN: { zh: '个性 {n}', en: 'Individual {n}' },
  common: { zh: '共性问题', en: 'Common' },
  individual: { zh: '个性问题', en: 'Individual' },
  toCommon: { zh: '改为共性', en: 'Make it common' },
  toIndividual: { zh: '改为个性', en: 'Make it individual' },
  search: { zh: '按名称或用词查找', en: 'Find by name or words' },

  rank: { zh: '第 {n} 位', en: 'Rank {n}' },
  answersN: { zh: '{n} 条', en: '{n}' },
  inAreas: { zh: '来自 {n} 处：{names}', en: 'From {n} {n|place|places}: {names}' },
  areaCount: { zh: '{name} {n}', en: '{name} {n}' },
  moreAreas: { zh: '等', en: ' and others' },
  listed: { zh: '、', en: ', ' },
  unnamed: { zh: '未命名', en: 'Without a name' },
  words: { zh: '用词：{words}', en: 'Words: {words}' },
  showAnswers: { zh: '看 {n} 条回答', en: 'Read {n} {n|answer|answers}' },
  hideAnswers: { zh: '收起', en: 'Close' },
  choose: { zh: '选择“{title}”', en: 'Choose “{title}”' },
  chooseAnswer: { zh: '选择这条回答', en: 'Choose this answer' },
  more: { zh: '再看 {n} 条', en: '{n} more' },

  rename: { zh: '改名', en: 'Rename' },
  renameOf: { zh: '给“{title}”改名', en: 'Rename “{title}”' },
  newName: { zh: '名称', en: 'Name' },
  chosenGroups: { zh: '已选 {n} 类', en: '{n} {n|group|groups} chosen' },
  merge: { zh: '合并', en: 'Merge' },
  mergeLead: {
    zh: '所选各类的回答并入一类，其余类别消失。',
    en: 'All their answers go into one group; the others vanish.',
  },
  mergeInto: { zh: '并入', en: 'Into' },
  chosenAnswers: { zh: '已选 {n} 条回答', en: '{n} {n|answer|answers} chosen' },
  move: { zh: '移到另一类', en: 'Move to another group' },
  split: { zh: '拆成新的一类', en: 'Split off as a group' },
  splitName: { zh: '新类别的名称', en: 'Name of the new group' },
  clear: { zh: '取消选择', en: 'Choose none' },

  confirm: { zh: '确认目录', en: 'Confirm the catalogue' },
  confirmSure: { zh: '确认并公布这份目录？', en: 'Confirm and publish the catalogue?' },
  confirmLead: {
    zh: '确认后参与征集的居民都能看到类别、数目和来源，看不到回答原文。',
    en: 'Residents then read groups, numbers and places, never the answers themselves.',
  },
  notNow: { zh: '先不', en: 'Not now' },
  confirmedBy: { zh: '{by} 确认', en: 'Confirmed by {by}' },
  editUnconfirms: { zh: '再作修改后需要重新确认。', en: 'After another edit it has to be confirmed again.' },
  draft: {
    zh: '尚未确认，只有召集人和计票人能看',
    en: 'Not confirmed: only those who convene or count see it',
  },
  saved: { zh: '已保存', en: 'Saved' },
  changedMeanwhile: {
    zh: '别人刚改过这份目录，已换成最新的，请再做一次。',
    en: 'Somebody else has just edited it. This is the newest; please do it again.',
  },
  noAnswer: { zh: '没有收到回音，请再试一次', en: 'No answer came; try again' },
});
