/** Lists of cases: queues, searches, what is mine. Each page begins where the one before it ended, however long the list. */
import type { CaseList, CaseListQuery, CaseSummary } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { findDirectory, mention, nothingMentioned } from './directory.ts';
import { followerKeys, relationTo } from './policy.ts';
import { presentSummary } from './present.ts';
import {
  areaScopes,
  contextOf,
  neighbourSearches,
  type Order,
  orderOf,
  ownSearches,
  Parameters,
  queuesFor,
  searchesOfQueue,
} from './scope.ts';
import { type CaseRow, caseRowColumns, isRunningSql } from './store.ts';
import { wordsOf } from './words.ts';

export type ListWords = z.output<typeof CaseListQuery>;

export async function listCases(
  deps: Deps,
  viewer: Viewer,
  words: ListWords,
): Promise<z.output<typeof CaseList>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const page = await findPage(tx, model, viewer, words, now);
    return { cases: await summarise(deps, tx, viewer, page.ids, now), nextCursor: page.nextCursor };
  });
}

interface Page {
  ids: string[];
  nextCursor: string | null;
}

async function findPage(tx: Tx, model: Model, viewer: Viewer, words: ListWords, now: string): Promise<Page> {
  const quick = await runList(tx, model, viewer, words, now, quickWordsSql);
  if (quick.ids.length > 0 || words.q === undefined || words.cursor !== undefined) return quick;
  // Words cut elsewhere than when the case was sent: then by plain text, which reads more.
  return runList(tx, model, viewer, words, now, plainTextSql);
}

type TextSearch = (text: string, parameters: Parameters) => string;

async function runList(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  words: ListWords,
  now: string,
  textSearch: TextSearch,
): Promise<Page> {
  const parameters = new Parameters(tx.tenantId);
  const { searches, order } = searchesFor(model, viewer, words, now, parameters);
  const filters = filtersOf(words, now, parameters);
  if (words.q !== undefined) filters.push(textSearch(words.q.trim(), parameters));
  if (words.cursor !== undefined) filters.push(afterSql(order, words.cursor, parameters));
  const found = await runSearches(tx, searches, filters, order, words.limit + 1, parameters);
  const shown = found.slice(0, words.limit);
  const last = shown.at(-1);
  return {
    ids: shown.map(({ caseId }) => caseId),
    nextCursor: found.length > words.limit && last !== undefined ? cursorAfter(last) : null,
  };
}

function searchesFor(
  model: Model,
  viewer: Viewer,
  words: ListWords,
  now: string,
  parameters: Parameters,
): { searches: string[]; order: Order } {
  if (words.queue !== undefined) {
    const queue = Object.hasOwn(model.queues, words.queue) ? model.queues[words.queue] : undefined;
    if (queue === undefined) {
      throw problem('unknown-queue', { data: { allowed: queuesFor(model, viewer).join(', ') } });
    }
    return {
      searches: searchesOfQueue(model, queue, viewer, contextOf(model, viewer, now), parameters),
      order: orderOf(queue.sort),
    };
  }
  return {
    searches: words.mine
      ? ownSearches(viewer, followerKeys(viewer), parameters)
      : [
          ...areaScopes(model, viewer.posts, parameters),
          ...(words.area === undefined ? [] : neighbourSearches(model, words.area, parameters)),
        ],
    order: orderOf('openedAt'),
  };
}

function filtersOf(words: ListWords, now: string, parameters: Parameters): string[] {
  const filters: string[] = [];
  if (words.station !== undefined) filters.push(`station = ${parameters.add(words.station, 'text')}`);
  if (words.kind !== undefined) filters.push(`kind = ${parameters.add(words.kind, 'text')}`);
  if (words.severity !== undefined) filters.push(`severity = ${parameters.add(words.severity, 'text')}`);
  if (words.area !== undefined) filters.push(parameters.within(words.area));
  if (words.over) {
    filters.push(`${isRunningSql} AND (is_over OR due_at < ${parameters.add(now, 'timestamptz')})`);
  }
  if (words.shared) {
    filters.push(`${isRunningSql} AND 1 < (SELECT count(*) FROM case_parts
       WHERE case_parts.tenant_id = $1 AND case_parts.case_id = cases.case_id)`);
  }
  return filters;
}

const wholeNumber = /^[A-Za-z]{1,4}\d{8}-\d{1,9}$/;

/** By its number, or by words as they were cut when it was sent: both have an index. */
function quickWordsSql(text: string, parameters: Parameters): string {
  if (wholeNumber.test(text)) return `number = ${parameters.add(text.toUpperCase(), 'text')}`;
  const words = wordsOf(text);
  return words.length === 0 ? 'FALSE' : `words @> ${parameters.add(words, 'text[]')}`;
}

