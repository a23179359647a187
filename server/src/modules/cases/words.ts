/** Words of a text, for finding a case again, for similar cases and for suggesting a category. No network, no model file. */
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

let jieba: Jieba | undefined;

/** Loaded when first needed: some tens of milliseconds. */
function segmenter(): Jieba {
  jieba ??= Jieba.withDict(dict);
  return jieba;
}

/** Words that say nothing about what is the matter. */
const fillers = new Set(
  (
    '的 了 在 是 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好 自己 这 那 他 她 它 们 我们 你们 他们 ' +
    '吗 呢 吧 啊 呀 哦 嗯 被 把 给 对 从 向 为 与 及 或 但 但是 因为 所以 如果 而且 以及 已经 还 还是 又 再 才 只 最 更 太 ' +
    '请 请问 您好 你好 谢谢 麻烦 希望 能 能够 可以 可能 应该 需要 想 让 使 叫 来 过 下 里 中 个 些 点 次 天 时 时候 现在 今天 昨天 明天 ' +
    '这个 那个 这里 那里 什么 怎么 哪里 多 少 大 小 号 楼 栋 单元 小区 门口 旁边 附近 处理 解决 一下 尽快 赶紧 有人 the a an is are in on at of to and'
  ).split(' '),
);

/** Distinct words of a text that carry meaning, in the order they come; at most `most`. */
export function wordsOf(text: string, most = 24): string[] {
  const found = new Set<string>();
  for (const word of segmenter().cutForSearch(text.slice(0, 2_000).toLowerCase(), true)) {
    if (!/[\p{L}\p{N}]/u.test(word) || fillers.has(word)) continue;
    // A single Latin letter or digit is a building or a floor; a single character may be a whole word (堵, 臭).
    if (word.length === 1 && !/\p{Script=Han}/u.test(word)) continue;
    found.add(word);
    if (found.size >= most) break;
  }
  return [...found];
}
