/**
 * The pages and files that are made from code, as text: `npm run generate` writes them, and test/docs.test.ts compares
 * what is there with what should be.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { errorCatalogue } from '../packages/contract/src/index.ts';
import { AuthoredModel, conditionFields, stationMeanings } from '../packages/model/src/index.ts';
import {
  type Config,
  programFolder,
  readConfig,
  type SettingName,
  settingNotes,
} from '../server/src/platform/config.ts';

export interface Reference {
  /** From the repository's root. */
  path: string;
  text: string;
}

/** Every generated reference. The schema for editors is data; how it is laid out on lines does not matter. */
export function references(): Reference[] {
  return [
    { path: 'docs/reference/model.md', text: modelPage() },
    { path: 'docs/reference/errors.md', text: errorsPage() },
    { path: 'docs/operations/settings.md', text: settingsPage() },
    { path: 'models/model.schema.json', text: `${JSON.stringify(editorSchema(), null, 2)}\n` },
  ];
}

const madeBy = (source: string): string =>
  `<!-- Made by \`npm run generate\` from ${source}. Do not edit. -->`;

// ── The language of models ───────────────────────────────────────────────────────────────────────────────────────

interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
}

const authored = z.toJSONSchema(AuthoredModel) as Schema & { $defs: Record<string, Schema> };
const definitions = authored.$defs;

/** `#/$defs/level` → `level`; what only points on is followed. */
function nameOf(reference: string): string {
  const name = reference.slice('#/$defs/'.length);
  const onward = definitions[name]?.$ref;
  return onward === undefined ? name : nameOf(onward);
}

function modelPage(): string {
  const found = collectExamples();
  const sections = Object.entries(definitions)
    .filter(([name]) => !name.startsWith('__'))
    .map(([name, definition]) => section(name, definition, found));
  return `${madeBy('packages/model/src/authored.ts')}

# The language of models

A model is one YAML file. This page lists every key of it. The examples come from the shipped models \`models/base.yaml\`
and \`models/tongguan.yaml\`. How to write a model: [declare a city](../how-to/declare-a-city.md). How to say
which cases are meant: [conditions](conditions.md).

A key that is not listed here is refused. A label is always written in both languages: \`{ zh: 小区, en: Compound }\`.
“Needed” holds for the whole: a file that \`extends\` another may leave out what the other says, and \`null\` removes a key.
A city as a whole says \`title\`, \`jurisdiction\`, \`time-zone\`, \`levels\`, \`org-kinds\`, \`roles\`, \`calendars\` and \`cases\`.

${sections.join('\n\n')}
`;
}

function section(name: string, definition: Schema, found: Examples): string {
  const lines = [`## ${name}`, '', definition.description ?? ''];
  if (definition.anyOf !== undefined) lines.push('', `Written as ${typeOf(definition)}.`);
  lines.push(...table(name, objectsOf(definition), found));
  const whole = found.wholes.get(name);
  if (whole !== undefined) lines.push('', '```yaml', whole.trimEnd(), '```');
  return lines.join('\n');
}

function table(name: string, objects: readonly Schema[], found: Examples): string[] {
  const rows = objects.flatMap((object) => rowsOf(name, object, '', found));
  return rows.length === 0
    ? []
    : ['', '| key | type | needed | meaning | example |', '|---|---|---|---|---|', ...rows];
}

/** A row for each key; objects without a name of their own follow their key, as `serves.level`. */
function rowsOf(name: string, object: Schema, above: string, found: Examples): string[] {
  return Object.entries(object.properties ?? {}).flatMap(([key, property]) => {
    const schema = isNameless(property)
      ? { ...property, ...definitions[property.$ref?.slice(8) ?? ''] }
      : property;
    const path = `${above}${key}`;
    const examples = found.values.get(`${name}/${path}`);
    const cells = [
      `\`${path}\``,
      name === 'condition' && Object.hasOwn(conditionFields, key)
        ? conditionFields[key as keyof typeof conditionFields]
        : typeOf(schema),
      object.required?.includes(key) ? 'yes' : 'no',
      schema.description ?? '',
      examples === undefined ? '' : code(shortest(examples)),
    ];
    const isList = schema.items !== undefined;
    const inner = name === 'condition' ? [] : objectsOf(schema.items ?? schema);
    return [
      `| ${cells.map(inCell).join(' | ')} |`,
      ...inner.flatMap((one) => rowsOf(name, one, `${path}${isList ? '[]' : ''}.`, found)),
    ];
  });
}

function objectsOf(schema: Schema): Schema[] {
  return [schema, ...(schema.anyOf ?? [])].filter((one) => one.properties !== undefined);
}

