/** May somebody look at what an organisation's gatherings owe and did? Those of it, and those who watch over its place. */
import type { Tx } from '../../platform/db/index.ts';
import { problem } from '../../platform/http/index.ts';
import { hasAbility, type Viewer } from '../people/index.ts';

/** Anybody else finds no such organisation. */
export async function watchesOrg(tx: Tx, viewer: Viewer, orgId: string): Promise<{ name: string }> {
  const { rows } = await tx.query<{ name: string; areas: string[] }>(
    `SELECT orgs.name, ARRAY(SELECT area_code FROM org_areas
                              WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id) AS areas
       FROM orgs WHERE orgs.tenant_id = $1 AND orgs.org_id = $2`,
    [tx.tenantId, orgId],
  );
  const [org] = rows;
  if (viewer.personId === null) throw problem('sign-in-required');
  const isOf = viewer.posts.some((post) => post.orgId === orgId);
  const covers =
    org !== undefined &&
    org.areas.length > 0 &&
    org.areas.every(
      (area) =>
        hasAbility(viewer, 'oversee', area) ||
        hasAbility(viewer, 'administer', area) ||
        viewer.posts.some(({ areas }) => areas.some((code) => area !== code && area.startsWith(code))),
    );
  if (org === undefined || !(isOf || covers)) throw problem('not-found');
  return { name: org.name };
}
