/** Names of invented compounds, each at most once: what grows and what the weather does, and a word of their class. */
import type { Random } from '../random.ts';

const firsts =
  '木棉 听荷 云栖 晴岚 竹里 桂影 青瓦 枕流 拾光 观澜 望岳 揽月 松风 临溪 鹿鸣 采薇 漱玉 沁园 兰亭 杏坛 梅坞 柳浪 荻花 蓼汀 芦渡 枫桥 石臼 麦场 谷仓 井栏 灯塔 码头 磨坊 驿道 渡口 塘前 溪尾 山脚 坡上 林边'.split(
    ' ',
  );
/** By class; any other word will do for a class that is not listed. */
const seconds: Readonly<Record<string, readonly string[]>> = {
  'commercial-housing': ['花园', '雅居', '华庭'],
  'mixed-use': ['广场', '中心', '商住楼'],
  'old-state-enterprise': ['新村', '工人村', '厂区住宅'],
  resettlement: ['安置房', '还建小区', '新居'],
  'work-unit-courtyard': ['家属院', '大院', '宿舍'],
  'urban-fringe': ['街坊', '联排', '小院'],
  'affordable-housing': ['公租房', '廉租房', '保障房'],
  wellness: ['康养苑', '颐养居', '暖阳苑'],
};
const others = ['苑', '里', '坊'];

/** Hands out names of a class, in an order of its own; throws when a class has used up all of its names. */
export function compoundNames(random: Random): (areaClass: string) => string {
  const decks = new Map<string, string[]>();
  return (areaClass) => {
    let deck = decks.get(areaClass);
    if (deck === undefined) {
      const words = seconds[areaClass] ?? others;
      deck = random.shuffled(firsts.flatMap((first) => words.map((second) => first + second)));
      decks.set(areaClass, deck);
    }
    const name = deck.pop();
    if (name === undefined) throw new RangeError(`no more names for compounds of the class ${areaClass}`);
    return name;
  };
}
