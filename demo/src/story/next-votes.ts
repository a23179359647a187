/** What owners of any compound decide about next, when the vote that was open has long been counted: one after the other. */
import type { BallotQuestion } from '@linli/engine';
import type { BallotLife, BallotTools } from './ballot-life.ts';
import { motion, said } from './ballot-words.ts';
import type { HeldPost } from './directory.ts';
import type { LocalTimes } from './local-times.ts';
import { exceptOffered, type OwnersVote, tellOwnersVote } from './owners-vote.ts';

interface Matter {
  title: string;
  text: string;
  questions: BallotQuestion[];
}

const matters: readonly Matter[] = [
  {
    title: '消防水泵和楼内消火栓维修',
    text: '年度检测发现两台消防泵启动慢，部分消火栓渗漏。检测报告和三家报价贴在各单元门厅，原件在物业服务中心可查。',
    questions: [motion('pumps', '同意使用维修资金维修消防水泵和消火栓，费用不超过21万元', 'use-repair-fund')],
  },
  {
    title: '上年公共收益的使用',
    text: '上年车位和广告收益结余已经公示。拟用于更换楼道灯和补种绿篱，余下转入下年；两件事分别表决。',
    questions: [
      motion('lamps', '同意用公共收益把楼道灯全部换成感应灯，费用不超过6万元', 'common-parts'),
      motion('green', '同意用公共收益补种绿篱和行道树，费用不超过3万元', 'common-parts'),
    ],
  },
  {
    title: '外墙渗水点维修',
    text: '三处山墙雨后渗水，住户家中墙面起皮。拟使用维修资金补做外墙防水，质保五年。',
    questions: [motion('walls', '同意使用维修资金维修外墙渗水点，费用不超过14万元', 'use-repair-fund')],
  },
  {
    title: '小区主路重铺和雨水井改造',
    text: '主路坑洼积水，雨水井盖响动扰民。拟分段施工，每段不超过四天，保证一侧通行。',
    questions: [
      motion('road', '同意使用维修资金重铺主路并改造雨水井，费用不超过32万元', 'use-repair-fund'),
      motion('night', '同意施工期间夜间二十一点后停工', 'other-major'),
    ],
  },
];

/** Open now for another week and a half; `turn`: how many there were before. */
export function tellNextVote(
  { tools, times }: { tools: BallotTools; times: LocalTimes },
  place: { code: string; name: string },
  people: readonly { personId: string; script: unknown }[],
  turn: number,
  more: Pick<OwnersVote, 'study'> & { readers?: readonly [HeldPost, HeldPost] } = {},
): Promise<BallotLife> {
  const matter = matters[turn % matters.length] as Matter;
  return tellOwnersVote({ tools, times }, place.code, tools.random.stream('next vote'), {
    ...matter,
    title: `${place.name}${matter.title}`,
    days: { convened: 30, posted: 23, from: 6, until: -10 },
    says: (from) =>
      Object.fromEntries(
        matter.questions.map(({ key }) => [key, said(from.weighted({ for: 79, against: 15, abstain: 6 }))]),
      ),
    turnout: { online: 62, paper: 28, served: 30, waiting: { once: 5, differing: 1 } },
    without: exceptOffered(people),
    ...more,
  });
}
