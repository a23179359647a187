/** By what the register knows that two homes have one owner, and what it keeps of a name and a number. */
import { randomUUID } from 'node:crypto';
import type { Secrets } from '../../../platform/secrets/index.ts';
import type { NewOwnership } from './store.ts';

export interface OwnerWords {
  homeCode: string;
  name: string;
  documentNumber?: string | undefined;
  phone?: string | undefined;
  isDeveloper: boolean;
  personId?: string | undefined;
}

/**
 * Same document, same owner (同一买受人, 法释〔2009〕7号 art. 9); without one the same telephone and name; without either,
 * nobody else. Two owners of one name must not become one head, and no more a couple with one telephone. A developer is known by
 * its name.
 */
function ownerKey(
  { documentNumber, phone, isDeveloper, name, personId }: OwnerWords,
  ownershipId: string,
): string {
  if (documentNumber !== undefined) return `document:${documentNumber.replaceAll(/\s/g, '').toUpperCase()}`;
  if (isDeveloper) return `developer:${name}`;
  if (phone !== undefined) return `phone:${phone} ${name.replaceAll(/\s/g, '')}`;
  if (personId !== undefined) return `person:${personId}`;
  return `ownership:${ownershipId}`;
}

export function newOwnership(
  secrets: Secrets,
  tenantId: number,
  words: OwnerWords,
  { from, isVoter }: { from: string; isVoter: boolean },
): NewOwnership {
  const ownershipId = randomUUID();
  const { phone } = words;
  return {
    ownershipId,
    homeCode: words.homeCode,
    ownerIndex: secrets.blindIndex({ tenantId, field: 'owner' }, ownerKey(words, ownershipId)),
    nameCipher: secrets.encrypt({ tenantId, field: 'owner-name' }, words.name),
    phoneCipher: phone === undefined ? null : secrets.encrypt({ tenantId, field: 'phone' }, phone),
    // The same index as that of people, so that an owner who registers is known by the telephone.
    phoneIndex: phone === undefined ? null : secrets.blindIndex({ tenantId, field: 'phone' }, phone),
    personId: words.personId ?? null,
    isDeveloper: words.isDeveloper,
    isVoter,
    from,
  };
}
