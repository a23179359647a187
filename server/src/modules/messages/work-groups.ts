/** Chat groups that are told through a robot: a channel, never the record. */
import { randomUUID } from 'node:crypto';
import type { SaveWorkGroup, WorkGroup, WorkGroups } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { addJobs, inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { isAllowedAddress } from './allowed-address.ts';
import { deliverJob } from './deliver-job.ts';
import { areasWatched } from './policy.ts';
import { maskRobotAddress } from './robot.ts';
import { robotField } from './store.ts';

type View = z.output<typeof WorkGroup>;
type Saved = z.output<typeof SaveWorkGroup>;

interface GroupRow extends Omit<View, 'webhookMasked'> {
  webhookCipher: Buffer;
}

/**
 * Organisations that lie wholly in the areas watched: one that also works elsewhere is looked after by those above, since
 * its work group hears of what happens there too.
 */
const watchedSql = (areas: string): string => `
  EXISTS (SELECT 1 FROM org_areas AS covered WHERE covered.tenant_id = orgs.tenant_id AND covered.org_id = orgs.org_id)
  AND NOT EXISTS (
    SELECT 1 FROM org_areas AS covered
     WHERE covered.tenant_id = orgs.tenant_id AND covered.org_id = orgs.org_id
       AND NOT EXISTS (SELECT 1 FROM unnest(${areas}::text[]) AS area (code)
                        WHERE left(covered.area_code, length(area.code)) = area.code))`;

const groupsSql = (rest: string): string => `
  SELECT work_groups.work_group_id AS "workGroupId", work_groups.org_id AS "orgId", orgs.name AS "orgName",
         work_groups.name, work_groups.webhook_cipher AS "webhookCipher", work_groups.paused_at IS NOT NULL AS paused,
         (SELECT max(sent_at) FROM messages WHERE messages.tenant_id = $1
             AND messages.work_group_id = work_groups.work_group_id) AS "lastSentAt",
         (SELECT count(*)::int FROM messages WHERE messages.tenant_id = $1
             AND messages.work_group_id = work_groups.work_group_id AND messages.status = 'failed') AS "failedCount"
    FROM work_groups
    JOIN orgs ON orgs.tenant_id = work_groups.tenant_id AND orgs.org_id = work_groups.org_id
   WHERE work_groups.tenant_id = $1 AND ${watchedSql('$2')}${rest}
   ORDER BY work_groups.created_at, work_groups.work_group_id`;
const allSql = groupsSql('');
const oneSql = groupsSql(' AND work_groups.work_group_id = $3');

const orgsSql = `
  SELECT orgs.org_id AS "orgId", orgs.name FROM orgs
   WHERE orgs.tenant_id = $1 AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
     AND ${watchedSql('$2')}
   ORDER BY orgs.name, orgs.org_id`;
const orgSql = `SELECT 1 FROM orgs WHERE orgs.tenant_id = $1 AND orgs.org_id = $3 AND ${watchedSql('$2')}`;

export async function listWorkGroups(
  deps: Deps,
  model: Model,
  viewer: Viewer,
): Promise<z.output<typeof WorkGroups>> {
  const areas = areasWatched(model, viewer);
  const day = localDateOf(deps.clock.now(), model.timeZone);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [groups, orgs] = await Promise.all([
        tx.query<GroupRow>(allSql, [tx.tenantId, areas]),
        tx.query<{ orgId: string; name: string }>(orgsSql, [tx.tenantId, areas, day]),
      ]);
      return { workGroups: groups.rows.map((row) => present(deps, tx, row)), orgs: orgs.rows };
    },
    { readOnly: true },
  );
}

