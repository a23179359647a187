/** Answers to what a model asks: is everything there, and is each what it should be? */
import type { Ask, Label, Model } from '@linli/model';
import { fieldInvalid, fieldRequired } from './refusals.ts';
import type { AnswerValue, Refusal } from './types.ts';

/** No text in a history is longer, whatever the model allows. */
const longestText = 20_000;
const mostPhotos = 50;

/**
 * Check answers against the fields asked, first fault first. `prefix` is the station's key, empty when opening: answers are
 * taken by `field` or `station.field` and given back under their full key. Refuses missing required fields, wrong types,
 * values outside the bounds and fields that nobody asked for.
 */
export function checkAnswers(
  model: Model,
  asks: Record<string, Ask>,
  given: Record<string, AnswerValue>,
  prefix: string,
): Record<string, AnswerValue> | Refusal {
  const kept: Record<string, AnswerValue> = {};
  const keyOf = (field: string) => (prefix === '' ? field : `${prefix}.${field}`);
  const known = new Set<string>();
  for (const [field, ask] of Object.entries(asks)) {
    const key = keyOf(field);
    known.add(field).add(key);
    const raw = given[key] ?? given[field] ?? null;
    const value = typeof raw === 'string' ? raw.trim() : raw;
    const at = `answers.${key}`;
    if (isEmpty(value)) {
      const isAsked =
        ask.required ||
        ask.requiredIf.some((other) => {
          const answer = given[keyOf(other.field)] ?? given[other.field];
          return typeof answer === 'string' && other.answers.includes(answer.trim());
        });
      if (isAsked) return fieldRequired(at, ask.title);
      continue;
    }
    const problem = problemOf(model, ask, value);
    if (problem) return fieldInvalid(at, ask.title, problem);
    // Contact data is kept encrypted beside the case, never in a record that cannot be erased.
    if (ask.kind !== 'phone') kept[key] = value;
  }
  for (const key of Object.keys(given)) {
    if (known.has(key)) continue;
    const allowed = Object.keys(asks).map(keyOf).join(', ') || '–';
    return fieldInvalid(
      `answers.${key}`,
      { zh: key, en: key },
      { zh: `不是这里要填的内容，可填：${allowed}`, en: `is not asked here; asked: ${allowed}` },
    );
  }
  return kept;
}

function isEmpty(value: AnswerValue): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function problemOf(model: Model, ask: Ask, value: AnswerValue): Label | null {
  switch (ask.kind) {
    case 'text':
    case 'long-text': {
      if (typeof value !== 'string') return notText;
      const length = [...value].length;
      const max = Math.min(ask.max ?? longestText, longestText);
      if (length > max) return { zh: `不能超过 ${max} 个字`, en: `may have at most ${max} characters` };
      if (ask.min !== null && length < ask.min) {
        return { zh: `至少要 ${ask.min} 个字`, en: `needs at least ${ask.min} characters` };
      }
      return null;
    }
    case 'choice':
      return ask.choices.some((choice) => choice.key === value)
        ? null
        : {
            zh: `请从以下选项中选择：${ask.choices.map((choice) => choice.title.zh).join('、')}`,
            en: `must be one of: ${ask.choices.map((choice) => choice.title.en).join(', ')}`,
          };
    case 'yes-no':
      return typeof value === 'boolean' ? null : { zh: '请选择是或否', en: 'must be yes or no' };
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        return { zh: '请填写数字', en: 'must be a number' };
      }
      if (ask.max !== null && value > ask.max) {
        return { zh: `不能大于 ${ask.max}`, en: `may be at most ${ask.max}` };
      }
      if (ask.min !== null && value < ask.min) {
        return { zh: `不能小于 ${ask.min}`, en: `must be at least ${ask.min}` };
      }
      return null;
    case 'date':
      return typeof value === 'string' && isDate(value)
        ? null
        : { zh: '请填写日期，如 2026-11-23', en: 'must be a date such as 2026-11-23' };
    case 'photo': {
      if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
        return { zh: '请选择照片', en: 'must be photos' };
      }
      const max = Math.min(ask.max ?? mostPhotos, mostPhotos);
      if (value.length > max) return { zh: `最多 ${max} 张照片`, en: `may have at most ${max} photos` };
      if (ask.min !== null && value.length < ask.min) {
        return { zh: `至少要 ${ask.min} 张照片`, en: `needs at least ${ask.min} photos` };
      }
      return null;
    }
    case 'place':
      return typeof value === 'string' && value.length <= 200 ? null : notText;
    case 'phone':
      return typeof value === 'string' && /^\+?[\d -]{5,20}$/.test(value)
        ? null
        : { zh: '请填写电话号码', en: 'must be a phone number' };
    case 'category':
      return typeof value === 'string' && isLeaf(model, value)
        ? null
        : { zh: '请从问题目录中选择', en: 'must be chosen from the catalogue' };
  }
}

const notText: Label = { zh: '请填写文字', en: 'must be a text' };

/** Is this the key of a problem that has none below it? */
export function isLeaf(model: Model, category: string): boolean {
  const leaves = leavesOf(model);
  return leaves.has(category);
}

const leavesByModel = new WeakMap<Model, Set<string>>();
function leavesOf(model: Model): Set<string> {
  let leaves = leavesByModel.get(model);
  if (!leaves) {
    leaves = new Set(Object.keys(model.problems));
    for (const problem of Object.values(model.problems)) if (problem.parent) leaves.delete(problem.parent);
    leavesByModel.set(model, leaves);
  }
  return leaves;
}

/** `2026-02-28`, and a day that exists. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
