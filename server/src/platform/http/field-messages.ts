/** What is wrong with a field, in the words of a form and in both languages, from the schema's finding. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
interface Words {
  zh: string;
  en: string;
}

const formats: Record<string, Words> = {
  uuid: { zh: '编号格式不正确', en: 'is not a valid id' },
  datetime: {
    zh: '请使用 ISO 8601 时间，如 2026-11-23T08:00:00Z',
    en: 'must be an ISO 8601 instant, e.g. 2026-11-23T08:00:00Z',
  },
  date: { zh: '请使用日期，如 2026-11-23', en: 'must be a date, e.g. 2026-11-23' },
  url: { zh: '请填写完整的网址', en: 'must be a complete web address' },
};

const kinds: Record<string, Words> = {
  string: { zh: '应为文字', en: 'must be text' },
  number: { zh: '应为数字', en: 'must be a number' },
  int: { zh: '应为整数', en: 'must be a whole number' },
  boolean: { zh: '应为是或否（true / false）', en: 'must be true or false' },
  array: { zh: '应为列表', en: 'must be a list' },
  object: { zh: '应为一组字段', en: 'must be an object' },
  record: { zh: '应为一组字段', en: 'must be an object' },
};

/** The finding must have been made with `reportInput`, which alone tells "absent" from "of the wrong kind". */
export function fieldMessage(issue: Issue): Words {
  if (issue.input === undefined && isAboutValue(issue)) return { zh: '请填写此项', en: 'is required' };
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? { zh: '内容类型不正确', en: `must be of type ${issue.expected}` };
    case 'too_big':
      return atMost(issue.origin, Number(issue.maximum));
    case 'too_small':
      return atLeast(issue.origin, Number(issue.minimum));
    case 'invalid_format':
      return formats[issue.format] ?? { zh: '格式不正确', en: 'has the wrong format' };
    case 'invalid_value': {
      const allowed = issue.values.map(String).join('、');
      return {
        zh: `请从以下选项中选择：${allowed}`,
        en: `must be one of: ${issue.values.map(String).join(', ')}`,
      };
    }
    case 'unrecognized_keys': {
      const names = issue.keys.join(', ');
      return { zh: `没有这些字段：${names}`, en: `has unknown fields: ${names}` };
    }
    case 'not_multiple_of':
      return { zh: `应为 ${issue.divisor} 的倍数`, en: `must be a multiple of ${issue.divisor}` };
    default:
      return { zh: '内容不符合要求', en: 'is not acceptable' };
  }
}

/** `/photoIds/0`: RFC 6901, with its two escapes. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function isAboutValue({ code }: Issue): boolean {
  return code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union';
}

function atMost(origin: string, maximum: number): Words {
  if (origin === 'string') return { zh: `最多 ${maximum} 个字`, en: `must be at most ${maximum} characters` };
  if (origin === 'array') return { zh: `最多 ${maximum} 项`, en: `must have at most ${maximum} items` };
  return { zh: `不能大于 ${maximum}`, en: `must be at most ${maximum}` };
}

function atLeast(origin: string, minimum: number): Words {
  if (origin === 'string') {
    return minimum === 1
      ? { zh: '请填写此项', en: 'is required' }
      : { zh: `至少 ${minimum} 个字`, en: `must be at least ${minimum} characters` };
  }
  if (origin === 'array') return { zh: `至少 ${minimum} 项`, en: `must have at least ${minimum} items` };
  return { zh: `不能小于 ${minimum}`, en: `must be at least ${minimum}` };
}
