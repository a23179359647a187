/** What is missing or doubled, place by place, with the reason and what would mend it. */
import { type Finding, type FindingKind, inSentence, withArticle } from '@linli/contract';
import type { Label, Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import { titleOf } from '../present.ts';
import { listExpiredTerms, listVacancies, type Scope } from './offices.ts';
import { uncoveredAreas } from './rate.ts';
import { past } from './recount.ts';
import type { Rule } from './rule.ts';
import { homesIn } from './summary.ts';

export interface FindingsWanted extends Scope {
  kind: FindingKind;
  after: string | undefined;
  limit: number;
}

/** A finding before it is known who could mend it. */
type Found = Omit<Finding, 'mendedBy'>;

export async function listFindings(
  tx: Tx,
  model: Model,
  rule: Rule | null,
  wanted: FindingsWanted,
): Promise<{ findings: Finding[]; next: string | null }> {
  // One more than shown tells whether there is a next page.
  const { found, cursors } = await find(tx, model, rule, { ...wanted, limit: wanted.limit + 1 });
  const shown = found.slice(0, wanted.limit);
  const places = shown.map(({ area }) => area?.code ?? model.jurisdiction);
  const administrators = await administratorsOf(tx, model, places, wanted.day);
  return {
    findings: shown.map((one, at) => ({
      ...one,
      mendedBy: administrators.get(places[at] ?? model.jurisdiction) ?? null,
    })),
    next: found.length > wanted.limit ? (cursors[wanted.limit - 1] ?? null) : null,
  };
}

interface Page {
  found: Found[];
  /** Of each: where a page after it begins. */
  cursors: string[];
}

async function find(tx: Tx, model: Model, rule: Rule | null, wanted: FindingsWanted): Promise<Page> {
  switch (wanted.kind) {
    case 'nobody-answers':
    case 'several-answer':
      return rule === null ? nothing : findHomes(tx, model, rule, wanted);
    case 'without-grid':
    case 'in-several-grids':
      return rule === null ? nothing : findCells(tx, model, rule, wanted);
    case 'vacancy':
      return findVacancies(tx, model, wanted);
    case 'expired-term':
      return findExpired(tx, model, wanted);
    case 'uncovered':
      return findUncovered(tx, model, wanted);
  }
}

const nothing: Page = { found: [], cursors: [] };
const blank = { org: null, role: null, post: null, missing: null, segmentId: null } as const;
/** Cells looked into at a time: a page of homes seldom needs more. */
const cellsAtOnce = 40;

async function findHomes(tx: Tx, model: Model, rule: Rule, wanted: FindingsWanted): Promise<Page> {
  const isNobody = wanted.kind === 'nobody-answers';
  const column = isNobody ? 'unanswered' : 'overanswered';
  const codes: { code: string; answers: number }[] = [];
  let after = wanted.after ?? '';
  let fromCell = after.slice(0, rule.cellLength);
  for (;;) {
    const { rows } = await tx.query<{ code: string }>(
      `SELECT cell_code AS code FROM coverage_cells
        WHERE tenant_id = $1 AND cell_code >= $2 AND cell_code < $2 || '${past}' AND cell_code >= $3 AND ${column} > 0
        ORDER BY cell_code LIMIT ${cellsAtOnce}`,
      [tx.tenantId, wanted.areaCode.slice(0, rule.cellLength), fromCell],
    );
    const cells = rows.map(({ code }) => code);
    const homes = await homesIn(tx, rule, cells, wanted.day);
    for (const { code, answers } of homes) {
      const isWrong = isNobody ? answers === 0 : answers > 1;
      if (isWrong && code > after && code.startsWith(wanted.areaCode)) codes.push({ code, answers });
    }
    if (codes.length >= wanted.limit || cells.length < cellsAtOnce) break;
    fromCell = `${cells.at(-1) ?? ''}${past}`;
    after = '';
  }
  const page = codes.slice(0, wanted.limit);
  const places = page.map(({ code }) => code);
  const kinds = rule.roles.map((role) => model.roles[role]?.orgKind ?? '');
  const [names, hosts, ends] = await Promise.all([
    namesOf(tx, places),
    nearestOrgs(tx, model, places, kinds, wanted.day),
    isNobody ? lastDuties(tx, rule, places, wanted.day) : new Map<string, string>(),
  ]);
  const found = page.map(({ code, answers }): Found => {
    const host = hosts.get(code) ?? null;
    const role = rule.roles.find((one) => model.roles[one]?.orgKind === host?.kind) ?? rule.roles[0];
    const title = role === undefined ? null : titleOf(model.roles, role);
    return {
      kind: wanted.kind,
      ...blank,
      area: { code, name: names.get(code) ?? code },
      homes: 1,
      org: host,
      role: role === undefined || title === null ? null : { key: role, title },
      ...(isNobody ? nobody(model, title, host, ends.get(code), role) : several(answers, title)),
    };
  });
  return { found, cursors: places };
}

function nobody(
  model: Model,
  title: Label | null,
  host: { name: string } | null,
  endedOn: string | undefined,
  role: string | undefined,
): Pick<Found, 'reason' | 'nextStep'> {
  if (role === undefined) {
    return {
      reason: { zh: '模型没有写明由哪个岗位负责', en: 'The model names no post that answers' },
      nextStep: {
        zh: '在城市模型的 coverage 里写明 answered-by',
        en: 'Name it in the model of the city: answered-by of coverage',
      },
    };
  }
  const named = title ?? { zh: '责任岗位', en: 'post' };
  const kind = titleOf(model.orgKinds, model.roles[role]?.orgKind ?? '');
  return {
    reason: endedOn
      ? {
          zh: `没有${named.zh}负责这里，上一任于 ${endedOn} 结束`,
          en: `No ${inSentence(named.en)} answers here; the last one ended on ${endedOn}`,
        }
      : { zh: `没有${named.zh}负责这里`, en: `No ${inSentence(named.en)} answers here` },
    nextStep: host
      ? {
          zh: `在“${host.name}”安排一名${named.zh}负责这里`,
          en: `Appoint ${withArticle(named.en)} at “${host.name}” for it`,
        }
      : {
          zh: `先建立覆盖这里的“${kind.zh}”，再安排${named.zh}`,
          en: `Make ${withArticle(kind.en)} that covers it, then appoint ${withArticle(named.en)}`,
        },
  };
}

function several(answers: number, title: Label | null): Pick<Found, 'reason' | 'nextStep'> {
  const role = title ?? { zh: '岗位', en: 'post' };
  return {
    reason: { zh: `${answers} 个岗位同时负责这里`, en: `${answers} posts answer here at once` },
    nextStep: {
      zh: `留下一名${role.zh}，结束其余的岗位`,
      en: `Keep one ${inSentence(role.en)} and end the other posts`,
    },
  };
}

async function findCells(tx: Tx, model: Model, rule: Rule, wanted: FindingsWanted): Promise<Page> {
  const isWithout = wanted.kind === 'without-grid';
  const { rows } = await tx.query<{ code: string; name: string; homes: number; grids: number }>(
    `SELECT coverage_cells.cell_code AS code, coalesce(areas.full_name, coverage_cells.cell_code) AS name, homes, grids
       FROM coverage_cells LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = coverage_cells.cell_code
      WHERE coverage_cells.tenant_id = $1 AND cell_code >= $2 AND cell_code < $2 || '${past}' AND cell_code > $3
        AND homes > 0 AND grids ${isWithout ? '= 0' : '> 1'}
      ORDER BY cell_code LIMIT $4`,
    [tx.tenantId, wanted.areaCode.slice(0, rule.cellLength), wanted.after ?? '', wanted.limit],
  );
  const level = model.levels.find(({ key }) => key === rule.cellLevel)?.title ?? { zh: '', en: '' };
  const found = rows.map(
    ({ code, name, homes, grids }): Found => ({
      kind: wanted.kind,
      ...blank,
      area: { code, name },
      homes,
      reason: isWithout
        ? { zh: `这处${level.zh}不在任何网格里`, en: `This ${level.en.toLowerCase()} is in no grid` }
        : {
            zh: `这处${level.zh}同时在 ${grids} 个网格里`,
            en: `This ${level.en.toLowerCase()} is in ${grids} grids at once`,
          },
      nextStep: isWithout
        ? { zh: '把它划入一个网格，或重新划分网格', en: 'Put it into a grid, or plan the grids anew' }
        : { zh: '只留在一个网格里', en: 'Leave it in one grid only' },
    }),
  );
  return { found, cursors: rows.map(({ code }) => code) };
}

async function findVacancies(tx: Tx, model: Model, wanted: FindingsWanted): Promise<Page> {
  const rows = await listVacancies(tx, model, wanted, wanted.after?.split('|') ?? [], wanted.limit);
  const names = await namesOf(
    tx,
    rows.flatMap(({ areaCode }) => areaCode ?? []),
  );
  const found = rows.map((row): Found => {
    const title = titleOf(model.roles, row.role);
    const where = row.placeName === null ? row.orgName : `${row.orgName} · ${row.placeName}`;
    const since = row.vacantSince;
    return {
      kind: 'vacancy',
      area:
        row.areaCode === null ? null : { code: row.areaCode, name: names.get(row.areaCode) ?? row.areaCode },
      homes: 0,
      org: { orgId: row.orgId, name: row.orgName, kind: row.orgKind },
      role: { key: row.role, title },
      post: null,
      missing: row.missing,
      segmentId: model.roles[row.role]?.per?.of === 'segment' ? row.place : null,
      reason: since
        ? {
            zh: `${where}：${title.zh}自 ${since} 起空缺`,
            en: `${where}: ${inSentence(title.en)} vacant since ${since}`,
          }
        : {
            zh: `${where}：${title.zh}缺 ${row.missing} 人`,
            en: `${where}: ${inSentence(title.en)}, ${row.missing} missing`,
          },
      nextStep: { zh: `任命${title.zh}`, en: `Appoint ${withArticle(title.en)}` },
    };
  });
  return { found, cursors: rows.map(({ role, orgId, place }) => `${role}|${orgId}|${place}`) };
}

async function findExpired(tx: Tx, model: Model, wanted: FindingsWanted): Promise<Page> {
  const rows = await listExpiredTerms(tx, model, wanted, wanted.after?.split('|') ?? [], wanted.limit);
  const names = await namesOf(
    tx,
    rows.flatMap(({ areaCode }) => areaCode ?? []),
  );
  const found = rows.map((row): Found => {
    const title = titleOf(model.roles, row.role);
    return {
      kind: 'expired-term',
      area:
        row.areaCode === null ? null : { code: row.areaCode, name: names.get(row.areaCode) ?? row.areaCode },
      homes: 0,
      org: { orgId: row.orgId, name: row.orgName, kind: row.orgKind },
      role: { key: row.role, title },
      post: { postId: row.postId, heldFrom: row.heldFrom, termEndedOn: row.termEndedOn },
      missing: null,
      segmentId: null,
      reason: {
        zh: `${row.orgName}：${title.zh}的任期已于 ${row.termEndedOn} 届满`,
        en: `${row.orgName}: the term of the ${inSentence(title.en)} ended on ${row.termEndedOn}`,
      },
      nextStep: {
        zh: '按程序换届：结束现任，重新选任',
        en: 'Hold the election: end this post and appoint anew',
      },
    };
  });
  return { found, cursors: rows.map(({ role, postId }) => `${role}|${postId}`) };
}

async function findUncovered(tx: Tx, model: Model, wanted: FindingsWanted): Promise<Page> {
  const rows = await uncoveredAreas(tx, model, wanted.areaCode, wanted.day, wanted.after ?? '', wanted.limit);
  const kinds = Object.values(model.orgKinds).filter(({ countsAsCover }) => countsAsCover);
  const zh = kinds.map(({ title }) => title.zh).join('、');
  const en = kinds.map(({ title }) => title.en).join(', ');
  const found = rows.map(
    ({ code, name, homes }): Found => ({
      kind: 'uncovered',
      ...blank,
      area: { code, name },
      homes,
      reason: { zh: `没有${zh}覆盖这里`, en: `None of these covers it: ${en}` },
      nextStep: {
        zh: '单独建、与相邻的联合建，或依托网格建',
        en: 'Form one of its own, share one with a neighbour, or through a grid',
      },
    }),
  );
  return { found, cursors: rows.map(({ code }) => code) };
}

async function namesOf(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ code: string; name: string }>(
    'SELECT code, full_name AS name FROM areas WHERE tenant_id = $1 AND code = ANY ($2)',
    [tx.tenantId, codes],
  );
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** Of each place the nearest organisation of these kinds that covers it today. */
async function nearestOrgs(
  tx: Tx,
  model: Model,
  places: readonly string[],
  kinds: readonly string[],
  day: string,
): Promise<Map<string, { orgId: string; name: string; kind: string }>> {
  const { rows } = await tx.query<{ place: string; orgId: string; name: string; kind: string }>(
    `SELECT DISTINCT ON (place.code) place.code AS place, orgs.org_id AS "orgId", orgs.name, orgs.kind
       FROM unnest($2::text[]) AS place (code)
      CROSS JOIN unnest($3::integer[]) AS level (length)
       JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.area_code = left(place.code, level.length)
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = org_areas.org_id AND orgs.kind = ANY ($4)
        AND orgs.valid_from <= $5::date AND coalesce(orgs.valid_to, 'infinity') >= $5::date
      ORDER BY place.code, length(org_areas.area_code) DESC, orgs.valid_from, orgs.org_id`,
    [tx.tenantId, places, lengthsOf(model), kinds, day],
  );
  return new Map(rows.map(({ place, ...org }) => [place, org]));
}

/** When the last duty for each of these homes ended. */
async function lastDuties(
  tx: Tx,
  rule: Rule,
  places: readonly string[],
  day: string,
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ place: string; endedOn: string }>(
    `SELECT place.code AS place, duty.ended_on AS "endedOn"
       FROM unnest($2::text[]) AS place (code)
      CROSS JOIN LATERAL (
        SELECT max(least(posts.held_to, orgs.valid_to)) AS ended_on
          FROM post_areas
          JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_areas.post_id AND posts.role = ANY ($4)
          JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
         WHERE post_areas.tenant_id = $1
           AND post_areas.area_code = ANY (ARRAY(SELECT left(place.code, length) FROM unnest($3::integer[]) AS length))
           AND least(posts.held_to, orgs.valid_to) < $5::date
      ) AS duty
      WHERE duty.ended_on IS NOT NULL`,
    [tx.tenantId, places, rule.servedLengths, rule.roles, day],
  );
  return new Map(rows.map(({ place, endedOn }) => [place, endedOn]));
}

