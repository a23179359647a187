/** The columns of a file of areas: how a heading is recognised, and how template and export write it. */
import type { Level, Model } from '@linli/model';

/** `fullName` is written for reading and never read. */
export type Field =
  | 'level'
  | 'code'
  | 'name'
  | 'parent'
  | 'class'
  | 'longitude'
  | 'latitude'
  | 'coordinates'
  | 'exclusiveArea'
  | 'areaSource'
  | 'fullName';

export const headings: Record<Field, { zh: string; en: string; also: string[] }> = {
  level: { zh: '层级', en: 'Level', also: [] },
  code: { zh: '代码', en: 'Code', also: ['编码', '区划代码'] },
  name: { zh: '名称', en: 'Name', also: [] },
  parent: { zh: '上级', en: 'Parent', also: ['上级代码', 'parentCode'] },
  class: { zh: '分类', en: 'Class', also: ['类别'] },
  longitude: { zh: '经度', en: 'Longitude', also: ['lng', 'lon'] },
  latitude: { zh: '纬度', en: 'Latitude', also: ['lat'] },
  coordinates: { zh: '坐标系', en: 'Coordinate system', also: ['crs', 'coordinates'] },
  exclusiveArea: { zh: '专有面积（m²）', en: 'Exclusive area (m²)', also: ['exclusiveAreaM2'] },
  areaSource: { zh: '面积来源', en: 'Area source', also: ['exclusiveAreaSource'] },
  fullName: { zh: '全称（不读入）', en: 'Full name (not read)', also: [] },
};
export const fields = Object.keys(headings) as Field[];

export function headingOf(field: Field): string {
  return `${headings[field].zh} ${headings[field].en}`;
}

/** Without spaces, signs, and what stands in brackets: `名称*（必填）` is `名称`. */
function plain(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[（(][^）)]*[）)]/g, '')
    .replaceAll(/[\s*＊:：_-]/g, '');
}

/** Every way to write it: either language, both together, its key. */
function waysToWrite({ zh, en }: { zh: string; en: string }, others: readonly string[]): string[] {
  return [zh, en, `${zh}${en}`, ...others].map(plain).filter((words) => words !== '');
}

const fieldByWords = new Map(
  fields.flatMap((field) =>
    waysToWrite(headings[field], [field, ...headings[field].also]).map((words) => [words, field] as const),
  ),
);

export interface Columns {
  findField(heading: string): Field | undefined;
  /** Also with a number behind it, which the second sheet of a long list has. */
  findLevel(words: string): Level | undefined;
  /** Of the levels that can be imported. */
  levelNames: string[];
}

export function columnsOf(model: Model): Columns {
  const levels = new Map(
    model.levels.flatMap((level) =>
      waysToWrite(level.title, [level.key]).map((words) => [words, level] as const),
    ),
  );
  return {
    findField: (heading) => fieldByWords.get(plain(heading)),
    findLevel: (words) => levels.get(plain(words)),
    levelNames: model.levels
      .filter(({ codeLength }) => codeLength >= model.jurisdiction.length)
      .map(({ title }) => title.zh),
  };
}
