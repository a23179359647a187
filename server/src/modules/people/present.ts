import type { Session } from '@linli/contract';
import { inTenant, readInTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { maskPhone } from '../../platform/secrets/index.ts';
import { unreadCount } from '../messages/index.ts';
import { type CityModel, presentCity } from '../models/index.ts';
import { findPerson } from './store.ts';
import type { Viewer } from './viewer.ts';

/** What the pages need to know about who is using them. */
export async function presentSession(deps: Deps, city: CityModel, viewer: Viewer): Promise<Session> {
  const { tenantId, personId } = viewer;
  const person = personId === null ? undefined : await findPerson(deps.db, tenantId, personId);
  const [names, unread] = await Promise.all([
    areaNames(
      deps,
      tenantId,
      viewer.posts.flatMap((post) => post.areas),
    ),
    inTenant(deps.db, tenantId, (tx) => unreadCount(tx, viewer), { readOnly: true }),
  ]);
  return {
    city: await presentCity(deps, city),
    person: person
      ? {
          personId: person.personId,
          name: person.name,
          homeCode: person.homeCode,
          phoneMasked: person.phoneCipher
            ? maskPhone(deps.secrets.decrypt({ tenantId, field: 'phone' }, person.phoneCipher))
            : null,
        }
      : null,
    posts: viewer.posts.map((post) => ({
      postId: post.postId,
      role: post.role,
      roleTitle: city.model.roles[post.role]?.title ?? { zh: post.role, en: post.role },
      orgId: post.orgId,
      orgName: post.orgName,
      abilities: post.abilities,
      covers: post.areas.map((areaCode) => ({ areaCode, name: names.get(areaCode) ?? areaCode })),
    })),
    locale: viewer.locale,
    largeType: viewer.largeType,
    unread,
    demo: city.isDemo,
  };
}

async function areaNames(deps: Deps, tenantId: number, codes: string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await readInTenant<{ code: string; name: string }>(
    deps.db,
    tenantId,
    'SELECT code, full_name AS name FROM areas WHERE tenant_id = $1 AND code = ANY ($2)',
    [tenantId, codes],
  );
  return new Map(rows.map(({ code, name }) => [code, name]));
}
