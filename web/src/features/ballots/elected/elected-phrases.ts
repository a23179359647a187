import { definePhrases } from '../../../ui/i18n/phrases.ts';

/** From an election to a post, for staff. */
export const electedPhrases = definePhrases({
  title: { zh: '当选与任命', en: 'Elected, and appointed' },
  to: { zh: '当选{post}', en: 'Elected {post}' },
  toNoOrg: { zh: '当选{role}', en: 'Elected {role}' },
  noOrg: {
    zh: '这里还没有对应的组织，建立后才能任命。',
    en: 'There is no such organisation here yet. It comes before the appointment.',
  },
  trail: { zh: '产生经过', en: 'How it came' },
  nominated: { zh: '推荐', en: 'Nominated' },
  vetted: { zh: '审查', en: 'Vetted' },
  voted: { zh: '表决', en: 'Voted' },
  posted: { zh: '公示', en: 'Posted' },
  appointedStep: { zh: '任命', en: 'Appointed' },
  isAppointed: { zh: '已任命', en: 'Appointed' },
  term: { zh: '任期 {from} 至 {to}', en: 'From {from} to {to}' },
  termOpen: { zh: '自 {from} 起任职', en: 'From {from}' },
  toPost: { zh: '查看岗位', en: 'See the post' },
  waits: {
    zh: '异议期结束、异议都答复之后，由有任免权的人任命。',
    en: 'Once objections are over and answered, whoever appoints there gives the post.',
  },
  waitsAppointer: { zh: '待有任免权的人任命。', en: 'Waits for whoever appoints there.' },

  appoint: { zh: '任命', en: 'Appoint' },
  appointOf: { zh: '任命“{name}”', en: 'Appoint {name}' },
  lead: {
    zh: '产生经过随岗位保存，以后在岗位上随时可查，不用再填。',
    en: 'How it came stands with the post from now on; nothing is typed again.',
  },
  who: { zh: '当选人是哪一位', en: 'Who it is' },
  known: { zh: '已登记的人', en: 'Registered' },
  entered: { zh: '还没登记', en: 'Not yet registered' },
  phone: { zh: '手机号', en: 'Phone' },
  phoneHint: {
    zh: '本人用这个手机号登录后即可办事；姓名按当选的名字登记。',
    en: 'They sign in with it; the name is the one that was elected.',
  },
  needed: { zh: '请填写这一项', en: 'Fill this in' },
  lastDay: { zh: '任期最后一天', en: 'Last day of the term' },
  lastDayHint: {
    zh: '按规定的任期算好；不写即不定期。',
    en: 'Reckoned from the term; empty: without an end.',
  },
  now: { zh: '现任', en: 'In office now' },
  ends: { zh: '同时结束{name}自 {from} 起的任期', en: 'End the term of {name}, in office since {from}' },
  again: {
    zh: '连选连任：旧任期结束，新任期开始',
    en: 'Elected again: the old term ends, the new one begins',
  },
  seats: {
    zh: '这个职务限 {n} 人：要任命，先空出一席。',
    en: '{n} {n|seat|seats}: one has to become free first.',
  },
  done: { zh: '已任命', en: 'Appointed' },
});
