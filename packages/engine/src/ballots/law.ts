/**
 * What the law fixes about votes, so that no file can say otherwise. “以上” includes the figure, “过半数” does not
 * (Civil Code art. 1259).
 */
import type { JointMatter, Label, Share } from '@linli/model';
import type { BallotRule } from './types.ts';

const twoThirds: Share = { numerator: 2, denominator: 3, strict: false };
const moreThanHalf: Share = { numerator: 1, denominator: 2, strict: true };
const threeQuarters: Share = { numerator: 3, denominator: 4, strict: false };
const all: Share = { numerator: 1, denominator: 1, strict: false };

/** Civil Code art. 278: the nine matters owners decide jointly, and how many of those taking part must agree to each. */
export const jointMatterLaw: Record<JointMatter, { item: number; title: Label; majority: Share }> = {
  'rules-of-procedure': {
    item: 1,
    title: { zh: '制定和修改业主大会议事规则', en: 'Making or changing the assembly’s rules of procedure' },
    majority: moreThanHalf,
  },
  covenant: {
    item: 2,
    title: { zh: '制定和修改管理规约', en: 'Making or changing the covenant' },
    majority: moreThanHalf,
  },
  committee: {
    item: 3,
    title: {
      zh: '选举业主委员会或者更换业主委员会成员',
      en: 'Electing the owners’ committee or replacing members',
    },
    majority: moreThanHalf,
  },
  'property-service': {
    item: 4,
    title: {
      zh: '选聘和解聘物业服务企业或者其他管理人',
      en: 'Hiring or dismissing the property company or another manager',
    },
    majority: moreThanHalf,
  },
  'use-repair-fund': {
    item: 5,
    title: { zh: '使用建筑物及其附属设施的维修资金', en: 'Using the repair fund' },
    majority: moreThanHalf,
  },
  'raise-repair-fund': {
    item: 6,
    title: { zh: '筹集建筑物及其附属设施的维修资金', en: 'Raising the repair fund' },
    majority: threeQuarters,
  },
  rebuild: {
    item: 7,
    title: {
      zh: '改建、重建建筑物及其附属设施',
      en: 'Altering or rebuilding the building and its facilities',
    },
    majority: threeQuarters,
  },
  'common-parts': {
    item: 8,
    title: {
      zh: '改变共有部分的用途或者利用共有部分从事经营活动',
      en: 'Changing the use of common parts or doing business with them',
    },
    majority: threeQuarters,
  },
  'other-major': {
    item: 9,
    title: {
      zh: '有关共有和共同管理权利的其他重大事项',
      en: 'Other major matters of common ownership and management',
    },
    majority: moreThanHalf,
  },
};

/**
 * Civil Code art. 278: two thirds take part, by area and by head; of these more than half agree, or three quarters to
 * items 6 to 8, again by both.
 */
export function jointDecisionRule(matter: JointMatter): BallotRule {
  const { item, majority } = jointMatterLaw[matter];
  return {
    key: 'civil-code-278',
    measures: ['heads', 'area'],
    quorum: twoThirds,
    majority: { share: majority, of: 'taking-part' },
    source: `民法典第二百七十八条第一款第${'一二三四五六七八九'[item - 1]}项、第二款`,
  };
}

/** Civil Code art. 279: every interested owner agrees; who is silent does not. */
export const assentRule: BallotRule = {
  key: 'civil-code-279',
  measures: ['heads'],
  quorum: null,
  majority: { share: all, of: 'roll' },
  source: '民法典第二百七十九条；法释〔2009〕7号（2020年修正）第十条、第十一条',
};

/** Organic Law of Urban Residents’ Committees art. 9: more than half present, more than half of those present agree. */
export const residentsMeetingRule: BallotRule = {
  key: 'residents-meeting',
  measures: ['heads'],
  quorum: moreThanHalf,
  majority: { share: moreThanHalf, of: 'taking-part' },
  source: '城市居民委员会组织法第九条',
};

/** Does `part` of `whole` reach the share? Exact; of nothing nothing is reached. */
export function reaches(part: number, whole: number, share: Share): boolean {
  if (whole <= 0) return false;
  const left = BigInt(part) * BigInt(share.denominator);
  const right = BigInt(whole) * BigInt(share.numerator);
  return share.strict ? left > right : left >= right;
}
