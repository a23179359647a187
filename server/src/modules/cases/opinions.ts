/** Opinions that were asked for: who asked whom, until when, what was said or that time was over, and what was made of it. */
import type { OpinionState, OpinionsPage, OpinionsQuery } from '@linli/contract';
import { isAmong, localDateOf, opinionField, opinionOf } from '@linli/engine';
import type { CaseKind, Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { keptLabelIn, modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { standingsOf } from '../powers/index.ts';
import { summarise } from './lists.ts';
import { relationTo } from './policy.ts';
import { maskedLabel } from './present-history.ts';
import { areaScopes, Parameters } from './scope.ts';
import { type CaseRow, caseRowColumns, isRunningSql } from './store.ts';

const pageSize = 50;

export async function listOpinions(
  deps: Deps,
  viewer: Viewer,
  words: z.output<typeof OpinionsQuery>,
): Promise<OpinionsPage> {
  if (viewer.personId === null) throw problem('sign-in-required');
  if (viewer.posts.length === 0) throw problem('not-found');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const kinds = kindsOf(model);
  if (words.kind !== undefined && !kinds.some(({ key }) => key === words.kind)) {
    throw problem('unknown-kind', { data: { allowed: kinds.map(({ key }) => key).join(', ') } });
  }
  const now = deps.clock.now();
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [powers, page] = await Promise.all([
        powersWith(tx, model, viewer, kinds, now),
        findPage(tx, model, viewer, kinds, words),
      ]);
      const shown = page.slice(0, pageSize);
      const last = shown.at(-1);
      return {
        powers,
        opinions: await present(deps, tx, model, viewer, shown, now),
        next: page.length > pageSize && last !== undefined ? last : null,
      };
    },
    { readOnly: true },
  );
}

interface OpinionKind {
  key: string;
  kind: CaseKind;
  /** Where in a case's answers the opinion stands. */
  field: string;
}

/** Kinds in which an opinion is asked for, as an exercise of a power or before an appointment. */
function kindsOf({ caseKinds, powers, roles }: Model): OpinionKind[] {
  const named = new Set([
    ...Object.values(powers).flatMap(({ exercisedBy }) => exercisedBy),
    ...Object.values(roles).flatMap(({ opinion }) => opinion ?? []),
  ]);
  return [...named].flatMap((key) => {
    const kind = caseKinds[key];
    const field = kind === undefined ? null : opinionField(kind);
    return kind === undefined || field === null ? [] : [{ key, kind, field }];
  });
}

async function powersWith(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  kinds: readonly OpinionKind[],
  now: string,
): Promise<OpinionsPage['powers']> {
  const declared = Object.entries(model.powers).filter(([, { exercisedBy }]) => exercisedBy.length > 0);
  const [standings, counts] = await Promise.all([
    standingsOf(
      tx,
      declared.map(([key]) => key),
      null,
      localDateOf(now, model.timeZone),
    ),
    countByKind(tx, model, viewer, kinds, now),
  ]);
  const opener = { personId: viewer.personId, isReporter: false, posts: viewer.posts };
  return declared.map(([key, power], place) => ({
    key,
    title: power.title,
    over: model.orgKinds[power.over ?? '']?.title ?? power.title,
    state: standings[place]?.state ?? 'not-in-force',
    since: standings[place]?.since ?? null,
    kinds: power.exercisedBy.flatMap((kindKey) => {
      const kind = model.caseKinds[kindKey];
      if (kind === undefined) return [];
      return [
        {
          key: kindKey,
          title: kind.title,
          description: kind.description,
          isOpinion: opinionField(kind) !== null,
          mayAsk: standings[place]?.state === 'in-force' && isAmong(opener, kind.openedBy, null),
          counts: counts.get(kindKey) ?? nothing,
        },
      ];
    }),
  }));
}

const nothing = { asked: 0, late: 0, given: 0, expired: 0, withdrawn: 0 };

/**
 * The viewer's opinions as conditions over `cases`. They lie with the organisations that are asked, which are few; their
 * index leads to them past all reports.
 */
function theirs(
  model: Model,
  viewer: Viewer,
  kinds: readonly OpinionKind[],
  parameters: Parameters,
): string[] {
  const asked = kinds.flatMap(({ kind }) => kind.route.flatMap((role) => model.roles[role]?.orgKind ?? []));
  const scopes = areaScopes(model, viewer.posts, parameters);
  scopes.push(`reporter_id = ${parameters.add(viewer.personId, 'uuid')}`);
  return [
    `kind = ANY (${parameters.add(
      kinds.map(({ key }) => key),
      'text[]',
    )})`,
    `responsible_org_id IN (SELECT orgs.org_id FROM orgs
        WHERE orgs.tenant_id = $1 AND orgs.kind = ANY (${parameters.add([...new Set(asked)], 'text[]')}))`,
    `(${scopes.map((scope) => `(${scope})`).join(' OR ')})`,
  ];
}

/** Of a case joined with the field in which its kind keeps the opinion. */
const stateSql: Record<OpinionState, string> = {
  asked: isRunningSql,
  given: `station = 'closed' AND state -> 'answers' ? opinion_field`,
  expired: `station = 'closed' AND NOT state -> 'answers' ? opinion_field`,
  withdrawn: `station IN ('withdrawn', 'merged')`,
};

function withFields(kinds: readonly OpinionKind[], parameters: Parameters): string {
  const keys = parameters.add(
    kinds.map(({ key }) => key),
    'text[]',
  );
  const fields = parameters.add(
    kinds.map(({ field }) => field),
    'text[]',
  );
  return `cases JOIN unnest(${keys}, ${fields}) AS fields (of_kind, opinion_field) ON fields.of_kind = cases.kind`;
}

