import { z } from 'zod';
import { CommandId, Instant, Label } from './text.ts';

/** Where the exclusive area of a home is taken from, the one that counts most first. */
export const exclusiveAreaSources = {
  // Judicial interpretation on condominium ownership (法释〔2009〕7号, as amended 2020) art. 8: the register counts;
  // before registration the surveyed area, before a survey the one in the contract of sale.
  register: { zh: '登记簿', en: 'Register' },
  survey: { zh: '实测', en: 'Survey' },
  contract: { zh: '合同', en: 'Contract' },
} as const satisfies Record<string, Label>;
export type ExclusiveAreaSource = keyof typeof exclusiveAreaSources;

/** What positions may be written in; inside there is only WGS-84. */
export const coordinateSystems = ['WGS-84', 'GCJ-02', 'BD-09'] as const;
export type CoordinateSystem = (typeof coordinateSystems)[number];

/**
 * Everything that can be wrong with a file of areas, once: code → what is wrong, and what to do about it.
 * `{name}` is filled from the fault's data.
 */
export const importFaults = {
  'file-unreadable': {
    what: { zh: '文件打不开：{why}', en: 'The file cannot be opened: {why}' },
    mend: {
      zh: '请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。',
      en: 'Open it in a spreadsheet program, save it as .xlsx and upload that.',
    },
  },
  'file-too-large': {
    what: { zh: '文件展开后超过限度（{limit}）', en: 'Unpacked, the file is beyond the limit ({limit})' },
    mend: {
      zh: '请按街道或小区分成几个文件。',
      en: 'Divide it into several files, by street or by compound.',
    },
  },
  'encoding-unknown': {
    what: { zh: '文字编码既不是 UTF-8，也不是 GB18030', en: 'The text is neither UTF-8 nor GB18030' },
    mend: { zh: '请另存为 UTF-8 编码。', en: 'Save it as UTF-8.' },
  },
  'file-empty': {
    what: { zh: '文件里没有可以导入的行', en: 'There is no row to import in this file' },
    mend: {
      zh: '请检查工作表名称（应为层级名称，如模板所示）和表头中的“名称”一列。',
      en: 'Check the names of the sheets (levels, as in the template) and the column “Name” in the heading.',
    },
  },
  'level-unknown': {
    what: { zh: '“{value}”不是层级名称', en: '“{value}” is no level' },
    mend: { zh: '可用：{allowed}。', en: 'Use one of: {allowed}.' },
  },
  'level-outside': {
    what: {
      zh: '“{value}”在辖区之上或就是辖区本身',
      en: '“{value}” is the jurisdiction itself, or lies above it',
    },
    mend: { zh: '请只导入辖区以内的层级。', en: 'Import only what lies inside the jurisdiction.' },
  },
  'column-twice': {
    what: { zh: '表头中“{value}”出现了两次', en: 'The heading has “{value}” twice' },
    mend: { zh: '请删去其中一列。', en: 'Delete one of the columns.' },
  },
  'column-missing': {
    what: { zh: '缺少“{value}”一列', en: 'The column “{value}” is missing' },
    mend: { zh: '请按模板补上这一列。', en: 'Add it as in the template.' },
  },
  'merged-cells': {
    what: { zh: '合并了单元格（{value}）', en: 'Merged cells ({value})' },
    mend: {
      zh: '请取消合并，在每一行写全内容。',
      en: 'Split them, and write the content into every row.',
    },
  },
  'formula-error': {
    what: { zh: '公式出错：{value}', en: 'A formula gives an error: {value}' },
    mend: { zh: '请改正公式，或直接填写内容。', en: 'Correct the formula, or enter the content itself.' },
  },
  'formula-without-value': {
    what: { zh: '公式没有算出结果', en: 'A formula without a result' },
    mend: {
      zh: '请打开文件重新计算并保存，或直接填写内容。',
      en: 'Open the file, let it calculate and save it, or enter the content itself.',
    },
  },
  'date-in-text': {
    what: { zh: '这里是日期（{value}），应为文字', en: 'A date ({value}) where text is expected' },
    mend: {
      zh: '表格把“1-2”一类的内容改成了日期：请把该列设为“文本”格式后重新填写。',
      en: 'The spreadsheet made a date of something like “1-2”: format the column as text and enter it again.',
    },
  },
  'name-missing': {
    what: { zh: '没有名称', en: 'There is no name' },
    mend: { zh: '请填写名称，或删去这一行。', en: 'Enter the name, or delete the row.' },
  },
  'name-too-long': {
    what: { zh: '名称超过 {limit} 个字', en: 'The name is longer than {limit} characters' },
    mend: { zh: '请缩短名称。', en: 'Shorten it.' },
  },
  'name-unreadable': {
    what: { zh: '名称中有看不见的控制字符', en: 'The name has control characters, which nobody sees' },
    mend: { zh: '请重新键入名称。', en: 'Type it again.' },
  },
  'name-twice': {
    what: {
      zh: '同一上级下已有同名的“{value}”（{other}），而两者没有都写代码',
      en: 'There is another “{value}” under the same parent ({other}), and not both have a code',
    },
    mend: {
      zh: '如果是重复的行，请删去一行；如果确是两处，请都写上代码。',
      en: 'Delete one of the rows if they are the same place; give both a code if they are two.',
    },
  },
  'parent-missing': {
    what: { zh: '没有写上级', en: 'There is no parent' },
    mend: {
      zh: '请填写上级的代码，或从社区起用“/”连接的名称。',
      en: 'Enter the code of the parent, or names joined by “/”.',
    },
  },
  'parent-unknown': {
    what: { zh: '没有这个上级：{value}', en: 'There is no such parent: {value}' },
    mend: {
      zh: '请检查代码或名称；新的上级要写在它自己层级的工作表里。',
      en: 'Check code or name; a new parent must stand in the sheet of its own level.',
    },
  },
  'parent-misspelt': {
    what: {
      zh: '没有这个上级：{value}。有“{other}”',
      en: 'There is no such parent: {value}. There is “{other}”',
    },
    mend: {
      zh: '如果指的是它，请照写它的名称或代码。',
      en: 'If that is meant, write its name as it is, or its code.',
    },
  },
  'parent-ambiguous': {
    what: { zh: '叫“{value}”的不止一处：{other}', en: 'More than one place is called “{value}”: {other}' },
    mend: {
      zh: '请写代码，或在前面加上更外一层的名称。',
      en: 'Write the code, or put the name of the next outer place before it.',
    },
  },
  'parent-faulty': {
    what: {
      zh: '上级“{value}”所在的行有问题（{other}）',
      en: 'The row of its parent “{value}” has a fault ({other})',
    },
    mend: { zh: '改正上级那一行后，这里会一并检查。', en: 'Correct that row; this one is then checked too.' },
  },
  'parent-level': {
    what: {
      zh: '上级“{value}”是{level}，不在这一层之上',
      en: 'Its parent “{value}” is of the level {level}, which is not above this one',
    },
    mend: { zh: '请填写更外一层的上级。', en: 'Enter a place of an outer level.' },
  },
  'outside-duty': {
    what: { zh: '“{value}”不在您的管辖范围内', en: '“{value}” lies outside what your post administers' },
    mend: {
      zh: '请删去这一行，或请管辖该处的岗位导入。',
      en: 'Delete the row, or ask a post that administers it.',
    },
  },
  'outside-jurisdiction': {
    what: {
      zh: '代码“{value}”不在本辖区（{other}）内',
      en: 'The code “{value}” lies outside this jurisdiction ({other})',
    },
    mend: { zh: '请检查代码，或删去这一行。', en: 'Check the code, or delete the row.' },
  },
  'code-characters': {
    what: {
      zh: '代码“{value}”中有字母和数字以外的字符',
      en: 'The code “{value}” has signs other than letters and digits',
    },
    mend: { zh: '代码只用数字和英文字母。', en: 'Use digits and letters only.' },
  },
  'code-length': {
    what: {
      zh: '代码“{value}”有 {length} 位；应为本级 {own} 位，或连同上级共 {full} 位',
      en: 'The code “{value}” has {length} digits; it should have {own} of its own, or {full} with the parent’s',
    },
    mend: {
      zh: '请改正代码；留空则由系统编号。',
      en: 'Correct it; left empty, a code is given by the import.',
    },
  },
  'code-long-number': {
    what: {
      zh: '代码存成了数字（{value}），第 15 位以后已经丢失',
      en: 'The code is stored as a number ({value}); digits after the 15th are lost',
    },
    mend: {
      zh: '请把该列设为“文本”格式后重新填写代码。',
      en: 'Format the column as text and enter the code again.',
    },
  },
  'code-not-under-parent': {
    what: {
      zh: '代码“{value}”不以上级代码“{other}”开头',
      en: 'The code “{value}” does not begin with that of its parent, “{other}”',
    },
    mend: { zh: '请改正代码或上级。', en: 'Correct the code or the parent.' },
  },
  'code-in-other-area': {
    what: {
      zh: '代码“{value}”落在“{other}”之内，而上级写的不是它',
      en: 'The code “{value}” lies inside “{other}”, which is not the parent given',
    },
    mend: { zh: '请改写上级，或换一个代码。', en: 'Name that place as the parent, or use another code.' },
  },
  'code-twice': {
    what: { zh: '代码“{value}”与 {other} 重复', en: 'The code “{value}” stands in {other} as well' },
    mend: {
      zh: '请改正其中一个；重复的行请删去。',
      en: 'Correct one of them, or delete the row that is twice.',
    },
  },
  'codes-used-up': {
    what: { zh: '上级“{value}”之下没有空余的代码了', en: 'There is no code left under “{value}”' },
    mend: { zh: '请自行填写代码。', en: 'Enter codes yourself.' },
  },
  'class-unknown': {
    what: { zh: '没有“{value}”这个分类', en: 'There is no class “{value}”' },
    mend: { zh: '可用：{allowed}。', en: 'Use one of: {allowed}.' },
  },
  'class-not-here': {
    what: { zh: '{level}没有“{value}”这个分类', en: 'No {level} has the class “{value}”' },
    mend: { zh: '这一层可用：{allowed}。', en: 'On this level: {allowed}.' },
  },
  'position-incomplete': {
    what: { zh: '经度和纬度只写了一个', en: 'Only one of longitude and latitude is given' },
    mend: { zh: '请补上另一个，或都留空。', en: 'Enter the other one, or leave both empty.' },
  },
  'position-not-number': {
    what: { zh: '“{value}”不是以度为单位的数', en: '“{value}” is no number of degrees' },
    mend: {
      zh: '请写成十进制的度，例如 117.8123456。',
      en: 'Write decimal degrees, for example 117.8123456.',
    },
  },
  'position-swapped': {
    what: { zh: '经度和纬度像是写反了（{value}）', en: 'Longitude and latitude look swapped ({value})' },
    mend: { zh: '请互换这两列。', en: 'Exchange the two.' },
  },
  'position-outside': {
    what: {
      zh: '位置（{value}）在辖区范围之外（{allowed}）',
      en: 'The position ({value}) lies outside the jurisdiction ({allowed})',
    },
    mend: { zh: '请检查经纬度和坐标系。', en: 'Check the figures and the coordinate system.' },
  },
  'coordinates-missing': {
    what: { zh: '没有写坐标系', en: 'The coordinate system is missing' },
    mend: {
      zh: '请填写 {allowed} 之一：卫星定位仪为 WGS-84，高德、腾讯地图为 GCJ-02，百度地图为 BD-09。',
      en: 'Enter one of {allowed}: receivers give WGS-84, Amap and Tencent GCJ-02, Baidu BD-09.',
    },
  },
  'coordinates-unknown': {
    what: { zh: '没有“{value}”这种坐标系', en: 'There is no coordinate system “{value}”' },
    mend: { zh: '可用：{allowed}。', en: 'Use one of: {allowed}.' },
  },
  'area-not-number': {
    what: { zh: '专有面积“{value}”不是数', en: 'The exclusive area “{value}” is no number' },
    mend: {
      zh: '请只写平方米数，最多两位小数，例如 89.56。',
      en: 'Write only the figure in m², with two decimals at most, for example 89.56.',
    },
  },
  'area-out-of-range': {
    what: { zh: '专有面积 {value} m² 不合情理', en: 'An exclusive area of {value} m² cannot be' },
    mend: {
      zh: '请检查单位：应为平方米，大于 0，小于 {limit}。',
      en: 'Check the unit: m², more than 0 and less than {limit}.',
    },
  },
  'area-not-here': {
    what: { zh: '只有{level}有专有面积', en: 'Only a {level} has an exclusive area' },
    mend: { zh: '请清空这一格。', en: 'Clear the cell.' },
  },
  'area-source-missing': {
    what: { zh: '没有写面积的来源', en: 'It is not said where the area is taken from' },
    mend: { zh: '请填写：{allowed}。', en: 'Enter one of: {allowed}.' },
  },
  'area-source-unknown': {
    what: { zh: '没有“{value}”这种面积来源', en: 'There is no such source of an area: “{value}”' },
    mend: { zh: '可用：{allowed}。', en: 'Use one of: {allowed}.' },
  },
  'area-source-weaker': {
    what: {
      zh: '现有面积来自{other}，不能由{value}替换',
      en: 'The area that is known comes from the {other}; one from the {value} does not replace it',
    },
    mend: {
      zh: '登记簿先于实测，实测先于合同（建筑物区分所有权司法解释第八条）。请清空，或填写更高来源的面积。',
      en: 'The register comes before a survey, a survey before a contract. Clear the cell, or enter an area of the better source.',
    },
  },
  'geometry-invalid': {
    what: { zh: '形状无法读懂：{why}', en: 'The shape cannot be read: {why}' },
    mend: {
      zh: '只支持点（Point）、面（Polygon、MultiPolygon）。',
      en: 'Only Point, Polygon and MultiPolygon are possible.',
    },
  },
} as const satisfies Record<string, { what: Label; mend: Label }>;
export type ImportFaultCode = keyof typeof importFaults;

