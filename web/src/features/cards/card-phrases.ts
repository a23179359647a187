import { definePhrases } from '../../ui/i18n/phrases.ts';

/** Words of the duty card, the same for whoever looks and for the holder. */
export const cardPhrases = definePhrases({
  title: { zh: '责任牌', en: 'Duty card' },
  identity: { zh: '身份', en: 'Identity' },
  pledge: { zh: '服务承诺', en: 'Pledge' },
  contact: { zh: '联系方式', en: 'Contact' },
  contactText: {
    zh: '通过平台联系，不公开电话号码',
    en: 'Through the platform; the phone number is not shown',
  },
  standard: { zh: '考评标准', en: 'What is assessed' },
  result: { zh: '考评结果', en: 'Result' },
  resultOf: { zh: '{day}，依据：{basis}', en: '{day}, based on: {basis}' },
  nameHidden: { zh: '姓名不公开', en: 'The name is not public' },
  serves: { zh: '直接负责 {n} 处', en: 'Answers in person for {n} {n|place|places}' },
  nothing: {
    zh: '任职人没有公开其他内容。',
    en: 'The holder shows nothing else.',
  },
  byConsent: {
    zh: '岗位是公开的；其余各项只在本人同意期间显示，可随时撤回。',
    en: 'The post is public. Everything else is shown only while the holder agrees, who may withdraw it at any time.',
  },
});
