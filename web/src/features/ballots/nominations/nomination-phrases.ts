import { definePhrases } from '../../../ui/i18n/phrases.ts';

/** Nominations and their vetting, for staff. */
export const nominationPhrases = definePhrases({
  title: { zh: '推荐与审查', en: 'Nominations and vetting' },
  nominate: { zh: '登记推荐', en: 'Enter a nomination' },
  notNominatedTitle: { zh: '这次表决没有推荐环节', en: 'This ballot has no nominations' },
  notNominatedDetail: { zh: '选项由召集人列出。', en: 'Its options are those the convener put.' },
  noneTitle: { zh: '还没有人被推荐', en: 'Nobody has been nominated yet' },
  noneDetail: {
    zh: '居民可在自己的页面推荐；书面或当面提出的，由工作人员登记。',
    en: 'Residents nominate on their own page; what comes on paper or in person is entered here.',
  },
  noneHere: { zh: '没有符合的推荐', en: 'No nomination matches' },
  noneHereDetail: { zh: '再按一次数字即显示全部。', en: 'Press the figure again to see all.' },
  closed: {
    zh: '推荐和审查已经结束，候选人名单随表决公示。',
    en: 'Nominating and vetting are over; the slate was posted with the ballot.',
  },

  channels: { zh: '推荐渠道', en: 'Channels' },
  channel: { zh: '渠道', en: 'Channel' },
  sum: { zh: '合计', en: 'All' },
  nominated: { zh: '待审查', en: 'To vet' },
  accepted: { zh: '列入候选', en: 'On the slate' },
  rejected: { zh: '未通过', en: 'Not accepted' },
  withdrawn: { zh: '已退出', en: 'Withdrawn' },
  showing: { zh: '{channel} · {state}', en: '{channel} · {state}' },
  doorOf: { zh: '{channel}，{state}：{n}', en: '{channel}, {state}: {n}' },

  slate: { zh: '候选人名单', en: 'Slate' },
  slateNone: { zh: '还没有列入候选的人', en: 'Nobody is on it yet' },
  seats: { zh: '{n} 个席位', en: '{n} {n|seat|seats}' },
  slateNorm: {
    zh: '候选人 {of} 名，其中 {n} 名计入，目标不低于 {percent}%',
    en: '{n} of {of} candidates count towards it; the aim is {percent} % or more',
  },
  normMet: { zh: '达到', en: 'Met' },
  normOpen: { zh: '未达到', en: 'Not met' },
  normNote: {
    zh: '仅作提示：不影响谁能参选，也不影响计票。',
    en: 'It only warns: nobody is kept out by it, and no count knows it.',
  },

  supporters: { zh: '{n} 人联名', en: '{n} signed' },
  countsForNorm: { zh: '计入比例', en: 'Counts towards the share' },
  trail: { zh: '经过', en: 'Trail' },
  'did-nominate': { zh: '推荐', en: 'Nominated' },
  'did-accept': { zh: '审查通过', en: 'Accepted' },
  'did-reject': { zh: '审查未通过', en: 'Not accepted' },
  'did-withdraw': { zh: '退出', en: 'Withdrew' },
  accept: { zh: '审查通过', en: 'Accept' },
  reject: { zh: '不通过', en: 'Do not accept' },
  withdraw: { zh: '退出', en: 'Withdraw' },
  'of-accept': { zh: '“{name}”审查通过', en: 'Accept {name}' },
  'of-reject': { zh: '“{name}”不通过', en: 'Do not accept {name}' },
  'of-withdraw': { zh: '“{name}”退出', en: '{name} withdraws' },
  'lead-accept': {
    zh: '通过后列入候选人名单，随表决公示。',
    en: 'Accepted, the candidate stands on the slate that is posted.',
  },
  'lead-reject': {
    zh: '理由随经过公开，被推荐人和推荐人都能看到。',
    en: 'The ground stands in the trail, for the candidate and whoever nominated them.',
  },
  'lead-withdraw': {
    zh: '本人不愿参选时登记。写明是口头还是书面，登记人的姓名随经过公开。',
    en: 'For a candidate who does not want to stand. Say whether they wrote or said so; whoever records it is named.',
  },
  ground: { zh: '依据或理由', en: 'Ground' },
  needed: { zh: '请填写', en: 'Needed' },
  done: { zh: '已记录', en: 'Recorded' },

  formLead: {
    zh: '不会用手机的居民当面或书面推荐的，在这里登记。登记人记录在案。',
    en: 'For nominations made in person or on paper. Whoever enters one is recorded.',
  },
  which: { zh: '推荐为', en: 'For' },
  name: { zh: '被推荐人姓名', en: 'Candidate' },
  phone: { zh: '本人手机号', en: 'Their phone' },
  phoneHint: {
    zh: '登记过的人，填手机号即关联到本人：当选后可直接任命。',
    en: 'Of somebody registered: links the nomination to the person, who can be appointed directly once elected.',
  },
  statement: { zh: '推荐理由', en: 'Why' },
  supportersField: { zh: '联名人数', en: 'How many signed' },
  supportersHint: { zh: '含推荐人自己', en: 'With whoever nominates' },
  supportersWrong: { zh: '请填写 1 到 10000 的整数', en: 'A whole number from 1 to 10,000' },
  normField: { zh: '计入“{title}”', en: 'Counts towards “{title}”' },
  photo: { zh: '照片', en: 'Photograph' },
  entered: { zh: '已登记，等待审查', en: 'Entered; it waits for vetting' },
});