async function countByKind(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  kinds: readonly OpinionKind[],
  now: string,
): Promise<Map<string, typeof nothing>> {
  const parameters = new Parameters(tx.tenantId);
  const from = withFields(kinds, parameters);
  const conditions = theirs(model, viewer, kinds, parameters);
  const at = parameters.add(now, 'timestamptz');
  const { rows } = await tx.query<typeof nothing & { kind: string }>(
    `SELECT kind, count(*) FILTER (WHERE ${stateSql.asked})::integer AS asked,
            count(*) FILTER (WHERE ${stateSql.asked} AND (is_over OR due_at < ${at}))::integer AS late,
            count(*) FILTER (WHERE ${stateSql.given})::integer AS given,
            count(*) FILTER (WHERE ${stateSql.expired})::integer AS expired,
            count(*) FILTER (WHERE ${stateSql.withdrawn})::integer AS withdrawn
       FROM ${from} WHERE tenant_id = $1 AND ${conditions.join(' AND ')} GROUP BY kind`,
    parameters.values,
  );
  return new Map(rows.map(({ kind, ...counts }) => [kind, counts]));
}

/** Ids of one page, and one more where there are others after it. */
async function findPage(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  kinds: readonly OpinionKind[],
  { kind, state, area, after }: z.output<typeof OpinionsQuery>,
): Promise<string[]> {
  const wanted = kinds.filter(({ key }) => kind === undefined || key === kind);
  const parameters = new Parameters(tx.tenantId);
  const from = withFields(wanted, parameters);
  const conditions = theirs(model, viewer, wanted, parameters);
  if (state !== undefined) conditions.push(stateSql[state]);
  if (area !== undefined) conditions.push(parameters.within(area));
  if (after !== undefined) {
    conditions.push(`(opened_at, case_id) < (SELECT last.opened_at, last.case_id FROM cases AS last
       WHERE last.tenant_id = $1 AND last.case_id = ${parameters.add(after, 'uuid')})`);
  }
  const { rows } = await tx.query<{ caseId: string }>(
    `SELECT case_id AS "caseId" FROM ${from} WHERE tenant_id = $1 AND ${conditions.join(' AND ')}
      ORDER BY opened_at DESC, case_id DESC LIMIT ${pageSize + 1}`,
    parameters.values,
  );
  return rows.map(({ caseId }) => caseId);
}

interface Signed {
  caseId: string;
  askedBy: string | null;
  givenBy: string | null;
  postId: string | null;
  orgId: string;
  orgName: string;
  role: string;
  heldFrom: string;
}

async function present(
  deps: Deps,
  tx: Tx,
  model: Model,
  viewer: Viewer,
  caseIds: readonly string[],
  now: string,
): Promise<OpinionsPage['opinions']> {
  if (caseIds.length === 0) return [];
  const [summaries, found, signed] = await Promise.all([
    summarise(deps, tx, viewer, caseIds, now),
    tx.query<CaseRow>(
      `SELECT ${caseRowColumns} FROM cases WHERE cases.tenant_id = $1 AND cases.case_id = ANY ($2::uuid[])`,
      [tx.tenantId, caseIds],
    ),
    tx.query<Signed>(
      `SELECT asked.case_id AS "caseId", asked.actor_label AS "askedBy", given.actor_label AS "givenBy",
              posts.post_id AS "postId", posts.org_id AS "orgId", orgs.name AS "orgName", posts.role,
              posts.held_from AS "heldFrom"
         FROM history AS asked
         LEFT JOIN LATERAL (SELECT history.actor_label FROM history
                             WHERE history.tenant_id = $1 AND history.case_id = asked.case_id AND history.verb = 'close'
                             ORDER BY history.seq DESC LIMIT 1) AS given ON true
         LEFT JOIN posts ON posts.tenant_id = $1 AND posts.opinion_case_id = asked.case_id
         LEFT JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
        WHERE asked.tenant_id = $1 AND asked.case_id = ANY ($2::uuid[]) AND asked.seq = 1`,
      [tx.tenantId, caseIds],
    ),
  ]);
  const rows = new Map(found.rows.map((row) => [row.caseId, row]));
  const signatures = new Map(signed.rows.map((row) => [row.caseId, row]));
  const opinions: OpinionsPage['opinions'] = [];
  for (const summary of summaries) {
    const row = rows.get(summary.caseId);
    const by = signatures.get(summary.caseId);
    if (row === undefined || by === undefined) continue;
    const ofThen = await modelsOf(deps).version(tx.tenantId, row.state.modelVersion);
    const kind = ofThen.caseKinds[row.state.kind];
    if (kind === undefined || opinionField(kind) === null) continue;
    const relation = relationTo(ofThen, viewer, row, false);
    const shown = (label: string | null): string | null => {
      const masked = maskedLabel(relation, label);
      return masked === null ? null : keptLabelIn(viewer.locale, ofThen, masked);
    };
    opinions.push({
      case: summary,
      opinion: opinionOf(kind, row.state),
      askedBy: shown(by.askedBy),
      givenBy: shown(by.givenBy),
      usedBy:
        by.postId === null
          ? null
          : {
              postId: by.postId,
              orgId: by.orgId,
              orgName: by.orgName,
              roleTitle: model.roles[by.role]?.title ?? { zh: by.role, en: by.role },
              heldFrom: by.heldFrom,
            },
    });
  }
  return opinions;
}
