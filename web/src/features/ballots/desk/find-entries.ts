/**
 * Finds the entry of a paper from what a teller types of it: “3-2-501” for 3栋2单元501, a part of the name, the code of a home,
 * the number of the entry, or who it is. Numbers are compared from the door outwards, so that 501 never finds 1501.
 */
export interface RollEntry {
  ref: string;
  homes: { code: string; name: string }[];
  /** Where persons are on the roll. */
  voter?: string | null;
}

export function findEntries<Entry extends RollEntry>(
  roll: readonly Entry[],
  typed: string,
  most: number,
): Entry[] {
  const words = typed.trim();
  if (words === '') return [];
  const exact = roll.filter(({ homes }) => homes.some(({ code, name }) => code === words || name === words));
  if (exact.length > 0) return exact.slice(0, most);
  const wanted = numbersIn(words);
  const letters = words.replace(/[\d\s\-—.,，、/#]+/g, ' ').trim();
  const found: Entry[] = [];
  for (const entry of roll) {
    const isNamed = letters !== '' && entry.voter?.includes(letters);
    if (isNamed || entry.homes.some(({ name }) => says(name, wanted, letters))) found.push(entry);
    if (found.length >= most) break;
  }
  // The number of an entry stands on a printed paper; a door that has it as its number comes first.
  const byNumber = roll.find(({ ref }) => ref === words);
  return byNumber === undefined || found.includes(byNumber) ? found : [...found.slice(0, most - 1), byNumber];
}

function says(name: string, wanted: readonly string[], letters: string): boolean {
  if (letters !== '' && !letters.split(' ').every((word) => name.includes(word))) return false;
  if (wanted.length === 0) return letters !== '';
  const numbers = numbersIn(name);
  if (numbers.at(-1) !== wanted.at(-1)) return false;
  // Every number typed stands in the name, in the same order.
  let at = 0;
  for (const number of numbers) if (number === wanted[at]) at += 1;
  return at >= wanted.length;
}

function numbersIn(words: string): string[] {
  return (words.match(/\d+/g) ?? []).map((number) => number.replace(/^0+(?=\d)/, ''));
}

/** “竹湖园社区 采薇华庭 1号楼 1单元 201室” within 采薇华庭 is “1号楼 1单元 201室”. */
export function nameWithin(name: string, place: string): string {
  const at = name.indexOf(place);
  return at < 0 ? name : name.slice(at + place.length).trim() || name;
}
