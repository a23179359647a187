import { definePhrases } from '../ui/i18n/phrases.ts';

export const homePhrases = definePhrases({
  title: { zh: '邻里', en: 'Linli' },
  actions: { zh: '我要办', en: 'What you can do' },
  mine: { zh: '我的事项', en: 'My cases' },
  allMine: { zh: '全部', en: 'All' },
  noneRunning: { zh: '没有正在办理的事项。', en: 'Nothing is under way.' },
  calendar: { zh: '活动与议事', en: 'Meetings and classes' },
  calendarText: { zh: '会议、课程报名、大家的议题', en: 'Meetings, classes, what neighbours bring up' },
  who: { zh: '谁在身边', en: 'Who is there for you' },
  demo: { zh: '演示：换一个身份看看', en: 'Demo: be somebody else' },
});
