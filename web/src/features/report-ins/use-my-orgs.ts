import { useStaffSession } from '../../console/session/session.ts';
import type { PickedOrg } from './ConsoleOrgPicker.tsx';

/** Organisations one serves in, each once. */
export function useMyOrgs(): PickedOrg[] {
  const { posts } = useStaffSession();
  return [...new Map(posts.map(({ orgId, orgName }) => [orgId, orgName]))].map(([orgId, name]) => ({
    orgId,
    name,
  }));
}
