/** What a decision needs to know from outside the case, looked up in the transaction that decides. */
import type { Holder, Surroundings, Verb } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { findRoute, type Holding, hostOrg } from '../orgs/index.ts';
import type { CaseRow } from './store.ts';

/** Verbs that may put a case on a rung. */
const lifting: ReadonlySet<Verb> = new Set(['climb', 'descend', 'reject', 'rate', 'tick']);
/** Verbs that may need somebody new to answer for it. */
const routing: ReadonlySet<Verb> = new Set(['reroute', 'reopen', 'reject', 'rate']);

export async function findSurroundings(
  tx: Tx,
  model: Model,
  row: Pick<CaseRow, 'caseId' | 'state' | 'followerCount'>,
  verb: Verb,
  into: string | undefined,
  now: string,
  passOver?: (holding: Holding) => string | undefined,
): Promise<Surroundings> {
  const { state } = row;
  const kind = model.caseKinds[state.kind];
  const surroundings: Surroundings = { now, followerCount: row.followerCount };
  if (kind === undefined) return surroundings;
  if (routing.has(verb)) {
    surroundings.route = await findRoute(tx, model, kind.route, state.areaCode, now, passOver);
  }
  if (verb === 'merge') surroundings.mergeTarget = await findMergeTarget(tx, row.caseId, into);
  const rungs = kind.ladder === null ? [] : (model.ladders[kind.ladder]?.rungs ?? []);
  if (lifting.has(verb) && rungs.length > 0) {
    const kinds = [...new Set(rungs.map(({ host }) => host))];
    const hosts = new Map(
      await Promise.all(
        kinds.map(async (kind) => [kind, await hostOrg(tx, model, kind, state.areaCode, now)] as const),
      ),
    );
    surroundings.hostOfRung = (index) => hosts.get(rungs[index]?.host ?? '') ?? null;
  }
  return surroundings;
}

/** Locked, so that it does not end while another case is joined to it. */
async function findMergeTarget(
  tx: Tx,
  caseId: string,
  into: string | undefined,
): Promise<Surroundings['mergeTarget']> {
  if (into === undefined || into === caseId) return null;
  const { rows } = await tx.query<{
    kind: string;
    station: NonNullable<Surroundings['mergeTarget']>['station'];
  }>('SELECT kind, station FROM cases WHERE tenant_id = $1 AND case_id = $2 FOR UPDATE', [tx.tenantId, into]);
  return rows[0] ?? null;
}

export interface HolderWords {
  postId?: string | null | undefined;
  orgId: string;
  role: string;
}

/**
 * The post somebody named: held today, or an office with nobody named, in an organisation that covers the place. Null:
 * there is no such post there.
 */
export async function findHolder(
  tx: Tx,
  model: Model,
  { postId, orgId, role }: HolderWords,
  areaCode: string,
  day: string,
): Promise<Holder | null> {
  const prefixes = model.levels.map(({ codeLength }) => areaCode.slice(0, codeLength));
  const { rows } = await tx.query<{ personId: string | null }>(
    `SELECT posts.person_id AS "personId"
       FROM orgs
       LEFT JOIN posts ON posts.tenant_id = orgs.tenant_id AND posts.org_id = orgs.org_id AND posts.role = $3
        AND posts.post_id = $4 AND posts.held_from <= $5::date AND coalesce(posts.held_to, 'infinity') >= $5::date
      WHERE orgs.tenant_id = $1 AND orgs.org_id = $2 AND orgs.kind = $6
        AND orgs.valid_from <= $5::date AND coalesce(orgs.valid_to, 'infinity') >= $5::date
        AND EXISTS (SELECT 1 FROM org_areas AS covered
                     WHERE covered.tenant_id = $1 AND covered.org_id = orgs.org_id AND covered.area_code = ANY ($7))`,
    [tx.tenantId, orgId, role, postId ?? null, day, model.roles[role]?.orgKind ?? '', prefixes],
  );
  const found = rows[0];
  if (found === undefined || (postId && found.personId === null)) return null;
  return { postId: postId ?? null, role, orgId, personId: found.personId };
}
