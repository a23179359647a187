/**
 * Which category the words of a report speak of. Two sources, both local: the words the model names for each category,
 * and what the city's own cases of a category said. No network, no model file.
 */
import type { SuggestReply } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { type Database, readInTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import { wordsOf } from './words.ts';

const mostSuggested = 3;
/** Less sure than this is no help. */
const leastShare = 0.08;
/** From here on the words are taken for what they seem to say. */
const likelyShare = 0.5;

export async function suggestCategories(
  deps: Deps,
  tenantId: number,
  kindKey: string,
  text: string,
): Promise<z.output<typeof SuggestReply>> {
  const model = modelsOf(deps).ofTenant(tenantId);
  const kind = Object.hasOwn(model.caseKinds, kindKey) ? model.caseKinds[kindKey] : undefined;
  if (!kind) throw problem('unknown-kind', { data: { allowed: Object.keys(model.caseKinds).join(', ') } });
  if (!Object.values(kind.asks).some((ask) => ask.kind === 'category'))
    return { categories: [], danger: false };
  const experience = await experienceOf(deps, tenantId);
  const categories = rankCategories(model, experience, text).map(({ key, share, words }) => ({
    key,
    title: model.problems[key]!.title,
    share,
    words,
  }));
  const first = categories[0];
  return {
    categories,
    danger:
      first !== undefined && first.share >= likelyShare && model.problems[first.key]?.severity === 'urgent',
  };
}

/** How often each word stood in cases of each category. */
export interface Experience {
  casesOf: ReadonlyMap<string, number>;
  countOf: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export interface Suggestion {
  key: string;
  /** Of all that the words may mean, 0 to 1. */
  share: number;
  /** Words of the text that speak for it. */
  words: string[];
}

/** The likeliest categories first; none where nothing speaks for any. */
export function rankCategories(model: Model, experience: Experience, text: string): Suggestion[] {
  const written = text.toLowerCase();
  const words = wordsOf(text);
  const parents = new Set(Object.values(model.problems).flatMap(({ parent }) => parent ?? []));
  const leaves = Object.entries(model.problems).filter(([key]) => !parents.has(key));
  const namedBy = new Map<string, number>();
  for (const [, problemOf] of leaves) {
    for (const word of problemOf.words) namedBy.set(word, (namedBy.get(word) ?? 0) + 1);
  }
  const scored = leaves.flatMap(([key, { words: named, title }]) => {
    const spoken = named.filter((word) => written.includes(word.toLowerCase()));
    // A word that few categories name, and a longer one, says more.
    let score = spoken.reduce(
      (sum, word) => sum + (0.6 + 0.5 * Math.min(3, word.length)) / (namedBy.get(word) ?? 1),
      0,
    );
    if (written.includes(title.zh)) score += 2;
    score += learnt(experience, key, words);
    return score <= 0 ? [] : [{ key, score, words: spoken }];
  });
  const whole = scored.reduce((sum, { score }) => sum + Math.exp(score) - 1, 0);
  return scored
    .map(({ key, score, words: spoken }) => ({ key, share: (Math.exp(score) - 1) / whole, words: spoken }))
    .filter(({ share }) => share >= leastShare)
    .sort((left, right) => right.share - left.share || (left.key < right.key ? -1 : 1))
    .slice(0, mostSuggested)
    .map((one) => ({ ...one, share: Math.round(one.share * 100) / 100 }));
}

/** How much more these words stood in cases of the category than in others, bounded so that it never outweighs plain words. */
function learnt({ casesOf, countOf }: Experience, category: string, words: readonly string[]): number {
  const cases = casesOf.get(category) ?? 0;
  if (cases < 5) return 0;
  let all = 0;
  for (const count of casesOf.values()) all += count;
  let score = 0;
  for (const word of words) {
    const counts = countOf.get(word);
    const here = counts?.get(category) ?? 0;
    if (counts === undefined || here === 0) continue;
    let everywhere = 0;
    for (const count of counts.values()) everywhere += count;
    const ratio = here / cases / (everywhere / all);
    if (ratio > 1) score += Math.min(1.2, 0.4 * Math.log(ratio));
  }
  return Math.min(3, score);
}

const keptForMs = 30 * 60_000;
const known = new WeakMap<Database, Map<number, { until: number; found: Promise<Experience> }>>();

/** What the city's newest settled and running cases said, counted anew every half hour. */
function experienceOf(deps: Deps, tenantId: number): Promise<Experience> {
  const ofDatabase = known.get(deps.db) ?? new Map();
  known.set(deps.db, ofDatabase);
  const kept = ofDatabase.get(tenantId);
  const present = Date.now();
  if (kept !== undefined && kept.until > present) return kept.found;
  const found = readExperience(deps.db, tenantId);
  ofDatabase.set(tenantId, { until: present + keptForMs, found });
  found.catch(() => ofDatabase.delete(tenantId));
  return found;
}

async function readExperience(db: Database, tenantId: number): Promise<Experience> {
  const rows = await readInTenant<{ category: string; word: string | null; count: number }>(
    db,
    tenantId,
    `WITH newest AS (
       SELECT category, words FROM cases
        WHERE tenant_id = $1 AND category IS NOT NULL ORDER BY opened_at DESC, case_id DESC LIMIT 5000)
     SELECT category, NULL AS word, count(*)::int AS count FROM newest GROUP BY category
     UNION ALL
     SELECT category, word, count(*)::int FROM newest, unnest(words) AS word GROUP BY category, word`,
    [tenantId],
  );
  const casesOf = new Map<string, number>();
  const countOf = new Map<string, Map<string, number>>();
  for (const { category, word, count } of rows) {
    if (word === null) casesOf.set(category, count);
    else countOf.set(word, (countOf.get(word) ?? new Map<string, number>()).set(category, count));
  }
  return { casesOf, countOf };
}
