import { definePhrases } from '../../ui/i18n/phrases.ts';

export const residentCardPhrases = definePhrases({
  goneTitle: { zh: '这块责任牌已经停用', en: 'This card is no longer in use' },
  goneText: {
    zh: '任职人可能已经离任。有事请直接上报，会有人接。',
    en: 'The holder may have left the post. Report what is wrong anyway: somebody will answer.',
  },
  report: { zh: '有事上报', en: 'Report something' },
  contact: { zh: '通过平台联系', en: 'Contact through the platform' },
  isMine: { zh: '这是您自己的责任牌。', en: 'This card is your own.' },
  choose: { zh: '选择公开哪些内容', en: 'Choose what it shows' },
});
