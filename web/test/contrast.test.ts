import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { darkColours, lightColours } from '../src/console/look/theme.ts';

/** WCAG 2.2: 4.5 to 1 for text, 3 to 1 for what one must see to operate. */
const css = readFileSync(join(import.meta.dirname, '../src/ui/theme/tokens.css'), 'utf8');

function tokensOf(selector: string, from = 0): Record<string, string> {
  const start = css.indexOf(`${selector} {`, from);
  if (start < 0) throw new Error(`tokens.css has no ${selector}`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]),
  );
}

const light = tokensOf(':root');
const dark = { ...light, ...tokensOf(':root[data-theme="dark"]') };
const darkBySystem = { ...light, ...tokensOf(':root:not([data-theme="light"])') };
const large = tokensOf(':root[data-large]');
const firm = tokensOf(':root', css.indexOf('@media (prefers-contrast: more)'));

function colourOf(tokens: Record<string, string>, name: string): string {
  const value = tokens[name];
  const other = /^var\(--([\w-]+)\)$/.exec(value ?? '')?.[1];
  if (other !== undefined) return colourOf(tokens, other);
  if (value === undefined || !/^#[\da-f]{6}$/i.test(value)) throw new Error(`--${name} is ${value}`);
  return value;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test('the measure is the one of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

/** Text and what it may stand on. */
const textPairs = [
  ...['ink', 'ink-soft', 'ink-faint', 'late', 'mistake', 'good', 'amber', 'calm'].flatMap((text) =>
    ['paper', 'surface', 'sunken'].map((ground) => [text, ground] as const),
  ),
  ['on-red', 'red'],
  ['on-red', 'red-press'],
  ...['late', 'mistake', 'good', 'amber'].flatMap((name) => [
    [name, `${name}-soft`] as const,
    ['ink', `${name}-soft`] as const,
    ['ink-soft', `${name}-soft`] as const,
  ]),
] as const;
const edgePairs = ['paper', 'surface'].map((ground) => ['line-strong', ground] as const);

describe.each([
  ['light', light],
  ['dark, chosen', dark],
  ['dark, by the system', darkBySystem],
  ['large type, light', { ...light, ...large }],
  ['large type, dark', { ...dark, ...large }],
  ['more contrast asked for, light', { ...light, ...firm }],
  ['more contrast asked for, dark', { ...dark, ...firm }],
])('%s', (_, tokens) => {
  test.each(textPairs)('%s can be read on %s', (text, ground) => {
    expect(contrast(colourOf(tokens, text), colourOf(tokens, ground))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(edgePairs)('%s can be seen on %s', (edge, ground) => {
    expect(contrast(colourOf(tokens, edge), colourOf(tokens, ground))).toBeGreaterThanOrEqual(3);
  });
});

test('dark is the same whether chosen or given by the system', () => {
  expect(darkBySystem).toEqual(dark);
});

test('large type: nothing below 20 px, targets well above 44 px', () => {
  const tokens = { ...light, ...large };
  const root = (Number.parseFloat(/font-size:\s*([\d.]+)%/.exec(css)?.[1] ?? '') / 100) * 16;
  for (const name of ['text-small', 'text-body', 'text-lead', 'text-title', 'text-display'])
    expect(root * Number.parseFloat(tokens[name] ?? ''), name).toBeGreaterThanOrEqual(20);
  expect(Number.parseFloat(tokens.target ?? '')).toBeGreaterThanOrEqual(44);
});

test('ordinary type: body text of 16 px and targets of 44 px', () => {
  expect(Number.parseFloat(light['text-body'] ?? '') * 16).toBeGreaterThanOrEqual(16);
  expect(Number.parseFloat(light.target ?? '')).toBeGreaterThanOrEqual(44);
});

describe.each([
  ['the console in the light', lightColours],
  ['the console in the dark', darkColours],
])('%s', (_, colours) => {
  const of = colours as Record<string, string>;
  const pairs = [
    ...['ink', 'inkSoft', 'inkFaint', 'mistake', 'good', 'calm', 'amber'].flatMap((text) =>
      ['paper', 'surface', 'raised', 'sunken'].map((ground) => [text, ground] as const),
    ),
    ...['mistake', 'good', 'calm', 'amber'].flatMap((name) => [
      [name, `${name}Wash`] as const,
      ['ink', `${name}Wash`] as const,
    ]),
  ];
  test.each(pairs)('%s can be read on %s', (text, ground) => {
    expect(contrast(of[text] ?? '', of[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});
