import { definePhrases } from '../../ui/i18n/phrases.ts';

export const inboxPhrases = definePhrases({
  title: { zh: '消息', en: 'Messages' },
  noneTitle: { zh: '还没有消息', en: 'No messages yet' },
  noneText: {
    zh: '您的事项有进展、需要您答复时，会在这里告诉您。',
    en: 'When a case of yours moves or needs your answer, you read it here.',
  },
  allRead: { zh: '全部标为已读', en: 'Mark all as read' },
  unread: { zh: '未读', en: 'Unread' },
  more: { zh: '看更多', en: 'Show more' },
  signIn: { zh: '登录', en: 'Sign in' },
  signInTitle: { zh: '登录后接收消息', en: 'Sign in to get messages' },
  signInText: {
    zh: '用手机号登录，事项有进展就会通知您。没有登录也能在“我的事项”里看到进度。',
    en: 'With your phone number you are told of news. Without it, “My cases” still shows every step.',
  },
});
