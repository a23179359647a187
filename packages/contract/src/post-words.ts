/** A post in words, with its organisation: for histories, and wherever both stand in one line. */
import type { Label } from './text.ts';

/**
 * `竹湖园社区党委` and `社区党委书记` are `竹湖园社区党委书记`: what the name ends in and the title begins with is said once.
 * The words begin with the whole name and end in the whole title, so neither loses anything. In English the title comes first.
 */
export function postWords(orgName: string, roleTitle: Label): Label {
  return {
    zh: joined(orgName, roleTitle.zh),
    en: [roleTitle.en, orgName].filter((word) => word !== '').join(', '),
  };
}

/**
 * The English of a post that a record keeps in its Chinese words alone. They end in one of the titles of roles, the longest that
 * fits; what comes before it is the name of the organisation, which gets back what was said once for both where a kind of
 * organisation is called so. Words that end in no title stay as they are.
 *
 *     postInEnglish('竹湖园社区党委书记', roles, kinds) // 'Community secretary, 竹湖园社区党委'
 */
export function postInEnglish(
  words: string,
  roleTitles: readonly Label[],
  kindTitles: readonly Label[],
): string {
  const [title] = roleTitles
    .filter(({ zh }) => zh !== '' && words.endsWith(zh))
    .sort((one, other) => other.zh.length - one.zh.length);
  if (title === undefined) return words;
  return postWords(nameBefore(words.slice(0, -title.zh.length), title.zh, kindTitles), title).en;
}

function nameBefore(before: string, title: string, kindTitles: readonly Label[]): string {
  if (before === '' || before.endsWith(' ')) return before.trimEnd();
  for (let length = title.length - 1; length >= leastWord; length--) {
    const said = title.slice(0, length);
    if (kindTitles.some(({ zh }) => zh.endsWith(said))) return before.endsWith(said) ? before : before + said;
  }
  return before;
}

function joined(name: string, title: string): string {
  const said = overlap(name, title);
  if (said > 0) return name + title.slice(said);
  return name + (runsTogether(name, title) ? '' : ' ') + title;
}

/** One sign alone is chance and no word: `物业公司` has no part in `司机`. */
const leastWord = 2;

function overlap(name: string, title: string): number {
  for (let length = Math.min(name.length, title.length); length >= leastWord; length--) {
    if (name.endsWith(title.slice(0, length)) && !cutsWord(title, length)) return length;
  }
  return 0;
}

/** `Chess club` and `Clubhouse keeper`: only where words are written apart can one be cut. */
function cutsWord(title: string, length: number): boolean {
  return isSpelt(title[length - 1]) && isSpelt(title[length]);
}

/**
 * Side by side reads well until the title takes a word of the name up again, as in `采薇华庭党支部 小区党支部书记`, or
 * where either side is spelt in letters. A bracket that closes keeps them apart by itself: `晴川物业（采薇华庭）物业维修员`.
 */
function runsTogether(name: string, title: string): boolean {
  if (name === '' || title === '') return true;
  if (/[）】」』”]$/.test(name)) return true;
  if (isSpelt(name.at(-1)) || isSpelt(title[0])) return false;
  for (let at = 0; at + leastWord <= title.length; at++) {
    if (name.includes(title.slice(at, at + leastWord))) return false;
  }
  return true;
}

function isSpelt(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{Script=Latin}\d]/u.test(sign);
}
