import {
  type AnswerValue,
  type AskView,
  type ModelView,
  newCommandId,
  type OpenCase,
} from '../../ui/api/index.ts';
import type { OutboxPhoto } from '../../ui/api/outbox.ts';

/** A report as it is being written. Everything in it survives a reload, the photos too. */
export interface ReportDraft {
  /** Born with the draft and kept until the server has answered for good. */
  commandId: string;
  kind: string;
  city: string | null;
  answers: Record<string, AnswerValue>;
  category: string | null;
  /** Who chose the category: a suggestion gives way to better ones, a choice of the person stays. */
  categoryBy: 'person' | 'words' | null;
  place: DraftPlace | null;
  /** The place in the reporter's words. */
  spot: string;
  position: { longitude: number; latitude: number } | null;
  photos: DraftPhoto[];
  updatedAt: number;
}

export interface DraftPlace {
  /** Null: only a QR code is known, which the server reads when it arrives. */
  areaCode: string | null;
  spotCode: string | null;
  name: string;
  from: 'spot' | 'position' | 'home' | 'picked';
}

export interface DraftPhoto extends OutboxPhoto {
  /** Found in the file; offered once. */
  position: [number, number] | null;
  positionAnswered: boolean;
  /** Why the server will not take it. */
  refusal: string | null;
}

export type Kind = ModelView['kinds'][number];

export function newDraft(kind: string, city: string | null, now: number): ReportDraft {
  return {
    commandId: newCommandId(),
    kind,
    city,
    answers: {},
    category: null,
    categoryBy: null,
    place: null,
    spot: '',
    position: null,
    photos: [],
    updatedAt: now,
  };
}

/** Is there anything in it that a person would miss? */
export function hasContent(draft: ReportDraft): boolean {
  if (draft.photos.length > 0 || draft.spot !== '' || draft.categoryBy === 'person') return true;
  return Object.values(draft.answers).some((value) => value !== null && value !== '' && value !== false);
}

/** The words that say what it is about: the first text asked. */
export function wordsOf(draft: ReportDraft, asks: readonly AskView[]): string {
  const ask = asks.find((one) => one.kind === 'long-text') ?? asks.find((one) => one.kind === 'text');
  const value = ask === undefined ? undefined : draft.answers[ask.key];
  return typeof value === 'string' ? value.trim() : '';
}

/** The body of POST /api/cases, without photos, which the outbox adds as they are uploaded. */
export function toOpenCase(
  draft: ReportDraft,
  asks: readonly AskView[],
): Omit<OpenCase, 'commandId' | 'photoIds'> {
  const answers: Record<string, AnswerValue> = {};
  for (const ask of asks) {
    if (ask.kind === 'photo' || ask.kind === 'place' || ask.kind === 'category') continue;
    const value = draft.answers[ask.key];
    if (value === undefined || value === null) continue;
    if (typeof value === 'string') {
      if (value.trim() !== '') answers[ask.key] = value.trim();
    } else answers[ask.key] = value;
  }
  const { place } = draft;
  return {
    kind: draft.kind,
    answers,
    ...(place?.areaCode ? { areaCode: place.areaCode } : {}),
    ...(place?.spotCode ? { spotCode: place.spotCode } : {}),
    ...(draft.spot.trim() === '' ? {} : { spot: draft.spot.trim() }),
    ...(draft.position === null ? {} : { position: draft.position }),
    ...(draft.category === null ? {} : { category: draft.category }),
  };
}

export type MissingWords =
  | { key: string; phrase: 'missing' }
  | { key: string; phrase: 'tooShort'; min: number }
  | { key: string; phrase: 'tooLong'; max: number; n: number }
  | { key: string; phrase: 'outOfRange'; min: number; max: number }
  | { key: string; phrase: 'badPhone' };

/** What the model asks for and the draft does not have yet, in the order of the form. */
export function findMissing(draft: ReportDraft, asks: readonly AskView[]): MissingWords[] {
  return asks.flatMap((ask): MissingWords[] => {
    const problem = missingIn(draft, ask);
    return problem === null ? [] : [problem];
  });
}

function missingIn(draft: ReportDraft, ask: AskView): MissingWords | null {
  const { key } = ask;
  if (ask.kind === 'photo')
    return ask.required && draft.photos.length === 0 ? { key, phrase: 'missing' } : null;
  if (ask.kind === 'place') return ask.required && draft.place === null ? { key, phrase: 'missing' } : null;
  if (ask.kind === 'category')
    return ask.required && draft.category === null ? { key, phrase: 'missing' } : null;
  const value = draft.answers[key];
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === undefined || text === null || text === '')
    return ask.required ? { key, phrase: 'missing' } : null;
  if (typeof text === 'string' && (ask.kind === 'text' || ask.kind === 'long-text')) {
    const n = [...text].length;
    if (ask.min !== null && n < ask.min) return { key, phrase: 'tooShort', min: ask.min };
    if (ask.max !== null && n > ask.max) return { key, phrase: 'tooLong', max: ask.max, n };
  }
  if (ask.kind === 'number' && typeof text === 'number') {
    const min = ask.min ?? Number.NEGATIVE_INFINITY;
    const max = ask.max ?? Number.POSITIVE_INFINITY;
    if (text < min || text > max) return { key, phrase: 'outOfRange', min, max };
  }
  if (ask.kind === 'phone' && typeof text === 'string' && !/^1[3-9]\d{9}$/.test(text))
    return { key, phrase: 'badPhone' };
  return null;
}

/** Title for the list of waiting things: the first words, else the name of the kind. */
export function draftTitle(draft: ReportDraft, asks: readonly AskView[], kindTitle: string): string {
  const words = wordsOf(draft, asks).replace(/\s+/g, ' ');
  const letters = [...words];
  if (letters.length === 0) return kindTitle;
  return letters.length > 24 ? `${letters.slice(0, 24).join('')}…` : words;
}
