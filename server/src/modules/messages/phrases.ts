/**
 * What messages say, in both languages. No personal data and nothing a reporter wrote: number, kind, station and times
 * only, because a message may be read on a locked screen or in a chat group. The case itself is one tap away.
 */
import type { Label } from '@linli/contract';
import type { NoticeTemplate } from '@linli/engine';

/** Who reads it: the reporter, somebody who follows, or somebody on duty (also a work group). */
export type Audience = 'reporter' | 'follower' | 'duty';

export interface Phrase {
  title: Label;
  text: Label;
}

type Phrases = { duty: Phrase } & Partial<Record<Audience, Phrase>>;

const line = (zh: string, en: string): Label => ({ zh, en });

/** Slots: {number} {kind} {station} {clock} {percent} {dueAt} {pause} {until} {rung} {rating}. */
export const phrases: Record<NoticeTemplate, Phrases> = {
  'case.received': {
    reporter: {
      title: line('已收到', 'Received'),
      text: line(
        '{kind} {number} 已收到，进展会通知您。',
        'We have {number} ({kind}) and will tell you how it goes.',
      ),
    },
    duty: {
      title: line('新事项', 'New case'),
      text: line('{kind} {number} 等待您受理。', '{number} ({kind}) waits for you to accept it.'),
    },
  },
  'case.accepted': {
    duty: {
      title: line('已受理', 'Accepted'),
      text: line('{kind} {number} 已受理。', '{number} ({kind}) was accepted.'),
    },
  },
  'case.assigned': {
    reporter: {
      title: line('已派人办理', 'Somebody has it'),
      text: line('{kind} {number} 已交给承办人。', '{number} ({kind}) was given to somebody to handle.'),
    },
    duty: {
      title: line('派单通知', 'Assigned'),
      text: line(
        '{kind} {number} 已派出，请查看承办人和时限。',
        '{number} ({kind}) was assigned: see who has it and until when.',
      ),
    },
  },
  'case.handling': {
    duty: {
      title: line('开始办理', 'Being handled'),
      text: line('{kind} {number} 已开始办理。', 'Work on {number} ({kind}) has begun.'),
    },
  },
  'case.returned': {
    duty: {
      title: line('被退回', 'Returned'),
      text: line(
        '{kind} {number} 被退回，请查看原因后重新派单。',
        '{number} ({kind}) came back: read why and assign it again.',
      ),
    },
  },
  'case.paused': {
    reporter: {
      title: line('暂停办理', 'Paused'),
      text: line(
        '{kind} {number} 暂停：{pause}，最晚到{until}。请查看是否需要您答复。',
        '{number} ({kind}) is paused: {pause}, until {until} at the latest. See whether your answer is needed.',
      ),
    },
    duty: {
      title: line('已暂停', 'Paused'),
      text: line(
        '{kind} {number} 暂停：{pause}，最晚到{until}。',
        '{number} ({kind}) is paused: {pause}, until {until} at the latest.',
      ),
    },
  },
  'case.resumed': {
    duty: {
      title: line('恢复办理', 'Goes on'),
      text: line(
        '{kind} {number} 恢复办理，时限继续计算。',
        '{number} ({kind}) goes on, and so do its clocks.',
      ),
    },
  },
  'case.answered': {
    duty: {
      title: line('报告人已答复', 'The reporter has answered'),
      text: line('{kind} {number} 有了报告人的答复。', 'The reporter of {number} ({kind}) has answered.'),
    },
  },
  'case.noted': {
    duty: {
      title: line('有新的说明', 'A new note'),
      text: line('{kind} {number} 有新的说明。', '{number} ({kind}) has a new note.'),
    },
  },
  'case.urged': {
    duty: {
      title: line('有人催办', 'Urged'),
      text: line(
        '{kind} {number} 被催办，请尽快处理。',
        'Somebody urges {number} ({kind}): please see to it.',
      ),
    },
  },
  'case.resolved': {
    reporter: {
      title: line('已办结', 'Done'),
      text: line('{kind} {number} 已办好，等待核查。', '{number} ({kind}) is done and will be verified.'),
    },
    follower: {
      title: line('已办结', 'Done'),
      text: line(
        '您关注的 {number} 已办好，等待核查。',
        '{number}, which you follow, is done and will be verified.',
      ),
    },
    duty: {
      title: line('待核查', 'To verify'),
      text: line(
        '{kind} {number} 已办好，请由未经办的人核查。',
        '{number} ({kind}) is done: somebody who did not handle it must verify.',
      ),
    },
  },
  'case.verified': {
    reporter: {
      title: line('请您评价', 'How was it?'),
      text: line(
        '{kind} {number} 已核查，请评价是否解决。',
        '{number} ({kind}) was verified. Please say whether it is solved.',
      ),
    },
    duty: {
      title: line('已核查', 'Verified'),
      text: line('{kind} {number} 已核查。', '{number} ({kind}) was verified.'),
    },
  },
  'case.rejected': {
    duty: {
      title: line('核查未通过', 'Not accepted'),
      text: line(
        '{kind} {number} 核查未通过，请查看原因。',
        '{number} ({kind}) was not accepted when verified: read why.',
      ),
    },
  },
  'case.rated': {
    duty: {
      title: line('报告人已评价', 'Rated'),
      text: line(
        '{kind} {number} 的报告人评价：{rating}。',
        'The reporter of {number} ({kind}) says: {rating}.',
      ),
    },
  },
  'case.reopened': {
    reporter: {
      title: line('重新办理', 'Open again'),
      text: line('{kind} {number} 将重新办理。', '{number} ({kind}) will be handled again.'),
    },
    follower: {
      title: line('重新办理', 'Open again'),
      text: line('您关注的 {number} 将重新办理。', '{number}, which you follow, will be handled again.'),
    },
    duty: {
      title: line('重新办理', 'Open again'),
      text: line('{kind} {number} 需要重新办理。', '{number} ({kind}) has to be handled again.'),
    },
  },
  'case.climbed': {
    reporter: {
      title: line('已上升一级', 'Raised'),
      text: line('{kind} {number} 已提交“{rung}”研究。', '{number} ({kind}) went to: {rung}.'),
    },
    duty: {
      title: line('事项升级', 'Climbed'),
      text: line('{kind} {number} 已升级到“{rung}”。', '{number} ({kind}) climbed to: {rung}.'),
    },
  },
  'case.decided': {
    duty: {
      title: line('已有决定', 'Decided'),
      text: line('{kind} {number} 已由“{rung}”作出决定。', '{number} ({kind}) was decided by: {rung}.'),
    },
  },
  'case.descended': {
    duty: {
      title: line('退回办理', 'Sent back down'),
      text: line('{kind} {number} 已退回下一级办理。', '{number} ({kind}) was sent down one rung.'),
    },
  },
  'case.closed': {
    duty: {
      title: line('已结束', 'Closed'),
      text: line('{kind} {number} 已结束。', '{number} ({kind}) is closed.'),
    },
  },
  'case.withdrawn': {
    duty: {
      title: line('已撤回', 'Withdrawn'),
      text: line('{kind} {number} 已由报告人撤回。', 'The reporter has withdrawn {number} ({kind}).'),
    },
  },
  'case.merged': {
    duty: {
      title: line('已合并', 'Merged'),
      text: line(
        '{kind} {number} 已并入同一问题的另一件，进展照常通知。',
        '{number} ({kind}) was merged into another case of the same problem; you will hear of that one.',
      ),
    },
  },
  'case.reminder': {
    duty: {
      title: line('时限提醒', 'Time is running'),
      text: line(
        '{kind} {number} 的“{clock}”已用去 {percent}%，请在{dueAt}前完成。',
        '{number} ({kind}): {percent}% of “{clock}” is used; it is due {dueAt}.',
      ),
    },
  },
  'case.over': {
    duty: {
      title: line('已超时', 'Over time'),
      text: line(
        '{kind} {number} 的“{clock}”已于{dueAt}到期，请尽快处理。',
        '{number} ({kind}): “{clock}” ran out {dueAt}. Please see to it.',
      ),
    },
  },
  'case.rung-over': {
    duty: {
      title: line('逾期未决', 'No decision in time'),
      text: line(
        '{kind} {number} 在“{rung}”逾期未决。',
        '{number} ({kind}) got no decision in time from: {rung}.',
      ),
    },
  },
  'case.part-asked': {
    duty: {
      title: line('请您协办', 'Your part is asked'),
      text: line('{kind} {number} 需要您协办一部分。', 'A part of {number} ({kind}) is asked of you.'),
    },
  },
  'case.part-signed': {
    duty: {
      title: line('协办完成', 'A part is done'),
      text: line('{kind} {number} 的一项协办已完成。', 'A part of {number} ({kind}) is done.'),
    },
  },
  'case.part-over': {
    duty: {
      title: line('协办超时', 'A part is late'),
      text: line('{kind} {number} 的一项协办已超时。', 'A part of {number} ({kind}) is late.'),
    },
  },
};
