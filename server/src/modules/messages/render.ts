/** A message in words: made when it is read, in the reader's language and the city's own terms. */
import type { Label, Locale } from '@linli/contract';
import { fill } from '@linli/contract';
import type { Model } from '@linli/model';
import { type Audience, phrases } from './phrases.ts';
import { isCaseTemplate, isTemplateName, templates } from './templates.ts';

/** As read from the database: what it is depends on the template. */
export type StoredData = Record<string, unknown>;

/** What a message of a case keeps: keys and times, never names, addresses or anything somebody wrote. */
export interface MessageData {
  audience: Audience;
  kind: string;
  number: string;
  clock?: string;
  percent?: number;
  dueAt?: string;
  pause?: string;
  until?: string;
  rung?: number;
  rungKey?: string;
  rating?: string;
  asksRating?: number;
}

const keptFields = [
  'clock',
  'percent',
  'dueAt',
  'pause',
  'until',
  'rung',
  'rungKey',
  'rating',
  'asksRating',
] as const;

/** Only what the phrases need is kept of a notice's data; a task in somebody's own words is not. */
export function keptOf(data: Record<string, string | number>): Partial<MessageData> {
  return Object.fromEntries(keptFields.flatMap((field) => (field in data ? [[field, data[field]]] : [])));
}

export interface MessageText {
  title: string;
  text: string;
}

/** `data` is `MessageData` for what cases tell, else that of its template: see templates.ts. */
export function renderMessage(model: Model, template: string, data: StoredData, locale: Locale): MessageText {
  const language = locale === 'en' ? 'en' : 'zh';
  if (isTemplateName(template)) {
    const { title, text } = templates[template];
    const slots = wordsOf(model, data, locale, language);
    return { title: fill(title[language], slots), text: fill(text[language], slots) };
  }
  const ofCase = data as unknown as MessageData;
  // Written by a version that knew more templates than this one.
  if (!isCaseTemplate(template)) return { title: template, text: ofCase.number ?? '' };
  const ofTemplate = phrases[template];
  // Where nothing is asked of the reporter, a verified case is news and no request.
  const audience = template === 'case.verified' && ofCase.asksRating !== 1 ? 'duty' : ofCase.audience;
  const phrase = ofTemplate[audience] ?? ofTemplate.duty;
  const slots = slotsOf(model, ofCase, locale, language);
  return { title: fill(phrase.title[language], slots), text: fill(phrase.text[language], slots) };
}

/** Fields of a template's data in words, by what their names and values say they are. */
function wordsOf(
  model: Model,
  data: StoredData,
  locale: Locale,
  language: keyof Label,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([field, value]) => [
      field,
      field.endsWith('At') ? timeInWords(String(value), model.timeZone, locale) : inWords(value, language),
    ]),
  );
}

function inWords(value: unknown, language: keyof Label): string {
  if (value === null || value === undefined) return language === 'zh' ? '见详情' : 'see its page';
  if (typeof value === 'object') return String((value as Partial<Label>)[language] ?? '');
  return String(value);
}

function slotsOf(
  model: Model,
  data: MessageData,
  locale: Locale,
  language: keyof Label,
): Record<string, string | number> {
  const kind = model.caseKinds[data.kind];
  const word = (label: Label | undefined, fallback: Label): string => (label ?? fallback)[language];
  const rungs = kind?.ladder == null ? [] : (model.ladders[kind.ladder]?.rungs ?? []);
  const rung = rungs.find(({ key }) => key === data.rungKey) ?? rungs[(data.rung ?? 0) - 1];
  return {
    number: data.number,
    kind: word(kind?.title, { zh: '事项', en: 'Case' }),
    clock: word(kind?.clocks[data.clock ?? '']?.title, { zh: '时限', en: 'Time limit' }),
    percent: data.percent ?? '',
    dueAt: data.dueAt === undefined ? '' : timeInWords(data.dueAt, model.timeZone, locale),
    pause: word(kind?.pauses[data.pause ?? '']?.title, { zh: '等待', en: 'waiting' }),
    until: data.until === undefined ? '' : timeInWords(data.until, model.timeZone, locale),
    rung: word(rung?.title, { zh: '上一级', en: 'the next rung' }),
    rating: word(kind?.rating?.answers.find(({ key }) => key === data.rating)?.title, {
      zh: '已评价',
      en: 'rated',
    }),
  };
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** `11月24日 17:30`, `24 Nov, 17:30`, on the city's clock. */
function timeInWords(instant: string, timeZone: string, locale: Locale): string {
  const key = `${locale} ${timeZone}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
      timeZone,
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    });
    formatters.set(key, formatter);
  }
  return formatter.format(new Date(instant));
}
