import { definePhrases } from '../../ui/i18n/phrases.ts';

/** What became of a case at the meetings it climbed to. */
export const ladderPhrases = definePhrases({
  at: { zh: '{day} {name}', en: '{name}, {day}' },
  waits: { zh: '等着列入下一次会议', en: 'waits for the next meeting' },
  onAgenda: { zh: '已列入议程', en: 'on the agenda' },
  decided: { zh: '决定：', en: 'Decided: ' },
  by: { zh: '{name}议定', en: 'decided by {name}' },
  doneBy: { zh: '{name}办理', en: 'done by {name}' },
  because: { zh: '原因：{reason}', en: 'Reason: {reason}' },
});
