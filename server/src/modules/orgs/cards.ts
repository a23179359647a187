/** The duty card of a holder: what the public sees of it, field by field as long as consent holds. */
import { randomUUID } from 'node:crypto';
import type {
  CardField,
  CardReply,
  CardView,
  EnterCardResult,
  GiveConsent,
  WithdrawConsent,
} from '@linli/contract';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { requireAdministrator, requireReach, today } from './policy.ts';
import { findOrg } from './store.ts';

interface CardRow {
  role: string;
  orgId: string;
  orgName: string;
  personId: string;
  name: string;
  pledge: string | null;
  serves: number;
}

interface ConsentRow {
  field: CardField;
  givenAt: string;
  expiresAt: string;
}

export function showCard(deps: Deps, viewer: Viewer, postId: string): Promise<CardView> {
  return inTenant(deps.db, viewer.tenantId, (tx) => cardFor(deps, tx, viewer, postId), { readOnly: true });
}

export function giveConsent(
  deps: Deps,
  viewer: Viewer,
  postId: string,
  { commandId, fields }: z.output<typeof GiveConsent>,
): Promise<z.output<typeof CardReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const at = deps.clock.now();
  return once(deps, viewer, { commandId, verb: 'give-consent', target: postId }, async (tx) => {
    const row = await ownPost(tx, viewer, postId, today(model, at));
    const card = model.roles[row.role]?.card ?? null;
    const wrong = fields.filter((field) => !card?.fields.includes(field));
    if (card === null || wrong.length > 0) {
      throw fieldProblem('/fields', {
        zh: `这个职务的责任牌没有：${wrong.join('、')}`,
        en: `The card of this role has no: ${wrong.join(', ')}`,
      });
    }
    const expiresAt = new Date(Date.parse(at) + card.consentDays * 86_400_000).toISOString();
    await endConsents(tx, postId, fields, at);
    for (const field of new Set(fields)) {
      await tx.query(
        `INSERT INTO card_consents (tenant_id, consent_id, post_id, field, given_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [tx.tenantId, randomUUID(), postId, field, at, expiresAt],
      );
    }
    return { card: await cardFor(deps, tx, viewer, postId) };
  });
}

export function withdrawConsent(
  deps: Deps,
  viewer: Viewer,
  postId: string,
  { commandId, fields }: z.output<typeof WithdrawConsent>,
): Promise<z.output<typeof CardReply>> {
  const at = deps.clock.now();
  return once(deps, viewer, { commandId, verb: 'withdraw-consent', target: postId }, async (tx) => {
    await ownPost(tx, viewer, postId, null);
    await endConsents(tx, postId, fields, at);
    return { card: await cardFor(deps, tx, viewer, postId) };
  });
}

export function enterCardResult(
  deps: Deps,
  viewer: Viewer,
  postId: string,
  { commandId, assessedOn, result, basis }: z.output<typeof EnterCardResult>,
): Promise<z.output<typeof CardReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const at = deps.clock.now();
  const day = today(model, at);
  return once(deps, viewer, { commandId, verb: 'enter-card-result', target: postId }, async (tx) => {
    const row = await findCard(tx, postId, day);
    const org = row && (await findOrg(tx, row.orgId, day, 'to show'));
    if (!row || !org) throw problem('not-found');
    requireReach(
      model,
      viewer,
      org.covers.map(({ areaCode }) => areaCode),
    );
    // Nobody assesses themselves.
    if (row.personId === viewer.personId) {
      throw fieldProblem('/result', { zh: '不能填写自己的考评结果', en: 'Nobody enters their own result' });
    }
    if (!model.roles[row.role]?.card?.fields.includes('result') || assessedOn > day) {
      throw fieldProblem('/assessedOn', {
        zh: '这个职务的责任牌没有考评结果，或日期在今天之后',
        en: 'The card of this role has no result, or the day lies ahead',
      });
    }
    const { rowCount } = await tx.query(
      `INSERT INTO card_results (tenant_id, post_id, assessed_on, result, basis, entered_by_person_id, entered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [tx.tenantId, postId, assessedOn, result, basis, viewer.personId, at],
    );
    if (rowCount === 0) {
      throw fieldProblem('/assessedOn', {
        zh: '这一天的考评结果已经登记',
        en: 'A result of this day is entered already',
      });
    }
    return { card: await cardFor(deps, tx, viewer, postId) };
  });
}

/** A post that has ended has no card: 404, as for one that never was. */
async function cardFor(deps: Deps, tx: Tx, viewer: Viewer, postId: string): Promise<CardView> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  const row = await findCard(tx, postId, today(model, now));
  const role = row && model.roles[row.role];
  const isHolder = row?.personId === viewer.personId;
  if (!row || !role || (role.card === null && role.shown.length === 0)) throw problem('not-found');
  const consents = await consentsOf(tx, postId, now);
  const shown = (field: CardField): boolean =>
    role.card?.fields.includes(field) === true && consents.has(field);
  const result = shown('result') ? await latestResult(tx, postId) : null;
  return {
    postId,
    address: `${deps.config.publicUrl ?? ''}/cards/${postId}`,
    roleTitle: role.title,
    orgName: row.orgName,
    name: role.shown.includes('name') ? row.name : null,
    identity: shown('identity') ? (role.card?.identity ?? null) : null,
    pledge: shown('pledge') ? row.pledge : null,
    contact: shown('contact-by-relay') ? { by: 'relay' } : null,
    standard: shown('standard') ? (role.card?.standard ?? null) : null,
    result,
    serves: row.serves,
    mine: isHolder
      ? (role.card?.fields ?? []).map((field) => ({
          field,
          givenAt: consents.get(field)?.givenAt ?? null,
          expiresAt: consents.get(field)?.expiresAt ?? null,
        }))
      : null,
  };
}