/** Makes a work group or changes one: its name, organisation, robot, or whether it is paused. */
export async function saveWorkGroup(deps: Deps, model: Model, viewer: Viewer, saved: Saved): Promise<View> {
  const areas = areasWatched(model, viewer);
  if (saved.webhook !== undefined && !isAllowedAddress(saved.webhook, deps.config.robotHosts)) {
    throw webhookProblem(deps);
  }
  const { commandId } = saved;
  const subject = saved.workGroupId ?? 'new';
  return once(deps, viewer, { commandId, verb: 'save-work-group', target: subject }, async (tx) => {
    const org = await tx.query(orgSql, [tx.tenantId, areas, saved.orgId]);
    if (org.rowCount === 0) throw problem('not-found');
    const workGroupId =
      saved.workGroupId === undefined
        ? await insertGroup(deps, tx, saved)
        : await changeGroup(deps, tx, areas, saved.workGroupId, saved);
    const { rows } = await tx.query<GroupRow>(oneSql, [tx.tenantId, areas, workGroupId]);
    if (rows[0] === undefined) throw new Error(`work group ${workGroupId} was not written`);
    return present(deps, tx, rows[0]);
  });
}

async function insertGroup(deps: Deps, tx: Tx, { orgId, name, webhook, paused }: Saved): Promise<string> {
  if (webhook === undefined) throw webhookProblem(deps);
  const workGroupId = randomUUID();
  const now = deps.clock.now();
  await tx.query(
    `INSERT INTO work_groups (tenant_id, work_group_id, org_id, name, webhook_cipher, created_at, paused_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.tenantId, workGroupId, orgId, name, encrypt(deps, tx, webhook), now, paused === true ? now : null],
  );
  return workGroupId;
}

async function changeGroup(
  deps: Deps,
  tx: Tx,
  areas: readonly string[],
  workGroupId: string,
  { orgId, name, webhook, paused }: Saved,
): Promise<string> {
  const { rows } = await tx.query<GroupRow>(oneSql, [tx.tenantId, areas, workGroupId]);
  const [before] = rows;
  if (before === undefined) throw problem('not-found');
  const cipher = webhook === undefined ? null : encrypt(deps, tx, webhook);
  await tx.query(
    `UPDATE work_groups SET org_id = $3, name = $4, webhook_cipher = coalesce($5, webhook_cipher),
            paused_at = CASE WHEN $6::boolean IS NULL THEN paused_at WHEN $6 THEN coalesce(paused_at, $7) END
      WHERE tenant_id = $1 AND work_group_id = $2`,
    [tx.tenantId, workGroupId, orgId, name, cipher, paused ?? null, deps.clock.now()],
  );
  if (paused === false && before.paused) await queueWaiting(tx, workGroupId);
  return workGroupId;
}

/** What waited while the group was paused has no job any more. */
async function queueWaiting(tx: Tx, workGroupId: string): Promise<void> {
  const { rows } = await tx.query<{ messageId: string }>(
    `SELECT message_id AS "messageId" FROM messages
      WHERE tenant_id = $1 AND work_group_id = $2 AND status = 'waiting' ORDER BY created_at, message_id`,
    [tx.tenantId, workGroupId],
  );
  await addJobs(
    tx,
    rows.map(({ messageId }) => deliverJob(tx.tenantId, { messageId, workGroupId })),
  );
}

function encrypt(deps: Deps, tx: Tx, webhook: string): Buffer {
  return deps.secrets.encrypt({ tenantId: tx.tenantId, field: robotField }, webhook);
}

function present(deps: Deps, tx: Tx, { webhookCipher, ...row }: GroupRow): View {
  const place = { tenantId: tx.tenantId, field: robotField };
  return { ...row, webhookMasked: maskRobotAddress(deps.secrets.decrypt(place, webhookCipher)) };
}

function webhookProblem(deps: Deps) {
  const hosts = deps.config.robotHosts.join(', ');
  return problem('webhook-invalid', {
    errors: [
      {
        at: '/webhook',
        message: { zh: `请粘贴 https 开头、位于 ${hosts} 的地址`, en: `Paste an https address at ${hosts}` },
      },
    ],
  });
}
