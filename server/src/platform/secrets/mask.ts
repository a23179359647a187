/** How personal data looks to those who have no duty to know it. */

const compoundSurnames = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 ' +
    '慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 ' +
    '轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 ' +
    '公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师'
  ).split(' '),
);

/** `张**`, `欧阳*`, `A***`: the surname stays, the number of characters does too (up to three). */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  if (characters.length === 0) return '';
  const kept = characters.length > 2 && compoundSurnames.has(characters.slice(0, 2).join('')) ? 2 : 1;
  return characters.slice(0, kept).join('') + '*'.repeat(Math.min(3, Math.max(1, characters.length - kept)));
}

/** `138****5678`: enough to recognise one's own. */
export function maskPhone(phone: string): string {
  return phone.length >= 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '*'.repeat(phone.length);
}

/** Keeps `start` and `end` characters of anything else, such as an address of a robot. */
export function maskText(text: string, start: number, end: number): string {
  const characters = [...text];
  if (characters.length <= start + end) return '*'.repeat(characters.length);
  return `${characters.slice(0, start).join('')}****${end === 0 ? '' : characters.slice(-end).join('')}`;
}