async function findCard(tx: Tx, postId: string, day: string): Promise<CardRow | undefined> {
  const { rows } = await tx.query<CardRow>(
    `SELECT posts.role, posts.org_id AS "orgId", orgs.name AS "orgName", posts.person_id AS "personId", people.name,
            posts.pledge,
            (SELECT count(*)::integer FROM post_areas WHERE post_areas.tenant_id = $1 AND post_areas.post_id = $2) AS serves
       FROM posts
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
        AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
       JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
      WHERE posts.tenant_id = $1 AND posts.post_id = $2
        AND posts.held_from <= $3::date AND coalesce(posts.held_to, 'infinity') >= $3::date`,
    [tx.tenantId, postId, day],
  );
  return rows[0];
}

async function consentsOf(tx: Tx, postId: string, now: string): Promise<Map<CardField, ConsentRow>> {
  const { rows } = await tx.query<ConsentRow>(
    `SELECT field, given_at AS "givenAt", expires_at AS "expiresAt" FROM card_consents
      WHERE tenant_id = $1 AND post_id = $2 AND withdrawn_at IS NULL AND expires_at > $3`,
    [tx.tenantId, postId, now],
  );
  return new Map(rows.map((row) => [row.field, row]));
}

async function latestResult(tx: Tx, postId: string): Promise<CardView['result']> {
  const { rows } = await tx.query<{ assessedOn: string; text: string; basis: string }>(
    `SELECT assessed_on AS "assessedOn", result AS text, basis FROM card_results
      WHERE tenant_id = $1 AND post_id = $2 ORDER BY assessed_on DESC LIMIT 1`,
    [tx.tenantId, postId],
  );
  return rows[0] ?? null;
}

async function endConsents(tx: Tx, postId: string, fields: readonly CardField[], at: string): Promise<void> {
  await tx.query(
    `UPDATE card_consents SET withdrawn_at = $4
      WHERE tenant_id = $1 AND post_id = $2 AND field = ANY ($3) AND withdrawn_at IS NULL`,
    [tx.tenantId, postId, fields, at],
  );
}

/** Consent is the holder's own: nobody gives or takes it back for somebody else. Locked against a second tap. */
async function ownPost(
  tx: Tx,
  viewer: Viewer,
  postId: string,
  day: string | null,
): Promise<{ role: string }> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const { rows } = await tx.query<{ role: string }>(
    `SELECT role FROM posts WHERE tenant_id = $1 AND post_id = $2 AND person_id = $3
        AND ($4::date IS NULL OR held_from <= $4::date AND coalesce(held_to, 'infinity') >= $4::date)
        FOR UPDATE`,
    [tx.tenantId, postId, viewer.personId, day],
  );
  if (!rows[0]) throw problem('not-found');
  return rows[0];
}
