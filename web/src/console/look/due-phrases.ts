import { definePhrases } from '../../ui/i18n/index.ts';

export const duePhrases = definePhrases({
  left: { zh: '还剩 {span}', en: '{span} left' },
  late: { zh: '超时 {span}', en: '{span} late' },
  paused: { zh: '计时暂停', en: 'Clock paused' },
  noLimit: { zh: '无时限', en: 'No limit' },
});