function plainTextSql(text: string, parameters: Parameters): string {
  const pattern = parameters.add(`%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`, 'text');
  return `(title LIKE ${pattern} OR number LIKE upper(${pattern}) OR spot LIKE ${pattern})`;
}

interface Found {
  caseId: string;
  /** What it is ordered by, as PostgreSQL writes it. */
  sortKey: string;
}

/** Runs the searches as one statement, each limited by itself so that its index is read no further than needed. */
export async function runSearches(
  tx: Tx,
  searches: readonly string[],
  filters: readonly string[],
  order: Order,
  limit: number,
  parameters: Parameters,
): Promise<Found[]> {
  if (searches.length === 0) return [];
  const most = parameters.add(limit, 'integer');
  const branch = (search: string): string =>
    `(SELECT case_id, ${order.key} AS sort_key FROM cases
       WHERE ${['tenant_id = $1', search, ...filters].join(' AND ')}
       ORDER BY ${order.key} ${order.direction}, case_id ${order.direction} LIMIT ${most})`;
  const [, { rows }] = await Promise.all([
    settlePlan(tx, searches),
    tx.query<Found>(
      `SELECT case_id AS "caseId", sort_key::text AS "sortKey" FROM (${searches.map(branch).join(' UNION ALL ')}) AS found
        GROUP BY case_id, sort_key ORDER BY sort_key ${order.direction}, case_id ${order.direction} LIMIT ${most}`,
      parameters.values,
    ),
  ]);
  return rows;
}

/** From so many searches on, planning a statement takes longer than running it. */
const manySearches = 3;
const settled = 'SET LOCAL plan_cache_mode = force_generic_plan';

/**
 * Statements whose plan is the same whatever is asked for are planned once a connection and not each time; in a large city
 * PostgreSQL would take its own general estimate for too dear. So are those of one owner, and those of many searches over
 * running cases, whose indexes hold few rows. Sent ahead of the statement, in the same round trip; holds for the transaction.
 */
export async function settlePlan(tx: Tx, searches: readonly string[]): Promise<void> {
  const isSmall = searches.every((search) => search.startsWith(isRunningSql));
  const rangesOverAreas = searches.some((search) => search.includes('area_code >='));
  if (isSmall && (searches.length >= manySearches || !rangesOverAreas)) await tx.query(settled);
}

function cursorAfter({ sortKey, caseId }: Found): string {
  return Buffer.from(`${sortKey} ${caseId}`).toString('base64url');
}

const cursorShape = /^(-?infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00) ([0-9a-f-]{36})$/;

function afterSql(order: Order, cursor: string, parameters: Parameters): string {
  const [, sortKey, caseId] = cursorShape.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (sortKey === undefined || caseId === undefined) {
    throw problem('invalid-input', {
      errors: [
        {
          at: '/cursor',
          message: { zh: '请从第一页重新开始', en: 'Start again from the first page' },
        },
      ],
    });
  }
  const sign = order.direction === 'ASC' ? '>' : '<';
  return `(${order.key}, case_id) ${sign} (${parameters.add(sortKey, 'timestamptz')}, ${parameters.add(caseId, 'uuid')})`;
}

/** A line of a list is read with what tells whether the viewer follows it. */
type Line = CaseRow & { follows: boolean };

const linesSql = `SELECT ${caseRowColumns},
         EXISTS (SELECT 1 FROM case_followers AS f
                  WHERE f.tenant_id = $1 AND f.case_id = cases.case_id AND f.follower = ANY ($3)) AS follows
    FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (case_id, place)
    JOIN cases ON cases.tenant_id = $1 AND cases.case_id = wanted.case_id
   ORDER BY wanted.place`;

/** Cases as lines of a list, in the order of their ids; those the viewer may not know of are left out. */
export async function summarise(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  caseIds: readonly string[],
  now: string,
): Promise<CaseSummary[]> {
  if (caseIds.length === 0) return [];
  const [, { rows }] = await Promise.all([
    tx.query(settled),
    tx.query<Line>(linesSql, [tx.tenantId, caseIds, followerKeys(viewer)]),
  ]);
  const mentioned = nothingMentioned();
  for (const { state } of rows) mention(mentioned, state);
  const directory = await findDirectory(tx, mentioned);
  const models = modelsOf(deps);
  const lines: CaseSummary[] = [];
  for (const row of rows) {
    const model = await models.version(tx.tenantId, row.state.modelVersion);
    const relation = relationTo(model, viewer, row, row.follows);
    if (relation.sight === 'none') continue;
    lines.push(presentSummary({ model, row, relation, viewer, directory, now }));
  }
  return lines;
}
