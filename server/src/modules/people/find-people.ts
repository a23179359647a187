/** Looking a person up, to give them a post. Residents are found only by what one has from themselves. */
import { Phone } from '@linli/contract';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { maskName, maskPhone } from '../../platform/secrets/index.ts';

export interface PersonFound {
  personId: string;
  /** Masked for somebody who never held a post. */
  name: string;
  phoneMasked: string | null;
  posts: { role: string; orgName: string }[];
}

const everHeldPost = `EXISTS (SELECT FROM posts WHERE posts.tenant_id = $1 AND posts.person_id = people.person_id)`;

/** By a part of the name those who hold or held a post; anybody by the whole login or the whole phone number. */
export async function findPeople(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  words: string,
  day: string,
): Promise<PersonFound[]> {
  const { tenantId } = tx;
  const phoneIndex = Phone.safeParse(words).success
    ? secrets.blindIndex({ tenantId, field: 'phone' }, words)
    : null;
  const { rows } = await tx.query<{
    personId: string;
    name: string;
    phoneCipher: Buffer | null;
    isStaff: boolean;
    posts: { role: string; orgName: string }[];
  }>(
    `SELECT people.person_id AS "personId", people.name, people.phone_cipher AS "phoneCipher", ${everHeldPost} AS "isStaff",
            coalesce((SELECT json_agg(json_build_object('role', posts.role, 'orgName', orgs.name)
                                      ORDER BY posts.held_from, posts.post_id)
                        FROM posts JOIN orgs ON orgs.tenant_id = posts.tenant_id AND orgs.org_id = posts.org_id
                       WHERE posts.tenant_id = $1 AND posts.person_id = people.person_id
                         AND posts.held_from <= $5::date AND coalesce(posts.held_to, 'infinity') >= $5::date
                         AND orgs.valid_from <= $5::date AND coalesce(orgs.valid_to, 'infinity') >= $5::date), '[]') AS posts
       FROM people
      WHERE people.tenant_id = $1
        AND (people.login = $2 OR people.phone_index = $3 OR (people.name ILIKE $4 AND ${everHeldPost}))
      ORDER BY length(people.name), people.name, people.person_id LIMIT 20`,
    [tenantId, words, phoneIndex, `%${words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`, day],
  );
  return rows.map(({ personId, name, phoneCipher, isStaff, posts }) => ({
    personId,
    name: isStaff ? name : maskName(name),
    phoneMasked: phoneCipher ? maskPhone(secrets.decrypt({ tenantId, field: 'phone' }, phoneCipher)) : null,
    posts,
  }));
}
