import { definePhrases } from '../ui/i18n/phrases.ts';

export const residentPhrases = definePhrases({
  brand: { zh: '邻里', en: 'Linli' },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  back: { zh: '返回', en: 'Back' },
  tabs: { zh: '主要页面', en: 'Main pages' },
  home: { zh: '首页', en: 'Home' },
  myCases: { zh: '我的事项', en: 'My cases' },
  messages: { zh: '消息', en: 'Messages' },
  me: { zh: '我的', en: 'Me' },
  unread: { zh: '{n} 条未读', en: '{n} unread' },
  largeOn: { zh: '关怀版', en: 'Large type' },
  largeOff: { zh: '标准版', en: 'Standard' },
  readAloud: { zh: '朗读', en: 'Read aloud' },
  isChosen: { zh: '已选', en: 'chosen' },
  stopReading: { zh: '停止朗读', en: 'Stop reading' },
  offline: { zh: '没有网络', en: 'No connection' },
  offlineNothing: {
    zh: '现在看到的是上次打开时的内容。您仍可以上报，联网后自动发送。',
    en: 'You see what was loaded last. You can still report; it is sent when the network is back.',
  },
  waitingOffline: {
    zh: '有 {n} 件等联网后自动发送，请不要卸载或清除数据。',
    en: '{n} {n|item waits|items wait} on this phone and {n|goes|go} by itself when the network is back.',
  },
  waitingOnline: { zh: '正在发送 {n} 件…', en: 'Sending {n} {n|item|items}…' },
  waitingRefused: {
    zh: '有 {n} 件没有被接收，需要您看一下。',
    en: '{n} {n|item was|items were} not accepted and {n|needs|need} you.',
  },
  show: { zh: '查看', en: 'Show' },
  notFoundTitle: { zh: '没有这个页面', en: 'No such page' },
  notFoundText: {
    zh: '链接可能写错了，或者内容已经移走。',
    en: 'The link may be wrong, or the page has moved.',
  },
  toHome: { zh: '回到首页', en: 'To the home page' },
});
