import { z } from 'zod';
import type { Label } from './text.ts';

/**
 * Every refusal there is, once: code → status and what to tell the reader in both languages.
 * `{name}` is filled from the problem's `data`. The second sentence says what to do.
 */
export const errorCatalogue = {
  'bad-request': {
    status: 400,
    title: { zh: '请求无法读懂', en: 'The request cannot be read' },
    detail: {
      zh: '请检查填写的内容后再试一次，已填写的内容不会丢失。',
      en: 'Check what you entered and try again; nothing you typed is lost.',
    },
  },
  'invalid-input': {
    status: 422,
    title: { zh: '有内容需要改正', en: 'Something needs correcting' },
    detail: { zh: '请改正标出的内容后重新提交。', en: 'Correct what is marked and send it again.' },
  },
  'body-too-large': {
    status: 413,
    title: { zh: '内容太大', en: 'Too large' },
    detail: {
      zh: '请缩短文字，或分几次上传照片（每张不超过 20 MB）。',
      en: 'Shorten the text, or upload photos one by one (20 MB each at most).',
    },
  },
  'unsupported-media-type': {
    status: 415,
    title: { zh: '不支持这种格式', en: 'This format is not supported' },
    detail: { zh: '请按接口说明发送 JSON。', en: 'Send JSON as the API description says.' },
  },
  'sign-in-required': {
    status: 401,
    title: { zh: '请先登录', en: 'Please sign in' },
    detail: { zh: '登录后即可继续，已填写的内容会保留。', en: 'Sign in to go on; what you typed is kept.' },
  },
  'sign-in-failed': {
    status: 401,
    title: { zh: '登录没有成功', en: 'Sign-in failed' },
    detail: {
      zh: '账号或密码不正确，请检查后再试。',
      en: 'Name or password is wrong. Check them and try again.',
    },
  },
  'code-wrong': {
    status: 422,
    title: { zh: '验证码不正确', en: 'Wrong code' },
    detail: {
      zh: '请核对短信中的验证码，还可以再试 {left} 次。',
      en: 'Check the code in the message; {left} more tries.',
    },
  },
  'code-expired': {
    status: 422,
    title: { zh: '验证码已失效', en: 'The code has expired' },
    detail: { zh: '请重新获取验证码。', en: 'Ask for a new code.' },
  },
  'too-many-requests': {
    status: 429,
    title: { zh: '操作太频繁', en: 'Too many requests' },
    detail: {
      zh: '请在 {seconds} 秒后再试，已填写的内容会保留。',
      en: 'Try again in {seconds} seconds; what you typed is kept.',
    },
  },
  'cross-site': {
    status: 403,
    title: { zh: '请求来源不明', en: 'Request from another site' },
    detail: { zh: '请从本平台的页面操作。', en: 'Use the pages of this platform.' },
  },
  forbidden: {
    status: 403,
    title: { zh: '您没有办理这一步的职责', en: 'Your posts do not allow this' },
    detail: {
      zh: '可以办理的人：{who}。如有疑问请联系负责人。',
      en: 'Who may do this: {who}. Ask the person responsible.',
    },
  },
  'not-found': {
    status: 404,
    title: { zh: '没有找到', en: 'Not found' },
    detail: {
      zh: '它可能不存在，或者您无权查看。请检查链接或编号。',
      en: 'It may not exist, or you may not see it. Check the link or number.',
    },
  },
  'state-changed': {
    status: 409,
    title: { zh: '事项已有新进展', en: 'The case has moved on' },
    detail: {
      zh: '别人刚刚办理过，请查看最新情况后再操作，您填写的内容已保留。',
      en: 'Somebody acted just now. Look at the present state, then go on; what you typed is kept.',
    },
  },
  'verb-not-allowed': {
    status: 409,
    title: { zh: '现在不能这样办理', en: 'Not possible now' },
    detail: {
      zh: '事项目前处于“{station}”，请选择可办理的操作。',
      en: 'The case is at “{station}”. Choose one of the possible actions.',
    },
  },
  'command-conflict': {
    status: 409,
    title: { zh: '编号已被使用', en: 'Command id already used' },
    detail: {
      zh: '这个操作编号已用于另一次提交，请换一个新的编号。',
      en: 'This command id belongs to another request. Use a new one.',
    },
  },
  'gate-closed': {
    status: 422,
    title: { zh: '条件尚未满足', en: 'A condition is not met' },
    detail: { zh: '{what}', en: '{what}' },
  },
  'unknown-kind': {
    status: 422,
    title: { zh: '没有这类事项', en: 'No such kind of case' },
    detail: { zh: '可选：{allowed}。', en: 'Choose one of: {allowed}.' },
  },
  'unknown-verb': {
    status: 422,
    title: { zh: '没有这种操作', en: 'No such action' },
    detail: { zh: '可选：{allowed}。', en: 'Choose one of: {allowed}.' },
  },
  'unknown-station': {
    status: 422,
    title: { zh: '没有这个环节', en: 'No such station' },
    detail: { zh: '可选：{allowed}。', en: 'Choose one of: {allowed}.' },
  },
  'unknown-category': {
    status: 422,
    title: { zh: '没有这个问题类别', en: 'No such category' },
    detail: { zh: '请从问题目录中选择。', en: 'Choose one from the catalogue.' },
  },
  'unknown-queue': {
    status: 404,
    title: { zh: '没有这个队列', en: 'No such queue' },
    detail: { zh: '可选：{allowed}。', en: 'Choose one of: {allowed}.' },
  },
  'unknown-area': {
    status: 422,
    title: { zh: '没有这个地点', en: 'No such place' },
    detail: {
      zh: '请从列表中选择小区、楼栋或单元。',
      en: 'Choose compound, building or unit from the list.',
    },
  },
  'outside-city': {
    status: 422,
    title: { zh: '位置不在服务范围内', en: 'Outside the area served' },
    detail: {
      zh: '请检查定位，或在列表中手动选择地点。',
      en: 'Check the position, or choose the place from the list.',
    },
  },
  'kind-not-here': {
    status: 422,
    title: { zh: '这类事项不在这类小区办理', en: 'Not for this class of compounds' },
    detail: {
      zh: '“{kind}”只在这几类小区办理：{classes}。请选择其他地点或其他事项。',
      en: '“{kind}” is for these classes of compounds only: {classes}. Choose another place or another kind.',
    },
  },
  'unknown-city': {
    status: 404,
    title: { zh: '没有这个城市', en: 'No such city' },
    detail: { zh: '请重新选择城市：{allowed}。', en: 'Choose a city again: {allowed}.' },
  },
  'nobody-answers': {
    status: 422,
    title: { zh: '这里暂时没有负责的岗位', en: 'Nobody answers here yet' },
    detail: {
      zh: '请拨打社区电话；我们已提醒上级补上岗位。',
      en: 'Please phone the community office; the level above has been told.',
    },
  },
  'reason-required': {
    status: 422,
    title: { zh: '请写明原因', en: 'A reason is needed' },
    detail: {
      zh: '用一句话写明原因，报告人也会看到。',
      en: 'Give the reason in a sentence; the reporter will read it.',
    },
  },
  'field-required': {
    status: 422,
    title: { zh: '还缺少内容', en: 'Something is missing' },
    detail: { zh: '请填写“{field}”。', en: 'Fill in “{field}”.' },
  },
  'field-invalid': {
    status: 422,
    title: { zh: '内容不符合要求', en: 'Not acceptable' },
    detail: { zh: '“{field}”{problem}。', en: '“{field}” {problem}.' },
  },
  'handler-may-not-verify': {
    status: 403,
    title: { zh: '办理人不能自己核查', en: 'The handler may not verify' },
    detail: { zh: '请由没有办理过这件事的人核查。', en: 'Somebody who did not handle it must verify.' },
  },
  'holder-invalid': {
    status: 422,
    title: { zh: '不能交给这个岗位', en: 'Cannot be given to this post' },
    detail: { zh: '请从可选的岗位中选择。', en: 'Choose one of the posts offered.' },
  },
  'power-taken-back': {
    status: 422,
    title: { zh: '这项职权已被收回', en: 'This power has been taken back' },
    detail: {
      zh: '“{item}”自 {from} 起列入{list}（依据：{basis}），不能再交给{org}。现由{lead}办理。',
      en: '“{item}” has been in the list “{list}” since {from} ({basis}) and cannot be given to {org}. It is now done by: {lead}.',
    },
  },
  'opinion-needed': {
    status: 422,
    title: { zh: '任用前应先征求意见', en: 'An opinion comes before the appointment' },
    detail: {
      zh: '“{role}”任用前应先办理“{kind}”；出具意见或逾期后，附上该事项再任命。',
      en: 'Before anybody becomes “{role}”, “{kind}” is opened; once the opinion is given or its time is over, the appointment names that case.',
    },
  },
  'opinion-not-ended': {
    status: 422,
    title: { zh: '意见还在时限内', en: 'The opinion is still to be given' },
    detail: {
      zh: '{number} 还没有结束；出具意见或逾期后再任命。',
      en: '{number} has not ended. Appoint when the opinion is given or its time is over.',
    },
  },
  'seats-taken': {
    status: 422,
    title: { zh: '这个职务已有人担任', en: 'The post is taken' },
    detail: {
      zh: '“{role}”在该组织限 {seats} 人，请先结束现任的任期。',
      en: '“{role}” has {seats} seats in this organisation. End a present holder’s term first.',
    },
  },
  'never-together': {
    status: 422,
    title: { zh: '这两个职务不能同时担任', en: 'These two roles are never held together' },
    detail: {
      zh: '“{role}”不能与“{other}”由同一人同时担任，请先结束其中一个。',
      en: '“{role}” and “{other}” are never held by one person at a time. End one of the two first.',
    },
  },
  'reported-in-already': {
    status: 422,
    title: { zh: '已经报到', en: 'Reported in already' },
    detail: {
      zh: '您已在“{community}”报到；搬家后请先结束那里的报到。',
      en: 'You reported in at “{community}”. After moving, end that first.',
    },
  },
  'login-taken': {
    status: 422,
    title: { zh: '这个账号已被使用', en: 'This login is taken' },
    detail: { zh: '请换一个账号。', en: 'Choose another login.' },
  },
  'merge-invalid': {
    status: 422,
    title: { zh: '不能合并到这个事项', en: 'Cannot be merged into that case' },
    detail: {
      zh: '请选择同类的、尚未结束的另一件事项。',
      en: 'Choose another case of the same kind that is still open.',
    },
  },
  'ladder-top': {
    status: 422,
    title: { zh: '已经在最高一级', en: 'Already on the top rung' },
    detail: { zh: '请由本级会议作出决定。', en: 'The meeting of this rung has to decide.' },
  },
  'parts-open': {
    status: 422,
    title: { zh: '还有协办未完成', en: 'Parts are still open' },
    detail: { zh: '请等待或催办：{parts}。', en: 'Wait for or urge: {parts}.' },
  },
  'not-an-image': {
    status: 422,
    title: { zh: '这不是可以识别的照片', en: 'Not a photo we can read' },
    detail: { zh: '请选择 JPEG、PNG 或 WebP 照片。', en: 'Choose a JPEG, PNG or WebP photo.' },
  },
  'heic-unsupported': {
    status: 422,
    title: { zh: '暂不支持 HEIC 照片', en: 'HEIC photos are not supported' },
    detail: {
      zh: '请在手机“设置—相机—格式”中选“兼容性最佳”，或发送截图。',
      en: 'Choose “Most Compatible” under Settings › Camera › Formats, or send a screenshot.',
    },
  },
  'image-too-large': {
    status: 422,
    title: { zh: '照片尺寸过大', en: 'The photo is too large' },
    detail: {
      zh: '每张不超过 20 MB、6000 万像素，请压缩后再试。',
      en: 'At most 20 MB and 60 megapixels each. Make it smaller and try again.',
    },
  },
  'upload-incomplete': {
    status: 409,
    title: { zh: '照片还没有传完', en: 'The upload is not complete' },
    detail: { zh: '请继续上传，传完后再提交。', en: 'Go on uploading, then send it again.' },
  },
  'upload-protocol': {
    status: 412,
    title: { zh: '上传方式不符', en: 'Not the upload protocol' },
    detail: {
      zh: '请按 tus 1.0 上传（Tus-Resumable: 1.0.0）。',
      en: 'Upload by tus 1.0 (Tus-Resumable: 1.0.0).',
    },
  },
  'too-many-photos': {
    status: 422,
    title: { zh: '照片太多', en: 'Too many photos' },
    detail: { zh: '最多 {max} 张，请删去几张。', en: 'At most {max}. Remove some.' },
  },
  'webhook-invalid': {
    status: 422,
    title: { zh: '机器人地址不正确', en: 'Not a robot address' },
    detail: {
      zh: '请粘贴工作群机器人的完整地址（https 开头）。',
      en: 'Paste the whole robot address of the work group (starting with https).',
    },
  },
  'push-unknown': {
    status: 422,
    title: { zh: '这个浏览器的推送不能使用', en: 'Pushes to this browser are not possible' },
    detail: {
      zh: '它的推送服务没有在本系统登记，请换一个浏览器，或者用邮件接收。',
      en: 'Its push service is not one that this server may call. Use another browser, or e-mail.',
    },
  },
  'email-unavailable': {
    status: 503,
    title: { zh: '现在发不出邮件', en: 'E-mail cannot be sent now' },
    detail: {
      zh: '请稍后再试；您填写的邮箱没有保存。',
      en: 'Try again later; the address was not kept.',
    },
  },
  'email-refused': {
    status: 422,
    title: { zh: '这个邮箱收不到邮件', en: 'Nothing reaches this address' },
    detail: {
      zh: '对方邮件服务器拒收，请检查有没有写错。',
      en: 'Its mail server refuses it. Check whether it is written correctly.',
    },
  },
  'too-many-addresses': {
    status: 422,
    title: { zh: '邮箱已经够多', en: 'No more addresses' },
    detail: {
      zh: '最多登记三个邮箱，请先去掉一个。',
      en: 'Three addresses at most. Take one out first.',
    },
  },
  'file-too-large': {
    status: 413,
    title: { zh: '文件太大', en: 'The file is too large' },
    detail: {
      zh: '每个文件不超过 {limit}，请按街道或小区分成几个。',
      en: '{limit} at most. Divide it into several files, by street or by compound.',
    },
  },
  'import-state': {
    status: 409,
    title: { zh: '这次导入现在不能这样办理', en: 'Not possible for this import now' },
    detail: {
      zh: '它的状态已经改变，请查看最新情况。',
      en: 'Its state has changed. Look at what it is now.',
    },
  },
  'plan-state': {
    status: 409,
    title: { zh: '这个方案现在不能这样办理', en: 'Not possible for this plan now' },
    detail: {
      zh: '它的状态已经改变，请查看最新情况。',
      en: 'Its state has changed. Look at what it is now.',
    },
  },
  'plan-stale': {
    status: 409,
    title: { zh: '方案作出后情况有变', en: 'Things have changed since this plan was made' },
    detail: { zh: '{what}请重新规划。', en: '{what} Plan again.' },
  },
  'unknown-gathering': {
    status: 422,
    title: { zh: '没有这类活动', en: 'No such kind of gathering' },
    detail: { zh: '可选：{allowed}。', en: 'Choose one of: {allowed}.' },
  },
  'gathering-state': {
    status: 409,
    title: { zh: '这次活动现在不能这样办理', en: 'Not possible for this gathering now' },
    detail: {
      zh: '它的状态已经改变，请查看最新情况，您填写的内容已保留。',
      en: 'Its state has changed. Look at what it is now; what you typed is kept.',
    },
  },
  'gathering-no-quorum': {
    status: 409,
    title: { zh: '到会人数不够，不能作出决定', en: 'Too few are here to decide' },
    detail: {
      zh: '请为到会的人签到；人数不够的，只能听取、记下或转到下次。',
      en: 'Enter those who came; until then things can be heard, noted or carried over only.',
    },
  },
  'gathering-no-hands': {
    status: 409,
    title: { zh: '还没有表决通过', en: 'Not carried by hands yet' },
    detail: {
      zh: '请先提出动议并表决，通过后再写决议。',
      en: 'Put a motion and count hands; write the resolution once it is passed.',
    },
  },
  'gathering-no-committee': {
    status: 409,
    title: { zh: '这里不设委员会', en: 'There is no committee here' },
    detail: {
      zh: '成员达到 {from} 名才设委员会，请把事项提交成员大会。',
      en: 'It has one from {from} members on. Bring the matter before the members.',
    },
  },
  'minutes-stale': {
    status: 409,
    title: { zh: '别人也改了这段记录', en: 'Somebody else changed these minutes' },
    detail: {
      zh: '两份文字都保留着，请合并后再保存。',
      en: 'Both texts are kept. Merge them and save again.',
    },
  },
  'attendance-code-invalid': {
    status: 422,
    title: { zh: '签到码已失效', en: 'The code is no longer valid' },
    detail: {
      zh: '签到码每半分钟更换，请扫描屏幕上现在的二维码。',
      en: 'It changes every half minute. Scan the one on the screen now.',
    },
  },
  'sign-up-closed': {
    status: 422,
    title: { zh: '现在不能报名', en: 'Sign-up is not open' },
    detail: { zh: '报名时间：{from} 至 {until}。', en: 'One can sign up from {from} until {until}.' },
  },
  'places-taken': {
    status: 422,
    title: { zh: '名额已满', en: 'No place is left' },
    detail: { zh: '请选择另一场，或稍后再看。', en: 'Choose another one, or look again later.' },
  },
  'seat-changed': {
    status: 409,
    title: { zh: '这个班次已有变化', en: 'This shift has changed hands' },
    detail: { zh: '请查看最新的排班后再操作。', en: 'Look at the roster as it is now, then go on.' },
  },
  'was-not-there': {
    status: 422,
    title: { zh: '只有到场的人可以评价', en: 'Only those who were there can say how it was' },
    detail: {
      zh: '如果您到场了，请让记录人补登签到。',
      en: 'If you were there, ask the minute-taker to add your name.',
    },
  },
  'roll-incomplete': {
    status: 422,
    title: { zh: '名册还不完整', en: 'The roll is not complete' },
    detail: {
      zh: '有 {count} 套房屋没有专有部分面积（{homes}），请先在产权名册中补上。',
      en: '{count} homes have no exclusive area ({homes}). Enter it in the ownership register first.',
    },
  },
  'slip-with-session': {
    status: 422,
    title: { zh: '投票时不能带登录信息', en: 'A slip comes without a session' },
    detail: {
      zh: '为了保护您的秘密，选票必须不带登录信息投入票箱。请更新页面后再试。',
      en: 'To keep your vote secret, a slip is put into the box without any sign-in. Reload the page and try again.',
    },
  },
  'slip-invalid': {
    status: 422,
    title: { zh: '这张选票无效', en: 'This slip is not valid' },
    detail: {
      zh: '选票的签名与内容不符。请从表决页面重新投入，不要改动选票。',
      en: 'Its signature does not fit what it says. Cast it again from the voting page, unchanged.',
    },
  },
  'slip-taken': {
    status: 409,
    title: { zh: '这个编号的选票已在票箱中', en: 'A slip with this token is in the box already' },
    detail: {
      zh: '票箱中的选票不能更改。',
      en: 'What is in the box cannot be changed.',
    },
  },
  'not-demo': {
    status: 404,
    title: { zh: '不是演示环境', en: 'Not a demo' },
    detail: { zh: '演示登录只在演示环境中提供。', en: 'Demo sign-in exists in demo mode only.' },
  },
  starting: {
    status: 503,
    title: { zh: '正在启动', en: 'Starting' },
    detail: { zh: '请稍候几秒再试。', en: 'Try again in a few seconds.' },
  },
  'not-available': {
    status: 503,
    title: { zh: '暂时无法办理', en: 'Not available right now' },
    detail: {
      zh: '请稍后再试，已填写的内容会保留，重复提交不会重复登记。',
      en: 'Try again shortly; what you typed is kept, and sending twice registers once.',
    },
  },
  internal: {
    status: 500,
    title: { zh: '系统出了问题', en: 'Something went wrong' },
    detail: {
      zh: '请稍后再试；如仍不行，请把编号 {requestId} 告诉管理员。',
      en: 'Try again later; if it persists, tell the administrator this number: {requestId}.',
    },
  },
} as const satisfies Record<string, { status: number; title: Label; detail: Label }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** RFC 9457 problem document. */
export const Problem = z.object({
  type: z.string().describe('`/problems/CODE`: the same for every occurrence'),
  code: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string().optional().describe('Request id'),
  errors: z
    .array(z.object({ at: z.string().describe('JSON pointer of the field'), message: z.string() }))
    .optional(),
  /** 409: the present state and what may be done now. 422: rule of the model that refuses. */
  current: z.unknown().optional(),
  rule: z.string().optional(),
  data: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** Fill a catalogue text from data; a name without data stays visible as `{name}`. */
export function fill(text: string, data: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in data ? String(data[name]) : whole));
}
