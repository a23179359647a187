/** What is typed into the form of an organisation, and the command that follows from it. */
import type { OrgList, OrgOnDay, SaveOrg } from '../../ui/api/index.ts';

export type OrgKind = OrgList['kinds'][number];
export type Org = OrgOnDay['org'];

/** Somebody or some place that was picked, with the name it was picked by. */
export interface Picked {
  key: string;
  name: string;
}

export interface OrgWords {
  kind: string;
  name: string;
  parent: Picked | null;
  sentBy: Picked | null;
  formation: string | null;
  covers: Picked[];
  validFrom: string;
  validTo: string;
  /** Members by area it covers, or under `whole`; as typed. */
  members: Record<string, string>;
}

export const whole = 'whole';
const mostCounted = 20;

export function newWords(kind: string, parent: Picked | null, today: string): OrgWords {
  return {
    kind,
    name: '',
    parent,
    sentBy: null,
    formation: null,
    covers: [],
    validFrom: today,
    validTo: '',
    members: {},
  };
}

/** As it stands today; how many members it has stays as it is unless something is typed. */
export function wordsOf(org: Org, parentName: string): OrgWords {
  return {
    kind: org.kind,
    name: org.name,
    parent: org.parentOrgId === null ? null : { key: org.parentOrgId, name: parentName },
    sentBy: org.sentBy === null ? null : { key: org.sentBy.orgId, name: org.sentBy.name },
    formation: org.formation,
    covers: org.covers.map(({ areaCode, name }) => ({ key: areaCode, name })),
    validFrom: org.validFrom,
    validTo: org.validTo ?? '',
    members: {},
  };
}

export function isOrgWords(kept: unknown): kept is OrgWords {
  if (typeof kept !== 'object' || kept === null) return false;
  const { kind, name, covers, members } = kept as Partial<OrgWords>;
  return (
    typeof kind === 'string' &&
    typeof name === 'string' &&
    Array.isArray(covers) &&
    typeof members === 'object' &&
    members !== null
  );
}

/** For what members are asked: each area where several share it, else the whole. */
export function countedBy(words: OrgWords, kind: OrgKind | undefined): Picked[] | null {
  const way = kind?.formations.find(({ key }) => key === words.formation);
  const isShared = way?.covers === 'several-areas';
  return isShared && words.covers.length > 1 && words.covers.length <= mostCounted ? words.covers : null;
}

export type SizeTyped =
  | { state: 'empty' }
  /** Not whole numbers, or of some areas only. */
  | { state: 'bad' }
  | { state: 'counted'; members: NonNullable<SaveOrg['members']> };

export function sizeOf(words: OrgWords, kind: OrgKind | undefined): SizeTyped {
  const areas = countedBy(words, kind);
  const keys = areas === null ? [whole] : areas.map(({ key }) => key);
  const typed = keys.map((key) => (words.members[key] ?? '').trim());
  if (typed.every((text) => text === '')) return { state: 'empty' };
  if (!typed.every((text) => /^\d{1,6}$/.test(text) && Number(text) <= 100_000)) return { state: 'bad' };
  return {
    state: 'counted',
    members: keys.map((key, at) => ({ areaCode: key === whole ? null : key, members: Number(typed[at]) })),
  };
}

/** A new one as a whole; of one that is there only what was changed, so that nobody else’s change is undone. */
export function commandOf(
  words: OrgWords,
  kind: OrgKind | undefined,
  org: Org | null,
): Omit<SaveOrg, 'commandId'> {
  const size = sizeOf(words, kind);
  const next = {
    name: words.name.trim(),
    parentOrgId: words.parent?.key ?? null,
    formation: words.formation,
    sentByOrgId: words.sentBy?.key ?? null,
    validFrom: words.validFrom,
    validTo: words.validTo === '' ? null : words.validTo,
    covers: words.covers.map(({ key }) => key),
  };
  const counted = size.state === 'counted' ? { members: size.members } : {};
  if (org === null) return { kind: words.kind, ...next, ...counted };
  const before: typeof next = {
    name: org.name,
    parentOrgId: org.parentOrgId,
    formation: org.formation,
    sentByOrgId: org.sentBy?.orgId ?? null,
    validFrom: org.validFrom,
    validTo: org.validTo,
    covers: org.covers.map(({ areaCode }) => areaCode),
  };
  const changed = Object.entries(next).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof typeof before]),
  );
  return { orgId: org.orgId, ...Object.fromEntries(changed), ...counted };
}
