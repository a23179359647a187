import { definePhrases } from '../../ui/i18n/phrases.ts';

export const citiesPhrases = definePhrases({
  title: { zh: '还在建立的演示城市', en: 'Demo cities being made' },
  lead: {
    zh: '建好后就会出现在这里，不用刷新。',
    en: 'They appear here when they are complete; no need to reload.',
  },
  told: { zh: '已写好 {told} / {of} 件事', en: '{told} of {of} cases told' },
  waiting: { zh: '排队中', en: 'waiting its turn' },
});
