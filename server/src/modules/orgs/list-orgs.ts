/** Organisations under one, covering a place, by name, or those under none; with what the forms need to know. */
import type { OrgList, OrgQuery } from '@linli/contract';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { codesAround } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import { hasAbility, type Viewer } from '../people/index.ts';
import { requirePost, today } from './policy.ts';
import { presentKinds, presentOrg } from './present.ts';
import { findOrg, type OrgFound, orgsCovering, orgsNamed, orgsUnder } from './store.ts';

export async function listOrgs(
  deps: Deps,
  viewer: Viewer,
  { under, area, q, kind, after }: z.output<typeof OrgQuery>,
): Promise<z.output<typeof OrgList>> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  const whole = (orgs: OrgFound[]) => ({ orgs, next: null });
  const find = async (tx: Tx): Promise<{ orgs: OrgFound[]; next: string | null }> => {
    if (under !== undefined) {
      if (!(await findOrg(tx, under, day, 'to show'))) throw problem('not-found');
      return orgsUnder(tx, under, day, after ?? null);
    }
    if (area !== undefined) return whole(await orgsCovering(tx, codesAround(model, area), day));
    if ((q ?? '') !== '' || kind !== undefined) return whole(await orgsNamed(tx, q ?? '', kind ?? null, day));
    return orgsUnder(tx, null, day, after ?? null);
  };
  const { orgs, next } = await inTenant(deps.db, viewer.tenantId, find, { readOnly: true });
  return {
    orgs: orgs.map((org) => presentOrg(model, viewer, org, day)),
    next,
    verbs: hasAbility(viewer, 'administer') ? ['make'] : [],
    kinds: presentKinds(model),
  };
}
