import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import type { Viewer } from '../viewer.ts';

export interface PreferenceChanges {
  locale?: string | undefined;
  largeType?: boolean | undefined;
  homeCode?: string | null | undefined;
  name?: string | undefined;
}

/** Changes what a person has set; what is left out stays. */
export async function savePreferences(deps: Deps, viewer: Viewer, changes: PreferenceChanges): Promise<void> {
  const { tenantId, personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  await inTenant(deps.db, tenantId, async (tx) => {
    if (typeof changes.homeCode === 'string') {
      const { rowCount } = await tx.query('SELECT FROM areas WHERE tenant_id = $1 AND code = $2', [
        tenantId,
        changes.homeCode,
      ]);
      if (rowCount === 0) throw problem('unknown-area');
    }
    await tx.query(
      `UPDATE people SET locale = coalesce($3, locale), large_type = coalesce($4, large_type),
              name = coalesce($5, name), home_code = CASE WHEN $6 THEN $7 ELSE home_code END
        WHERE tenant_id = $1 AND person_id = $2`,
      [
        tenantId,
        personId,
        changes.locale ?? null,
        changes.largeType ?? null,
        changes.name ?? null,
        changes.homeCode !== undefined,
        changes.homeCode ?? null,
      ],
    );
  });
}
