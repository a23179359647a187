/** Gives somebody a role at an organisation: all authority begins here. */
import { randomUUID } from 'node:crypto';
import { type Appoint, counted, inSentence, type PostReply } from '@linli/contract';
import type { Model, Role } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { enterPerson, hashPassword, once, type Viewer } from '../../people/index.ts';
import { checkFills } from '../establishments/check-fills.ts';
import { fieldProblem } from '../field-problem.ts';
import { checkOpinion } from '../opinion.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { presentPost, titleOf } from '../present.ts';
import { recountAfterChange } from '../proof/index.ts';
import { findOrg, findPost, type OrgFound } from '../store.ts';

type Words = z.output<typeof Appoint>;

export async function appoint(deps: Deps, viewer: Viewer, words: Words): Promise<z.output<typeof PostReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  checkPersonWords(words);
  const password = words.person?.password;
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  const now = deps.clock.now();
  const command = { commandId: words.commandId, verb: 'appoint', target: words.orgId } as const;
  return once(deps, viewer, command, async (tx) => {
    const personId = async () =>
      words.person
        ? enterPerson(deps, tx, { ...words.person, passwordHash }, now)
        : findPersonId(tx, words.personId);
    return { post: await appointWithin(deps, tx, viewer, model, words, personId) };
  });
}

/** The same as a part of something else that is done at once, such as ending the term of whoever held it. */
export async function appointWithin(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  model: Model,
  words: Omit<Given, 'personId'> & { orgId: string },
  personId: () => Promise<string>,
): Promise<z.output<typeof PostReply>['post']> {
  const day = today(model, deps.clock.now());
  requireAdministrator(model, viewer);
  const org = await findOrg(tx, words.orgId, day, 'to change');
  if (!org) throw problem('not-found');
  requireReach(
    model,
    viewer,
    org.covers.map(({ areaCode }) => areaCode),
  );
  const postId = await givePost(deps, tx, model, org, { ...words, personId: await personId() }, day);
  const post = await findPost(tx, postId);
  if (!post) throw new Error('a post that was just given is not there');
  const { orgId } = org;
  tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId } }));
  return presentPost(model, viewer, org, post);
}

/** What a post is given with; the person is known. */
type Given = Pick<
  Words,
  | 'role'
  | 'heldFrom'
  | 'heldTo'
  | 'pledge'
  | 'serves'
  | 'segments'
  | 'trail'
  | 'opinionCaseId'
  | 'establishmentPostId'
> & { personId: string };

/** Gives a post at an organisation that is locked, after every check there is. Returns its id. */
export async function givePost(
  deps: Deps,
  tx: Tx,
  model: Model,
  org: OrgFound,
  words: Given,
  day: string,
): Promise<string> {
  const role = roleIn(model, org, words.role);
  const { personId } = words;
  const span = { from: words.heldFrom ?? day, to: words.heldTo ?? null };
  checkSpan(org, span, day);
  await checkServes(tx, role, org, words.serves ?? []);
  await checkSegments(tx, role, org, words.segments ?? [], span.from);
  checkTrail(model, words.role, role, words.trail ?? []);
  await checkTogether(tx, model, { key: words.role, role, personId }, span);
  await checkSeats(tx, org, { key: words.role, role, personId }, placesOf(role, words), span);
  await checkFills(tx, model, org, words, span);
  const opinionCaseId = await checkOpinion(deps, tx, model, {
    role,
    org,
    caseId: words.opinionCaseId,
    day,
  });
  const postId = randomUUID();
  await tx.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from, held_to, pledge, opinion_case_id, establishment_post_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      postId,
      org.orgId,
      words.role,
      personId,
      span.from,
      span.to,
      words.pledge ?? null,
      opinionCaseId,
      words.establishmentPostId ?? null,
    ],
  );
  await tx.query(
    'INSERT INTO post_areas (tenant_id, post_id, area_code) SELECT $1, $2, code FROM unnest($3::text[]) AS code',
    [tx.tenantId, postId, [...new Set(words.serves)]],
  );
  await tx.query(
    'INSERT INTO post_segments (tenant_id, post_id, segment_id) SELECT $1, $2, id FROM unnest($3::uuid[]) AS id',
    [tx.tenantId, postId, [...new Set(words.segments)]],
  );
  await keepTrail(tx, postId, words.trail ?? []);
  if (role.serves !== null) await recountAfterChange(tx, model, words.serves ?? [], day);
  return postId;
}

interface Span {
  from: string;
  to: string | null;
}

function checkPersonWords({ personId, person }: Words): void {
  if ((personId === undefined) === (person === undefined)) {
    throw fieldProblem('/personId', {
      zh: '请选择一位已登记的人员，或登记一位新人员，二者选一',
      en: 'Choose somebody who is known, or enter a new person: one of the two',
    });
  }
  if ((person?.login === undefined) !== (person?.password === undefined)) {
    throw fieldProblem(person?.login === undefined ? '/person/login' : '/person/password', {
      zh: '账号和密码须同时填写',
      en: 'Login and password come together',
    });
  }
}

