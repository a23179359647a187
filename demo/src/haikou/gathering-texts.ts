/** What is said and taught at gatherings in the demo's Haikou. All of it is invented; page H12 and H14 say how much of it there was. */
import type { Named } from '../gatherings/told-gathering.ts';
import type { MatterText, MeetingWords, RunningMatter } from '../gatherings/usual.ts';

export const matters: MatterText[] = [
  {
    title: '台风前谁来加固树木',
    body: '去年倒了三棵，砸了两辆车。',
    resolution: '物业出料、居民出工，台风季前逐棵检查，登记到栋。',
    owner: 'property-manager',
    kept: '检查六十三棵，加固十九棵，移除枯枝一车。',
  },
  {
    title: '骑楼外墙线缆归整',
    resolution: '由社区列清单，请相关单位分段入管，先做入口两段。',
    owner: 'community-worker',
    kept: '入口两段已入管，余下列入明年计划。',
  },
  {
    title: '电动车充电口不够',
    body: '晚上排队排到十一点。',
    resolution: '架空层再加二十个口，费用从公共收益列支并公示。',
    owner: 'property-manager',
    kept: '二十个口已通电，收支表已贴。',
  },
  {
    title: '小区里夜宵摊油烟',
    resolution: '移到南门外划定的位置，十一点收摊。',
    owner: 'community-worker',
    kept: '已移走，十一点收摊。',
  },
  {
    title: '老人上下楼扶手',
    resolution: '六个单元加装折叠座椅和扶手，优先独居老人。',
    owner: 'property-manager',
    kept: '六个单元已装好，老人试用过。',
  },
  {
    title: '公共收益怎么公开',
    resolution: '每季度第一周贴出收支，议事堂上讲一遍。',
    owner: 'owners-chair',
    kept: '两季度都已贴出。',
    notKept: '上季度晚了一个月，已补贴。',
  },
  {
    title: '占道停车影响公交拐弯',
    resolution: '划黑白线，早晚高峰由网格员到场。',
    owner: 'grid-worker',
    kept: '高峰到场二十一天，公交不再倒车。',
  },
  {
    title: '中庭积水和蚊虫',
    resolution: '清淤并加盖篦子，每月消杀一次。',
    owner: 'property-manager',
    kept: '清淤两处，消杀按月做。',
  },
  {
    title: '租户扰邻怎么办',
    resolution: '由社区登记并上门两次，房东签承诺。',
    owner: 'community-worker',
    kept: '上门两次，承诺书已签。',
  },
];

export const words: MeetingWords = {
  matters: new Map(matters.map((one) => [one.title, one])),
  carried: ['产权单位没有到会，下次请来再议。', '费用还没有算清，补齐再议。', '看过现场再定。'],
  noted: ['当场说明。', '记下，日常一并办。', '照原来议定的办。'],
  late: ['台风影响，顺延十天。', '材料没到。', '几户还没有同意。'],
  general: ['先说上次议定的落实情况，再逐件商议。', '居民、业委会、物业和驻区单位都到了。'],
};

/** What the last one gave somebody to do. */
export const running: RunningMatter[] = [
  {
    title: '架空层堆物和消防门上锁',
    body: '打不开门，谁都着急。',
    resolution: '锁当场拆，堆物五天内清走，网格员每周看一次。',
    owner: 'grid-worker',
    dueIn: 5,
  },
  {
    title: '物业维修电话打不通',
    body: null,
    resolution: '物业公布值班手机号并张贴到电梯厅。',
    owner: 'property-manager',
    dueIn: 3,
  },
];

export const openTopics: Pick<MatterText, 'title' | 'body'>[] = [
  { title: '想在架空层设一个雨天活动角', body: '孩子雨天没有地方去。' },
  { title: '中元节前后烧纸的事先说好', body: null },
  { title: '门口公交站能不能加雨棚', body: '下雨天老人站在路边。' },
];

export const lectures: string[] = [
  '自贸港建设与基层治理',
  '讲给新网格员的第一课',
  '家门口的法治：二十条里的十条',
  '台风天里的党员岗',
  '怎样写好一张便民清单',
  '乡村支部的账本',
  '老旧小区改造的五个误区',
  '和邻居谈事的方法',
  '数据里的社区：三张表看懂一年',
  '志愿服务里的边界',
  '一个派驻中队的一天',
  '怎样把会开短',
];

export const courses: Named[] = [
  { zh: '基层党组织书记轮训班', en: 'Course for branch secretaries' },
  { zh: '网格员岗前培训班', en: 'Course for grid workers' },
  { zh: '发展对象培训班', en: 'Course for candidates' },
  { zh: '物业党员培训班', en: 'Course for members in property companies' },
];

export const visits: Named[] = [
  { zh: '现场观摩：街道党建工作站', en: 'Visit: work station' },
  { zh: '现场观摩：老旧小区改造现场', en: 'Visit: renewal of an old compound' },
  { zh: '现场观摩：派驻执法中队', en: 'Visit: dispatched team' },
  { zh: '现场观摩：党群活动中心', en: 'Visit: activity centre' },
];

export const services: Named[] = [
  { zh: '志愿服务：护学岗', en: 'Volunteering: school crossing' },
  { zh: '志愿服务：清洁海岸', en: 'Volunteering: clean beach' },
  { zh: '志愿服务：探望独居老人', en: 'Volunteering: the elderly alone' },
  { zh: '志愿服务：垃圾分类劝导', en: 'Volunteering: sorting waste' },
  { zh: '志愿服务：文明劝导', en: 'Volunteering: at crossings' },
  { zh: '志愿服务：反诈宣传', en: 'Volunteering: against fraud' },
];
