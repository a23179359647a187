import { definePhrases } from '../../ui/i18n/phrases.ts';

export const residentHoursPhrases = definePhrases({
  title: { zh: '报到与志愿服务', en: 'Report-in and volunteering' },
  signIn: { zh: '登录', en: 'Sign in' },
  signInForThis: { zh: '登录后才能看到自己的记录', en: 'Sign in to see your own records' },
  reportedIn: { zh: '已到{community}报到', en: 'Reported in at {community}' },
  reportedInText: { zh: '从 {day} 起，单位：{employer}', en: 'Since {day}, sent by {employer}' },
  notReportedIn: { zh: '没有进行中的报到', en: 'Not reported in at present' },
  notReportedInText: {
    zh: '报到是自愿的，没有时长要求。有岗位的人员可在工作端登记。',
    en: 'It is free to do, and no hours are asked. Those with a post can enter it in the console.',
  },
  end: { zh: '结束报到', en: 'End the report-in' },
  endSure: {
    zh: '结束后，已登记的服务仍然保留；以后可以重新报到。',
    en: 'What was entered stays. You can report in again later.',
  },
  ended: { zh: '报到已结束', en: 'The report-in has ended' },
  cancel: { zh: '取消', en: 'Cancel' },
  certificate: { zh: '开具志愿服务证明', en: 'Volunteer certificate' },
  certificateTitle: { zh: '志愿服务记录证明', en: 'Certificate of volunteer service' },
  certificateText: {
    zh: '{name}在{city}参加志愿服务共 {hours}，记录如下。',
    en: '{name} gave {hours} of volunteer service in {city}, as follows.',
  },
  issued: {
    zh: '开具日期：{day}。据志愿服务台账，免费开具。',
    en: 'Issued {day} from the volunteer ledger, free of charge.',
  },
  print: { zh: '打印', en: 'Print' },
  save: { zh: '保存为表格', en: 'Save as a table' },
  columnDay: { zh: '日期', en: 'Day' },
  columnMinutes: { zh: '分钟', en: 'Minutes' },
  columnDeed: { zh: '服务内容', en: 'What was done' },
  columnOrg: { zh: '组织', en: 'Organisation' },
});
