import { definePhrases } from '../../ui/i18n/phrases.ts';

export const messageSettingsPhrases = definePhrases({
  title: { zh: '怎么收到消息', en: 'How messages reach me' },
  line: { zh: '弹出提醒、邮件、短信，夜里不打扰', en: 'On this phone, by e-mail or text; quiet at night' },
  lead: {
    zh: '打开邻里，总能看到全部消息。下面选择还想从哪里知道。',
    en: 'In Linli you always find every message. Choose here where else you want to hear of them.',
  },
  signInFirst: { zh: '登录后才能选择', en: 'Sign in to choose' },
  signIn: { zh: '登录', en: 'Sign in' },
  saved: { zh: '已保存', en: 'Saved' },

  push: { zh: '弹出提醒', en: 'On this device' },
  pushShort: { zh: '提醒', en: 'Device' },
  pushText: {
    zh: '有消息时，屏幕上弹出标题，点开再看内容。别人看到屏幕也不知道是什么事。',
    en: 'A title appears; tap it to read. Whoever sees your screen does not learn what it is about.',
  },
  pushOn: { zh: '这台设备已开启', en: 'On, on this device' },
  turnOn: { zh: '在这台设备上提醒我', en: 'Tell me on this device' },
  turnOff: { zh: '不再提醒', en: 'Stop' },
  pushUnable: {
    zh: '现在的浏览器不能提醒（例如在微信里打开）。请用手机自带的浏览器打开邻里，或者选邮件。',
    en: 'This browser cannot (inside WeChat, for example). Open Linli in the phone’s own browser, or choose e-mail.',
  },
  pushToInstall: {
    zh: '苹果手机：请先点“分享”，选“添加到主屏幕”，再从主屏幕打开邻里。',
    en: 'On an iPhone: press Share, then “Add to Home Screen”, and open Linli from there.',
  },
  pushRefused: {
    zh: '您曾经选择不允许通知。想打开，请到浏览器或手机的设置里，允许邻里发通知。',
    en: 'You once refused notifications. To turn them on, allow them for Linli in the settings of your browser or phone.',
  },
  pushUnreachable: {
    zh: '这个浏览器的推送服务连不上（有些手机上的 Chrome 会这样）。请换手机自带的浏览器试试，或者用邮件。',
    en: 'The push service of this browser does not answer (that of Chrome does not everywhere). Try the phone’s own browser, or use e-mail.',
  },
  otherDevices: { zh: '其他设备', en: 'Other devices' },
  takeOut: { zh: '去掉', en: 'Take out' },
  takeOutOf: { zh: '去掉 {what}', en: 'Take out {what}' },

  email: { zh: '邮件', en: 'E-mail' },
  emailText: {
    zh: '几条消息合成一封。邮箱加密保存，每封邮件里都能一键取消。',
    en: 'Several messages become one mail. The address is kept encrypted; each mail can be ended with one press.',
  },
  emailNone: { zh: '这里还不能发邮件', en: 'E-mail is not set up here' },
  address: { zh: '邮箱', en: 'E-mail address' },
  addressBad: {
    zh: '请填写完整的邮箱，例如 wang@example.com',
    en: 'Enter a whole address, such as wang@example.com',
  },
  sendCode: { zh: '发送验证码', en: 'Send a code' },
  addAddress: { zh: '添加邮箱', en: 'Add an address' },
  code: { zh: '邮件里的 6 位验证码', en: 'The 6 digits in the mail' },
  codeHint: { zh: '已发到 {address}', en: 'Sent to {address}' },
  codeBad: { zh: '请填写 6 位数字', en: 'Enter 6 digits' },
  confirm: { zh: '确认', en: 'Confirm' },
  toConfirm: { zh: '待确认', en: 'To be confirmed' },

  sms: { zh: '短信', en: 'Text messages' },
  smsText: {
    zh: '只在必须马上知道时发到 {phone}：等您答复、活动取消、候补有了空位。',
    en: 'To {phone}, only for what you must know: your answer is needed, a gathering is off, a place came free.',
  },
  smsNoPhone: { zh: '您的账号没有手机号，收不到短信。', en: 'Your account has no phone number.' },
  smsLog: {
    zh: '这里还没有接通短信，暂时不会收到。',
    en: 'No SMS provider is connected here yet: nothing will come.',
  },
  smsOn: { zh: '要', en: 'Yes' },
  smsOff: { zh: '不要', en: 'No' },

  which: { zh: '哪些消息', en: 'Which messages' },
  whichText: { zh: '不选的只在邻里里看到。', en: 'What is not chosen is found in Linli only.' },
  whichNone: {
    zh: '先在上面开启提醒或登记邮箱，再来这里选择。',
    en: 'Turn something on above first.',
  },
  reports: { zh: '我报的事', en: 'What I reported' },
  reportsText: { zh: '收到、办结、请您评价', en: 'Received, done, please rate' },
  votes: { zh: '表决', en: 'Votes' },
  votesText: { zh: '公示、开始、快截止、结果', en: 'Posted, open, ending soon, result' },
  meetings: { zh: '会议和活动', en: 'Meetings and events' },
  meetingsText: { zh: '通知、改期、提醒、报名', en: 'Announced, moved, coming up, sign-up' },
  duties: { zh: '我负责的事', en: 'What I answer for' },
  dutiesText: { zh: '派单、任务、到期、换班', en: 'Assigned, duties, due, shifts' },
  by: { zh: '{group}：{channel}', en: '{group}: {channel}' },

  quiet: { zh: '安静时间', en: 'Quiet hours' },
  quietText: {
    zh: '这段时间不提醒，过后一起告诉您。活动取消等急事除外。',
    en: 'Nothing comes then; you hear of it afterwards. Urgent things, such as a gathering that is off, still come.',
  },
  quietOn: { zh: '夜里不打扰', en: 'Quiet' },
  quietOff: { zh: '随时提醒', en: 'Any time' },
  from: { zh: '从', en: 'From' },
  to: { zh: '到', en: 'To' },
});