function roleIn(model: Model, org: OrgFound, key: string): Role {
  const role = Object.hasOwn(model.roles, key) ? model.roles[key] : undefined;
  if (role && role.orgKind === org.kind) return role;
  const titles = Object.values(model.roles).filter(({ orgKind }) => orgKind === org.kind);
  throw fieldProblem('/role', {
    zh: `这个组织没有这个职务，可选：${titles.map(({ title }) => title.zh).join('、')}`,
    en: `This organisation has no such role. Choose one of: ${titles.map(({ title }) => title.en).join(', ')}`,
  });
}

function checkSpan(org: OrgFound, { from, to }: Span, day: string): void {
  if (to !== null && to < from) {
    throw fieldProblem('/heldTo', { zh: '结束日期早于开始日期', en: 'The end comes before the beginning' });
  }
  if (org.validTo !== null && org.validTo < (from > day ? from : day)) {
    throw fieldProblem('/orgId', { zh: '这个组织届时已经结束', en: 'The organisation has ended by then' });
  }
}

/** Homes or buildings of the level the role serves, within what the organisation covers. */
async function checkServes(tx: Tx, role: Role, org: OrgFound, areaCodes: readonly string[]): Promise<void> {
  if (areaCodes.length === 0) return;
  const { rows } = await tx.query<{ code: string }>(
    'SELECT code FROM areas WHERE tenant_id = $1 AND code = ANY ($2) AND level = $3',
    [tx.tenantId, areaCodes, role.serves?.level ?? ''],
  );
  const right = new Set(rows.map(({ code }) => code));
  const wrong = areaCodes.filter(
    (code) => !right.has(code) || !org.covers.some(({ areaCode }) => code.startsWith(areaCode)),
  );
  if (wrong.length === 0) return;
  throw fieldProblem('/serves', {
    zh: `不属于这个职务可以负责的地点：${wrong.join('、')}`,
    en: `Not places this role can answer for: ${wrong.join(', ')}`,
  });
}

async function findPersonId(tx: Tx, personId: string | undefined): Promise<string> {
  const { rowCount } = await tx.query('SELECT FROM people WHERE tenant_id = $1 AND person_id = $2', [
    tx.tenantId,
    personId,
  ]);
  if (personId !== undefined && rowCount === 1) return personId;
  throw fieldProblem('/personId', { zh: '没有这位人员', en: 'There is no such person' });
}

/** Roads of the kind the office is for, within what the organisation covers. */
async function checkSegments(
  tx: Tx,
  role: Role,
  org: OrgFound,
  segmentIds: readonly string[],
  from: string,
): Promise<void> {
  if (segmentIds.length === 0) return;
  const kind = role.per?.of === 'segment' ? role.per.key : '';
  // Locked: one that ends at this moment takes this post with it, or is ended already.
  const { rows } = await tx.query<{ areaCode: string }>(
    `SELECT area_code AS "areaCode" FROM segments
      WHERE tenant_id = $1 AND segment_id = ANY ($2::uuid[]) AND kind = $3 AND coalesce(valid_to, 'infinity') >= $4::date
      ORDER BY segment_id FOR SHARE`,
    [tx.tenantId, segmentIds, kind, from],
  );
  const right = rows.filter(({ areaCode }) =>
    org.covers.some((covered) => areaCode.startsWith(covered.areaCode)),
  );
  if (right.length === new Set(segmentIds).size) return;
  throw fieldProblem('/segments', {
    zh: '其中有这个职务不能负责的路段',
    en: 'Among them are segments this role cannot answer for',
  });
}

/** The trail says by which channel: one the model opens for this role. */
function checkTrail(model: Model, key: string, role: Role, trail: NonNullable<Words['trail']>): void {
  for (const [at, { step, channel }] of trail.entries()) {
    if (channel === undefined) continue;
    if (step === 'nominated' && role.nominatedBy.includes(channel)) continue;
    const titles = role.nominatedBy.map((one) => titleOf(model.nominationChannels, one));
    throw fieldProblem(`/trail/${at}/channel`, {
      zh: `“${titleOf(model.roles, key).zh}”的推荐渠道：${titles.map(({ zh }) => zh).join('、') || '无'}`,
      en: `Channels of “${titleOf(model.roles, key).en}”: ${titles.map(({ en }) => en).join(', ') || 'none'}`,
    });
  }
}

async function keepTrail(tx: Tx, postId: string, trail: NonNullable<Words['trail']>): Promise<void> {
  if (trail.length === 0) return;
  await tx.query(
    `INSERT INTO post_trails (tenant_id, post_id, step_number, step, channel, done_on, note)
     SELECT $1, $2, place, step, channel, done_on, note
       FROM unnest($3::text[], $4::text[], $5::date[], $6::text[]) WITH ORDINALITY
         AS trail (step, channel, done_on, note, place)`,
    [
      tx.tenantId,
      postId,
      trail.map(({ step }) => step),
      trail.map(({ channel }) => channel ?? null),
      trail.map(({ doneOn }) => doneOn),
      trail.map(({ note }) => note ?? null),
    ],
  );
}

