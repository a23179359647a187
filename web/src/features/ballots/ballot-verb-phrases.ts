import { definePhrases } from '../../ui/i18n/phrases.ts';

/** Forms of the steps of a ballot. */
export const ballotVerbPhrases = definePhrases({
  done: { zh: '已办理', en: 'Done' },
  reason: { zh: '原因', en: 'Reason' },
  reasonHint: { zh: '全体表决人都会看到', en: 'All voters will read it' },
  needed: { zh: '请填写', en: 'Needed' },
  kept: { zh: '填写的内容会自动保存在本机。', en: 'What you type is kept on this device.' },
  askStudyLead: {
    zh: '提交后业主就看得到这项议案，内容不能再改，只能调整表决时间。{limit}',
    en: 'Owners see the motion from then on, and its content is fixed; only the time of voting may move. {limit}',
  },
  opinion: { zh: '研究意见', en: 'Opinion' },
  opinionHint: {
    zh: '附在议案后面，供全体业主参考，不影响计票',
    en: 'It goes with the motion for all owners to read and counts nothing in the vote',
  },
  opinionMinutes: { zh: '哪次会议的记录', en: 'Minuted in which meeting' },
  opinionMinutesNone: { zh: '不附会议', en: 'No meeting' },
  orderLead: {
    zh: '街道责令召集后，前置研究不再进行，表决可以公示。',
    en: 'Once ordered, the prior study is passed by and the vote may be posted.',
  },
  orderNumber: { zh: '文号', en: 'Number of the order' },
  orderText: { zh: '责令内容', en: 'What it orders' },
  postLead: {
    zh: '公示以后，事项、选项和表决时间都不能再改，只能撤回重来。名册按今天的登记生成。',
    en: 'Once posted, questions, options and the time of voting are fixed: it can only be withdrawn. The roll is made as registered today.',
  },
  postVoting: { zh: '表决时间：{from} 至 {until}', en: 'Voting: {from} to {until}' },
  postNoVoting: {
    zh: '还没有定表决时间，请先在“修改”里填写。',
    en: 'There is no time of voting yet: set it with “Change” first.',
  },
  postNotice: {
    zh: '公示到开始表决至少 {limit}（{source}）',
    en: 'At least {limit} from posting to voting ({source})',
  },
  toRegister: { zh: '去补产权名册', en: 'To the ownership register' },
  correctRollLead: {
    zh: '先在产权名册里改正，再按今天的登记重新生成名册。已有的委托跟着业主走。',
    en: 'Correct the ownership register first; then the roll is made anew as registered today. Proxies stay with their owners.',
  },
  countLead: {
    zh: '选票此时解密并清点，结果由程序按法定规则算出，谁也不能改。公示之前谁也看不到。',
    en: 'The votes are opened and counted now, by the rule of law and by nobody’s hand. Nobody sees the result before it is posted.',
  },
  countTookPart: { zh: '{n} 人参加了表决。', en: '{n} {n|head|heads} took part.' },
  announceLead: {
    zh: '结果和证据包向全体表决人公布，异议期从现在开始。',
    en: 'Result and evidence are shown to all voters, and the time for objections begins now.',
  },
  announceLeadNoObjections: {
    zh: '结果和证据包向全体表决人公布，这类表决没有异议期。',
    en: 'Result and evidence are shown to all voters. This kind takes no objections.',
  },
  objectionText: { zh: '异议', en: 'Objection' },
  objectLead: {
    zh: '您在名册上，可以提出异议；异议和答复全体表决人可见，不显示您的姓名。',
    en: 'You are on the roll and may object. All voters see the objection and its answer, without your name.',
  },
  whichObjection: { zh: '答复哪一条', en: 'Which objection' },
  answerText: { zh: '答复', en: 'Answer' },
  upheld: { zh: '异议是否成立', en: 'Is it right' },
  upheldNo: { zh: '不成立', en: 'It is not' },
  upheldYes: { zh: '成立，重新计票', en: 'It is: count again' },
  upheldHint: {
    zh: '成立时，已公示的结果收回，重新计票、重新公示。',
    en: 'Where it is right, the posted result is taken back, counted and posted anew.',
  },
  recountLead: {
    zh: '现有计票作废，重新计票、重新公示；异议期重新计算。',
    en: 'The present count is set aside; it is counted and posted anew, and objections start over.',
  },
  withdrawLead: {
    zh: '撤回以后不能恢复，需要时重新发起。',
    en: 'It cannot be taken up again; convene it anew where needed.',
  },
  annulLead: {
    zh: '依法责令撤销。结果作废，原因全体业主可见；业主可依民法典第二百八十条请求法院撤销，自知道或应当知道之日起一年内。',
    en: 'Annulled by whom the law gives that power: the result is void, and all owners read why. Owners may go to court themselves within a year of knowing of it (Civil Code art. 280).',
  },
  vetLead: { zh: '选项：{option}', en: 'Option: {option}' },
  vetAccept: { zh: '通过', en: 'Accept' },
  vetReject: { zh: '不通过', en: 'Do not accept' },
  vetting: { zh: '审核结论', en: 'Finding' },
  petitionLead: {
    zh: '把纸上联名的业主录进来，每行一套房屋。一位业主只算一次，和网上的合并计算；达到比例后自动越过前置研究。',
    en: 'Enter who signed on paper, one home a line. Each owner counts once, together with those who signed here; at the share needed the study is passed by on its own.',
  },
  petitionHomes: { zh: '联名业主的房屋', en: 'Homes of those who signed' },
  petitionHomesHint: {
    zh: '如 1-1-101（楼-单元-房号），或房屋编码',
    en: 'Such as 1-1-101 (building, unit, door), or the code of the home',
  },
  petitionUnknown: {
    zh: '没有找到，或对应不止一套：{names}',
    en: 'Not found, or more than one home: {names}',
  },
  petitionSupport: { zh: '录入联名', en: 'Enter them' },
});
