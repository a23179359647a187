import { definePhrases } from '../../ui/i18n/phrases.ts';

/** Words of the two ledgers. They stand apart everywhere: there is no word for their sum. */
export const hoursPhrases = definePhrases({
  duty: { zh: '报到服务台账', en: 'Duty ledger' },
  dutyText: {
    zh: '在社区报到期间的服务，由社区登记。',
    en: 'What was done while reported in; entered by the community.',
  },
  dutyNone: { zh: '还没有登记服务', en: 'Nothing is entered yet' },
  volunteer: { zh: '志愿服务台账', en: 'Volunteer ledger' },
  volunteerText: {
    zh: '自愿参加的服务，与报到服务分开记录，不合并计算。',
    en: 'Hours given freely. Kept apart from duty hours and never added to them.',
  },
  volunteerNone: { zh: '还没有志愿服务记录', en: 'No volunteer service yet' },
  sum: { zh: '共 {hours}', en: '{hours} in all' },
  hours: { zh: '{h} 小时', en: '{h} {h|hour|hours}' },
  hoursMinutes: { zh: '{h} 小时 {m} 分', en: '{h} h {m} min' },
  minutes: { zh: '{m} 分钟', en: '{m} {m|minute|minutes}' },
  entry: { zh: '{day} · {hours} · {org}', en: '{day} · {hours} · {org}' },
  struck: { zh: '已划去：{reason}', en: 'Struck: {reason}' },
});
