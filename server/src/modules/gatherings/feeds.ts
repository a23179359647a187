/** Secret addresses for calendar programs: only a keyed hash is kept, and a withdrawn one leads nowhere. */
import { randomUUID } from 'node:crypto';
import type { CalendarFeed, FeedMade, MakeFeed } from '@linli/contract';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { findHost } from './host.ts';

export interface FeedRow {
  feedId: string;
  ownerPersonId: string;
  scope: 'mine' | 'org' | 'area';
  orgId: string | null;
  areaCode: string | null;
  name: string | null;
  madeAt: string;
  withdrawnAt: string | null;
}

const feedSelect = `SELECT feeds.feed_id AS "feedId", feeds.owner_person_id AS "ownerPersonId", feeds.scope,
    feeds.org_id AS "orgId", feeds.area_code AS "areaCode", coalesce(orgs.name, areas.full_name) AS name,
    feeds.made_at AS "madeAt", feeds.withdrawn_at AS "withdrawnAt"
  FROM calendar_feeds AS feeds
  LEFT JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = feeds.org_id
  LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = feeds.area_code
 WHERE feeds.tenant_id = $1`;

const mostFeeds = 20;

/** The secret is shown this once. A retry of the same command gets it again: it is part of the first answer. */
export async function makeFeed(
  deps: Deps,
  viewer: Viewer,
  { commandId, scope, orgId, areaCode }: z.output<typeof MakeFeed>,
): Promise<z.output<typeof FeedMade>> {
  const { personId, tenantId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  if ((scope === 'org') !== (orgId !== undefined)) {
    throw fieldProblem('/orgId', { zh: '请选择组织', en: 'Choose an organisation' });
  }
  if ((scope === 'area') !== (areaCode !== undefined)) {
    throw fieldProblem('/areaCode', { zh: '请选择地点', en: 'Choose a place' });
  }
  // Made from the command and a key that never leaves the server: the stored answer of the command holds no secret.
  const token = deps.secrets.hashToken('calendar feed token', `${tenantId}:${personId}:${commandId}`);
  const secret = token.subarray(0, 24).toString('base64url');
  const command = { commandId, verb: 'feed.make', target: orgId ?? areaCode ?? scope };
  const { feed } = await once(deps, viewer, command, async (tx) => {
    const now = deps.clock.now();
    const model = modelsOf(deps).ofTenant(tenantId);
    if (orgId !== undefined && (await findHost(tx, model, orgId, now)) === undefined)
      throw problem('not-found');
    if (areaCode !== undefined && !(await areaNames(tx, [areaCode])).has(areaCode))
      throw problem('unknown-area');
    const { rows: held } = await tx.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM calendar_feeds
        WHERE tenant_id = $1 AND owner_person_id = $2 AND withdrawn_at IS NULL`,
      [tenantId, personId],
    );
    if ((held[0]?.count ?? 0) >= mostFeeds) {
      throw fieldProblem('/scope', { zh: '订阅太多，请先撤销几个', en: 'Too many: withdraw some first' });
    }
    const feedId = randomUUID();
    await tx.query(
      `INSERT INTO calendar_feeds (tenant_id, feed_id, secret_hash, owner_person_id, scope, org_id, area_code, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tenantId, feedId, hashOf(deps, secret), personId, scope, orgId ?? null, areaCode ?? null, now],
    );
    const row = await findFeed(tx, personId, feedId);
    if (row === undefined) throw new Error('a feed that was just made is not there');
    return { feed: presentFeed(row) };
  });
  return { feed, address: `${deps.config.publicUrl ?? ''}/api/calendar/${tenantId}.${secret}.ics` };
}

export async function listFeeds(deps: Deps, viewer: Viewer): Promise<{ feeds: CalendarFeed[] }> {
  const { personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  const { rows } = await inTenant(
    deps.db,
    viewer.tenantId,
    (tx) =>
      tx.query<FeedRow>(`${feedSelect} AND feeds.owner_person_id = $2 ORDER BY feeds.made_at DESC`, [
        tx.tenantId,
        personId,
      ]),
    { readOnly: true },
  );
  return { feeds: rows.map(presentFeed) };
}

export async function withdrawFeed(
  deps: Deps,
  viewer: Viewer,
  feedId: string,
  { commandId }: { commandId: string },
): Promise<{ feeds: CalendarFeed[] }> {
  const { personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  await once(deps, viewer, { commandId, verb: 'feed.withdraw', target: feedId }, async (tx) => {
    if ((await findFeed(tx, personId, feedId)) === undefined) throw problem('not-found');
    await tx.query(
      `UPDATE calendar_feeds SET withdrawn_at = coalesce(withdrawn_at, $3) WHERE tenant_id = $1 AND feed_id = $2`,
      [tx.tenantId, feedId, deps.clock.now()],
    );
    return {};
  });
  return listFeeds(deps, viewer);
}

/** The feed behind an address, if it still leads somewhere. `secret`: `TENANT.TOKEN`. */
export async function findFeedBehind(
  deps: Deps,
  secret: string,
): Promise<{ tenantId: number; feed: FeedRow } | undefined> {
  const [, tenant, token] = /^(\d{1,9})\.([\w-]{20,100})$/.exec(secret) ?? [];
  const city = modelsOf(deps)
    .cities()
    .find(({ tenantId }) => String(tenantId) === tenant);
  if (city === undefined || token === undefined) return undefined;
  const { rows } = await inTenant(
    deps.db,
    city.tenantId,
    (tx) =>
      tx.query<FeedRow>(`${feedSelect} AND feeds.secret_hash = $2 AND feeds.withdrawn_at IS NULL`, [
        tx.tenantId,
        hashOf(deps, token),
      ]),
    { readOnly: true },
  );
  const [feed] = rows;
  return feed === undefined ? undefined : { tenantId: city.tenantId, feed };
}

function hashOf(deps: Deps, token: string): Buffer {
  return deps.secrets.hashToken('calendar feed', token);
}

async function findFeed(tx: Tx, personId: string, feedId: string): Promise<FeedRow | undefined> {
  const { rows } = await tx.query<FeedRow>(
    `${feedSelect} AND feeds.owner_person_id = $2 AND feeds.feed_id = $3`,
    [tx.tenantId, personId, feedId],
  );
  return rows[0];
}

function presentFeed({ feedId, scope, name, madeAt, withdrawnAt }: FeedRow): CalendarFeed {
  return { feedId, scope, name: name ?? '我的日程', madeAt, withdrawnAt };
}
