/** What is said at gatherings in the demo's Yichun. All of it is invented. */
import type { MatterText, MeetingWords, RunningMatter } from '../gatherings/usual.ts';

/** Mutual duties: what a unit promises the community, and the community the unit. */
export const mutual: MatterText[] = [
  {
    title: '单位停车场晚上向居民开放',
    resolution: '联盟单位停车场晚七点到早七点开放四十个车位，社区发证，停乱了由社区劝离。',
    owner: 'alliance-contact',
    kept: '开放两个月，发证三十八张，没有占用白天车位。',
  },
  {
    title: '帮困学生的课桌和书',
    resolution: '单位捐课桌二十套、图书三百册，社区按名单送到户。',
    owner: 'alliance-contact',
    kept: '课桌二十套、图书三百一十册已送到。',
  },
  {
    title: '老旧楼栋电缆归整',
    resolution: '供电单位出工出料，社区停电前三天入户告知，分四个院落进行。',
    owner: 'alliance-contact',
    kept: '四个院落已完成，停电都按时恢复。',
    days: 28,
  },
  {
    title: '冬季巡线和管道保温',
    resolution: '联盟单位派技工巡查，物业跟随登记，冻裂两小时内到场。',
    owner: 'alliance-contact',
    kept: '巡查六次，处理冻裂三处。',
    notKept: '技工排班紧，本月少巡一次。',
  },
  {
    title: '单位门前的雪归谁扫',
    resolution: '门前五十米由单位扫，背街由社区组织，公共楼梯由物业。',
    owner: 'alliance-contact',
    kept: '三场雪都按划分清扫。',
  },
  {
    title: '楼道感应灯更换',
    resolution: '单位出灯具，社区组织党员安装，先换无灯的六个楼道。',
    owner: 'branch-secretary',
    kept: '六个楼道三十四盏灯已装。',
  },
  {
    title: '联盟单位职工报到做什么',
    resolution: '按特长编成三个小组，社区列出十件小事，每人一季度至少一件。',
    owner: 'community-worker',
    kept: '三个小组已编好，十件小事认领八件。',
  },
  {
    title: '独居老人冬天买菜取药',
    resolution: '联盟单位每周三出车一次，网格长登记，社区派人陪同。',
    owner: 'alliance-contact',
    kept: '出车九次，服务四十一人次。',
  },
];

export const words: MeetingWords = {
  matters: new Map(mutual.map((one) => [one.title, one])),
  carried: ['单位要开班子会，下次答复。', '费用和人手还没有落实。', '先看过现场。'],
  noted: ['当场说明。', '记入台账。', '与上月相同，照旧。'],
  looked: ['已催办，本周内到场。', '等材料，时限顺延的原因已告诉报告人。', '请联盟单位派人配合。'],
  late: ['人手不够，推到下月。', '材料没到。'],
  general: ['先通报上次互相承担的事，再一件件定。', '六方都派了人，来不了的事先说明。'],
};

/** What the last one gave somebody to do: a unit to the community, and the community to the unit. */
export const running: RunningMatter[] = [
  {
    title: '供暖前检修阀门',
    body: '去年三号楼顶层一直不热。',
    resolution: '联盟单位派两名技工，供暖稳定前把四栋楼的阀门看一遍。',
    owner: 'alliance-contact',
    dueIn: 6,
  },
  {
    title: '单位职工志愿时段怎样安排',
    body: null,
    resolution: '社区列出十二月需要人手的时段，发给各联盟单位。',
    owner: 'community-worker',
    dueIn: 3,
  },
];

export const openTopics: Pick<MatterText, 'title' | 'body'>[] = [
  { title: '供暖前想请单位把阀门看一遍', body: '去年三号楼顶层一直不热。' },
  { title: '单位食堂能不能给独居老人留饭', body: null },
];

export const lectures: string[] = [
  '林区老工人讲防火',
  '雪天里的党员岗',
  '怎样做一次入户走访',
  '账要一笔一笔公开',
];

/** Why shifts stood at the gates. */
export const response = '强降雪三级响应：守门岗，登记需求，送药送菜';