/** Roles nobody may hold at the same time, such as the owners' chair and the company's manager, in any organisation. */
async function checkTogether(
  tx: Tx,
  model: Model,
  { key, role, personId }: { key: string; role: Role; personId: string },
  { from, to }: Span,
): Promise<void> {
  const forbidden = Object.entries(model.roles).flatMap(([other, { neverWith }]) =>
    role.neverWith.includes(other) || neverWith.includes(key) ? [other] : [],
  );
  if (forbidden.length === 0) return;
  // The person is locked: two such posts given at the same moment would each see nothing of the other.
  await tx.query('SELECT FROM people WHERE tenant_id = $1 AND person_id = $2 FOR UPDATE', [
    tx.tenantId,
    personId,
  ]);
  const { rows } = await tx.query<{ role: string; orgName: string }>(
    `SELECT posts.role, orgs.name AS "orgName"
       FROM posts JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
      WHERE posts.tenant_id = $1 AND posts.person_id = $2 AND posts.role = ANY ($3)
        AND posts.held_from <= coalesce($5::date, 'infinity') AND coalesce(posts.held_to, 'infinity') >= $4::date
      ORDER BY posts.held_from, posts.post_id LIMIT 1`,
    [tx.tenantId, personId, forbidden, from, to],
  );
  const [other] = rows;
  if (!other) return;
  const held = titleOf(model.roles, other.role);
  throw problem('never-together', {
    labels: { role: role.title, other: held },
    detail: {
      zh: `此人在“${other.orgName}”任${held.zh}，不能同时任${role.title.zh}。请先结束其中一个。`,
      en: `This person is ${inSentence(held.en)} at “${other.orgName}” and cannot be ${inSentence(role.title.en)} at the same time. End one of the two first.`,
    },
  });
}

/** What the office is for, where there is one for each area or segment: seats are counted for each of them. */
function placesOf({ per }: Role, { serves, segments }: Pick<Words, 'serves' | 'segments'>): string[] | null {
  if (per === null || per.of === 'grid') return null;
  return per.of === 'level' ? (serves ?? []) : (segments ?? []);
}

/** The organisation is locked, so nobody takes the last seat at the same moment. */
async function checkSeats(
  tx: Tx,
  org: OrgFound,
  { key, role, personId }: { key: string; role: Role; personId: string },
  places: readonly string[] | null,
  { from, to }: Span,
): Promise<void> {
  const { rows } = await tx.query<{
    postId: string;
    personId: string;
    heldFrom: string;
    heldTo: string | null;
  }>(
    `SELECT post_id AS "postId", person_id AS "personId", held_from AS "heldFrom", held_to AS "heldTo" FROM posts
      WHERE tenant_id = $1 AND org_id = $2 AND role = $3
        AND held_from <= coalesce($5::date, 'infinity') AND coalesce(held_to, 'infinity') >= $4::date`,
    [tx.tenantId, org.orgId, key, from, to],
  );
  if (rows.some((post) => post.personId === personId)) {
    throw fieldProblem('/personId', {
      zh: '此人在这段时间已担任这个职务',
      en: 'This person holds the role already in that time',
    });
  }
  const { seats } = role;
  if (seats === null || role.per?.of === 'grid') return;
  // The fullest day is one on which a post begins.
  const days = [from, ...rows.map(({ heldFrom }) => heldFrom).filter((heldFrom) => heldFrom > from)];
  const isFull = (posts: typeof rows): boolean =>
    days.some(
      (day) => posts.filter((post) => post.heldFrom <= day && (post.heldTo ?? day) >= day).length >= seats,
    );
  if (places === null) {
    if (!isFull(rows)) return;
  } else {
    const heldFor = await placesHeld(
      tx,
      role,
      rows.map(({ postId }) => postId),
    );
    if (!places.some((place) => isFull(rows.filter(({ postId }) => heldFor.get(postId)?.includes(place)))))
      return;
  }
  throw problem('seats-taken', {
    data: { seats },
    labels: { role: role.title },
    detail: {
      zh: `“${role.title.zh}”在该组织限 ${seats} 人，请先结束现任的任期。`,
      en: `“${role.title.en}” has ${counted(seats, 'seat')} in this organisation. End a present holder’s term first.`,
    },
  });
}

/** Of each post the areas or segments it is for. */
async function placesHeld(tx: Tx, { per }: Role, postIds: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await tx.query<{ postId: string; places: string[] }>(
    per?.of === 'segment'
      ? `SELECT post_id AS "postId", array_agg(segment_id::text) AS places FROM post_segments
          WHERE tenant_id = $1 AND post_id = ANY ($2::uuid[]) GROUP BY post_id`
      : `SELECT post_id AS "postId", array_agg(area_code) AS places FROM post_areas
          WHERE tenant_id = $1 AND post_id = ANY ($2::uuid[]) GROUP BY post_id`,
    [tx.tenantId, postIds],
  );
  return new Map(rows.map(({ postId, places }) => [postId, places]));
}