/**
 * waiting → checking → faulty or ready → applying → applied; cancelled and failed end it from anywhere before.
 * Nothing is written to areas before `applying`, and then all of it or nothing.
 */
export const ImportState = z.enum([
  'waiting',
  'checking',
  'faulty',
  'ready',
  'applying',
  'applied',
  'cancelled',
  'failed',
]);
export type ImportState = z.infer<typeof ImportState>;

export const ImportCounts = z.object({
  new: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  missing: z
    .number()
    .int()
    .describe(
      'Known, lying under a parent the file has rows for, and not in the file. They stay as they are',
    ),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const ImportView = z.object({
  importId: z.uuid(),
  state: ImportState,
  fileName: z.string(),
  sizeBytes: z.number().int(),
  createdAt: Instant,
  createdBy: z.string().nullable().describe('Null: by a command at the server'),
  endedAt: Instant.nullable(),
  /** Present once the file was read. */
  rows: z.number().int().nullable(),
  counts: ImportCounts.nullable(),
  levels: z.array(z.object({ level: z.string(), levelTitle: Label, counts: ImportCounts })),
  leftOut: z.number().int().describe('Rows of a list of divisions that lie in other places'),
  sheetsNotRead: z.array(z.string()),
  faultCount: z.number().int(),
  /** Areas changed after this was checked, so it was checked anew. */
  wasCheckedAgain: z.boolean(),
  progress: z
    .object({
      step: z.enum(['read', 'place', 'keep', 'write']),
      done: z.number().int(),
      of: z.number().int(),
    })
    .nullable(),
  failure: z.string().nullable(),
  verbs: z.array(z.enum(['apply', 'cancel'])),
});
export type ImportView = z.infer<typeof ImportView>;

/** POST /api/imports?commandId=…&name=…: the file itself as the body (application/octet-stream). */
export const BeginImport = z.object({
  commandId: CommandId,
  name: z.string().trim().min(1).max(200).describe('Name of the file; its ending says what it is'),
});
export type BeginImport = z.infer<typeof BeginImport>;
export const importLimitBytes = 50 * 1024 * 1024;
export const ImportReply = z.object({ import: ImportView });
export const ImportList = z.object({ imports: z.array(ImportView) });
/** POST /api/imports/:importId/apply and …/cancel */
export const ImportCommand = z.object({ commandId: CommandId });

export const ImportFault = z.object({
  faultNumber: z.number().int(),
  sheet: z.string().nullable(),
  row: z.number().int().nullable(),
  column: z.string().nullable().describe('Letter of the column'),
  heading: z.string().nullable(),
  value: z.string().nullable(),
  code: z.string(),
  what: z.string(),
  mend: z.string(),
});
export type ImportFault = z.infer<typeof ImportFault>;
export const ImportFaultQuery = z.object({
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export const ImportFaults = z.object({ faults: z.array(ImportFault), total: z.number().int() });

/** GET /api/areas/export: the same columns an import takes. */
export const AreaExportQuery = z.object({
  format: z.enum(['xlsx', 'geojson']).default('xlsx'),
  under: z
    .string()
    .regex(/^[0-9A-Za-z]{1,32}$/)
    .optional(),
});
