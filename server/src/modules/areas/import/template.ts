/** An empty workbook with a sheet for each level, and a sheet that says how to fill it in. */
import type { Readable } from 'node:stream';
import { exclusiveAreaSources } from '@linli/contract';
import type { Model } from '@linli/model';
import { classesOf, columnToWrite, fieldsOf, levelsWithin, titleOfSheet } from './area-sheets.ts';
import { type Field, headingOf } from './columns.ts';
import { type SheetToWrite, type Value, writeWorkbook } from './write-workbook.ts';

export function areaTemplate(model: Model): Readable {
  const levels = levelsWithin(model).filter(({ codeLength }) => codeLength > model.jurisdiction.length);
  const notes: SheetToWrite = {
    name: '说明 Notes',
    columns: [
      { heading: '列', width: 34 },
      { heading: '怎么填', width: 70 },
      { heading: 'How to fill it in', width: 80 },
    ],
    rows: notesOf(model),
  };
  return writeWorkbook([
    notes,
    ...levels.map((level) => ({
      name: titleOfSheet(level),
      columns: fieldsOf(model, level).map((field) => columnToWrite(model, level, field)),
      rows: [],
    })),
  ]);
}

function notesOf(model: Model): Value[][] {
  const levels = levelsWithin(model);
  const inner = levels.at(-1);
  const names = levels.slice(-4, -1).map(({ title }) => title.zh);
  const note = (field: Field, zh: string, en: string): Value[] => [headingOf(field), zh, en];
  const classNotes = levels.flatMap((level) => {
    const classes = classesOf(model, level);
    return classes.length === 0 ? [] : [`${level.title.zh}：${classes.join('、')}`];
  });
  return [
    [
      '*',
      '每个层级一张工作表，用不到的可以空着或删去。先外层，后内层，同一个文件里可以都有。',
      'One sheet for each level; leave or delete those you do not need. A parent may stand in the same file.',
    ],
    note('name', '必填，人们平时怎么称呼就怎么写。', 'Needed: what people call the place.'),
    note(
      'parent',
      `必填。上级的代码，或者用“/”连接的名称，例如“${names.join('/')}”各写其名；名称不重复时只写最里面一个即可。也可以另加几列，以层级名称为表头，各写一层。`,
      'Needed: code of the parent, or names joined by “/”; only the last one where no other place has that name. Or add columns headed by the names of levels.',
    ),
    note(
      'code',
      '可以留空：按先后编号，同一上级下同名的再次导入时不变。自己编时写本级的几位，或写连同上级的全部。',
      'May be left empty: numbers are given in order, and the same name under the same parent keeps its own. Or write the digits of this level, or the whole code.',
    ),
    ...(classNotes.length === 0
      ? []
      : [
          note(
            'class',
            classNotes.join('；'),
            Object.values(model.areaClasses)
              .map(({ title }) => title.en)
              .join(', '),
          ),
        ]),
    note('longitude', '可以留空。十进制的度，例如 117.8123456。', 'May be left empty. Decimal degrees.'),
    note(
      'coordinates',
      '写了经纬度就要写：卫星定位仪 WGS-84，高德、腾讯地图 GCJ-02，百度地图 BD-09。',
      'Needed with a position: receivers give WGS-84, Amap and Tencent GCJ-02, Baidu BD-09.',
    ),
    note(
      'exclusiveArea',
      `只用于${inner?.title.zh ?? ''}。平方米，最多两位小数。`,
      `Only for ${inner?.title.en ?? ''}: m² with two decimals at most.`,
    ),
    note(
      'areaSource',
      `写了面积就要写：${Object.values(exclusiveAreaSources)
        .map(({ zh }) => zh)
        .join('、')}。登记簿先于实测，实测先于合同。`,
      `Needed with an area: ${Object.values(exclusiveAreaSources)
        .map(({ en }) => en)
        .join(', ')}. The register comes before a survey, a survey before a contract.`,
    ),
    [
      '*',
      '空着的格子不改动已有的内容；文件里没有的地方不会被删除。',
      'An empty cell leaves what is there; places that are not in the file are never deleted.',
    ],
  ];
}
