import { definePhrases } from '../../ui/i18n/phrases.ts';

export const areasPhrases = definePhrases({
  myCompound: { zh: '我的小区', en: 'My compound' },
  pickTitle: { zh: '选择我的小区', en: 'Choose my compound' },
  pickText: {
    zh: '选一次就记住。也可以扫小区里的二维码。',
    en: 'Chosen once and kept. Or scan a QR code in the compound.',
  },
  pick: { zh: '选择小区', en: 'Choose a compound' },
  change: { zh: '更换小区', en: 'Change compound' },
  search: { zh: '搜索小区、楼栋', en: 'Search compounds and buildings' },
  searchNone: {
    zh: '没有找到“{words}”。换个说法，或从列表里选。',
    en: 'Nothing for “{words}”. Try other words, or the list.',
  },
  searchCount: { zh: '找到 {n} 个地点', en: '{n} {n|place|places} found' },
  chooseHere: { zh: '就选 {name}', en: 'Choose {name}' },
  inside: { zh: '{name}里面', en: 'Inside {name}' },
  allPlaces: { zh: '全部', en: 'All' },
  where: { zh: '所在位置', en: 'Where' },
  emptyTitle: { zh: '这里还没有地点', en: 'No places here yet' },
  city: { zh: '城市', en: 'City' },

  whoNone: {
    zh: '这里还没有公布负责人。有事请直接上报，会有人接。',
    en: 'Nobody has been named here yet. Report anyway: somebody will answer.',
  },
  whoMore: { zh: '显示全部 {n} 位', en: 'Show all {n}' },
  whoLess: { zh: '收起', en: 'Show fewer' },
  whoCard: { zh: '看责任牌', en: 'See the card' },
  pledge: { zh: '承诺：{text}', en: 'Pledge: {text}' },
});