/** What refers to itself gets a name nobody wrote. */
function isNameless({ $ref }: Schema): boolean {
  return $ref?.startsWith('#/$defs/__') === true;
}

const stationWords = Object.keys(stationMeanings).join();

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref);
    return isNameless(schema) ? typeOf(definitions[name] ?? {}) : `[${name}](#${name})`;
  }
  if (schema.enum?.join() === stationWords) return 'key of a [station](#stations)';
  if (schema.enum !== undefined) return schema.enum.map((word) => code(String(word))).join(' · ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(', or ');
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  if (schema.properties !== undefined) return 'map with the keys below';
  if (typeof schema.additionalProperties === 'object') {
    return `map of ${typeOf(schema.additionalProperties)} by key`;
  }
  const words: Record<string, string> = {
    string: 'text',
    integer: 'whole number',
    number: 'number',
    boolean: 'true or false',
  };
  return [schema.type ?? []]
    .flat()
    .map((type) => words[type] ?? type)
    .join(' or ');
}

interface Examples {
  /** `role/serves.level` → short values, in the order in which the shipped models say them. */
  values: Map<string, string[]>;
  /** By name of a definition: one that is not long, with the most keys. */
  wholes: Map<string, string>;
}

const longestExample = 64;
const longestWhole = 14;

/** Walks the shipped models along the schema, so that every example is one that a city really uses. */
function collectExamples(): Examples {
  const found: Examples = { values: new Map(), wholes: new Map() };
  const keyCounts = new Map<string, number>();
  const visit = (schema: Schema, value: unknown, name: string, above: string): void => {
    if (schema.$ref !== undefined) {
      const target = nameOf(schema.$ref);
      visit(definitions[target] ?? {}, value, target, '');
    } else if (Array.isArray(value)) {
      const { items } = [schema, ...(schema.anyOf ?? [])].find((one) => one.items !== undefined) ?? {};
      for (const item of items === undefined ? [] : value)
        visit(items ?? {}, item, name, above.replace(/\.$/, '[].'));
    } else if (value !== null && typeof value === 'object') {
      // Of several forms, the one that has all the keys.
      const form = (schema.anyOf ?? [schema]).find((one) => fits(one, value));
      if (form?.$ref !== undefined) visit(form, value, name, above);
      else if (form !== undefined) visitMap(form, value, name, above);
    }
  };
  const visitMap = (form: Schema, value: object, name: string, above: string): void => {
    if (form.properties === undefined) {
      if (typeof form.additionalProperties !== 'object') return;
      for (const one of Object.values(value)) visit(form.additionalProperties, one, name, above);
      return;
    }
    if (above === '') keepWhole(form, value, name);
    for (const [key, one] of Object.entries(value)) {
      const schema = form.properties[key];
      if (schema === undefined || one === null) continue;
      const text = stringify(one, { collectionStyle: 'flow', lineWidth: 0 }).trim();
      const place = `${name}/${above}${key}`;
      if (text.length <= longestExample && !text.includes('\n')) {
        found.values.set(place, [...(found.values.get(place) ?? []), text]);
      }
      visit(schema, one, name, `${above}${key}.`);
    }
  };
  const keepWhole = (form: Schema, value: object, name: string): void => {
    const text = stringify(value, { lineWidth: 110 });
    const count = Object.keys(value).length;
    const isComplete = (form.required ?? []).every((key) => key in value);
    if (!isComplete || text.split('\n').length > longestWhole || count <= (keyCounts.get(name) ?? 1)) return;
    keyCounts.set(name, count);
    found.wholes.set(name, text);
  };
  for (const file of ['base.yaml', 'tongguan.yaml']) {
    visit(authored, parse(readFileSync(join(programFolder, 'models', file), 'utf8')), 'model', '');
  }
  return found;
}

function fits(schema: Schema, value: object): boolean {
  const target = schema.$ref === undefined ? schema : (definitions[nameOf(schema.$ref)] ?? {});
  if (target.anyOf !== undefined) return target.anyOf.some((one) => fits(one, value));
  if (target.properties === undefined) return typeof target.additionalProperties === 'object';
  return Object.keys(value).every((key) => key in (target.properties ?? {}));
}

function shortest(examples: readonly string[]): string {
  return examples.reduce((best, one) => (one.length < best.length ? one : best));
}

// ── The schema editors read ──────────────────────────────────────────────────────────────────────────────────────

/**
 * JSON Schema for editors: words, types and descriptions. A file may extend another, so nothing is demanded of it and
 * `null` is allowed everywhere; whether the whole is complete is said by `model check`.
 */
export function editorSchema(): object {
  return { ...(loosened(authored) as object), $ref: '#/$defs/model' };
}