/** Of each place the nearest post that administers it today: who can give posts there. */
async function administratorsOf(
  tx: Tx,
  model: Model,
  places: readonly string[],
  day: string,
): Promise<Map<string, NonNullable<Finding['mendedBy']>>> {
  const roles = Object.entries(model.roles).flatMap(([key, { can }]) =>
    can.includes('administer') ? [key] : [],
  );
  const { rows } = await tx.query<{
    place: string;
    postId: string;
    role: string;
    orgId: string;
    orgName: string;
  }>(
    `SELECT DISTINCT ON (place.code) place.code AS place, posts.post_id AS "postId", posts.role,
            orgs.org_id AS "orgId", orgs.name AS "orgName"
       FROM (SELECT DISTINCT code FROM unnest($2::text[]) AS code) AS place
      CROSS JOIN unnest($3::integer[]) AS level (length)
       JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.area_code = left(place.code, level.length)
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = org_areas.org_id
        AND orgs.valid_from <= $5::date AND coalesce(orgs.valid_to, 'infinity') >= $5::date
       JOIN posts ON posts.tenant_id = $1 AND posts.org_id = orgs.org_id AND posts.role = ANY ($4)
        AND posts.held_from <= $5::date AND coalesce(posts.held_to, 'infinity') >= $5::date
      ORDER BY place.code, length(org_areas.area_code) DESC, posts.held_from, posts.post_id`,
    [tx.tenantId, places, lengthsOf(model), roles, day],
  );
  return new Map(
    rows.map(({ place, ...post }) => [place, { ...post, roleTitle: titleOf(model.roles, post.role) }]),
  );
}

function lengthsOf(model: Model): number[] {
  return model.levels.map(({ codeLength }) => codeLength);
}
