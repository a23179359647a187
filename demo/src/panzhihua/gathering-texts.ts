/** What is said on days of four and Fridays in the demo's Panzhihua. All of it is invented. */
import type { MatterText, MeetingWords, RunningMatter } from '../gatherings/usual.ts';

/** What goes its way as a case; `category` is a key of the model's catalogue of problems. */
export const raised: { title: string; body: string; category: string }[] = [
  { title: '单元门口路灯坏了三盏', body: '晚上接孩子看不见台阶。', category: 'street-lamp' },
  { title: '楼后建筑垃圾堆了半个月', body: '一刮风满院子灰。', category: 'construction-waste' },
  { title: '电动车停在楼道里充电', body: '夜里能闻到塑料味。', category: 'e-bike-charging' },
  { title: '排水沟堵了，下雨就倒灌', body: '一楼两户进过水。', category: 'blocked-drain' },
  { title: '四楼往下扔烟头', body: '晾的被子被烧了洞。', category: 'thrown-objects' },
  { title: '健身器材的踏板断了', body: '老人差点摔着。', category: 'fitness-equipment' },
  { title: '外墙线缆垂到窗口', body: '伸手就能碰到。', category: 'hanging-cables' },
  { title: '消防通道被车占着', body: '天天是同一辆面包车。', category: 'blocked-fire-lane' },
  { title: '三楼渗水到二楼', body: '两家说不到一起。', category: 'leak-between-homes' },
  { title: '门禁坏了随便进出', body: '有陌生人上楼发传单。', category: 'door-intercom' },
  { title: '行道树枯枝挂在线上', body: '风大时啪啪响。', category: 'dead-tree' },
  { title: '楼顶漏水，墙皮往下掉', body: '去年修过一次。', category: 'roof-leak' },
];

/** What the meeting settles by itself. */
export const matters: MatterText[] = [
  {
    title: '坝坝电影每月放一次',
    body: '老人孩子都爱看。',
    resolution: '每月最后一个周六放一场，片单贴在公告栏，九点半前散场。',
    owner: 'publicity-officer',
    kept: '第一场放完，来了八十多人。',
  },
  {
    title: '楼道里的旧沙发谁来搬',
    resolution: '本周六统一清一次，能用的送到旧物角。',
    owner: 'safety-officer',
    kept: '清走沙发三张、旧柜两个。',
  },
  {
    title: '天然气入户安检时间太紧',
    body: '上班的人赶不上。',
    resolution: '与燃气公司商量，加开周六上午一次，提前三天贴通知。',
    owner: 'building-head',
    kept: '周六已补检二十一户。',
  },
  {
    title: '暑假孩子没地方去',
    resolution: '社区活动室每天下午开放，五彩公益课堂加两门课。',
    owner: 'community-worker',
    kept: '书法和围棋各开一班，报名已满。',
  },
  {
    title: '菜市门口三轮车乱停',
    body: '早上买菜走不过去。',
    resolution: '划出临时停放区，街长每天早高峰到场。',
    owner: 'community-worker',
    kept: '停放区已划，连续十天到场。',
  },
  {
    title: '独居老人冬天怎么照看',
    resolution: '每栋楼列出名单，楼栋长每天敲一次门，党员中心户备应急电话。',
    owner: 'building-head',
    kept: '名单十四人，每天有人敲门。',
  },
  {
    title: '物业费用明细看不懂',
    resolution: '请物业把收支做成一页表，下次会上讲一遍。',
    owner: 'property-manager',
    kept: '一页表已贴，会上讲过。',
  },
  {
    title: '楼下麻将馆晚上太吵',
    resolution: '请老板九点半前收桌，装门帘隔音，一周后听邻居怎么说。',
    owner: 'mediator',
    kept: '九点半收桌，邻居说好多了。',
  },
  {
    title: '公共阳台晒辣椒占地方',
    resolution: '分上下午轮着晒，划出线来。',
    owner: 'mediator',
    kept: '线已划，轮着晒。',
  },
  {
    title: '快递驿站能不能开到晚上九点',
    resolution: '与驿站谈，先试开一个月。',
    owner: 'community-worker',
    kept: '已延到九点。',
    notKept: '驿站人手不够，暂时没有延。',
  },
];

/** What the last one gave somebody to do. */
export const running: RunningMatter[] = [
  {
    title: '公共水表漏水没人认',
    body: '一个月多出三十吨。',
    resolution: '请物业关阀排查，查到谁家段由谁修，先把数字贴出来。',
    owner: 'property-manager',
    dueIn: 4,
  },
  {
    title: '坝坝电影的幕布破了',
    body: null,
    resolution: '由社区换一块新幕布，下次放映前挂好。',
    owner: 'community-worker',
    dueIn: 8,
  },
];

export const openTopics: { title: string; body: string | null }[] = [
  { title: '想把楼前空地改成晒被子的架子', body: '冬天太阳只有那一块。' },
  { title: '冬天停水检修能不能避开早上', body: null },
  { title: '四点半课堂能不能加一个班', body: '每次都排不上，孩子在外面等。' },
];

export const words: MeetingWords = {
  matters: new Map(matters.map((one) => [one.title, one])),
  carried: ['要问过单位再定，下次接着说。', '几户意见不一，先各家走一遍。', '要看过现场再说。'],
  noted: ['当场说清楚了。', '记下，日常一并办。', '与上次说的是同一件，照原来办。'],
  late: ['材料没到，晚几天。', '单位还没回话，接着催。', '两家没有谈拢。'],
  general: [
    '先答复上次说的事，再听今天的。',
    '随到随说，先记下来再逐件定。',
    '来的人不少，逐件问清楚是谁家、哪里、多久了。',
  ],
};

export const lectures: string[] = [
  '三线建设者讲攀枝花是怎么来的',
  '英雄花开：一张老照片的故事',
  '支部里的账怎么算',
  '怎样做好楼栋长',
  '前置研究不是替业主拿主意',
  '干热河谷里的防火课',
];
