import { definePhrases } from '../i18n/phrases.ts';

export const kitPhrases = definePhrases({
  close: { zh: '关闭', en: 'Close' },
  needed: { zh: '必填', en: 'required' },
  optional: { zh: '可不填', en: 'optional' },
  tryAgain: { zh: '再试一次', en: 'Try again' },
  loading: { zh: '正在打开…', en: 'Opening…' },
  offlineTitle: { zh: '没有连上网络', en: 'No connection' },
  offlineText: {
    zh: '请检查手机网络后再试。已填写的内容都保留着。',
    en: 'Check the network and try again. What you typed is kept.',
  },
  slowTitle: { zh: '网络太慢，还没有收到回音', en: 'The network is too slow' },
  slowText: {
    zh: '请稍后再试。已填写的内容都保留着，重复提交也只会登记一次。',
    en: 'Try again shortly. What you typed is kept, and sending twice registers once.',
  },
  failedTitle: { zh: '页面出了问题', en: 'Something went wrong on this page' },
  failedText: {
    zh: '请再试一次。如果还不行，请关闭页面后重新打开。',
    en: 'Please try again. If it persists, close the page and open it again.',
  },
});
