import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const folder = fileURLToPath(new URL('../../../models', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(text('model.schema.json')));

interface Described {
  description?: string;
  $ref?: string;
  anyOf?: Described[];
  properties?: Record<string, Described>;
}

/** Where an editor would underline something, and what it would say. */
function underlined(model: unknown): string[] {
  validate(model);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the schema that editors check a model with', () => {
  test.each(files)('underlines nothing in %s, which points to it in its first line', (name) => {
    expect(underlined(parse(text(name)))).toEqual([]);
    expect(text(name).split('\n')[0]).toBe('# yaml-language-server: $schema=./model.schema.json');
  });

  test('there are models to look at', () => {
    expect(files).toEqual(expect.arrayContaining(['base.yaml', 'tongguan.yaml']));
  });

  test('underlines a misspelt key, a label in one language and a word that is none of the allowed', () => {
    const model = parse(text('tongguan.yaml')) as Record<string, unknown>;
    expect(underlined({ ...model, queue: {} }).join('\n')).toContain('additional properties');
    expect(underlined({ ...model, title: { zh: 3 } }).join('\n')).toContain('/title/zh must be string');
    const roles = { mayor: { title: { zh: '市长', en: 'Mayor' }, in: 'office', can: ['everything'] } };
    expect(underlined({ ...model, roles }).join('\n')).toContain(
      '/roles/mayor/can/0 must be equal to one of',
    );
  });

  test('says what each word means: every key an editor offers comes with its description', () => {
    const { $defs } = JSON.parse(text('model.schema.json')) as { $defs: Record<string, Described> };
    const isDescribed = ({ description, $ref, anyOf = [] }: Described): boolean =>
      description !== undefined ||
      ($ref !== undefined && $defs[$ref.replace('#/$defs/', '')]?.description !== undefined) ||
      anyOf.some(isDescribed);
    const undescribed = Object.entries($defs).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, property]) => !isDescribed(property))
        .map(([key]) => `${name}.${key}`),
    );
    expect(undescribed).toEqual([]);
  });
});
