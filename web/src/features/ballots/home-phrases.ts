import { definePhrases } from '../../ui/i18n/phrases.ts';

/** The few words that the first page loads. */
export const homeBallotPhrases = definePhrases({
  title: { zh: '正在表决', en: 'To be decided' },
  all: { zh: '全部', en: 'All' },
  toVote: { zh: '请您投票', en: 'Your vote is asked' },
  preparing: { zh: '准备中', en: 'Being prepared' },
  nominating: { zh: '推荐候选人', en: 'Nominations' },
  voted: { zh: '您已投票', en: 'You have voted' },
  until: { zh: '{day}截止', en: 'Until {day}' },
  from: { zh: '{day}开始投票', en: 'Voting begins {day}' },
});