function loosened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(loosened);
  if (value === null || typeof value !== 'object') return value;
  const schema = value as Schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== 'required')
      .map(([key, one]) => {
        if (key === 'properties')
          return [
            key,
            Object.fromEntries(Object.entries(one).map(([name, each]) => [name, orNull(each as Schema)])),
          ];
        if (key === 'additionalProperties' && typeof one === 'object') return [key, orNull(one)];
        return [key, loosened(one)];
      }),
  );
}

function orNull(schema: Schema): object {
  const { description, ...rest } = loosened(schema) as Schema;
  const said = description === undefined ? {} : { description };
  return { ...said, anyOf: [rest, { type: 'null' }] };
}

// ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────────

function errorsPage(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([name, { status, title, detail }]) =>
      `| \`${name}\` | ${status} | ${inCell(title.en)}. ${inCell(detail.en)} | ${inCell(title.zh)}。${inCell(detail.zh)} |`,
  );
  return `${madeBy('packages/contract/src/errors.ts')}

# Errors

Every refusal is a problem document (RFC 9457, \`application/problem+json\`) in the reader's language. \`type\` is
\`/problems/CODE\`, \`code\` is the code itself, \`title\` says what it is and \`detail\` what to do. \`{name}\` is filled
in from \`data\`.

- \`errors\` names the fields that need correcting, each by a JSON pointer.
- \`current\` comes with a 409: the present state and the verbs allowed now.
- \`rule\` comes with a refusal by the model: the rule that refuses.
- \`instance\` is the number of the request; the server's log has it too.

403 is answered only where the reader may know that the thing exists, else the same 404 as for something that does not.

| code | status | English | 中文 |
|---|---|---|---|
${rows.join('\n')}
`;
}

// ── Settings ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where each setting ends up: so that what stands when it is not set can be read, not repeated. */
const configKeys = {
  PORT: 'port',
  HOST: 'host',
  DATABASE_URL: 'databaseUrl',
  LINLI_DATA: 'dataFolder',
  LINLI_MODELS: 'modelFolders',
  LINLI_DEMO: 'demo',
  LINLI_DEMO_CITIES: 'demoCities',
  LINLI_SECRET: 'secret',
  LINLI_LOG: 'logLevel',
  LINLI_SMS: 'sms',
  LINLI_SMS_KEY: 'smsKey',
  LINLI_SMTP: 'smtp',
  LINLI_MAIL_FROM: 'mailFrom',
  LINLI_PUSH_KEY: 'pushKey',
  LINLI_PUSH_HOSTS: 'pushHosts',
  LINLI_ROBOT_HOSTS: 'robotHosts',
  LINLI_PUBLIC_URL: 'publicUrl',
  LINLI_TRUST_PROXY: 'trustedProxies',
  LINLI_WORKERS: 'workers',
  LINLI_POOL: 'poolSize',
  LINLI_REPORTS_PER_MINUTE: 'reportsPerMinute',
} as const satisfies Record<SettingName, keyof Config>;

/** Where a value would say less than a sentence. */
const unsetWords: Partial<Record<SettingName, string>> = {
  DATABASE_URL: 'the PostgreSQL that comes along',
  LINLI_DATA: '`./data`',
  LINLI_MODELS: 'only the models that come along',
  LINLI_DEMO: 'see there',
  LINLI_DEMO_CITIES: 'all models found',
  LINLI_SECRET: 'made at the first start, kept in the file `secret` of the data folder',
  LINLI_SMS_KEY: 'none',
  LINLI_SMTP: 'no e-mail',
  LINLI_MAIL_FROM: 'none',
  LINLI_PUSH_KEY: 'follows from the secret',
  LINLI_PUBLIC_URL: 'the address each request came to',
};

function settingsPage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linli-settings-'));
  try {
    const unset = readConfig({}, folder);
    const rows = settingNotes.map(({ name, allowed, example }) => {
      const value = unsetWords[name] ?? code([unset[configKeys[name]]].flat().join(','));
      const shown = /\s/.test(example) ? example : code(example);
      return `| \`${name}\` | ${[allowed, value, shown].map(inCell).join(' | ')} |`;
    });
    return `${madeBy('server/src/platform/config.ts')}

# Settings

Settings are environment variables, read once at the start. A bad one stops the start, and all bad ones are named together.
A name that begins with \`LINLI_\` and is not listed here is refused too. Relative paths count from the
folder of the program.

| variable | allowed | when unset | example |
|---|---|---|---|
${rows.join('\n')}

The same list on the terminal:

\`\`\`sh
npm run linli -- settings
\`\`\`

Tests and benches read one more: \`LINLI_CHROMIUM\`, the path of a Chromium to use instead of the one npm brings.
`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// ── Markdown ─────────────────────────────────────────────────────────────────────────────────────────────────────

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
