/** Official divisions as they are in data/divisions.csv; see NOTICE for where they come from. */
import { readFileSync } from 'node:fs';

export interface Division {
  code: string;
  name: string;
  level: string;
}

/** The division of this code and all that lies in it, outermost first; empty where the file has none. */
export function divisionsWithin(code: string): Division[] {
  return readFileSync(new URL('../data/divisions.csv', import.meta.url), 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line.startsWith(code))
    .map((line) => {
      const [own = '', name = '', level = ''] = line.trim().split(',');
      return { code: own, name, level };
    });
}

/** `翠湖社区居委会` is the committee's name; what people call the place is `翠湖社区`. */
export function placeName(officialName: string): string {
  return officialName
    .replace(/居委会$/, '')
    .replace(/村委会$/, '村')
    .replace(/虚拟社区$/, '');
}
