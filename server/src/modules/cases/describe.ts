/** From what was sent to the line people see in lists. */
import type { AnswerValue } from '@linli/engine';
import type { Model } from '@linli/model';

const longestTitle = 60;

/** First line of the first text asked, cut at a whole character; else the category; else the kind. */
export function titleOf(
  model: Model,
  kindKey: string,
  answers: Record<string, AnswerValue>,
  category: string | null,
): string {
  const text = textsOf(model, kindKey, answers)[0];
  const line = text
    ?.split(/\r?\n/)
    .map((part) => part.trim())
    .find((part) => part !== '');
  if (line !== undefined) return shorten(line, longestTitle);
  return (model.problems[category ?? ''] ?? model.caseKinds[kindKey])?.title.zh ?? kindKey;
}

/** Texts among the answers, in the order the kind asks for them. */
export function textsOf(model: Model, kindKey: string, answers: Record<string, AnswerValue>): string[] {
  return Object.entries(model.caseKinds[kindKey]?.asks ?? {}).flatMap(([field, ask]) => {
    const value = answers[field];
    return (ask.kind === 'text' || ask.kind === 'long-text') && typeof value === 'string' ? [value] : [];
  });
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Cut after `most` characters as people count them: a rare character or an emoji stays whole. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  let count = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, most * 16))) {
    if (count === most - 1) break;
    end = index + segment.length;
    count += 1;
  }
  return end < text.length ? `${text.slice(0, end)}…` : text;
}
