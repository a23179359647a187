/** Free answers become a catalogue: what belongs together stands together, common problems apart from individual ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FreeAnswer, groupAnswers } from '../src/index.ts';

/** Problems as people write them, several ways each. `common`: written of in many compounds. */
const problems: { key: string; common: boolean; ways: string[] }[] = [
  {
    key: 'lights',
    common: true,
    ways: [
      '楼道灯不亮',
      '楼道的灯坏了没人修',
      '我们楼道灯坏了晚上看不见',
      '楼道里灯不亮老人摔跤',
      '三单元楼道灯坏了',
    ],
  },
  {
    key: 'parking',
    common: true,
    ways: [
      '停车位不够',
      '小区停车难，没有停车位',
      '停车位太少车没地方停',
      '外来车占了停车位',
      '停车难晚上找不到停车位',
    ],
  },
  {
    key: 'rubbish',
    common: true,
    ways: [
      '垃圾清运不及时',
      '垃圾桶满了没人清运',
      '垃圾清运太慢太臭',
      '楼下垃圾桶垃圾成堆',
      '垃圾没人清运夏天很臭',
    ],
  },
  {
    key: 'lift',
    common: true,
    ways: [
      '电梯经常坏',
      '电梯老是坏困过人',
      '电梯坏了三天没修好',
      '希望修好电梯经常停运',
      '电梯经常停运要爬楼',
    ],
  },
  {
    key: 'dogs',
    common: true,
    ways: [
      '遛狗不牵绳',
      '有人遛狗不牵绳吓到孩子',
      '狗粪没人清理，遛狗不牵绳',
      '养狗遛狗不牵绳没人管',
      '遛狗的人不清理狗粪',
    ],
  },
  { key: 'water', common: false, ways: ['二楼水管漏水', '水管漏水漏到楼下', '家里水管老化漏水'] },
  {
    key: 'noise',
    common: false,
    ways: ['广场舞噪音太大', '晚上广场舞噪音吵得睡不着', '广场舞的噪音能不能小点'],
  },
  { key: 'school', common: false, ways: ['孩子上学太远', '附近没有小学孩子上学远', '孩子上学要坐很久的车'] },
];

/** Words as a cutter would give them; here pairs from a small vocabulary, which is all the grouping needs of them. */
const vocabulary = [
  '楼道',
  '灯',
  '停车位',
  '停车',
  '垃圾',
  '清运',
  '电梯',
  '停运',
  '遛狗',
  '牵绳',
  '狗粪',
  '水管',
  '漏水',
  '广场舞',
  '噪音',
  '孩子',
  '上学',
  '垃圾桶',
];
const wordsOf = (text: string): string[] => vocabulary.filter((word) => text.includes(word));

function answersOf(perProblem: number): { answers: FreeAnswer[]; problemOf: Map<string, string> } {
  const problemOf = new Map<string, string>();
  const answers: FreeAnswer[] = [];
  for (const { key, common, ways } of problems) {
    for (let index = 0; index < perProblem; index += 1) {
      const text = `${['', '反映一下，', '希望解决：', '请物业看看，'][index % 4]}${ways[index % ways.length]}`;
      const id = `${key}-${index}`;
      problemOf.set(id, key);
      answers.push({ id, text, words: wordsOf(text), areaCode: common ? `C${index % 12}` : 'C1' });
    }
  }
  return { answers, problemOf };
}

describe('grouping', () => {
  const { answers, problemOf } = answersOf(40);
  const groups = groupAnswers(answers, { commonFrom: 3 });

  it('puts together what is about the same: at least nine in ten stand with the problem most of their group is about', () => {
    const right = groups.reduce((sum, { answerIds }) => {
      const counts = new Map<string, number>();
      for (const id of answerIds) counts.set(problemOf.get(id)!, (counts.get(problemOf.get(id)!) ?? 0) + 1);
      return sum + Math.max(...counts.values());
    }, 0);
    expect(right / answers.length).toBeGreaterThanOrEqual(0.9);
    // Groups of one answer each would be pure and of no use.
    expect(groups.length).toBeLessThanOrEqual(problems.length * 2);
  });

  it('ranks from the largest to the smallest, with words that name the problem', () => {
    const sizes = groups.map(({ answerIds }) => answerIds.length);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    const parking = groups.find(({ answerIds }) => answerIds.includes('parking-0'));
    expect(parking?.words).toContain('停车位');
  });

  it('tells common problems from individual ones by the number of compounds', () => {
    for (const group of groups) {
      expect(group.reach).toBe(group.areaCodes.length >= 3 ? 'common' : 'individual');
    }
    const reachOf = (id: string) => groups.find(({ answerIds }) => answerIds.includes(id))?.reach;
    expect([reachOf('lift-0'), reachOf('noise-0')]).toEqual(['common', 'individual']);
  });

  it('gives the same groups for the same answers', () => {
    expect(groupAnswers(answers, { commonFrom: 3 })).toEqual(groups);
  });
});

it('every answer is in exactly one group, whatever people write', () => {
  const text = fc.oneof(
    fc.constantFrom(...problems.flatMap(({ ways }) => ways)),
    fc.string({ maxLength: 30 }),
    fc.constant(''),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
      const answers = texts.map((each, index) => ({
        id: String(index),
        text: each,
        words: wordsOf(each),
        areaCode: 'A',
      }));
      const groups = groupAnswers(answers, { commonFrom: 2 });
      const ids = groups.flatMap(({ answerIds }) => answerIds);
      expect([...ids].sort()).toEqual(answers.map(({ id }) => id).sort());
      expect(groups.every(({ key, answerIds }) => answerIds.includes(key))).toBe(true);
    }),
  );
});
