import { definePhrases } from '../../ui/i18n/index.ts';

export const orgConsolePhrases = definePhrases({
  title: { zh: '组织与岗位', en: 'Organisations and posts' },
  lead: {
    zh: '谁在哪个岗位、负责哪里，哪些岗位空缺。',
    en: 'Who holds which post and covers what, and which posts are vacant.',
  },
  search: { zh: '按组织名称查找', en: 'Find an organisation' },
  searchFound: { zh: '查到的组织', en: 'Found' },
  mine: { zh: '我所在的组织', en: 'My organisations' },
  tree: { zh: '组织树', en: 'Tree of organisations' },
  covers: { zh: '负责 {areas}', en: 'Covers {areas}' },
  coversMore: { zh: '{areas} 等 {n} 处', en: '{areas} and others, {n} in all' },
  vacant: { zh: '空缺', en: 'Vacant' },
  vacancies: { zh: '{n} 个岗位空缺', en: '{n} {n|post|posts} vacant' },
  posts: { zh: '岗位', en: 'Posts' },
  until: { zh: '到{day}', en: 'until {day}' },
  openOrg: { zh: '展开“{name}”的下级组织', en: 'Show what is under “{name}”' },
  closeOrg: { zh: '收起“{name}”的下级组织', en: 'Hide what is under “{name}”' },
  empty: { zh: '没有查到组织', en: 'No organisation found' },
  emptyDetail: { zh: '换个名称再试。', en: 'Try another name.' },
});
